use alloc::format;

use crate::{
    finding::{Finding, Severity, Sink},
    inquiry::Pinned,
    rules::{Context, Group, Needs, Rule, asked, page, producer::Producer},
    source::DocumentKind,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "remote-commit-missing",
    group: Group::Remote,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Pin]),
    summary: "the producer's repository has the pinned commit",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

The repository that the pin names has the pinned commit.

## Why

A commit that is not there cannot be read, built or compared with what is released: it was mistyped, never pushed, or its history was rewritten.

## Bad

```json https://api.github.com/repos/saagar210/MemoryKernel/git/ref/tags/v0.4.0
{ "ref": "refs/tags/v0.4.0", "object": { "type": "commit", "sha": "19d2c6f1e0b7a8459361c2d4f5e6a7b8c9d0e1f2" } }
```

```json https://api.github.com/repos/saagar210/MemoryKernel/compare/7e4806a34b98e6c06ee33fa9f11499a975e7b922...19d2c6f1e0b7a8459361c2d4f5e6a7b8c9d0e1f2?per_page=1&page=2 404
{ "message": "Not Found", "status": "404" }
```

```json https://api.github.com/repos/saagar210/MemoryKernel/git/commits/7e4806a34b98e6c06ee33fa9f11499a975e7b922 404
{ "message": "Not Found", "status": "404" }
```

```json https://api.github.com/repos/saagar210/MemoryKernel/contents/contracts/integration/v1/producer-contract-manifest.json?ref=19d2c6f1e0b7a8459361c2d4f5e6a7b8c9d0e1f2 mirror
the bytes of the mirror
```

## Good

```json https://api.github.com/repos/saagar210/MemoryKernel/git/ref/tags/v0.4.0
{ "ref": "refs/tags/v0.4.0", "object": { "type": "commit", "sha": "7e4806a34b98e6c06ee33fa9f11499a975e7b922" } }
```

## Fix

Pin the commit that the producer's handoff names for the release."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(producer) = Producer::read(context, sink) else { return };
    if producer.release.pinned != Pinned::Missing {
        return;
    }
    let tagged = &producer.release.commit_sha;
    sink.report(
        Finding::new(
            producer.commit_label("no commit of the producer"),
            "the producer's repository does not have the pinned commit",
            format!("commit {tagged}, for which the tag stands, or an ancestor of it"),
            format!("commit {}", producer.commit_sha.value),
            "pin the commit that the producer's handoff names for the release",
        )
        .related(producer.tag_label("the tag is there")),
    );
}
