use alloc::format;

use crate::{
    facts::{BaselineValue, stated},
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, page},
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "matrix-baseline-contradiction",
    group: Group::Matrix,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Matrix]),
    summary: "no two items of the baseline section contradict each other",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

Where several items of the baseline section carry the same label, they state the same value.

## Why

One reader takes the first, another the last.

## Bad

```markdown matrix
- MemoryKernel release tag: `v0.4.0`
- MemoryKernel release tag: `v0.3.2`
```

## Good

```markdown matrix
- MemoryKernel release tag: `v0.4.0`
```

## Fix

Delete the item that is no longer true; history belongs into the table."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(matrix) = context.matrix() else { return };
    for value in BaselineValue::ALL {
        let said = || {
            let statements = matrix.stated(value);
            statements.filter_map(|statement| Some((statement.text.value.as_deref().ok()?, statement.text.span)))
        };
        let pinned = context.pin().and_then(|pin| stated(pin.baseline(value)));
        let agrees = said().find(|(text, _)| pinned.is_some_and(|pinned| pinned.value.trim() == *text));
        let Some((text, place)) = agrees.or_else(|| said().next()) else { continue };
        for (other, span) in said().filter(|(other, _)| *other != text) {
            let finding = Finding::new(
                Label::new(DocumentKind::Matrix, span, format!("this item says {}", quoted(other))),
                format!("the baseline section states two values for the {}", value.title()),
                quoted(text),
                quoted(other),
                "delete the item that is no longer true",
            );
            let label =
                format!("this one says {}{}", quoted(text), if agrees.is_some() { ", as the pin does" } else { "" });
            sink.report(finding.related(Label::new(DocumentKind::Matrix, place, label)));
        }
    }
}
