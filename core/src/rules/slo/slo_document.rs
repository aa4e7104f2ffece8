use alloc::{format, string::String, vec::Vec};
use core::cmp::Ordering;

use crate::{
    facts::SloFacts,
    finding::{Finding, Label, Severity, Sink},
    markdown::prose::Prose,
    rules::{Context, Group, Needs, Rule, asked, page},
    source::DocumentKind,
    text::{Span, quoted, shown},
    tree::compare,
    words::same_words,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "slo-document",
    group: Group::Slo,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::SloPolicy, DocumentKind::SloDocument]),
    summary: "the SLO document says what the policy states",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

The document names the file of the policy and has a line `key: value` for each threshold. Every such line, and those for `Command family`, `Workloads`, `Repetitions per workload` and `Required output mode` where they are there, states the value of the policy; `2` and `2.0` are one value. A line or a list item that the reader sees as said counts; what is quoted, struck out, in a comment or in code does not.

## Why

People read the document, machines the policy. The old verifier searched the numbers anywhere in the text, so an `8` in a date was a threshold.

## Bad

```markdown docs/spec/service-slo-policy.md
- `gate_p95_max`: `80`
```

## Good

```markdown docs/spec/service-slo-policy.md
- `gate_p95_max`: `8`
```

## Fix

Write the value of the policy, or change both."##;

/// What the document says under a label, and what it must be.
struct Demand {
    label: &'static str,
    value: String,
    /// Whether the document must have such a line.
    required: bool,
}

fn demands(facts: SloFacts<'_, '_>) -> Vec<Demand> {
    let thresholds = facts.thresholds().map(|(label, value)| Demand { label, value: value.into(), required: true });
    let mut demands: Vec<Demand> = thresholds.collect();
    let mut profile = |label, value: Option<String>| {
        demands.extend(value.map(|value| Demand { label, value, required: false }));
    };
    let text = |key| Some(facts.string(key).present()?.value.clone().into_owned());
    profile("Command family", text(SloFacts::COMMAND));
    let workloads = facts.numbers(SloFacts::WORKLOADS);
    let workloads = workloads.present().map(|list| list.value.iter().map(|volume| volume.value).collect::<Vec<_>>());
    profile("Workloads", workloads.map(|volumes| volumes.join(", ")));
    let repetitions = facts.number(SloFacts::REPETITIONS);
    profile("Repetitions per workload", repetitions.present().map(|number| number.value.into()));
    profile("Required output mode", text(SloFacts::OUTPUT).map(|output| format!("--{output}")));
    demands
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let (Some(facts), Some(text)) = (context.facts.slo(), context.facts.text(DocumentKind::SloDocument)) else {
        return;
    };
    let prose = Prose::read(text);
    let policy = &context.sources.get(DocumentKind::SloPolicy).name;
    let file = policy.rsplit('/').next().unwrap_or_default();
    if !prose.blocks.iter().any(|block| block.text.contains(file)) {
        lacks(sink, &format!("the file {}", quoted(file)), quoted(file));
    }
    for Demand { label, value, required } in demands(facts) {
        let mut lines = prose.stated.iter().filter(|line| same_words(prose.label(line), label)).peekable();
        if lines.peek().is_none() && required {
            lacks(sink, &quoted(label), format!("a line {}", shown(&format!("- {label}: {value}"))));
        }
        for line in lines {
            let found = prose.value(line);
            if same_words(found, &value) || compare(found, &value) == Some(Ordering::Equal) {
                continue;
            }
            let place = prose.place_in_value(line, 0..found.len());
            sink.report(Finding::new(
                Label::new(DocumentKind::SloDocument, place, format!("the policy says {}", quoted(&value))),
                format!("the SLO document states {} as {}", quoted(label), quoted(found)),
                quoted(&value),
                quoted(found),
                "write the value of the policy, or change both",
            ));
        }
    }
}

fn lacks(sink: &mut Sink, what: &str, expected: String) {
    let label = Label::new(DocumentKind::SloDocument, Span::default(), "not in the document");
    let message = format!("the SLO document does not state {what}");
    sink.report(Finding::new(label, message, expected, "not there", "state it as the policy does"));
}
