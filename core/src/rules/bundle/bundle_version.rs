use alloc::format;

use crate::{
    facts::{BundleFacts, stated},
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, page},
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "bundle-version",
    group: Group::Bundle,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Bundle]),
    summary: "the release evidence bundle has the form that is read",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

`evidence_bundle_version` is `release-evidence-bundle.v1`, to the last character.

## Why

Another version may mean other things by the same fields. The old verifier did not look at it.

## Bad

```json docs/implementation/RELEASE_EVIDENCE_BUNDLE_LATEST.json
  "evidence_bundle_version": "release-evidence-bundle.v2",
```

## Good

```json docs/implementation/RELEASE_EVIDENCE_BUNDLE_LATEST.json
  "evidence_bundle_version": "release-evidence-bundle.v1",
```

## Fix

Generate the bundle anew, or use a lockstep that knows the new form."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(facts) = context.facts.bundle() else { return };
    let version = facts.string(BundleFacts::VERSION);
    let Some(version) = stated(&version) else {
        return sink.skip("the release evidence bundle does not state its version");
    };
    if version.value != BundleFacts::FORM {
        sink.report(Finding::new(
            Label::new(DocumentKind::Bundle, version.span, "another version"),
            format!("`{}` is not the version that is read", BundleFacts::VERSION),
            quoted(BundleFacts::FORM),
            quoted(version.value),
            "generate the bundle anew",
        ));
    }
}
