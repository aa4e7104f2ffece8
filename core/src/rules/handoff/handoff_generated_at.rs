use alloc::format;

use crate::{
    date,
    facts::{HandoffFacts, stated},
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, page, payload::Payload},
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "handoff-generated-at",
    group: Group::Handoff,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Handoff]),
    summary: "the handoff payload says at which instant it was made",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

`handoff_generated_at_utc` is an instant of ISO 8601 as RFC 3339 writes it: date, `T`, time, and `Z` or an offset. Where the day is after tomorrow, that is a warning. (One day is left for time zones.)

## Why

The instant tells the newest payload from an older one. The old script took whatever JavaScript can make a date of, such as `1` or `8 Feb`.

## Bad

```json services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json
  "handoff_generated_at_utc": "2026-02-30T14:00:00Z",
```

## Good

```json services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json
  "handoff_generated_at_utc": "2026-02-08T14:00:00Z",
```

## Fix

The producer generates the payload anew."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(payload) = Payload::open(context) else { return };
    let text = payload.facts.text(HandoffFacts::GENERATED_AT);
    let Some(text) = stated(&text) else { return sink.skip("the handoff payload does not say when it was made") };
    let place = |label| Label::new(DocumentKind::Handoff, text.span, label);
    let help = payload.anew();
    let Some(day) = date::day_of_instant(text.value) else {
        return sink.report(Finding::new(
            place("no instant"),
            format!("`{}` is no instant of ISO 8601", HandoffFacts::GENERATED_AT),
            "an instant such as `2026-02-08T13:00:00Z`",
            quoted(text.value),
            help,
        ));
    };
    if let Some(tomorrow) = context.inquiry.today.and_then(|today| today.tomorrow().ok())
        && day > tomorrow
    {
        sink.report_as(
            Severity::Warning,
            Finding::new(
                place("in the future"),
                "the handoff payload was made in the future",
                format!("{tomorrow} or earlier"),
                quoted(text.value),
                help,
            ),
        );
    }
}
