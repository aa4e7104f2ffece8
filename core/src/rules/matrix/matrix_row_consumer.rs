use alloc::format;

use crate::{
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, NO_PAIR, Needs, Rule, page},
    source::DocumentKind,
    text::{is_invisible, quoted},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "matrix-row-consumer",
    group: Group::Matrix,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Pin, DocumentKind::Matrix]),
    summary: "the row of the pinned pair names the consumer's version and commit",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

In the approved rows of the pinned pair the cells of the consumer's version and commit are not empty.

## Why

An approval is for a pair: without the consumer's side nobody can tell what was validated.

## Bad

```markdown matrix
| | cc6cb15 | v0.4.0 | 7e4806a34b98e6c06ee33fa9f11499a975e7b922 |
```

## Good

```markdown matrix
| 1.0.0 | cc6cb15 | v0.4.0 | 7e4806a34b98e6c06ee33fa9f11499a975e7b922 |
```

## Fix

Write the version of `package.json` and the commit that was validated."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some((tag, commit)) = context.pinned_pair() else { return sink.skip(NO_PAIR) };
    let Some(matrix) = context.matrix() else { return };
    let layout = &context.policy.matrix;
    let columns = &layout.approved_columns;
    for row in matrix.counting_rows_of(tag.value, commit.value, layout) {
        let cells =
            [(&columns.consumer_version, &row.consumer_version), (&columns.consumer_commit, &row.consumer_commit)];
        for (column, cell) in cells {
            let Some(cell) = cell.as_ref().filter(|cell| is_blank(&cell.value)) else { continue };
            sink.report(Finding::new(
                Label::new(DocumentKind::Matrix, cell.span, "empty"),
                format!("the row of the pinned pair does not say which {} it is for", quoted(column)),
                "the consumer's version and commit",
                "an empty cell",
                "write what was validated against the producer's release",
            ));
        }
    }
}

/// Whether there is nothing to see.
fn is_blank(text: &str) -> bool {
    text.chars().all(|character| character.is_whitespace() || is_invisible(character))
}
