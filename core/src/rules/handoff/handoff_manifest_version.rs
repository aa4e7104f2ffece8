use alloc::format;

use crate::{
    facts::{HandoffFacts, stated},
    finding::{Finding, Label, Severity, Sink},
    inquiry::Role,
    rules::{Context, Group, Needs, Rule, asked, page, payload::Payload},
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "handoff-manifest-version",
    group: Group::Handoff,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Manifest, DocumentKind::Handoff]),
    summary: "the handoff payload is about the manifest that stands here",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

`manifest_contract_version` of the payload is that of the manifest, or of its mirror, to the last character. In the producer's repository `manifest_path` names the manifest that is judged, relative to the repository or as the end of a longer path.

## Why

A payload made for another form of the manifest points at a file that the consumer cannot read as its mirror. A path that names another file sends the consumer to it.

## Bad

```json services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json
  "manifest_contract_version": "producer-contract-manifest.v2",
```

## Good

```json services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json
  "manifest_contract_version": "producer-contract-manifest.v1",
```

## Fix

Generate the payload from the manifest; a consumer takes payload and manifest of one release."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(payload) = Payload::open(context) else { return };
    if context.role() == Role::Producer {
        check_path(context, &payload, sink);
    }
    let stated_here = payload.facts.string(HandoffFacts::MANIFEST_VERSION);
    let manifest = context.manifest().and_then(|manifest| stated(&manifest.contract_version));
    let (Some(text), Some(manifest)) = (stated(&stated_here), manifest) else {
        return sink.skip("manifest and handoff payload do not both state the manifest's form");
    };
    if text.value != manifest.value {
        let (message, whose) = context.by_role(
            ("the handoff payload is about another form of the manifest than the mirror has", "manifest mirror"),
            ("the handoff payload is about another form of the manifest than it has", "manifest"),
        );
        let finding = Finding::new(
            Label::new(DocumentKind::Handoff, text.span, format!("the payload says {}", quoted(text.value))),
            message,
            quoted(manifest.value),
            quoted(text.value),
            context.by_role("take payload and manifest of one release", payload.anew()),
        );
        let label = format!("the {whose} says {}", quoted(manifest.value));
        sink.report(finding.related(Label::new(DocumentKind::Manifest, manifest.span, label)));
    }
}

/// Reports a payload that points at another file than the manifest. The old generator wrote paths of its own machine, so
/// the end counts.
fn check_path(context: &Context<'_>, payload: &Payload<'_>, sink: &mut Sink) {
    let path = payload.facts.string(HandoffFacts::MANIFEST_PATH);
    let Some(path) = stated(&path) else { return };
    let manifest = &context.sources.get(DocumentKind::Manifest).name;
    let before = path.value.strip_suffix(manifest.as_ref());
    if before.is_none_or(|before| !before.is_empty() && !before.ends_with('/')) {
        sink.report(Finding::new(
            Label::new(DocumentKind::Handoff, path.span, "another file"),
            format!("`{}` does not name the manifest", HandoffFacts::MANIFEST_PATH),
            quoted(manifest),
            quoted(path.value),
            "name the manifest that consumers copy",
        ));
    }
}
