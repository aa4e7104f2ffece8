use alloc::format;

use crate::{
    finding::{Finding, Severity, Sink},
    inquiry::{Line, Pinned},
    rules::{Context, Group, Needs, Rule, asked, page, producer::Producer},
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "remote-tag-moved",
    group: Group::Remote,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Pin]),
    summary: "the pinned commit is the commit of the pinned tag, or an ancestor of it",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

The commit that the pinned release tag stands for is the pinned commit or one that follows it. It may follow, because a manifest that names its own commit cannot lie in that commit.

## Why

A tag can be moved. One that has left the line of the pinned commit names a release that the consumer has never approved.

## Bad

```json https://api.github.com/repos/saagar210/MemoryKernel/git/ref/tags/v0.4.0
{ "ref": "refs/tags/v0.4.0", "object": { "type": "commit", "sha": "19d2c6f1e0b7a8459361c2d4f5e6a7b8c9d0e1f2" } }
```

```json https://api.github.com/repos/saagar210/MemoryKernel/compare/7e4806a34b98e6c06ee33fa9f11499a975e7b922...19d2c6f1e0b7a8459361c2d4f5e6a7b8c9d0e1f2?per_page=1&page=2
{ "status": "diverged", "ahead_by": 3, "behind_by": 1 }
```

```json https://api.github.com/repos/saagar210/MemoryKernel/contents/contracts/integration/v1/producer-contract-manifest.json?ref=19d2c6f1e0b7a8459361c2d4f5e6a7b8c9d0e1f2 mirror
the bytes of the mirror
```

## Good

```json https://api.github.com/repos/saagar210/MemoryKernel/git/ref/tags/v0.4.0
{ "ref": "refs/tags/v0.4.0", "object": { "type": "commit", "sha": "7e4806a34b98e6c06ee33fa9f11499a975e7b922" } }
```

## Fix

Ask the producer why the tag moved. Repin to a release that stays where it is, or roll back to the last approved baseline."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(producer) = Producer::read(context, sink) else { return };
    let how = match producer.release.pinned {
        Pinned::Other { line: Line::After, .. } => "stands for a commit before the pinned one",
        Pinned::Other { line: Line::Apart, .. } => "has left the line of the pinned commit",
        Pinned::Other { line: Line::Before, .. } | Pinned::Same | Pinned::Missing => return,
    };
    let tag = quoted(producer.release_tag.value);
    sink.report(
        Finding::new(
            producer.tag_label("the tag has moved"),
            format!("release tag {tag} of the producer's repository {how}"),
            format!("a tag on commit {} or on one that follows it", producer.commit_sha.value),
            format!("a tag on commit {}", producer.release.commit_sha),
            "ask the producer why the tag moved; repin to a release that stays, or roll back to the last approved one",
        )
        .related(producer.commit_label("the commit that was approved")),
    );
}
