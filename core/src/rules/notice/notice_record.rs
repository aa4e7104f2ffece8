use alloc::format;

use crate::{
    finding::{Finding, Label, Severity, Sink},
    notice::{NoticePeriod, NoticeRecord, Terms},
    rules::{Context, Group, Needs, Rule, asked, page},
    source::DocumentKind,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "notice-record",
    group: Group::Notice,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "the record of notices has its form, and its notices can be counted",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

Where there is a record of notices (`contracts/integration/error-code-notices.json`), it is of the form `lockstep-notices.v1`: each notice names its codes, its path, who announced them, where that can be read, and moments that are in the calendar. An emergency states when it was decided, and was not announced before that.

## Why

A record that cannot be read would leave nobody to say whether a code may come.

## Bad

```json contracts/integration/error-code-notices.json whole
{ "schema": "lockstep-notices.v1", "notices": "none" }
```

## Good

```json contracts/integration/error-code-notices.json whole
{ "schema": "lockstep-notices.v1", "notices": [] }
```

## Fix

Let `lockstep notice announce` write the record, or mend it at the place shown by `docs/notices.schema.json`."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let kind = DocumentKind::Notices;
    // Faults of its JSON are the business of the rules about documents.
    if !context.facts.has(kind) || context.facts.faults().any(|(faulty, _)| faulty == kind) {
        return;
    }
    let (Some(asked), Some(source)) = (context.inquiry.notice.known(), context.sources.find(kind)) else { return };
    let record = match NoticeRecord::read(&source.lossy()) {
        Ok(record) => record,
        Err(fault) => {
            return sink.report(Finding::new(
                Label::new(kind, fault.span, "here"),
                format!("the record of notices cannot be used: {}", fault.value),
                "a record of the form `lockstep-notices.v1`",
                fault.value,
                "let `lockstep notice announce` write the record, or mend it by docs/notices.schema.json",
            ));
        }
    };
    let terms = Terms::new(context.policy, context.manifest());
    for notice in &record.notices {
        if let Err(fault) = NoticePeriod::new(&terms, &asked.calendar, notice.announcement(), None) {
            sink.report(Finding::new(
                Label::new(kind, notice.announced_at.span, "the announcement"),
                format!("a notice cannot be counted: {fault}"),
                "an announcement at or behind the decision, in the calendar",
                format!("{fault}"),
                "mend the moments of this notice",
            ));
        }
    }
}
