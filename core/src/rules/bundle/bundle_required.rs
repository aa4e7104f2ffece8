use alloc::format;

use crate::{
    facts::BundleFacts,
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, codes, page},
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "bundle-required",
    group: Group::Bundle,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Bundle]),
    summary: "the bundle lists every file that is evidence of a release",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

`artifacts` lists each file of `artifacts` under `[producer.bundle]` in `lockstep.toml`; by default the manifest and, as far as they are there, handoff payload, service-contract source, SLO policy and OpenAPI file.

## Why

A file that the bundle leaves out can change without anybody noticing. The old verifier was content with an empty list.

## Bad

```json docs/implementation/RELEASE_EVIDENCE_BUNDLE_LATEST.json
      "path": "openapi/./openapi.yaml",
```

## Good

```json docs/implementation/RELEASE_EVIDENCE_BUNDLE_LATEST.json
      "path": "openapi/openapi.yaml",
```

## Fix

Generate the bundle anew with the file in it."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let (Some(facts), Some(asked)) = (context.facts.bundle(), context.inquiry.bundle.known()) else { return };
    let list = facts.nodes(BundleFacts::ARTIFACTS);
    let Some(list) = list.present() else { return sink.skip("the release evidence bundle lists no artifacts") };
    let lists = |path: &str| {
        let mut artifacts = list.value.iter();
        artifacts.any(|artifact| artifact.string(BundleFacts::PATH).present().is_some_and(|known| known.value == path))
    };
    for path in asked.required.iter().filter(|path| !lists(path)) {
        sink.report(Finding::new(
            Label::new(DocumentKind::Bundle, codes::closing(list), "should stand before this bracket"),
            format!("the release evidence bundle does not list {}", quoted(path)),
            quoted(path),
            "not there",
            "generate the bundle anew with this file in it",
        ));
    }
}
