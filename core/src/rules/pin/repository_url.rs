use alloc::format;

use crate::{
    facts::{BaselineValue, repository},
    finding::{Severity, Sink},
    rules::{
        Context, Group, Needs, Rule,
        forms::{self, Form},
        page,
    },
    source::DocumentKind,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "repository-url",
    group: Group::Pin,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Pin]),
    summary: "the producer repository is an HTTPS URL of a repository on the policy's host",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

`memorykernel_repo` is `https://github.com/<owner>/<name>`; a final `.git` is tolerated. The host is the policy's `repository_host`.

## Why

People follow this link to the release, and whoever fetches it with a token sends the token to this host. The old pin script never looked at it.

## Bad

```json pin
  "memorykernel_repo": "https://github.com/saagar210/MemoryKernel/tree/main",
```

```markdown matrix
- MemoryKernel repo: `https://github.com/saagar210/MemoryKernel/tree/main`
```

## Good

```json pin
  "memorykernel_repo": "https://github.com/saagar210/MemoryKernel",
```

```markdown matrix
- MemoryKernel repo: `https://github.com/saagar210/MemoryKernel`
```

## Fix

Write the address that the repository's page has, without anything behind the name."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let host = context.policy.repository_host.as_str();
    forms::check(
        context,
        sink,
        BaselineValue::Repository,
        &Form {
            holds: &|url| repository(url, host).is_some(),
            fault: "is no address of a repository",
            expected: &|| format!("`https://{host}/<owner>/<name>`").into(),
            help: "write the repository's address, without anything behind its name",
        },
    );
}
