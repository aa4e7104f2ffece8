use alloc::format;

use crate::{
    date,
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, page, records},
    text::{Span, quoted},
    words::same_words,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "governance-updated",
    group: Group::Governance,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "governance documents say when they were updated",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

A governance document of which `lockstep.toml` demands it has a line `Updated: YYYY-MM-DD` with a day that the calendar has. A remark may follow.

## Why

Reviewers see by it whether the document was looked at with the change. The old script took `2026-02-30`, and a line in a block of code.

## Bad

```markdown docs/OPERATIONS.md
Updated: last week
```

## Good

```markdown docs/OPERATIONS.md
Updated: 2026-02-08
```

## Fix

Write the date of the change in that form, in a line of its own."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let label = &context.policy.matrix.updated_label;
    for (record, prose) in records::readable(context, context.inquiry.governance.known()) {
        if !record.updated {
            continue;
        }
        let lines = || prose.stated.iter().filter(|line| same_words(prose.label(line), label));
        let day = |text: &str| text.split_whitespace().next().and_then(date::parse);
        if lines().any(|line| day(prose.value(line)).is_some()) {
            continue;
        }
        let (place, text, actual) = match lines().next() {
            Some(line) => {
                let value = prose.value(line);
                (prose.place_in_value(line, 0..value.len()), "no date", quoted(value))
            }
            None => (Span::default(), "no such line in the document", "no such line".into()),
        };
        sink.report(Finding::new(
            Label::new(record.document, place, text),
            format!("{} does not say when it was updated", context.name(record.document)),
            format!("a line {}", quoted(&format!("{label}: YYYY-MM-DD"))),
            actual,
            "write the date of the change in that form, in a line of its own",
        ));
    }
}
