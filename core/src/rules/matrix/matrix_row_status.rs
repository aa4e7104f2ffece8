use alloc::format;

use crate::{
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, NO_PAIR, Needs, Rule, page},
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "matrix-row-status",
    group: Group::Matrix,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Pin, DocumentKind::Matrix]),
    summary: "the row of the pinned pair is approved",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

At least one row of the pinned pair has the status `Approved`; emphasis, letter case and white space do not matter, anything else does.

## Why

A row that is there but `Deprecated`, `Rejected` or `Unapproved` says the opposite of an approval.

## Bad

```markdown matrix
| v0.4.0 | 7e4806a34b98e6c06ee33fa9f11499a975e7b922 | service.v3 | api.v1 | integration/v1 | Deprecated |
```

## Good

```markdown matrix
| v0.4.0 | 7e4806a34b98e6c06ee33fa9f11499a975e7b922 | service.v3 | api.v1 | integration/v1 | Approved |
```

## Fix

Approve the pair after the contract tests passed, or pin an approved one."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some((tag, commit)) = context.pinned_pair() else { return sink.skip(NO_PAIR) };
    let Some(matrix) = context.matrix() else { return };
    let layout = &context.policy.matrix;
    let rows = || matrix.rows_of(tag.value, commit.value);
    if rows().any(|row| row.is_approved(layout)) {
        return;
    }
    let Some(status) = rows().find_map(|row| row.status.as_ref()) else {
        return sink.skip("the pinned pair has no row");
    };
    let finding = Finding::new(
        Label::new(DocumentKind::Matrix, status.span, "the status of the pinned pair"),
        format!("the pinned pair is not {}", layout.approved_status.to_ascii_lowercase()),
        quoted(&layout.approved_status),
        quoted(&status.value),
        "approve the pair after the contract tests passed, or pin an approved one",
    );
    sink.report(finding.related(Label::new(DocumentKind::Pin, tag.span, "pinned here")));
}
