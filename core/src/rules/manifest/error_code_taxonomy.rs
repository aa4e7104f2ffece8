use alloc::{format, string::String, vec::Vec};

use crate::{
    facts::stated,
    finding::{Finding, Label, Severity, Sink},
    policy::ServiceContract,
    rules::{Context, Group, Needs, Rule, page},
    source::DocumentKind,
    text::{Span, quoted},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "error-code-taxonomy",
    group: Group::Manifest,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Manifest]),
    summary: "the error codes are those of the service contract",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

`error_code_enum` and the policy's taxonomy for the manifest's service contract are the same set; the order does not matter.

## Why

An unknown code reaches the consumer without a mapping, a missing one hides a code that is still sent. The teams agreed on set equality (joint playbook, confirmed decisions).

## Bad

```json manifest
    "invalid_json",
    "rate_limited",
```

## Good

```json manifest
    "invalid_json",
```

## Fix

An additive code needs the producer's notice; then the consumer maps it, takes it into the policy and repins."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(manifest) = context.manifest() else { return };
    let Some(codes) = manifest.error_codes.present() else { return sink.skip("the manifest states no error codes") };
    let version = stated(&manifest.service_contract);
    let known = version.and_then(|version| Some((version, context.policy.service_contracts.get(version.value)?)));
    let Some((version, contract)) = known else {
        return sink.skip("the manifest states no service contract that the policy knows");
    };
    let stated = || codes.value.iter().filter_map(|entry| Some((entry.value.as_deref().ok()?, entry.span)));
    for (code, span) in stated().filter(|(code, _)| !code.trim().is_empty()) {
        if contract.error_codes.iter().all(|known| known.code != code) {
            sink.report(Finding::new(
                Label::new(DocumentKind::Manifest, span, "unexpected"),
                format!("the error code {} is not one of {}", quoted(code), quoted(version.value)),
                format!("one of {}", list(contract)),
                quoted(code),
                context.by_role(
                    "map the code in the consumer and take it into the policy before this manifest is pinned",
                    "announce the code, and take it into the policy once the consumer maps it",
                ),
            ));
        }
    }
    let missing = contract.error_codes.iter().filter(|known| stated().all(|(code, _)| code != known.code));
    let missing: Vec<_> = missing.map(|known| quoted(&known.code)).collect();
    if !missing.is_empty() {
        let end = codes.span.end.saturating_sub(1);
        let bracket = Span { start: end, end: codes.span.end };
        let (codes, are, they) = if missing.len() == 1 { ("code", "is", "it") } else { ("codes", "are", "they") };
        let missing = missing.join(", ");
        sink.report(Finding::new(
            Label::new(DocumentKind::Manifest, bracket, format!("{they} should stand before this bracket")),
            format!("the error {codes} {missing} of {} {are} missing", quoted(version.value)),
            missing,
            "not there",
            context.by_role(
                "a code is removed only with a new service contract version; mirror the right manifest",
                "a code is removed only with a new service contract version; state it again",
            ),
        ));
    }
}

fn list(contract: &ServiceContract) -> String {
    contract.error_codes.iter().map(|known| known.code.as_str()).collect::<Vec<_>>().join(", ")
}
