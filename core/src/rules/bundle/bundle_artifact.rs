use alloc::{borrow::ToOwned, collections::BTreeSet, format};

use crate::{
    facts::{BundleFacts, Text, is_lower_hex, stated},
    finding::{Finding, Label, Severity, Sink},
    inquiry::Artifact,
    rules::{
        Context, Group, Needs, Rule, asked,
        fields::{missing_from, missing_text},
        page,
    },
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "bundle-artifact",
    group: Group::Bundle,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Bundle]),
    summary: "each artifact of the bundle is a file of the repository with a digest",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

Each entry of `artifacts` has a `path` and a `sha256` of 64 lower-case hex digits. The path is relative to the repository and does not leave it, a regular file stands there, and no entry has the path of another.

## Why

A file that is not there cannot be looked at again, and one outside the repository is another on each machine. The old verifier followed `..` and links out of it, and took a folder for a file.

## Bad

```json docs/implementation/RELEASE_EVIDENCE_BUNDLE_LATEST.json
      "path": "../RUNTIME_CUTOVER_DECISION_RECORD_PRODUCER_2026-02-08.md",
```

## Good

```json docs/implementation/RELEASE_EVIDENCE_BUNDLE_LATEST.json
      "path": "docs/implementation/RUNTIME_CUTOVER_DECISION_RECORD_PRODUCER_2026-02-08.md",
```

## Fix

Restore the file, or generate the bundle anew."##;

/// What to do about an entry that says nothing.
const HELP: &str = "generate the bundle anew";

fn check(context: &Context<'_>, sink: &mut Sink) {
    let (Some(facts), Some(asked)) = (context.facts.bundle(), context.inquiry.bundle.known()) else { return };
    let kind = DocumentKind::Bundle;
    let mut known = BTreeSet::new();
    for artifact in facts.artifacts() {
        let (path, digest) = (artifact.string(BundleFacts::PATH), artifact.string(BundleFacts::SHA256));
        let missing = [(BundleFacts::PATH, &path), (BundleFacts::SHA256, &digest)];
        for (key, field) in missing {
            let finding = missing_from(kind, format_args!("an artifact of the bundle"), key, field, "a string");
            finding.or_else(|| missing_text(kind, key, field)).into_iter().for_each(|finding| sink.report(finding));
        }
        if let Some(digest) = stated(&digest).filter(|digest| !is_lower_hex(digest.value, 64)) {
            let message = format!("the digest of {} is no SHA-256", quoted(path_name(&path)));
            let label = Label::new(kind, digest.span, "must be 64 lower-case hex digits");
            sink.report(Finding::new(label, message, "64 lower-case hex digits", quoted(digest.value), HELP));
        }
        let Some(path) = stated(&path) else { continue };
        let (fault, expected, help) = if !known.insert(path.value.to_owned()) {
            ("it stands in the bundle twice".into(), "each file once", HELP)
        } else if let Some(Artifact::Nothing(reason)) = asked.artifacts.get(path.value) {
            (reason.clone(), "a file of the repository", "restore the file, or generate the bundle anew")
        } else {
            continue;
        };
        let label = Label::new(kind, path.span, fault.clone());
        let message = format!("the artifact {} is no evidence: {fault}", quoted(path.value));
        sink.report(Finding::new(label, message, expected, fault, help));
    }
}

fn path_name<'p>(path: &'p Text<'_>) -> &'p str {
    stated(path).map_or("an artifact", |path| path.value)
}
