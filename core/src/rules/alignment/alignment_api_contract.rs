use crate::{
    facts::BaselineValue,
    finding::{Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, gaps, page},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "alignment-api-contract",
    group: Group::Alignment,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "source, OpenAPI file, documents and manifest state one API contract version",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

Every `api_contract_version` of the OpenAPI file, the labelled items of the contract documents, the service-contract source, the manifest and, where the source defines it, its constant state the same version.

## Why

Each success carries the version; a consumer that was told another refuses the answer.

## Bad

```yaml openapi/openapi.yaml
    ServiceEnvelopeHealth:
      type: object
      additionalProperties: false
      required: [service_contract_version, api_contract_version, data]
      properties:
        service_contract_version: { type: string, const: service.v3 }
        api_contract_version: { type: string, const: api.v2 }
```

## Good

```yaml openapi/openapi.yaml
    ServiceEnvelopeHealth:
      type: object
      additionalProperties: false
      required: [service_contract_version, api_contract_version, data]
      properties:
        service_contract_version: { type: string, const: service.v3 }
        api_contract_version: { type: string, const: api.v1 }
```

## Fix

Write the version that is released; a new one goes into all of them in one change."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    gaps::check_version(context, sink, BaselineValue::ApiContract);
}
