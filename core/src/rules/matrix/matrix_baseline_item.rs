use alloc::format;

use crate::{
    facts::{BaselineValue, stated},
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, page},
    source::DocumentKind,
    text::{Span, quoted, shown},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "matrix-baseline-item",
    group: Group::Matrix,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Matrix]),
    summary: "the baseline section states each value once, in a list item of its own",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

Under *Baseline Pin* a list item `- <label>: \`<value>\`` states release tag, commit, service contract, API contract and integration baseline; repository and manifest hash should stand there too (their absence is a warning). An item holds its value and nothing else. Text in quotes, code blocks, comments or struck out is no statement.

## Why

The matrix is what people read before they approve a baseline. The old pin script took a matching line wherever it stood, a commented-out one too.

## Bad

```markdown matrix
- Expected API contract version: `api.v1` or `api.v2`
```

## Good

```markdown matrix
- Expected API contract version: `api.v1`
```

## Fix

State the value in a list item of the baseline section."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(matrix) = context.matrix() else { return };
    // Without the section `matrix-section` reports.
    let Some(section) = matrix.baseline_sections.first() else {
        return sink.skip("the matrix has no baseline section");
    };
    let layout = &context.policy.matrix;
    for value in BaselineValue::ALL {
        let label = value.label(layout);
        if matrix.stated(value).next().is_none() {
            let optional = matches!(value, BaselineValue::Repository | BaselineValue::ManifestSha256);
            let severity = if optional { Severity::Warning } else { Severity::Error };
            let pinned = context.pin().and_then(|pin| stated(pin.baseline(value)));
            let expected = pinned.map_or_else(|| "<value>".into(), |pinned| shown(pinned.value));
            let mut finding = Finding::new(
                Label::new(DocumentKind::Matrix, *section, format!("no item {} under this heading", quoted(label))),
                format!("the baseline section does not state the {}", value.title()),
                format!("a list item of the form - {label}: `{expected}`"),
                "no such item",
                "state it in a list item of this section; text in quotes, code, comments or struck out does not count",
            );
            if let Some(span) = mentioned(context, label, *section) {
                finding =
                    finding.related(Label::new(DocumentKind::Matrix, span, "this is no item of the section's list"));
            }
            sink.report_as(severity, finding);
        }
        for statement in matrix.stated(value).filter(|statement| statement.text.value.is_err()) {
            sink.report(Finding::new(
                Label::new(DocumentKind::Matrix, statement.text.span, "not one value"),
                format!("the item {} does not state one value", quoted(label)),
                "one value between back ticks, and nothing beside it",
                "no value, several values, or text beside the value",
                "write the value alone; remarks belong into a paragraph of their own",
            ));
        }
    }
}

/// Where the text behind the heading names the label all the same.
fn mentioned(context: &Context<'_>, label: &str, section: Span) -> Option<Span> {
    let text = core::str::from_utf8(context.sources.get(DocumentKind::Matrix).as_bytes()).ok()?;
    let start = section.range().end;
    let at = start + text.get(start..)?.find(label)?;
    Some(Span::new(at, at + label.len()))
}
