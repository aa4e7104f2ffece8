use alloc::{borrow::Cow, string::String, vec::Vec};

use crate::{
    facts::ApprovedRow,
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, NO_PAIR, Needs, Rule, page},
    source::DocumentKind,
    text::{Spanned, quoted},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "matrix-row-contradiction",
    group: Group::Matrix,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Pin, DocumentKind::Matrix]),
    summary: "no other row contradicts the approved row for the same pair and consumer",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

Beside an approved row, no row that names the pinned pair and the same consumer version and commit has another status. (Approved rows with other contract versions are the business of the agreement rules.)

## Why

Of two rows about the same thing one is wrong, and nothing tells which.

## Bad

```markdown matrix
| 1.0.0 | cc6cb15 | v0.4.0 | 7e4806a34b98e6c06ee33fa9f11499a975e7b922 | service.v3 | api.v1 | integration/v1 | Approved |
| 1.0.0 | cc6cb15 | v0.4.0 | 7e4806a34b98e6c06ee33fa9f11499a975e7b922 | service.v3 | api.v1 | integration/v1 | Rejected |
```

## Good

```markdown matrix
| 1.0.0 | cc6cb15 | v0.4.0 | 7e4806a34b98e6c06ee33fa9f11499a975e7b922 | service.v3 | api.v1 | integration/v1 | Approved |
```

## Fix

Delete the row that is no longer true."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some((tag, commit)) = context.pinned_pair() else { return sink.skip(NO_PAIR) };
    let Some(matrix) = context.matrix() else { return };
    let layout = &context.policy.matrix;
    let rows: Vec<&ApprovedRow<'_>> = matrix.rows_of(tag.value, commit.value).collect();
    for row in rows.iter().filter(|row| !row.is_approved(layout)) {
        let approved = rows.iter().find(|other| other.is_approved(layout) && same_consumer(other, row));
        let Some((Some(ours), Some(theirs))) = approved.map(|approved| (&approved.status, &row.status)) else {
            continue;
        };
        let finding = Finding::new(
            Label::new(DocumentKind::Matrix, theirs.span, "contradicts the approved row"),
            "two rows for the pinned pair and the same consumer contradict each other",
            quoted(&ours.value),
            quoted(&theirs.value),
            "delete the row that is no longer true",
        );
        sink.report(finding.related(Label::new(DocumentKind::Matrix, ours.span, "the approved row says this")));
    }
}

/// Whether two rows name one consumer.
fn same_consumer(left: &ApprovedRow<'_>, right: &ApprovedRow<'_>) -> bool {
    let text = |cell: &'_ Option<Spanned<Cow<'_, str>>>| {
        cell.as_ref().map_or_else(String::new, |cell| cell.value.clone().into_owned())
    };
    left.is_for(&text(&right.consumer_version), &text(&right.consumer_commit))
}
