use alloc::format;

use crate::{
    finding::{Finding, Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, page, producer::Producer},
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "remote-manifest-missing",
    group: Group::Remote,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Pin]),
    summary: "the pinned release has a manifest",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

The commit of the pinned release tag has the producer manifest, at `contracts/integration/v1/producer-contract-manifest.json` or where `manifest_path` under `[remote]` in `lockstep.toml` says.

## Why

A mirror of a manifest that the release does not have is the word of nobody.

## Bad

```json https://api.github.com/repos/saagar210/MemoryKernel/contents/contracts/integration/v1/producer-contract-manifest.json?ref=7e4806a34b98e6c06ee33fa9f11499a975e7b922 404
{ "message": "Not Found", "status": "404" }
```

## Good

```json https://api.github.com/repos/saagar210/MemoryKernel/contents/contracts/integration/v1/producer-contract-manifest.json?ref=7e4806a34b98e6c06ee33fa9f11499a975e7b922 mirror
the bytes of the mirror
```

## Fix

Where the producer keeps the manifest elsewhere, say so in `lockstep.toml`. Otherwise pin a release that has one."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(producer) = Producer::read(context, sink) else { return };
    if producer.release.manifest.is_some() {
        return;
    }
    let tag = quoted(producer.release_tag.value);
    sink.report(Finding::new(
        producer.tag_label("a release without a manifest"),
        format!("release {tag} of the producer's repository has no manifest"),
        "a manifest at the path that `[remote]` in the configuration names, or at the default one",
        format!("no file there at commit {}", producer.release.commit_sha),
        "pin a release that has a manifest, or set `manifest_path` under `[remote]` where it stands elsewhere",
    ));
}
