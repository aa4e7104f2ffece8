use alloc::{format, string::String, vec::Vec};

use crate::{
    finding::{Finding, Label, Severity, Sink},
    inquiry::Alignment,
    openapi::{Answer, Answers, Contract},
    rules::{Context, Group, Needs, Rule, asked, gaps, page},
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "alignment-error-response",
    group: Group::Alignment,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::OpenApi]),
    summary: "the OpenAPI file lists the error answers that the contract has, each with the error envelope",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

Each query endpoint lists the statuses outside 2xx that every consumer must expect there (`query_statuses`); every answer that is no success, of any operation, is the error envelope and has a status that some error code comes with; and each error code's status is listed by some operation. A class (`4XX`) and `default` count for the statuses that they cover.

## Why

Clients are generated from this file. The old script looked for each status anywhere in it, so that an endpoint without any error answer passed.

## Bad

```yaml openapi/openapi.yaml
        "404": { description: No such answer was kept }
```

## Good

```yaml openapi/openapi.yaml
        "404": { $ref: "#/components/responses/ContextNotFoundError" }
```

## Fix

List what the service answers. If an endpoint has other statuses, say so in the contract and in the policy first."##;

/// What to do about answers that do not fit.
const HELP: &str = "list what the service answers, and state a new status in contract and policy first";

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some((facts, asked)) = gaps::facts(context).zip(context.inquiry.alignment.known()) else { return };
    let Some(file) = facts.contract().filter(|file| file.envelope.is_some()) else {
        return sink.skip("the OpenAPI file describes no error envelope");
    };
    let contract = context.policy.service_contracts.get(facts.matrix.service_contract());
    let known: Vec<u16> =
        contract.into_iter().flat_map(|contract| &contract.error_codes).flat_map(|code| code.all_statuses()).collect();
    let is_unexpected = |answer: &Answer| {
        let status = answer.status.value.parse::<u16>();
        !known.is_empty() && status.is_ok_and(|status| !known.contains(&status))
    };
    let mut nowhere = gaps::unanswered(context);
    for operation in &file.operations {
        let mut lacking = lacking(operation, asked);
        for answer in operation.answers.iter().filter(|answer| answer.is_error()) {
            let name = format!("the answer {} of {}", quoted(&answer.status.value), quoted(&operation.title));
            let label = |text| Label::new(DocumentKind::OpenApi, answer.status.span, text);
            if is_unexpected(answer) {
                let wanted = lacking.take().or_else(|| nowhere.take().map(|(statuses, _)| statuses));
                sink.report(Finding::new(
                    label("no error code comes with it"),
                    format!("{name} has a status that no error code comes with"),
                    wanted.unwrap_or_else(|| "a status of the contract".into()),
                    quoted(&answer.status.value),
                    HELP,
                ));
            } else if !answer.is_envelope {
                let envelope = quoted(&asked.error_envelope);
                sink.report(Finding::new(
                    label("not the error envelope"),
                    format!("{name} is not the error envelope"),
                    format!("a body with the schema {envelope}"),
                    "another body, or none",
                    format!("give the answer a body with the schema {envelope}"),
                ));
            }
        }
        if let Some(lacking) = lacking {
            let label = Label::new(DocumentKind::OpenApi, operation.key, "should be listed here");
            let message = format!("{} does not list the answers {lacking}", quoted(&operation.title));
            sink.report(Finding::new(label, message, lacking, "not listed", HELP));
        }
    }
    unlisted(file, asked, sink);
    if let Some((statuses, label)) = nowhere {
        let message = format!("no operation of {} answers with {statuses}", context.name(DocumentKind::OpenApi));
        sink.report(Finding::new(label, message, statuses, "not listed", HELP));
    }
}

/// The statuses that a query endpoint must list and does not.
fn lacking(operation: &Answers, asked: &Alignment) -> Option<String> {
    let statuses = operation.lacking(&asked.query_statuses).map(|status| format!("{status}"));
    let lacking = statuses.collect::<Vec<_>>().join(", ");
    (asked.query_endpoints.contains(&operation.path) && !lacking.is_empty()).then_some(lacking)
}

/// Reports query endpoints that the file does not have.
fn unlisted(file: &Contract, asked: &Alignment, sink: &mut Sink) {
    for path in &asked.query_endpoints {
        if file.operations.iter().all(|operation| operation.path != *path) {
            sink.report(Finding::new(
                Label::new(DocumentKind::OpenApi, file.paths, "no operation of it in here"),
                format!("the OpenAPI file does not describe the query endpoint {}", quoted(path)),
                quoted(path),
                "not there",
                "describe the endpoint, or name the query endpoints in lockstep.toml under `[producer.alignment]`",
            ));
        }
    }
}
