use crate::{
    finding::{Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, page, statements},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "cutover-decision",
    group: Group::Cutover,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "the records state the decision that the service contract in force needs",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

Each line that `lockstep.toml` demands of a record of the cutover under the service contract in force stands there (in a producer's repository, the lines of `lockstep producer decision --help` where it demands nothing): before the cutover a NO-GO, after it a GO. A line, a list item or a heading that the reader sees as said counts; what is quoted, struck out, in a comment or in code does not. The decision is compared whole, so neither `NO-GO` nor `GO-LATER` is a `GO`.

## Why

`service.v3` may be in force only with a recorded joint GO, and while there is none `service.v2` stays. The old script took a decision in a comment for a decision.

## Bad

```markdown docs/RUNTIME_CUTOVER_DECISION_RECORD.md
2. Runtime cutover execution: **NO-GO**
```

## Good

```markdown docs/RUNTIME_CUTOVER_DECISION_RECORD.md
2. Runtime cutover execution: **GO**
```

## Fix

State the contract that was decided on in pin or manifest, or record the decision once both teams have made it."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    statements::check(context, sink, context.inquiry.cutover.known());
}
