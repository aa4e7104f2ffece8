use alloc::format;

use crate::{
    facts::BaselineValue,
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
            holds: &|url| is_repository(url, host),
            fault: "is no address of a repository",
            expected: &|| format!("`https://{host}/<owner>/<name>`").into(),
            help: "write the repository's address, without anything behind its name",
        },
    );
}

fn is_repository(url: &str, host: &str) -> bool {
    let Some(path) = url.strip_prefix("https://").and_then(|rest| rest.strip_prefix(host)?.strip_prefix('/')) else {
        return false;
    };
    let path = path.strip_suffix(".git").unwrap_or(path);
    let Some((owner, name)) = path.split_once('/') else { return false };
    let plain = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
    };
    // GitHub: owners have letters, digits and inner hyphens; no repository is named `.` or `..`.
    plain(owner) && !owner.contains(['.', '_']) && !owner.starts_with('-') && plain(name) && !matches!(name, "." | "..")
}
