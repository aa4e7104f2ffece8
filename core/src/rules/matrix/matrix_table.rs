use alloc::format;

use crate::{
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule},
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "matrix-table",
    group: Group::Matrix,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Matrix]),
    summary: "the approved section has a table with every column",
    documentation: DOCUMENTATION,
    check,
};

const DOCUMENTATION: &str = r##"## What

Under *Approved Version Pairs* stands a Markdown table whose header names the columns of the policy, in any order.

## Why

Cells are found by the name of their column. A table without its header line is prose to every Markdown reader.

## Bad

```markdown matrix
| AssistSupport version | AssistSupport commit | MemoryKernel tag | MemoryKernel commit | Service contract | API contract | Integration baseline | Approval |
```

## Good

```markdown matrix
| AssistSupport version | AssistSupport commit | MemoryKernel tag | MemoryKernel commit | Service contract | API contract | Integration baseline | Status |
```

## Fix

Restore the header and the line of hyphens under it."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(matrix) = context.matrix() else { return };
    // Without the section `matrix-section` reports.
    let Some(section) = matrix.approved_sections.first() else { return };
    if matrix.tables.is_empty() {
        sink.report(Finding::new(
            Label::new(DocumentKind::Matrix, *section, "no table under this heading"),
            "the approved section has no table",
            "a table with a header and a line of hyphens under it",
            "no table",
            "restore the table, its header and the line of hyphens under it",
        ));
    }
    for table in &matrix.tables {
        for column in &table.missing_columns {
            sink.report(Finding::new(
                Label::new(DocumentKind::Matrix, column.span, "the header"),
                format!("the table of approved pairs has no column {}", quoted(&column.value)),
                format!("a column {}", quoted(&column.value)),
                "no such column",
                "name the column in the header",
            ));
        }
    }
}
