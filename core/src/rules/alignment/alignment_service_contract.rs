use crate::{
    facts::BaselineValue,
    finding::{Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, gaps, page},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "alignment-service-contract",
    group: Group::Alignment,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "source, OpenAPI file, documents and manifest state one service contract version",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

The constant of the source, `info.version` and every `service_contract_version` of the OpenAPI file, the labelled items of the contract documents, the service-contract source and the manifest state the same version. What most of them state counts; where as many state one as another, it is the version that the policy knows, then the manifest's.

## Why

A consumer reads the document and pins the version that it finds there; the service answers with that of its source. The old script looked for each text by itself, anywhere in a file, so that one stale schema of nine passed.

## Bad

```markdown docs/spec/versioning.md
- Service contract: `service.v2`
```

## Good

```markdown docs/spec/versioning.md
- Service contract: `service.v3`
```

## Fix

Write the version that is released; a new one goes into all of them in one change."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    gaps::check_version(context, sink, BaselineValue::ServiceContract);
}
