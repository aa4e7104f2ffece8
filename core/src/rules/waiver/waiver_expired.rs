use alloc::format;

use crate::{
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, page},
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "waiver-expired",
    group: Group::Waiver,
    severity: Severity::Error,
    needs: Needs::EachAndToday(&[]),
    summary: "no waiver is past its last day",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

A waiver in `lockstep.toml` is in force up to and with the day that `expires` names. From then on it covers nothing: what it covered counts again, and the waiver itself is an error until someone removes or renews it.

## Why

A waiver is a decision with an end. One that ends without a word either hides a fault for ever or breaks a build whose log does not say why.

## Bad

```toml lockstep.toml
[[waivers]]
rule = "timeout-range"
document = "config/memorykernel-integration-pin.json"
reason = "the staging service needs a minute to start"
owner = "support-platform"
expires = 2026-02-28
```

## Good

An entry whose day is still to come, as `lockstep explain waiver-unused` shows one, or none.

## Fix

Mend what the waiver covers and remove it. If that takes longer, give a new day and say in `reason` why."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(today) = context.inquiry.today else { return };
    for waiver in context.waivers.iter().map(|application| application.waiver).filter(|waiver| waiver.is_expired(today))
    {
        let expires = &waiver.expires;
        sink.report(Finding::new(
            Label::new(DocumentKind::Configuration, expires.span, "the last day on which it covers anything"),
            format!("the waiver of {} has expired", quoted(&waiver.rule.value)),
            format!("{today} or later"),
            format!("{}", expires.value),
            "mend what it covers and remove it, or renew it with a reason; what it covered counts again",
        ));
    }
}
