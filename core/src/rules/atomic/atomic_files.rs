use alloc::{format, string::String, vec::Vec};

use crate::{
    finding::{Finding, Label, Severity, Sink},
    inquiry::{Atomic, AtomicUnit},
    rules::{
        Context, Group, Needs, Rule, asked,
        change::{listed, same_but_for_line_ends},
        page,
    },
    source::{Content, DocumentKind},
    text::Span,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "atomic-files",
    group: Group::Atomic,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "where `lockstep.toml` demands it, pin, matrix and mirror are touched together or not at all",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

With `[atomic] mode = "files"` in `lockstep.toml`, a change that touches one of pin, matrix and mirror touches all three, whatever it changes in them. Without it, this rule demands nothing; see `atomic-baseline-change`.

A document is touched where its bytes differ from those at the merge base, line ends aside, where it was added, removed, or moved to another place.

## Why

It is the teams' old rule, for those who want reviewers to look at all three documents whenever one changes. It also stops lawful changes, such as one of a timeout, or of the matrix's prose.

## Bad

```toml lockstep.toml whole
[atomic]
mode = "files"
```

```json pin base
  "default_timeout_ms": 2000
```

## Good

```toml lockstep.toml whole
[atomic]
mode = "values"
```

```json pin base
  "default_timeout_ms": 2500
```

## Fix

Change the other documents in the same pull request, or leave `mode` at `values`, its default."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(atomic) = context.inquiry.atomic.known() else { return };
    if atomic.unit != AtomicUnit::Files {
        return;
    }
    let (touched, kept): (Vec<_>, Vec<_>) =
        DocumentKind::TRIO.into_iter().partition(|kind| is_touched(context, atomic, *kind));
    let (Some(first), false) = (kept.first(), touched.is_empty()) else { return };
    let titles = |kinds: &[DocumentKind]| {
        let titles: Vec<String> = kinds.iter().map(|kind| format!("the {}", kind.title())).collect();
        listed(&titles.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let mut finding = Finding::new(
        Label::new(*first, Span::default(), "as it was before the change"),
        format!("the change touches {}, but not {}", titles(&touched), titles(&kept)),
        "pin, matrix and mirror touched together",
        format!("{} as before", titles(&kept)),
        "change all three in one pull request, or set `mode = \"values\"` under `[atomic]` in lockstep.toml",
    );
    for kind in kept.iter().skip(1) {
        finding = finding.related(Label::new(*kind, Span::default(), "as it was before the change"));
    }
    for kind in &touched {
        finding = finding.related(Label::new(*kind, Span::default(), "touched by the change"));
    }
    sink.report(finding);
}

fn is_touched(context: &Context<'_>, atomic: &Atomic<'_>, kind: DocumentKind) -> bool {
    let (was, is) = (atomic.base.get(kind), context.sources.get(kind));
    was.name != is.name
        || match (&was.content, &is.content) {
            (Content::Bytes(was), Content::Bytes(is)) => !same_but_for_line_ends(was, is),
            (was, is) => was != is,
        }
}
