use crate::{
    facts::{HandoffFacts, stated},
    finding::{Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, instants, page, payload::Payload},
    source::DocumentKind,
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
    let text = payload.facts.string(HandoffFacts::GENERATED_AT);
    if stated(&text).is_none() {
        return sink.skip("the handoff payload does not say when it was made");
    }
    instants::check(context, sink, (DocumentKind::Handoff, HandoffFacts::GENERATED_AT), &text, payload.anew());
}
