use crate::{
    finding::{Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, page, records},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "cutover-contract",
    group: Group::Cutover,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "the cutover's records know the service contract in force",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

Where `lockstep.toml` says by contract what a record of the cutover must say, it says so for the service contract in force: `service.v2` before the cutover, `service.v3` after it.

## Why

A contract outside the agreed cutover has no recorded decision. The old script refused it as unsupported.

## Bad

```toml lockstep.toml
by_contract."service.v4".statements = ["- Runtime cutover execution: **GO**"]
```

## Good

```toml lockstep.toml
by_contract."service.v3".statements = ["- Runtime cutover execution: **GO**"]
```

## Fix

Pin, or release, a contract of the agreed cutover, or agree on the next one and say under `by_contract` what its records must say."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    records::check_contract(context, sink, context.inquiry.cutover.known(), "the cutover's records");
}
