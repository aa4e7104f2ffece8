use alloc::format;

use crate::{
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, page},
    source::DocumentKind,
    text::quoted,
    waiver::LONGEST_DAYS,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "waiver-too-wide",
    group: Group::Waiver,
    severity: Severity::Error,
    needs: Needs::EachAndToday(&[]),
    summary: "a waiver covers one finding, for at most 180 days",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

A waiver covers one finding, and its last day is at most 180 days from today.

## Why

A waiver that covers several findings covers the next one, too, that nobody has looked at. One without an end in sight is a change of the policy that no one has decided on.

## Bad

```json pin
  "default_timeout_ms": 45000
```

```toml lockstep.toml
[[waivers]]
rule = "timeout-range"
document = "config/memorykernel-integration-pin.json"
reason = "the staging service needs a minute to start"
owner = "support-platform"
expires = 2027-12-31
```

## Good

```json pin
  "default_timeout_ms": 2500
```

## Fix

Name the `fingerprint` of the one finding that is meant (`lockstep check --format json` gives it) and a day within half a year. Where a rule is wrong for good, set its severity in the policy."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(today) = context.inquiry.today else { return };
    for application in context.waivers {
        let waiver = application.waiver;
        let rule = quoted(&waiver.rule.value);
        let days = today.duration_until(waiver.expires.value).as_hours() / 24;
        if days > LONGEST_DAYS {
            sink.report(Finding::new(
                Label::new(DocumentKind::Configuration, waiver.expires.span, format!("{days} days from today")),
                format!("the waiver of {rule} has no end in sight"),
                format!("a day at most {LONGEST_DAYS} days from {today}"),
                format!("{}", waiver.expires.value),
                "give a nearer day; where the rule is wrong for good, set its severity in the policy",
            ));
        }
        if application.covered > 1 {
            sink.report(Finding::new(
                Label::new(DocumentKind::Configuration, waiver.rule.span, "covers all of them"),
                format!("the waiver of {rule} covers more than one finding"),
                "one finding",
                format!("{} findings", application.covered),
                "name the `fingerprint` of the finding that is meant, and write a waiver for each",
            ));
        }
    }
}
