use crate::{
    finding::{Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, page, phrases},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "governance-command",
    group: Group::Governance,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "governance documents name the commands that people must run",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

Each command that `lockstep.toml` demands of a governance document is named there, in a block of code or elsewhere. A longer command that begins with it is another one.

## Why

A runbook that leaves a check out is followed to the letter. The old script found `check:memorykernel-handoff` in `check:memorykernel-handoff:service-v3-candidate` and was content.

## Bad

```markdown docs/OPERATIONS.md
pnpm run check:memorykernel-pin:later
```

## Good

```markdown docs/OPERATIONS.md
pnpm run check:memorykernel-pin
```

## Fix

Name the whole command where people look for it."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    phrases::check_commands(context, sink, context.inquiry.governance.known());
}
