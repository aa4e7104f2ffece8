use alloc::format;

use crate::{
    finding::{Finding, Label, Severity, Sink},
    notice::RecordedNotice,
    rules::{
        Context, Group, Needs, Rule, asked,
        notices::{Change, Notices, code_label, listed},
        page,
    },
    source::DocumentKind,
    text::{Spanned, quoted, shown},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "notice-too-early",
    group: Group::Notice,
    severity: Severity::Error,
    needs: Needs::EachAndToday(&[DocumentKind::Manifest]),
    summary: "no error code comes, and none is planned, before its notice is over",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

An error code that comes with this change has a notice whose earliest lawful release is not after today. The planned release of every notice that is not over yet is lawful, too.

Standard path: the day of the announcement is not counted; day 1 is the first business day after it, and day 10 is the first on which the code may be released. Emergency path: 24 hours after the announcement, if its conditions hold (see `notice-emergency`), else as on the standard path. Weekends are the policy's, holidays those of `[notice]` in `lockstep.toml`. Of today, only the day is known here; `lockstep notice --release INSTANT` judges to the second.

## Why

The notice is the consumer's time to map the code and to test the mapping before it repins (joint playbook, additive error code protocol).

## Bad

Announced on Wednesday, 18 February 2026; Tuesday, 3 March, is the ninth business day:

```json contracts/integration/error-code-notices.json whole
{
  "schema": "lockstep-notices.v1",
  "notices": [{
    "codes": ["rate_limited"], "path": "standard", "decided_at": null,
    "announced_at": "2026-02-18", "announced_by": "producer team", "published_on": null,
    "planned_release": "2026-03-03", "reference": "message 7", "acknowledgement": null
  }]
}
```

## Good

```json contracts/integration/error-code-notices.json whole
{
  "schema": "lockstep-notices.v1",
  "notices": [{
    "codes": ["rate_limited"], "path": "standard", "decided_at": null,
    "announced_at": "2026-02-18", "announced_by": "producer team", "published_on": null,
    "planned_release": "2026-03-04", "reference": "message 7", "acknowledgement": null
  }]
}
```

## Fix

Wait until the day that the finding names; `lockstep notice --announced DATE` shows each day on the way. A change that cannot wait takes the emergency path, with a decision and an announcement of its own."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(notices) = Notices::read(context, sink) else { return };
    if let Some(change) = Change::read(context) {
        change.added.iter().for_each(|code| check_code(context, &notices, code, sink));
    }
    for notice in notices.pending() {
        let Some(period) = notices.period(notice) else { continue };
        let verdict = period.judge(&notices.terms, notice.planned_release.moment);
        if !verdict.lawful {
            let planned = &notice.planned_release;
            let codes = listed(notice.codes.iter().map(alloc::string::String::as_str));
            let finding = Finding::new(
                Label::new(DocumentKind::Notices, planned.span, format!("{} days too early", verdict.early_days)),
                format!("the planned release of {codes} comes before its notice is over"),
                format!("{} or later", period.earliest),
                shown(planned.as_str()),
                "plan a later release, and tell the consumers",
            );
            sink.report(finding.related(announced(notice)));
        }
    }
}

/// Reports a code that comes although no notice of it is over.
fn check_code(context: &Context<'_>, notices: &Notices<'_>, code: &Spanned<&str>, sink: &mut Sink) {
    let Some(today) = context.inquiry.today else { return };
    let counted = notices.record.of(code.value).filter_map(|notice| Some((notice, notices.period(notice)?)));
    let Some((notice, period)) = counted.min_by_key(|(_, period)| notices.day(period)) else { return };
    let earliest = notices.day(&period);
    if earliest <= today {
        return;
    }
    let finding = Finding::new(
        code_label(code),
        format!("the error code {} comes before its notice is over", quoted(code.value)),
        format!("{} or later", period.earliest),
        format!("{today}"),
        format!("wait until {earliest}, or take the code out; `lockstep notice` shows each day on the way"),
    );
    sink.report(finding.related(announced(notice)));
}

fn announced(notice: &RecordedNotice) -> Label {
    let text = format!("announced on the {} path", notice.path.as_str());
    Label::new(DocumentKind::Notices, notice.announced_at.span, text)
}
