use crate::{
    date,
    facts::{BaselineValue, RehearsalFacts, stated},
    finding::{Finding, Label, Severity, Sink},
    rules::{
        Context, Group, Needs, Rule, asked, page,
        rehearsed::{KIND, Rehearsed},
    },
    source::DocumentKind,
    text::quoted,
};
use alloc::format;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "rehearsal-cutover",
    group: Group::Rehearsal,
    severity: Severity::Warning,
    needs: Needs::EachAndToday(&[DocumentKind::Manifest, DocumentKind::Rehearsal]),
    summary: "the target contract does not run before the day that the rehearsal payload names",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

While the manifest states the service contract that the payload rehearses, today is `cutover_not_before_utc_date` or later. Otherwise that is a warning: whether a cutover may come sooner is for the joint decision to say, which has a record of its own.

## Why

Consumers were told the first day of the cutover. One that comes sooner finds them unprepared.

## Bad

```json docs/implementation/SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json
    "cutover_not_before_utc_date": "2026-03-02"
```

## Good

```json docs/implementation/SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json
    "cutover_not_before_utc_date": "2026-02-22"
```

## Fix

Hold the release until that day, or record the joint decision and make the payload say the day that was agreed on."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let (Some(payload), Some(today)) = (Rehearsed::open(context), context.inquiry.today) else { return };
    let not_before = payload.candidate.string(RehearsalFacts::NOT_BEFORE);
    let Some((text, day)) = stated(&not_before).and_then(|text| Some((text, date::parse(text.value)?))) else {
        return sink.skip("the rehearsal payload names no first day");
    };
    let Some(runs) = context.baseline(BaselineValue::ServiceContract) else {
        return sink.skip("the manifest states no service contract");
    };
    if payload.is_past() == Some(true) && today < day {
        let finding = Finding::new(
            Label::new(KIND, text.span, "the first day of the cutover"),
            format!("{} is in the manifest before the day of its cutover", quoted(runs.value)),
            format!("{day} or later"),
            format!("today, {today}"),
            "hold the release until that day, or record the joint decision on another one",
        );
        sink.report(finding.related(Label::new(DocumentKind::Manifest, runs.span, "what is released")));
    }
}
