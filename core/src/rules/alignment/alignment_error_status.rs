use crate::{
    alignment::{Speaker, Subject},
    finding::{Severity, Sink},
    rules::{
        Context, Group, Needs, Rule, asked,
        gaps::{self, Words},
        page,
    },
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "alignment-error-status",
    group: Group::Alignment,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "source and documents give each error code the statuses of the contract",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

A status that stands beside an error code, in a document's list or table or beside its `StatusCode` in the source, is one that the policy has for the code under the service contract in force; a document states every status that the policy calls documented. Of a code that the policy does not know, the documents' statuses count. What the source computes is not read.

## Why

A client that only looks at the status must come to the same end as one that reads the code: retry a 503, not a 400.

## Bad

```markdown docs/spec/service-contract.md
- `write_conflict` -> `400`
```

## Good

```markdown docs/spec/service-contract.md
- `write_conflict` -> `409`
```

## Fix

Write the status that the service answers with; another one is another contract, and belongs into the policy."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let words = Words {
        one: "status",
        many: "statuses",
        lacks: "does not state",
        right: "that of the contract",
        help_wrong: "write the status of the contract, or agree on another and take it into the policy",
        help_missing: "state the status",
    };
    let rows = gaps::rows(context, |subject| matches!(subject, Subject::Status(_)));
    // Which answers the OpenAPI file has is the business of `alignment-error-response`.
    gaps::check_rows(context, sink, &rows, |column| column.speaker != Speaker::OpenApi, &words);
}
