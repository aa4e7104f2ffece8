use alloc::{format, vec::Vec};

use crate::{
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, page},
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "matrix-table",
    group: Group::Matrix,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Matrix]),
    summary: "the approved section has a table with every column, each once",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

Under *Approved Version Pairs* stands a Markdown table whose header names each column of the policy once, in any order. Further columns and tables are welcome.

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
    let Some(section) = matrix.approved_sections.first() else {
        return sink.skip("the matrix has no approved section");
    };
    if matrix.tables.is_empty() {
        sink.report(Finding::new(
            Label::new(DocumentKind::Matrix, *section, "no table under this heading"),
            "the approved section has no table",
            "a table with a header and a line of hyphens under it",
            "no table",
            "restore the table, its header and the line of hyphens under it",
        ));
    }
    // Beside a table with every column, others may say what they like (a legend, say).
    let nearest = matrix.tables.iter().min_by_key(|table| table.missing_columns.len());
    if let Some(table) = nearest.filter(|table| !table.missing_columns.is_empty()) {
        let names: Vec<_> = table.missing_columns.iter().map(|column| quoted(&column.value)).collect();
        let columns = format!("column{} {}", if names.len() == 1 { "" } else { "s" }, names.join(", "));
        sink.report(Finding::new(
            Label::new(DocumentKind::Matrix, table.header, "the header of the table"),
            format!("the table of approved pairs lacks the {columns}"),
            format!("the {columns}"),
            "no such column",
            "name each column in the header",
        ));
    }
    for column in matrix.complete_tables().flat_map(|table| &table.repeated_columns) {
        sink.report(Finding::new(
            Label::new(DocumentKind::Matrix, column.span, "named again here"),
            format!("the table of approved pairs has two columns {}", quoted(&column.value)),
            "one column of that name",
            "two; nothing tells which of them counts",
            "delete or rename one of them",
        ));
    }
}
