use alloc::{borrow::Cow, format};

use crate::{
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, NO_PAIR, Needs, Rule, page},
    source::DocumentKind,
    text::{Spanned, quoted},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "matrix-approved-row",
    group: Group::Matrix,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Pin, DocumentKind::Matrix]),
    summary: "the pinned pair stands in the table of approved pairs",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

A row of the table has the pinned release tag and the pinned commit in their columns.

## Why

The table says which consumer was validated against which producer release; the pin may name no other.

## Bad

```markdown matrix
| v0.4.0 | cf331449e1589581a5dcbb3adecd3e9ae4509277 | service.v3 | api.v1 | integration/v1 | Approved |
```

## Good

```markdown matrix
| v0.4.0 | 7e4806a34b98e6c06ee33fa9f11499a975e7b922 | service.v3 | api.v1 | integration/v1 | Approved |
```

## Fix

Add the row once the contract tests passed against that release."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some((tag, commit)) = context.pinned_pair() else { return sink.skip(NO_PAIR) };
    let Some(matrix) = context.matrix() else { return };
    // Without section, table or columns `matrix-section` and `matrix-table` report.
    let Some(table) = matrix.complete_tables().next() else {
        return sink.skip("the matrix has no table of approved pairs");
    };
    if matrix.rows_of(tag.value, commit.value).next().is_some() {
        return;
    }
    let is = |cell: Option<&Spanned<Cow<'_, str>>>, text: &str| cell.is_some_and(|cell| cell.value == text);
    let nearest = matrix.rows().find_map(|row| {
        if is(row.release_tag.as_ref(), tag.value) {
            row.commit_sha.as_ref().map(|cell| (cell, "this row has the pinned tag, but another commit"))
        } else if is(row.commit_sha.as_ref(), commit.value) {
            row.release_tag.as_ref().map(|cell| (cell, "this row has the pinned commit, but another tag"))
        } else {
            None
        }
    });
    let (label, actual) = match nearest {
        Some((cell, text)) => (Label::new(DocumentKind::Matrix, cell.span, text), quoted(&cell.value)),
        None => (Label::new(DocumentKind::Matrix, table.header, "no row under this header"), "no such row".into()),
    };
    let finding = Finding::new(
        label,
        "the pinned pair is not in the table of approved pairs",
        format!("a row with {} and {}", quoted(tag.value), quoted(commit.value)),
        actual,
        "add the row once the contract tests passed against that release, or pin an approved one",
    );
    sink.report(finding.related(Label::new(DocumentKind::Pin, tag.span, "the pinned tag")).related(Label::new(
        DocumentKind::Pin,
        commit.span,
        "the pinned commit",
    )));
}
