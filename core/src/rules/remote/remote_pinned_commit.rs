use alloc::format;

use crate::{
    facts::sha256,
    finding::{Finding, Severity, Sink},
    inquiry::{Line, Pinned},
    rules::{
        Context, Group, Needs, Rule, asked, page,
        producer::{Producer, pinned_hash},
    },
    source::DocumentKind,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "remote-pinned-commit",
    group: Group::Remote,
    severity: Severity::Note,
    needs: Needs::Each(&[DocumentKind::Pin]),
    summary: "the pinned commit itself has the pinned manifest",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

Where the tag stands for a commit after the pinned one, the manifest of the pinned commit is the pinned one, too. A remark, since it can hardly be: a manifest that names its own commit cannot lie in that commit.

## Why

Whoever checks out the pinned commit instead of the tag finds no manifest there, or an older one.

## Bad

```json https://api.github.com/repos/saagar210/MemoryKernel/git/ref/tags/v0.4.0
{ "ref": "refs/tags/v0.4.0", "object": { "type": "commit", "sha": "19d2c6f1e0b7a8459361c2d4f5e6a7b8c9d0e1f2" } }
```

```json https://api.github.com/repos/saagar210/MemoryKernel/compare/7e4806a34b98e6c06ee33fa9f11499a975e7b922...19d2c6f1e0b7a8459361c2d4f5e6a7b8c9d0e1f2?per_page=1&page=2
{ "status": "ahead", "ahead_by": 1, "behind_by": 0 }
```

```json https://api.github.com/repos/saagar210/MemoryKernel/contents/contracts/integration/v1/producer-contract-manifest.json?ref=19d2c6f1e0b7a8459361c2d4f5e6a7b8c9d0e1f2 mirror
the bytes of the mirror
```

```json https://api.github.com/repos/saagar210/MemoryKernel/contents/contracts/integration/v1/producer-contract-manifest.json?ref=7e4806a34b98e6c06ee33fa9f11499a975e7b922 404
{ "message": "Not Found", "status": "404" }
```

## Good

```json https://api.github.com/repos/saagar210/MemoryKernel/git/ref/tags/v0.4.0
{ "ref": "refs/tags/v0.4.0", "object": { "type": "commit", "sha": "7e4806a34b98e6c06ee33fa9f11499a975e7b922" } }
```

## Fix

Nothing has to be done. Read the manifest at the tag."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(producer) = Producer::read(context, sink) else { return };
    let Some(pinned) = pinned_hash(context, sink) else { return };
    let Pinned::Other { line: Line::Before, manifest } = &producer.release.pinned else { return };
    let (message, actual) = match manifest.as_ref().map(|manifest| sha256(manifest)) {
        None => ("the pinned commit has no manifest; the release has", "no file there".into()),
        Some(hash) if hash != pinned.value => {
            ("the pinned commit has another manifest than the pin states", format!("SHA-256 {hash}"))
        }
        Some(_) => return,
    };
    sink.report(Finding::new(
        producer.commit_label("not the commit of the tag, but before it"),
        message,
        format!("SHA-256 {}", pinned.value),
        actual,
        format!("nothing has to be done: the tag stands for commit {}", producer.release.commit_sha),
    ));
}
