use alloc::format;

use crate::{
    finding::{Finding, Label, Severity, Sink, Text},
    inquiry::Remote,
    rules::{Context, Group, Needs, Rule, asked, page},
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "remote-tag-missing",
    group: Group::Remote,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Pin]),
    summary: "the producer's repository has the pinned release tag, and it stands for a commit",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

The repository that the pin names has the pinned release tag, and the tag stands for a commit. An annotated tag stands for the commit that it leads to.

## Why

The tag is what the producer published. A baseline whose tag is gone was withdrawn, or was never released.

## Bad

```json https://api.github.com/repos/saagar210/MemoryKernel/git/ref/tags/v0.4.0 404
{ "message": "Not Found", "status": "404" }
```

## Good

```json https://api.github.com/repos/saagar210/MemoryKernel/git/ref/tags/v0.4.0
{ "ref": "refs/tags/v0.4.0", "object": { "type": "commit", "sha": "7e4806a34b98e6c06ee33fa9f11499a975e7b922" } }
```

## Fix

Ask the producer what became of the release. Pin one that is published, or roll back to the last approved baseline."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let (Some(remote), Some((tag, _))) = (context.inquiry.remote.known(), context.pinned_pair()) else {
        return sink.skip("the pin states no release tag of the form `vX.Y.Z`");
    };
    let name = quoted(tag.value);
    let (message, actual, help): (_, Text, _) = match remote {
        Remote::Unstated(reason) => return sink.skip(reason),
        Remote::NoTag => (
            format!("the producer's repository has no tag {name}"),
            "no such tag".into(),
            "ask the producer what became of the release, and pin one that is published; if the tag is there, give the \
             token the right `contents: read`",
        ),
        Remote::NoCommit(what) => (
            format!("tag {name} of the producer's repository stands for no commit"),
            format!("a {what}").into(),
            "ask the producer for a tag on a commit, and pin that one",
        ),
        Remote::Release(_) => return,
    };
    sink.report(Finding::new(
        Label::new(DocumentKind::Pin, tag.span, "not a release of the producer"),
        message,
        format!("a tag {name} that stands for a commit"),
        actual,
        help,
    ));
}
