use crate::{
    finding::{Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, page, statements},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "governance-contradiction",
    group: Group::Governance,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "a governance document makes each statement with one value",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

A line that `lockstep.toml` demands does not stand a second time with another value: under the same heading where it names the baseline, anywhere in the document where it is a decision.

## Why

A page that says both is right for every reader. The old script was content with one of the two.

## Bad

```markdown docs/ACTIVE_RUNTIME_STATUS.md
- MemoryKernel release tag: `v0.4.0`
- MemoryKernel release tag: `v0.3.2`
```

## Good

```markdown docs/ACTIVE_RUNTIME_STATUS.md
- MemoryKernel release tag: `v0.4.0`
```

## Fix

Keep the line that is true. Strike history out, quote it, or put the values of another release under a heading of their own."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    statements::check_contradictions(context, sink, context.inquiry.governance.known());
}
