use crate::{
    finding::{Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, page, statements},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "cutover-contradiction",
    group: Group::Cutover,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "a record of the cutover states each decision once",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

A decision that `lockstep.toml` demands of a record does not stand a second time in it with another word.

## Why

A record that says GO and NO-GO is no decision, and a substring search is content with either.

## Bad

```markdown docs/RUNTIME_CUTOVER_DECISION_RECORD.md
2. Runtime cutover execution: **GO**
3. Runtime cutover execution: **NO-GO**
```

## Good

```markdown docs/RUNTIME_CUTOVER_DECISION_RECORD.md
2. Runtime cutover execution: **GO**
```

## Fix

Keep the decision that holds. Strike an earlier one out, or quote it."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    statements::check_contradictions(context, sink, context.inquiry.cutover.known());
}
