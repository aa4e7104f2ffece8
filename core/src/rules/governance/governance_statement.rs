use crate::{
    finding::{Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, page, statements},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "governance-statement",
    group: Group::Governance,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "governance documents state the baseline in their own labels",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

Each line `label: value` that `lockstep.toml` demands of a governance document stands there with the value of the pin (in a producer's repository, of the manifest, and the lines of `lockstep producer status --help` where `lockstep.toml` demands nothing). A line, a list item or a heading that the reader sees as said counts; what is quoted, struck out, in a comment or in code does not. The value is compared whole; a remark in parentheses may follow it. Form does not matter: bullet sign, white space, emphasis, back ticks, letter case of the label.

## Why

People act on status pages, reviews and drills. One that names another release sends them to the wrong one. The old governance script took the text wherever it stood, in a comment, too, and `service.v3` for `service.v30`.

## Bad

```markdown docs/ACTIVE_RUNTIME_STATUS.md
- MemoryKernel release tag: `v0.3.2`
```

## Good

```markdown docs/ACTIVE_RUNTIME_STATUS.md
- MemoryKernel release tag: `v0.4.0`
```

## Fix

Write the value of pin or manifest, once the document's other words are true of it, too."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    statements::check(context, sink, context.inquiry.governance.known());
}
