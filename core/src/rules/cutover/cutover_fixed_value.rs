use alloc::format;

use crate::{
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, page},
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "cutover-fixed-value",
    group: Group::Cutover,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Pin]),
    summary: "the baseline keeps the values that the cutover leaves alone",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

API contract and integration baseline of pin or manifest are those that `lockstep.toml` fixes under `[cutover]` (in a producer's repository, under `[producer.records]`).

## Why

The cutover changes the service contract alone. Where another version moved with it, nobody decided on that.

## Bad

```toml lockstep.toml
api_contract = "api.v2"
```

## Good

```toml lockstep.toml
api_contract = "api.v1"
```

## Fix

Pin, or release, the agreed versions, or agree on the new ones and change `lockstep.toml`."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    for (value, fixed) in context.inquiry.cutover.known().into_iter().flat_map(|records| &records.fixed) {
        let Some(stated) = context.baseline(*value) else {
            sink.skip("the baseline lacks a value that the cutover fixes");
            continue;
        };
        let found = stated.value.trim();
        if found != fixed {
            let role = context.role();
            sink.report(Finding::new(
                Label::new(role.anchor(), stated.span, format!("the cutover leaves {} alone", quoted(fixed))),
                format!("the {} states another {} than the cutover allows", role.anchor_name(), value.title()),
                quoted(fixed),
                quoted(found),
                context.by_role(
                    "pin a release that keeps it, or change `[cutover]` in lockstep.toml once both teams agree",
                    "keep it, or change `[producer.records]` in lockstep.toml once both teams agree",
                ),
            ));
        }
    }
}
