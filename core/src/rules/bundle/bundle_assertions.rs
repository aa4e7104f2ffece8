use alloc::format;

use crate::{
    facts::{BundleFacts, HandoffFacts},
    finding::{Finding, Label, Severity, Sink},
    rules::{
        Context, Group, Needs, Rule, asked,
        codes::{Codes, Wanted},
        fields::missing_from,
        page,
    },
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "bundle-assertions",
    group: Group::Bundle,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Manifest, DocumentKind::Bundle]),
    summary: "the release evidence bundle asserts what manifest and policies state",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

Of `policy_assertions`, `error_code_enum` and that of the manifest are the same set, in any order; `service_contract_source_version` is `service-contract-source.v1` and `slo_policy_version` is `service-slo-policy.v1`.

## Why

The assertions are what reviewers read in place of the documents. The old verifier compared the codes and took any version.

## Bad

```json docs/implementation/RELEASE_EVIDENCE_BUNDLE_LATEST.json
    "slo_policy_version": "service-slo-policy.v2"
```

## Good

```json docs/implementation/RELEASE_EVIDENCE_BUNDLE_LATEST.json
    "slo_policy_version": "service-slo-policy.v1"
```

## Fix

Generate the bundle anew."##;

/// The forms of the documents that a bundle vouches for.
const FORMS: [(&str, &str); 2] = [
    ("service_contract_source_version", "service-contract-source.v1"),
    ("slo_policy_version", "service-slo-policy.v1"),
];

/// What to do about another assertion.
const HELP: &str = "generate the bundle anew";

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(facts) = context.facts.bundle() else { return };
    let kind = DocumentKind::Bundle;
    let assertions = facts.object(BundleFacts::ASSERTIONS);
    let Some(assertions) = assertions.present() else {
        return sink.skip("the release evidence bundle asserts nothing");
    };
    let whole = || format!("`{}`", BundleFacts::ASSERTIONS);
    for (key, form) in FORMS {
        let text = assertions.value.string(key);
        if let Some(finding) = missing_from(kind, format_args!("{}", whole()), key, &text, "a string") {
            sink.report(finding);
        }
        let Some(text) = text.present().filter(|text| text.value != form) else { continue };
        let label = Label::new(kind, text.span, "another version");
        let message = format!("`{key}` of the release evidence bundle is not the version that is read");
        sink.report(Finding::new(label, message, quoted(form), quoted(&text.value), HELP));
    }
    let key = HandoffFacts::ERROR_CODES;
    let list = assertions.value.strings(key);
    if let Some(finding) = missing_from(kind, format_args!("{}", whole()), key, &list, "an array") {
        sink.report(finding);
    }
    let Some(list) = list.present() else { return };
    let codes = Codes { document: kind, list };
    codes.check_entries(sink, HELP);
    match context.manifest().and_then(|manifest| manifest.error_codes.present()) {
        Some(stated) => codes.compare(&Wanted::of_manifest(context, stated), sink, HELP),
        None => sink.skip("the manifest states no error codes"),
    }
}
