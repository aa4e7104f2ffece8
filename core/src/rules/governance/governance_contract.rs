use crate::{
    finding::{Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, page, records},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "governance-contract",
    group: Group::Governance,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "governance documents know the service contract in force",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

Where `lockstep.toml` says by contract what a governance document must say, it says so for the service contract in force.

## Why

A contract that nobody provided for would leave the document unchecked. The old script refused it as unsupported.

## Bad

```toml lockstep.toml
by_contract."service.v4".statements = ["- Runtime cutover posture: **GO**"]
```

## Good

```toml lockstep.toml
by_contract."service.v3".statements = ["- Runtime cutover posture: **GO**"]
```

## Fix

Say under `by_contract` what the document must say under the new contract, or state one that is provided for in pin or manifest."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    records::check_contract(context, sink, context.inquiry.governance.known(), "the governance documents");
}
