use alloc::format;

use crate::{
    date,
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, page},
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "matrix-updated-future",
    group: Group::Matrix,
    severity: Severity::Warning,
    needs: Needs::EachAndToday(&[DocumentKind::Matrix]),
    summary: "the matrix was not updated in the future",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

The date of the `Updated:` line is not after tomorrow. (One day is left for time zones.)

## Why

A date in the future is a slip of the pen that hides when the matrix was really touched.

## Bad

```markdown matrix
Updated: 2999-01-01
```

## Good

```markdown matrix
Updated: 2026-02-08
```

## Fix

Write the date of the change."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(updated) = context.matrix().and_then(|matrix| matrix.updated.as_ref()) else { return };
    let (Some(date), Some(today)) = (date::parse(&updated.value), context.inquiry.today) else { return };
    let Ok(tomorrow) = today.tomorrow() else { return };
    if date > tomorrow {
        sink.report(Finding::new(
            Label::new(DocumentKind::Matrix, updated.span, "in the future"),
            "the compatibility matrix was updated in the future",
            format!("{tomorrow} or earlier"),
            quoted(&updated.value),
            "write the date of the change",
        ));
    }
}
