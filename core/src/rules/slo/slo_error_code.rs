use alloc::format;

use crate::{
    facts::SloFacts,
    finding::{Finding, Label, Severity, Sink},
    rules::{
        Context, Group, Needs, Rule, asked,
        codes::{self, Wanted},
        page,
    },
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "slo-error-code",
    group: Group::Slo,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Manifest, DocumentKind::SloPolicy]),
    summary: "a rate of one error code is about a code of the manifest",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

Where a key of `operational_thresholds` ends with `_max_per_1000_requests`, what stands before it is an error code of the manifest.

## Why

The objective is counted by `error.code`. One about a code that the service contract does not have is met whatever happens.

## Bad

```json contracts/integration/v1/service-slo-policy.json
    "schema_unavailable_max_per_1000_requests": 1,
    "schema_missing_max_per_1000_requests": 1
```

## Good

```json contracts/integration/v1/service-slo-policy.json
    "schema_unavailable_max_per_1000_requests": 1
```

## Fix

Name a code of the service contract."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(facts) = context.facts.slo() else { return };
    let rates = facts.object(SloFacts::RATES);
    let Some(rates) = rates.present() else { return sink.skip("the SLO policy states no rates") };
    let manifest = context.manifest().and_then(|manifest| manifest.error_codes.present());
    let Some(manifest) = manifest else { return sink.skip("the manifest states no error codes") };
    for (key, span) in rates.value.entries() {
        let Some(code) = key.strip_suffix(SloFacts::PER_THOUSAND) else { continue };
        if codes::stated(&manifest.value).any(|(known, _)| known == code) {
            continue;
        }
        let Wanted { codes, place, .. } = Wanted::of_manifest(context, manifest);
        let finding = Finding::new(
            Label::new(DocumentKind::SloPolicy, span, "no code of the manifest"),
            format!("the SLO policy bounds the rate of {}, which is no error code of the manifest", quoted(code)),
            format!("one of {}", codes.join(", ")),
            quoted(code),
            "name a code of the service contract",
        );
        sink.report(place.into_iter().fold(finding, Finding::related));
    }
}
