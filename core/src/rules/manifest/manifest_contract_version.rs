use alloc::format;

use crate::{
    facts::{ManifestFacts, stated},
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, page},
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "manifest-contract-version",
    group: Group::Manifest,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Manifest]),
    summary: "the manifest has the form that the policy reads",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

`manifest_contract_version` is the policy's, `producer-contract-manifest.v1`, to the last character.

## Why

Another version may mean other things by the same fields.

## Bad

```json manifest
  "manifest_contract_version": "producer-contract-manifest.v2",
```

## Good

```json manifest
  "manifest_contract_version": "producer-contract-manifest.v1",
```

## Fix

State the known version, or mirror a manifest of it; or use a lockstep and policy that know the new one."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(version) = context.manifest().and_then(|manifest| stated(&manifest.contract_version)) else {
        return sink.skip("the manifest does not state its version");
    };
    let known = context.policy.manifest_contract_version.as_str();
    if version.value != known {
        sink.report(Finding::new(
            Label::new(DocumentKind::Manifest, version.span, "another version"),
            format!("`{}` is not the version that the policy reads", ManifestFacts::CONTRACT_VERSION),
            quoted(known),
            quoted(version.value),
            context.by_role(
                "mirror a manifest of the known version, or use a policy that knows this one",
                "state the known version, or use a policy that knows this one",
            ),
        ));
    }
}
