use alloc::format;

use crate::{
    facts::Fault,
    finding::{Finding, Label, Severity, Sink},
    json,
    rules::{Context, Group, Needs, Rule, page},
    text::Span,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "json-byte-order-mark",
    group: Group::Document,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "no JSON document begins with a byte order mark",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

A JSON document begins with its first character, not with the bytes `EF BB BF`.

## Why

RFC 8259 forbids writers to add one; the application's typed loader refuses the file, and the mark changes the mirror's hash.

## Bad

```json pin escaped
\u{feff}{
  "memorykernel_repo": "https://github.com/saagar210/MemoryKernel",
```

## Good

```json pin
{
  "memorykernel_repo": "https://github.com/saagar210/MemoryKernel",
```

## Fix

Save the file as UTF-8 without a byte order mark."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    for (kind, fault) in context.faults() {
        if *fault == Fault::Json(json::Fault::ByteOrderMark) {
            let mark = Span::new(0, '\u{feff}'.len_utf8());
            let finding = Finding::new(
                Label::new(kind, mark, "three bytes that no editor shows"),
                format!("the {} begins with a byte order mark", kind.title()),
                "`{` as the first character",
                "the bytes EF BB BF",
                "save the file as UTF-8 without a byte order mark",
            );
            sink.report(finding.fixed_by("remove the byte order mark", mark, ""));
        }
    }
}
