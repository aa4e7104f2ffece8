use alloc::{format, vec::Vec};

use crate::{
    facts::{BaselineValue, HandoffFacts, HandoffMode, stated},
    finding::{Finding, Label, Severity, Sink},
    inquiry::Role,
    json::{Field, Node},
    policy::Envelope,
    rules::{
        Context, Group, Needs, Rule, asked,
        fields::missing_from,
        page,
        payload::{self, Payload},
    },
    source::DocumentKind,
    text::{Span, Spanned, quoted},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "handoff-envelope-policy",
    group: Group::Handoff,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Handoff]),
    summary: "the handoff payload promises the error envelope of its service contract",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

`non_2xx_envelope_policy` has the policy that the mode needs, `service_v3_stable` for a stable payload of `service.v3`, `service_v3_candidate` for a candidate. Its `requires` and `forbids` name at least what our own policy requires and forbids for that contract, and no list names what ours refuses. In the producer's repository each list names exactly what ours does, and every other policy that the payload states is held to ours for its contract, too.

## Why

The adapter reads errors by these fields. Where the producer promises another envelope than the policy that the consumer judges by, both sides are right and the draft is wrong.

## Bad

```json services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json
      "forbids": ["legacy_error"]
```

## Good

```json services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json
      "forbids": ["legacy_error", "api_contract_version"]
```

## Fix

Both teams agree on the envelope; if the payload is right, change the policy that lockstep judges by, and the adapter with it."##;

/// What to do about another envelope.
const HELP: &str = "agree with the producer on the envelope, and change payload or policy";

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(payload) = Payload::open(context) else { return };
    let Some(mode) = payload.mode() else { return sink.skip(payload::NO_MODE) };
    let policies = payload.facts.object(HandoffFacts::ENVELOPE_POLICIES);
    let Some(policies) = policies.present() else { return sink.skip("the handoff payload states no envelopes") };
    let service = payload.facts.string(BaselineValue::ServiceContract.pin_key());
    let contract = match mode {
        HandoffMode::Candidate(contract) => contract,
        HandoffMode::Stable => stated(&service).map_or("", |service| service.value),
    };
    let Some(promised) = context.policy.service_contracts.get(contract) else {
        return sink.skip("the handoff payload states no service contract that the policy knows");
    };
    let key = mode.envelope_policy(contract);
    let stated = policies.value.object(&key);
    let whole = format_args!("`{}`", HandoffFacts::ENVELOPE_POLICIES);
    if let Some(finding) = missing_from(DocumentKind::Handoff, whole, &key, &stated, "an object") {
        sink.report(finding);
    }
    if let Some(stated) = stated.present() {
        compare(context, &stated.value, &key, &promised.non_2xx_envelope, sink);
    }
    if context.role() == Role::Producer {
        others(context, &policies.value, &key, sink);
    }
}

/// Compares the policies that the payload states beside the one that its mode needs.
fn others(context: &Context<'_>, policies: &Node<'_>, needed: &str, sink: &mut Sink) {
    for (contract, promised) in context.policy.service_contracts.iter() {
        for mode in [HandoffMode::Stable, HandoffMode::Candidate(contract)] {
            let key = mode.envelope_policy(contract);
            if key != needed
                && let Some(stated) = policies.object(&key).present()
            {
                compare(context, &stated.value, &key, &promised.non_2xx_envelope, sink);
            }
        }
    }
}

/// Reports where a stated policy of envelopes differs from the promised one.
fn compare(context: &Context<'_>, stated: &Node<'_>, key: &str, promised: &Envelope, sink: &mut Sink) {
    let Envelope { requires, optional, forbids } = promised;
    let exact = context.role() == Role::Producer;
    let lists = [
        ("requires", requires.as_slice(), requires, forbids),
        ("forbids", forbids, forbids, requires),
        ("optional", if exact { optional } else { &[] }, optional, forbids),
    ];
    for (list, least, most, refused) in lists {
        let fields = stated.strings(list);
        if let Some(finding) = missing_from(DocumentKind::Handoff, format_args!("`{key}`"), list, &fields, "an array")
            && !(list == "optional" && matches!(fields, Field::Missing(_)))
        {
            sink.report(finding);
        }
        let Some(fields) = fields.present() else { continue };
        for Spanned { value, span } in &fields.value {
            let (fault, actual) = match value {
                Err(found) => (format!("a field of `{list}` in {} is {found}", quoted(key)), (*found).into()),
                Ok(field) if refused.iter().any(|refused| refused == field) => (
                    format!("`{list}` of {} names {}, which the policy refuses there", quoted(key), quoted(field)),
                    quoted(field),
                ),
                Ok(field) if exact && most.iter().all(|known| known != field) => (
                    format!(
                        "`{list}` of {} names {}, which the policy does not name there",
                        quoted(key),
                        quoted(field)
                    ),
                    quoted(field),
                ),
                Ok(_) => continue,
            };
            let label = Label::new(DocumentKind::Handoff, *span, "against the policy");
            sink.report(Finding::new(label, fault, "names of fields that the policy allows there", actual, HELP));
        }
        let named = |field: &str| fields.value.iter().any(|entry| entry.value.as_deref() == Ok(field));
        let missing: Vec<_> = least.iter().filter(|field| !named(field)).map(|field| quoted(field)).collect();
        if !missing.is_empty() {
            let end = fields.span.end.saturating_sub(1);
            let bracket = Span { start: end, end: fields.span.end };
            let label = Label::new(DocumentKind::Handoff, bracket, "should stand before this bracket");
            let missing = missing.join(", ");
            let message = format!("`{list}` of {} does not name {missing}", quoted(key));
            sink.report(Finding::new(label, message, missing, "not there", HELP));
        }
    }
}
