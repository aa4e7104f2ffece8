use crate::{
    finding::{Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, page, phrases},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "governance-phrase",
    group: Group::Governance,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "governance documents say what the configuration demands",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

Each phrase that `lockstep.toml` demands of a governance document stands there as whole words, in a paragraph, an item, a heading or the row of a table (where ` | ` stands between cells). Line breaks and markup do not matter; what is quoted, struck out, in a comment or in code does not count.

## Why

Some rules are agreed on in words, such as that enrichment never blocks a draft. A document that lost them no longer says so to anyone.

## Bad

```markdown docs/OPERATIONS.md
<!-- MemoryKernel enrichment is optional and non-blocking. -->
```

## Good

```markdown docs/OPERATIONS.md
MemoryKernel enrichment is optional and non-blocking.
```

## Fix

Say it again in these words, or change the phrase in `lockstep.toml` with the teams' consent."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    phrases::check(context, sink, context.inquiry.governance.known());
}
