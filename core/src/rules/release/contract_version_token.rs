use alloc::{string::String, vec::Vec};

use crate::{
    facts::BaselineValue,
    finding::{Severity, Sink},
    rules::{
        Context, Group, Needs, Rule,
        forms::{self, Form},
        page,
    },
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "contract-version-token",
    group: Group::Release,
    severity: Severity::Error,
    needs: Needs::OneOf(&[DocumentKind::Pin, DocumentKind::Manifest]),
    summary: "contract versions are whole tokens that the policy knows",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

Service contract, API contract and integration baseline in pin and manifest are tokens of the policy, such as `service.v3`, to the last character.

## Why

The application compares versions as whole strings. The old pin script searched them anywhere in the matrix's text, so `s` passed.

## Bad

```json pin
  "expected_api_contract_version": "api.v9",
```

```json manifest
  "expected_api_contract_version": "api.v9",
```

```markdown matrix
- Expected API contract version: `api.v9`
```

```markdown matrix
| service.v3 | api.v9 | integration/v1 | Approved |
```

## Good

```json pin
  "expected_api_contract_version": "api.v1",
```

```json manifest
  "expected_api_contract_version": "api.v1",
```

```markdown matrix
- Expected API contract version: `api.v1`
```

```markdown matrix
| service.v3 | api.v1 | integration/v1 | Approved |
```

## Fix

Write a version that the policy knows, or add the new one to a policy file."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let policy = context.policy;
    let known: [(BaselineValue, Vec<&str>); 3] = [
        (BaselineValue::ServiceContract, policy.service_tokens()),
        (BaselineValue::ApiContract, policy.api_contracts.iter().map(String::as_str).collect()),
        (BaselineValue::IntegrationBaseline, policy.integration_baselines.iter().map(String::as_str).collect()),
    ];
    let mut stated = false;
    for (value, tokens) in known {
        let form = Form {
            holds: &|token| tokens.contains(&token),
            fault: "is no version that the policy knows",
            expected: &|| either(&tokens).into(),
            help: "write a version that the policy knows, or add this one to a policy file",
        };
        stated |= forms::check_stated(context, sink, value, &form);
    }
    if !stated {
        sink.skip(forms::UNSTATED);
    }
}

fn either(tokens: &[&str]) -> String {
    tokens.iter().map(|token| quoted(token)).collect::<Vec<_>>().join(" or ")
}
