use alloc::{format, vec::Vec};
use core::cmp::Ordering;

use crate::{
    facts::{SloFacts, whole_number},
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, page},
    source::DocumentKind,
    text::{Spanned, quoted},
    tree::compare,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "slo-range",
    group: Group::Slo,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::SloPolicy]),
    summary: "the objectives are ones that can be missed and met",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

`workloads` names at least one volume, each a whole number of at least 1 and none twice; `repetitions` is a whole number of at least 1. A latency is greater than 0. A rate in percent lies between 0 and 100, one in a thousand requests is a whole number of at most 1000.

## Why

A bound that nothing can exceed is none, and one that nothing can keep is switched off at the first alarm.

## Bad

```json contracts/integration/v1/service-slo-policy.json
    "failure_rate_max_percent": 500,
```

```markdown docs/spec/service-slo-policy.md
- `failure_rate_max_percent`: `500`
```

## Good

```json contracts/integration/v1/service-slo-policy.json
    "failure_rate_max_percent": 5.0,
```

```markdown docs/spec/service-slo-policy.md
- `failure_rate_max_percent`: `5.0`
```

## Fix

State the value that was meant."##;

/// A bound of some values.
type Bound = (&'static str, fn(&str) -> bool);

const COUNT: Bound = ("a whole number, at least 1", |number| whole_number(number).is_some_and(|number| number > 0));
const LATENCY: Bound = ("more than 0", |number| compare(number, "0") == Some(Ordering::Greater));
const PERCENT: Bound = ("between 0 and 100", |number| {
    compare(number, "0").is_some_and(Ordering::is_ge) && compare(number, "100").is_some_and(Ordering::is_le)
});
const PER_THOUSAND: Bound =
    ("a whole number, at most 1000", |number| whole_number(number).is_some_and(|number| number <= 1000));

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(facts) = context.facts.slo() else { return };
    let workloads = facts.numbers(SloFacts::WORKLOADS);
    if let Some(workloads) = workloads.present() {
        if workloads.value.is_empty() {
            let label = Label::new(DocumentKind::SloPolicy, workloads.span, "empty");
            let message = format!("`{}` names no volume", SloFacts::WORKLOADS);
            sink.report(Finding::new(label, message, "at least one volume", "an empty array", "name what is measured"));
        }
        for (position, volume) in workloads.value.iter().enumerate() {
            hold(SloFacts::WORKLOADS, *volume, COUNT, sink);
            let before: Vec<_> = workloads.value.iter().take(position).collect();
            if before.iter().any(|known| known.value == volume.value) {
                let label = Label::new(DocumentKind::SloPolicy, volume.span, "stands again here");
                let message = format!("the volume {} stands twice", quoted(volume.value));
                sink.report(Finding::new(label, message, "each volume once", "the same volume again", "name it once"));
            }
        }
    }
    if let Some(repetitions) = facts.number(SloFacts::REPETITIONS).present() {
        hold(SloFacts::REPETITIONS, *repetitions, COUNT, sink);
    }
    for (group, keys) in [(SloFacts::LATENCIES, SloFacts::OF_LATENCIES), (SloFacts::RATES, SloFacts::OF_RATES)] {
        let thresholds = facts.object(group);
        let Some(thresholds) = thresholds.present() else { continue };
        for key in keys {
            let bound = match group {
                SloFacts::LATENCIES => LATENCY,
                _ if key.ends_with(SloFacts::PER_THOUSAND) => PER_THOUSAND,
                _ => PERCENT,
            };
            if let Some(number) = thresholds.value.number(key).present() {
                hold(key, *number, bound, sink);
            }
        }
    }
}

/// Reports a number beyond its bound.
fn hold(key: &str, number: Spanned<&str>, (expected, holds): Bound, sink: &mut Sink) {
    if !holds(number.value) {
        let label = Label::new(DocumentKind::SloPolicy, number.span, format!("must be {expected}"));
        let message = format!("`{key}` is out of its range");
        sink.report(Finding::new(label, message, expected, quoted(number.value), "state the value that was meant"));
    }
}
