use crate::{
    facts::{BundleFacts, stated},
    finding::{Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, instants, page},
    source::DocumentKind,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "bundle-generated-at",
    group: Group::Bundle,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Bundle]),
    summary: "the release evidence bundle says at which instant it was made",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

`generated_at_utc` is an instant of ISO 8601 as RFC 3339 writes it: date, `T`, time, and `Z` or an offset. Where the day is after tomorrow, that is a warning. (One day is left for time zones.)

## Why

A release is judged by its newest evidence; without an instant, nobody can tell which that is.

## Bad

```json docs/implementation/RELEASE_EVIDENCE_BUNDLE_LATEST.json
  "generated_at_utc": "8 Feb 2026",
```

## Good

```json docs/implementation/RELEASE_EVIDENCE_BUNDLE_LATEST.json
  "generated_at_utc": "2026-02-08T00:00:00Z",
```

## Fix

Generate the bundle anew."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(facts) = context.facts.bundle() else { return };
    let text = facts.string(BundleFacts::GENERATED_AT);
    if stated(&text).is_none() {
        return sink.skip("the release evidence bundle does not say when it was made");
    }
    let place = (DocumentKind::Bundle, BundleFacts::GENERATED_AT);
    instants::check(context, sink, place, &text, "generate the bundle anew");
}
