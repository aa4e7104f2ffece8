use alloc::format;

use crate::{
    facts::{BundleFacts, is_lower_hex, stated},
    finding::{Finding, Label, Severity, Sink},
    inquiry::Artifact,
    rules::{
        Context, Group, Needs, Rule, asked,
        mismatch::{self, Cause},
        page,
    },
    source::DocumentKind,
    text::{Spanned, quoted},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "bundle-digest",
    group: Group::Bundle,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Bundle]),
    summary: "the digests of the bundle are those of the files",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

`sha256` of each artifact is the SHA-256 of the bytes of the file at its path. Where it can be told why it is not, the finding says so: line ends, a byte order mark, another layout, a member of a JSON object that was added since.

## Why

The digests are the evidence: they say which bytes were validated. The old verifier asked only whether one is there, so MemoryKernel's bundle has stated the digest of an earlier `service-slo-policy.json` since it was first published.

## Bad

```json docs/implementation/RELEASE_EVIDENCE_BUNDLE_LATEST.json
      "sha256": "67408e0bcf7d9e88c27c9e54c996c32d23aa915eb572ede46dd5ee6e3728c6f6"
```

## Good

```json docs/implementation/RELEASE_EVIDENCE_BUNDLE_LATEST.json
      "sha256": "79970ec83f37fe0a272cbb62e998ab35628125dbaedaa50c2b9d370d3c53d772"
```

## Fix

Generate the bundle anew, after the last change of what it lists."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let (Some(facts), Some(asked)) = (context.facts.bundle(), context.inquiry.bundle.known()) else { return };
    for artifact in facts.artifacts() {
        let (path, digest) = (artifact.string(BundleFacts::PATH), artifact.string(BundleFacts::SHA256));
        let (Some(path), Some(digest)) = (stated(&path), stated(&digest)) else { continue };
        if let Some(Artifact::File { sha256, document }) = asked.artifacts.get(path.value)
            && is_lower_hex(digest.value, 64)
            && digest.value != sha256
        {
            sink.report(differs(context, path.value, digest, (sha256, *document)));
        }
    }
}

/// The finding about a digest that is not that of the file, with the cause where it can be told.
fn differs(
    context: &Context<'_>,
    path: &str,
    digest: Spanned<&str>,
    (actual, document): (&str, Option<DocumentKind>),
) -> Finding {
    let text = document.map(|document| (document, context.sources.get(document).lossy()));
    let cause = text.and_then(|(document, text)| {
        if let Some((key, at)) = mismatch::added_member(&text, digest.value) {
            return Some((format!("it is that of the file without {key}"), Label::new(document, at, "added since")));
        }
        let Cause { what, label, at, .. } = mismatch::cause(&text, digest.value)?;
        Some((what.into(), Label::new(document, at, label)))
    });
    let message = format!("the digest of {} is not that of the file", quoted(path));
    let place = Label::new(DocumentKind::Bundle, digest.span, "another file's");
    let (message, place) = match &cause {
        Some((why, _)) => (format!("{message}: {why}"), place),
        None => (message, place),
    };
    let help = "generate the bundle anew, after the last change of what it lists";
    let finding = Finding::new(place, message, quoted(actual), quoted(digest.value), help);
    cause.into_iter().fold(finding, |finding, (_, label)| finding.related(label))
}
