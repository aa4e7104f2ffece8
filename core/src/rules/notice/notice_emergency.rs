use alloc::format;

use crate::{
    finding::{Finding, Label, Severity, Sink},
    notice::{EmergencyClocks, RecordedNotice},
    policy::EmergencyClock,
    rules::{
        Context, Group, Needs, Rule, asked,
        notices::{Notices, listed},
        page,
    },
    source::DocumentKind,
    text::shown,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "notice-emergency",
    group: Group::Notice,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "an emergency is announced in time, with documents, specification and tests on the same day",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

A notice on the emergency path that is not over yet was announced at most 24 hours after its decision (`decided_at`, `announced_at`). Documents, specification and tests were published on the day of the announcement, and by the time the code is in the manifest, the record says so (`published_on`).

Where only days are known, the decision is taken at the beginning of its day and the announcement at its end. A clock that the policy does not let block (`notice.blocking_emergency_clocks`) is a warning. The other clock, 24 hours from the announcement to the release, is judged by `notice-too-early`.

## Why

The playbooks read both "24 hours notice" and "notice within 24 hours", and "same-day docs/spec/tests". An emergency that was kept back until it was convenient is none: it loses its path, and ten business days are counted from its announcement.

## Bad

Announced three days after the decision:

```json contracts/integration/error-code-notices.json whole
{
  "schema": "lockstep-notices.v1",
  "notices": [{
    "codes": ["rate_limited"], "path": "emergency", "decided_at": "2026-02-24T09:00:00Z",
    "announced_at": "2026-02-27T09:00:00Z", "announced_by": "producer team", "published_on": "2026-02-27",
    "planned_release": "2026-03-13", "reference": "message 7", "acknowledgement": null
  }]
}
```

## Good

```json contracts/integration/error-code-notices.json whole
{
  "schema": "lockstep-notices.v1",
  "notices": [{
    "codes": ["rate_limited"], "path": "emergency", "decided_at": "2026-02-26T09:00:00Z",
    "announced_at": "2026-02-27T09:00:00Z", "announced_by": "producer team", "published_on": "2026-02-27",
    "planned_release": "2026-03-13", "reference": "message 7", "acknowledgement": null
  }]
}
```

## Fix

Record the moments to the second where days are too coarse. An emergency that was really announced late, or without its documents, takes the standard path: plan its release for the day that `lockstep notice` names, and set `path` to `standard`."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(notices) = Notices::read(context, sink) else { return };
    for notice in notices.pending() {
        let Some(clocks) = notices.period(notice).and_then(|period| period.clocks) else { continue };
        if clocks.announced_late {
            let blocks = notices.terms.blocks(EmergencyClock::Announcement);
            sink.report_as(if blocks { Severity::Error } else { Severity::Warning }, late(notice, &clocks));
        }
        let in_force = context.manifest().and_then(|manifest| manifest.error_codes.present());
        let comes = in_force.is_some_and(|codes| {
            let mut stated = codes.value.iter().filter_map(|code| code.value.as_ref().ok());
            stated.any(|code| notice.codes.iter().any(|announced| announced == code))
        });
        if clocks.published_late || comes && clocks.publish_on.is_some() && notice.published_on.is_none() {
            sink.report(unpublished(notice, &clocks));
        }
    }
}

fn codes(notice: &RecordedNotice) -> alloc::string::String {
    listed(notice.codes.iter().map(alloc::string::String::as_str))
}

fn late(notice: &RecordedNotice, clocks: &EmergencyClocks) -> Finding {
    let finding = Finding::new(
        Label::new(DocumentKind::Notices, notice.announced_at.span, "announced"),
        format!("the emergency of {} was announced too long after its decision", codes(notice)),
        format!("{} or earlier", clocks.announce_by),
        shown(notice.announced_at.as_str()),
        "let it take the standard path, or record the moments to the second where days are too coarse",
    );
    match &notice.decided_at {
        Some(decided) => finding.related(Label::new(DocumentKind::Notices, decided.span, "decided")),
        None => finding,
    }
}

fn unpublished(notice: &RecordedNotice, clocks: &EmergencyClocks) -> Finding {
    let on = notice.published_on.map_or_else(|| "null".into(), |day| format!("{day}"));
    Finding::new(
        Label::new(DocumentKind::Notices, notice.announced_at.span, "announced"),
        format!("documents, specification and tests of {} did not come on the day of the announcement", codes(notice)),
        clocks.publish_on.map_or_else(Default::default, |day| format!("`published_on` {day}")),
        on,
        "record in `published_on` when they came; without them on that day, the standard path is left",
    )
}
