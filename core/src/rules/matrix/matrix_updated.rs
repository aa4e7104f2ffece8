use alloc::format;

use crate::{
    date,
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, page},
    source::DocumentKind,
    text::{Span, quoted},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "matrix-updated",
    group: Group::Matrix,
    severity: Severity::Warning,
    needs: Needs::Each(&[DocumentKind::Matrix]),
    summary: "the matrix says when it was updated",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

A line `Updated: YYYY-MM-DD` names a day that the calendar has.

## Why

Reviewers see by it whether the matrix was touched with the change (governance rules of the consumer).

## Bad

```markdown matrix
Updated: last week
```

## Good

```markdown matrix
Updated: 2026-02-08
```

## Fix

Write the date of the change in that form."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(matrix) = context.matrix() else { return };
    let label = &context.policy.matrix.updated_label;
    let (place, text, actual) = match &matrix.updated {
        Some(updated) if date::parse(&updated.value).is_some() => return,
        Some(updated) => (updated.span, "no date", quoted(&updated.value)),
        None => (Span::default(), "no such line in the document", "no such line".into()),
    };
    sink.report(Finding::new(
        Label::new(DocumentKind::Matrix, place, text),
        "the compatibility matrix does not say when it was updated",
        format!("a line {}", quoted(&format!("{label}: YYYY-MM-DD"))),
        actual,
        "write the date of the change in that form, in a line of its own",
    ));
}
