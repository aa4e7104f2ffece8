use crate::{
    date,
    facts::{RehearsalFacts, stated},
    finding::{Finding, Label, Severity, Sink},
    rules::{
        Context, Group, Needs, Rule, asked, page,
        rehearsed::{KIND, Rehearsed},
    },
    source::DocumentKind,
    text::{Spanned, quoted},
};
use alloc::{format, string::String};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "rehearsal-date",
    group: Group::Rehearsal,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Rehearsal]),
    summary: "the rehearsal payload leaves its consumers the stability window",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

`generated_at_utc` is an instant of ISO 8601, and `cutover_not_before_utc_date` a day, `YYYY-MM-DD`, no fewer days after it than the policy's stability window, 14.

## Why

The consumer plans its repin by the first day on which the cutover may come. A day that comes sooner takes away the overlap that the payload itself promises.

## Bad

```json docs/implementation/SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json
    "cutover_not_before_utc_date": "2026-02-21"
```

## Good

```json docs/implementation/SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json
    "cutover_not_before_utc_date": "2026-02-22"
```

## Fix

Generate the payload anew, or agree on a shorter window and state it in the policy."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(payload) = Rehearsed::open(context) else { return };
    let generated = payload.facts.string(RehearsalFacts::GENERATED_AT);
    let not_before = payload.candidate.string(RehearsalFacts::NOT_BEFORE);
    let (generated, not_before) = (stated(&generated), stated(&not_before));
    if generated.is_none() && not_before.is_none() {
        return sink.skip("the rehearsal payload states neither of its dates");
    }
    let made = generated.and_then(|text| date::utc_day(text.value));
    let first = not_before.and_then(|text| date::parse(text.value));
    let mut report = |text: Spanned<&str>, label, message: String, expected: String| {
        let place = Label::new(KIND, text.span, label);
        sink.report(Finding::new(place, message, expected, quoted(text.value), "generate the payload anew"));
    };
    if let (Some(text), None) = (generated, made) {
        let expected = "an instant such as `2026-02-08T13:00:00Z`";
        report(
            text,
            "no instant",
            format!("`{}` is no instant of ISO 8601", RehearsalFacts::GENERATED_AT),
            expected.into(),
        );
    }
    if let (Some(text), None) = (not_before, first) {
        let expected = "a day such as `2026-02-22`";
        report(text, "no day", format!("`{}` is no day", RehearsalFacts::NOT_BEFORE), expected.into());
    }
    let days = context.policy.stability_window.minimum_sprint_days;
    let least = made.and_then(|made| date::days_after(made, days));
    if let (Some(text), Some(first), Some(least)) = (not_before, first, least)
        && first < least
    {
        let message = format!("the cutover may come sooner than {days} days after the rehearsal payload was made");
        report(text, "too soon", message, format!("{least} or later"));
    }
}
