use alloc::{format, string::String};

use crate::{
    facts::sha256,
    finding::{Finding, Label, Severity, Sink},
    inquiry::Pinned,
    rules::{
        Context, Group, Needs, Rule, asked,
        mismatch::{self, Cause},
        page,
        producer::{Producer, pinned_hash},
    },
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "remote-manifest-hash",
    group: Group::Remote,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Pin]),
    summary: "the pinned hash is the SHA-256 of the manifest of the pinned release",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

`expected_producer_manifest_sha256` equals the SHA-256 of the manifest's raw bytes at the commit of the pinned release tag.

## Why

Pin and mirror can agree with each other and still hold what the producer never published. Where only the form of the manifest differs, such as its line ends, the finding says so.

## Bad

```json https://api.github.com/repos/saagar210/MemoryKernel/contents/contracts/integration/v1/producer-contract-manifest.json?ref=7e4806a34b98e6c06ee33fa9f11499a975e7b922
{ "manifest_contract_version": "producer-contract-manifest.v1" }
```

## Good

```json https://api.github.com/repos/saagar210/MemoryKernel/contents/contracts/integration/v1/producer-contract-manifest.json?ref=7e4806a34b98e6c06ee33fa9f11499a975e7b922 mirror
the bytes of the mirror
```

## Fix

Where the producer released another manifest than was approved, ask why. Otherwise mirror the manifest of the release byte for byte and repin all three documents together."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(producer) = Producer::read(context, sink) else { return };
    let Some(pinned) = pinned_hash(context, sink) else { return };
    let Some(manifest) = &producer.release.manifest else {
        return sink.skip("the pinned release has no manifest");
    };
    let actual = sha256(manifest);
    if actual == pinned.value {
        return;
    }
    let why = match cause(context, &producer, manifest, (pinned.value, &actual)) {
        Some(cause) => format!(": {cause}"),
        None => String::new(),
    };
    let tag = quoted(producer.release_tag.value);
    sink.report(
        Finding::new(
            Label::new(DocumentKind::Pin, pinned.span, "the pinned hash"),
            format!("the manifest of release {tag} has another SHA-256 than the pin states{why}"),
            format!("SHA-256 {}", pinned.value),
            format!("SHA-256 {actual} at commit {}", producer.release.commit_sha),
            "mirror the manifest of the release byte for byte and repin all three documents together; ask the producer \
             why, where the release has changed",
        )
        .related(producer.tag_label("the release whose manifest it should be")),
    );
}

/// Why the hashes differ, where it can be told; `hashes` are the pinned and the actual one.
fn cause(
    context: &Context<'_>,
    producer: &Producer<'_>,
    manifest: &[u8],
    (pinned, actual): (&str, &str),
) -> Option<&'static str> {
    if sha256(context.sources.get(DocumentKind::Manifest).as_bytes()) == actual {
        return Some("the mirror has the release's manifest, so the pin's hash was left behind");
    }
    if let Pinned::Other { manifest: Some(former), .. } = &producer.release.pinned
        && sha256(former) == pinned
    {
        return Some("that of the pinned commit has it, and was changed before the commit of the tag");
    }
    mismatch::cause(&String::from_utf8_lossy(manifest), pinned).map(|Cause { what, .. }| what)
}
