use alloc::format;

use crate::{
    facts::{SloFacts, stated},
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, page},
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "slo-version",
    group: Group::Slo,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::SloPolicy]),
    summary: "the SLO policy has the form that is read",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

`slo_policy_version` is `service-slo-policy.v1`, to the last character.

## Why

Another version may mean other things by the same fields. The old verifier did not look at it.

## Bad

```json contracts/integration/v1/service-slo-policy.json
  "slo_policy_version": "service-slo-policy.v2",
```

## Good

```json contracts/integration/v1/service-slo-policy.json
  "slo_policy_version": "service-slo-policy.v1",
```

## Fix

State the known version, or use a lockstep that knows the new form."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(facts) = context.facts.slo() else { return };
    let version = facts.string(SloFacts::VERSION);
    let Some(version) = stated(&version) else { return sink.skip("the SLO policy does not state its version") };
    if version.value != SloFacts::FORM {
        sink.report(Finding::new(
            Label::new(DocumentKind::SloPolicy, version.span, "another version"),
            format!("`{}` is not the version that is read", SloFacts::VERSION),
            quoted(SloFacts::FORM),
            quoted(version.value),
            "state the known version, or use a lockstep that knows this one",
        ));
    }
}
