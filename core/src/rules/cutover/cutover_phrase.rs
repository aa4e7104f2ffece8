use crate::{
    finding::{Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, page, phrases},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "cutover-phrase",
    group: Group::Cutover,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "the records say what the cutover demands",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

Each phrase that `lockstep.toml` demands of a record of the cutover stands there as whole words; what is quoted, struck out, in a comment or in code does not count.

## Why

The conditions of the cutover are part of the decision, such as who owns the rollback.

## Bad

```markdown docs/RUNTIME_CUTOVER_DECISION_RECORD.md
~~Both teams named their rollback owners.~~
```

## Good

```markdown docs/RUNTIME_CUTOVER_DECISION_RECORD.md
Both teams named their rollback owners.
```

## Fix

Say it in these words once it is true."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    phrases::check(context, sink, context.inquiry.cutover.known());
}
