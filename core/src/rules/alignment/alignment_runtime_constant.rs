use alloc::format;

use crate::{
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, gaps, page},
    source::DocumentKind,
    text::{Span, quoted},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "alignment-runtime-constant",
    group: Group::Alignment,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Runtime(0)]),
    summary: "the source defines the service contract version once, as a string",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

The service's source, its modules in files of their own included, defines the constant for the service contract version (`SERVICE_CONTRACT_VERSION`) exactly once, and as a string literal. Comments, texts and what is compiled for tests alone do not count.

## Why

Every answer carries its value. Where there are two, or where it is computed, nobody can say from the source what a release answers.

## Bad

```rust crates/memory-kernel-service/src/main.rs
const SERVICE_CONTRACT_VERSION: &str = concat!("service", ".v3");
```

## Good

```rust crates/memory-kernel-service/src/main.rs
const SERVICE_CONTRACT_VERSION: &str = "service.v3";
```

## Fix

Define the constant once, with the version in quotation marks; if it has another name, give it as `service_constant` under `[producer.alignment]`."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some((facts, asked)) = gaps::facts(context).zip(context.inquiry.alignment.known()) else { return };
    let Some(runtime) = &facts.runtime else { return };
    let name = quoted(&asked.service_constant);
    let mut definitions = runtime.service.iter();
    let expected = "one definition with a string literal";
    let Some(first) = definitions.next() else {
        let label = Label::new(DocumentKind::Runtime(0), Span::default(), "no such constant in the source");
        let message = format!("the service's source does not define {name}");
        return sink.report(Finding::new(label, message, expected, "no definition", "define the constant"));
    };
    if first.value.is_none() {
        sink.report(Finding::new(
            Label::new(first.document, first.name, "not a string literal"),
            format!("{name} is no string literal"),
            expected,
            "something that only the compiler can tell",
            "write the version in quotation marks",
        ));
    }
    for other in definitions {
        let finding = Finding::new(
            Label::new(other.document, other.name, "defined again"),
            format!("{name} is defined more than once"),
            expected,
            format!("{} definitions", runtime.service.len()),
            "keep one definition",
        );
        sink.report(finding.related(Label::new(first.document, first.name, "defined here")));
    }
}
