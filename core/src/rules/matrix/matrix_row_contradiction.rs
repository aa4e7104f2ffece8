use alloc::{borrow::Cow, vec::Vec};

use crate::{
    facts::ApprovedRow,
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule},
    source::DocumentKind,
    text::{Spanned, quoted},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "matrix-row-contradiction",
    group: Group::Matrix,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Pin, DocumentKind::Matrix]),
    summary: "no other row contradicts the approved row for the same pair and consumer",
    documentation: DOCUMENTATION,
    check,
};

const DOCUMENTATION: &str = r##"## What

Rows that name the pinned pair and the same consumer version and commit have the same status and the same contract versions.

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
    let Some((tag, commit)) = context.pinned_pair() else { return };
    let Some(matrix) = context.matrix() else { return };
    let layout = &context.policy.matrix;
    let rows: Vec<&ApprovedRow<'_>> = matrix.rows_of(tag.value, commit.value).collect();
    let Some(approved) = rows.iter().find(|row| row.is_approved(layout)) else { return };
    let text = |cell: &Cell<'_>| cell.as_ref().map(|cell| cell.value.to_lowercase());
    for row in rows.iter().filter(|row| row.span != approved.span) {
        let same_consumer = text(&row.consumer_version) == text(&approved.consumer_version)
            && text(&row.consumer_commit) == text(&approved.consumer_commit);
        let cells = [
            (&approved.service_contract, &row.service_contract),
            (&approved.api_contract, &row.api_contract),
            (&approved.integration_baseline, &row.integration_baseline),
            (&approved.status, &row.status),
        ];
        let differing = cells.into_iter().find(|(ours, theirs)| text(ours) != text(theirs));
        let Some((Some(ours), Some(theirs))) = differing.filter(|_| same_consumer) else { continue };
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

type Cell<'a> = Option<Spanned<Cow<'a, str>>>;
