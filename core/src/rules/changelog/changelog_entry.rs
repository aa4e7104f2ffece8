use alloc::format;

use crate::{
    facts::BaselineValue,
    finding::{Finding, Label, Severity, Sink},
    handover::Entry,
    rules::{Context, Group, Needs, Rule, asked, page},
    source::DocumentKind,
    text::{Span, quoted},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "changelog-entry",
    group: Group::Changelog,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Manifest, DocumentKind::Changelog]),
    summary: "the changelog has an entry for the release that the manifest states",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

A heading of the changelog begins with the manifest's release tag: `## v0.4.0`, `## [0.4.0] - 2026-02-08` and the like. What is only under a heading for things to come does not count.

## Why

The handoff of a release points its consumers to the changelog. Where the release has no entry there, they cannot tell what it brings from what comes later.

## Bad

```markdown CHANGELOG.md
## Unreleased
```

## Good

```markdown CHANGELOG.md
## v0.4.0
```

## Fix

Give what the release brings a heading with its tag, in the change that releases it."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(tag) = context.baseline(BaselineValue::ReleaseTag) else {
        return sink.skip("the manifest states no release tag");
    };
    let changelog = context.facts.text(DocumentKind::Changelog).unwrap_or_default();
    if Entry::find(changelog, tag.value).is_some() {
        return;
    }
    let label = format!("no heading begins with {}", quoted(tag.value));
    let finding = Finding::new(
        Label::new(DocumentKind::Changelog, Span::default(), label),
        format!("the changelog has no entry for {}", quoted(tag.value)),
        format!("a heading such as {}", quoted(&format!("## {}", tag.value))),
        "none",
        "give what the release brings a heading with its tag",
    );
    sink.report(finding.related(Label::new(DocumentKind::Manifest, tag.span, "the release that the manifest states")));
}
