use alloc::format;

use crate::{
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, page},
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "matrix-section",
    group: Group::Matrix,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Matrix]),
    summary: "the matrix has a baseline section and an approved section",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

The matrix has the headings *Baseline Pin* and *Approved Version Pairs* (the policy's `matrix` names them).

## Why

A value counts only where it is a statement of its section; without the heading there is no statement.

## Bad

```markdown matrix
## Version Pairs
```

## Good

```markdown matrix
## Approved Version Pairs
```

## Fix

Restore the heading."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(matrix) = context.matrix() else { return };
    let layout = &context.policy.matrix;
    let sections =
        [(&layout.baseline_section, &matrix.baseline_sections), (&layout.approved_section, &matrix.approved_sections)];
    for (title, found) in sections {
        if found.is_empty() {
            sink.report(Finding::new(
                Label::new(DocumentKind::Matrix, matrix.end, format!("no heading {} up to here", quoted(title))),
                format!("the compatibility matrix has no section {}", quoted(title)),
                format!("a heading {}", quoted(title)),
                "no such heading",
                "restore the heading and what stands under it",
            ));
        }
    }
}
