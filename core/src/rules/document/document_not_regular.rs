use alloc::format;

use crate::{
    facts::Fault,
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, page},
    text::{Span, shown},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "document-not-regular",
    group: Group::Document,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "each document is a regular file inside the repository",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

A document is a regular file. A folder, pipe or device is none, and a symbolic link must not lead out of the repository.

## Why

What lies outside the repository is not part of the change under review, so a verdict about it could not be repeated.

## Bad

```text pin folder
config/memorykernel-integration-pin.json is a folder
```

## Good

The file itself is committed at that place.

## Fix

Replace what stands there by the file itself."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    for (kind, fault) in context.faults() {
        let (message, actual) = match fault {
            Fault::NotRegular(what) => (format!("the {} is no regular file", kind.title()), shown(what)),
            Fault::OutsideRepository => (
                format!("the {} is a symbolic link that leads out of the repository", kind.title()),
                "a symbolic link to a place outside".into(),
            ),
            _ => continue,
        };
        sink.report(Finding::new(
            Label::new(kind, Span::default(), ""),
            message,
            "a regular file inside the repository",
            actual,
            format!("put the file itself at {}", context.name(kind)),
        ));
    }
}
