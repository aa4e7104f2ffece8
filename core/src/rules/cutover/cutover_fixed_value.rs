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
    summary: "the pin keeps the values that the cutover leaves alone",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

The pinned API contract and integration baseline are those that `lockstep.toml` fixes under `[cutover]`.

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

Pin the release with the agreed versions, or agree on the new ones and change `lockstep.toml`."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    for (value, fixed) in context.inquiry.cutover.known().into_iter().flat_map(|records| &records.fixed) {
        let Some(pinned) = context.baseline(*value) else {
            sink.skip("the pin does not state a value that the cutover fixes");
            continue;
        };
        let found = pinned.value.trim();
        if found != fixed {
            sink.report(Finding::new(
                Label::new(DocumentKind::Pin, pinned.span, format!("the cutover leaves {} alone", quoted(fixed))),
                format!("the pin states another {} than the cutover allows", value.title()),
                quoted(fixed),
                quoted(found),
                "pin a release that keeps it, or change `[cutover]` in lockstep.toml once both teams agree",
            ));
        }
    }
}
