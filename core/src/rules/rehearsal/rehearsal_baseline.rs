use crate::{
    facts::{BaselineValue, RehearsalFacts, stated},
    finding::{Finding, Label, Severity, Sink},
    rules::{
        Context, Group, Needs, Rule, asked, forms, page,
        rehearsed::{KIND, Rehearsed},
    },
    source::DocumentKind,
    text::{Spanned, quoted},
};
use alloc::format;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "rehearsal-baseline",
    group: Group::Rehearsal,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Manifest, DocumentKind::Rehearsal]),
    summary: "the baseline that the rehearsal payload calls active is the one that runs",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

`active_runtime_baseline` states the five values of the manifest, and its service contract is one that the policy knows. Once the manifest has reached the target contract, the payload tells of the past: what it calls active ran when it was made, so only its form is judged, and that it is another contract than the target.

## Why

A rehearsal beside another release than the one that runs proves nothing. After the cutover the same payload is a record, which nobody may rewrite.

## Bad

```json docs/implementation/SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json
      "service_contract_version": "service.v3",
```

## Good

```json docs/implementation/SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json
      "service_contract_version": "service.v2",
```

## Fix

Generate the payload anew from the manifest; after a cutover, leave the payload as it was."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(payload) = Rehearsed::open(context) else { return };
    let Some(is_past) = payload.is_past() else {
        return sink.skip("payload and manifest do not tell whether the target runs already");
    };
    let active = payload.facts.active();
    let mut compared = false;
    for (value, key) in RehearsalFacts::values() {
        let text = active.string(key);
        let Some(text) = stated(&text) else { continue };
        compared = true;
        match is_past {
            true => of_the_past(context, &payload, (value, key), text, sink),
            false => of_today(context, value, text, sink),
        }
    }
    if !compared {
        sink.skip("the rehearsal payload states no active baseline");
    }
}

/// What runs is what the manifest says.
fn of_today(context: &Context<'_>, value: BaselineValue, text: Spanned<&str>, sink: &mut Sink) {
    let Some(wanted) = context.baseline(value).filter(|wanted| wanted.value != text.value) else { return };
    let finding = Finding::new(
        Label::new(KIND, text.span, format!("active is {}", quoted(text.value))),
        format!("the rehearsal payload calls another {} active than the manifest states", value.title()),
        quoted(wanted.value),
        quoted(text.value),
        "generate the payload anew from the manifest",
    );
    let label = format!("the manifest says {}", quoted(wanted.value));
    sink.report(finding.related(Label::new(DocumentKind::Manifest, wanted.span, label)));
}

/// What ran then has the form of a baseline, and is not what was rehearsed.
fn of_the_past(
    context: &Context<'_>,
    payload: &Rehearsed<'_>,
    (value, key): (BaselineValue, &str),
    text: Spanned<&str>,
    sink: &mut Sink,
) {
    let (known, target) = (&context.policy.service_contracts, payload.target());
    let fault = match value {
        BaselineValue::ReleaseTag => return forms::report(sink, KIND, key, text, &forms::RELEASE_TAG),
        BaselineValue::CommitSha => return forms::report(sink, KIND, key, text, &forms::COMMIT),
        BaselineValue::ServiceContract if stated(&target).is_some_and(|target| target.value == text.value) => {
            "what it rehearses"
        }
        BaselineValue::ServiceContract if !known.contains_key(text.value) => {
            "a service contract that the policy does not know"
        }
        BaselineValue::ApiContract if !context.policy.api_contracts.iter().any(|known| known == text.value) => {
            "an API contract that the policy does not know"
        }
        BaselineValue::IntegrationBaseline
            if !context.policy.integration_baselines.iter().any(|known| known == text.value) =>
        {
            "an integration baseline that the policy does not know"
        }
        _ => return,
    };
    sink.report(Finding::new(
        Label::new(KIND, text.span, fault),
        format!("the rehearsal payload calls active {fault}"),
        "the baseline that ran when the payload was made",
        quoted(text.value),
        "restore the payload as it was when it was rehearsed",
    ));
}
