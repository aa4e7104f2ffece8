use alloc::format;

use crate::{
    alignment::Subject,
    finding::{Finding, Label, Severity, Sink},
    rules::{
        Context, Group, Needs, Rule, asked,
        gaps::{self, Words},
        page,
    },
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "alignment-error-envelope",
    group: Group::Alignment,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "OpenAPI file, documents and service-contract source describe the error envelope of the contract",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

The schema of the error envelope requires and defines what the policy requires for the service contract in force, defines what is optional without requiring it, defines nothing that is forbidden (under `service.v3` neither `legacy_error` nor `api_contract_version`, under `service.v2` it requires `legacy_error`), and nothing that the policy does not know. The documents' lists of fields and the service-contract source say the same.

## Why

Producer and consumer judge answers by this schema. A field that one of them expects and the other forbids turns every failure into a malformed one.

## Bad

```yaml openapi/openapi.yaml
    ServiceErrorEnvelope:
      type: object
      additionalProperties: false
      required:
        - service_contract_version
        - error
      properties:
        legacy_error:
          type: string
```

## Good

```yaml openapi/openapi.yaml
    ServiceErrorEnvelope:
      type: object
      additionalProperties: false
      required:
        - service_contract_version
        - error
      properties:
```

## Fix

Describe the envelope that the contract promises; any other one takes a new service contract."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(facts) = gaps::facts(context) else { return };
    let contract = facts.matrix.service_contract();
    if context.policy.service_contracts.get(contract).is_none() {
        return sink.skip("the documents state no service contract that the policy knows");
    }
    if let (Some(file), Some(asked)) = (facts.contract(), context.inquiry.alignment.known())
        && file.envelope.is_none()
    {
        let name = quoted(&asked.error_envelope);
        sink.report(Finding::new(
            Label::new(DocumentKind::OpenApi, file.schemas, "no such schema in here"),
            format!("{} has no schema {name}", context.name(DocumentKind::OpenApi)),
            format!("a schema {name} among `components.schemas`"),
            "no such schema",
            "describe the error envelope, or name its schema in lockstep.toml under `[producer.alignment]`",
        ));
    }
    let words = Words {
        one: "field",
        many: "fields",
        lacks: "does not describe",
        right: "what the contract says of it",
        help_wrong: "describe the envelope that the policy has for this contract",
        help_missing: "describe the envelope that the policy has for this contract",
    };
    let rows = gaps::rows(context, |subject| matches!(subject, Subject::Field(_)));
    gaps::check_rows(context, sink, &rows, |_| true, &words);
}
