use crate::{
    facts::BaselineValue,
    finding::{Severity, Sink},
    rules::{Context, Group, Needs, Rule, dissent, page},
    source::DocumentKind,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "repository-agreement",
    group: Group::Agreement,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Pin, DocumentKind::Matrix]),
    summary: "pin and matrix state one repository",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

Repository: pin and matrix state the same value, character for character.

## Why

Reviewers follow the matrix's link, programs the pin's. A final `.git` and letter case do not matter.

## Bad

```markdown matrix
- MemoryKernel repo: `https://github.com/saagar210/AssistSupport`
```

## Good

```markdown matrix
- MemoryKernel repo: `https://github.com/saagar210/MemoryKernel`
```

## Fix

State the repository that publishes the pinned release."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    dissent::check(context, sink, BaselineValue::Repository);
}
