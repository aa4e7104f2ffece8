use crate::{
    facts::{ErrorCodeEntry, HandoffMode, RehearsalFacts},
    finding::{Severity, Sink},
    json::{Field, Node},
    policy::Envelope,
    rules::{
        Context, Group, Needs, Rule, asked,
        fields::missing_from,
        names::List,
        page,
        rehearsed::{KIND, NO_ACTIVE, NO_TARGET, Rehearsed},
    },
    source::DocumentKind,
    text::Spanned,
};
use alloc::{format, string::String, vec::Vec};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "rehearsal-envelope-policy",
    group: Group::Rehearsal,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Rehearsal]),
    summary: "the rehearsal payload promises the envelopes of both contracts",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

`non_2xx_envelope_policy` has the policy of the active contract, `service_v2_stable`, and that of the target, `service_v3_candidate`. `requires` and `forbids` of each name exactly what our own policy requires and forbids for that contract, and `optional`, which may be left out, nothing that ours does not.

## Why

While both contracts run, a consumer judges each error by the version that it claims. A field that one side requires and the other does not is a draft that fails.

## Bad

```json docs/implementation/SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json
      "forbids": ["api_contract_version"]
```

## Good

```json docs/implementation/SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json
      "forbids": ["legacy_error", "api_contract_version"]
```

## Fix

Generate the payload anew; if the payload is right, change the policy that lockstep judges by."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(payload) = Rehearsed::open(context) else { return };
    let policies = payload.facts.part(RehearsalFacts::ENVELOPE_POLICIES);
    let Some(target) = payload.known(&payload.target()) else { return sink.skip(NO_TARGET) };
    let Some(active) = payload.active() else { return sink.skip(NO_ACTIVE) };
    let stable = HandoffMode::Stable.envelope_policy(active.0);
    let candidate = HandoffMode::Candidate(target.0).envelope_policy(target.0);
    for (key, (_, contract)) in [(stable, active), (candidate, target)] {
        let stated = policies.object(&key);
        let whole = format_args!("`{}`", RehearsalFacts::ENVELOPE_POLICIES);
        if let Some(finding) = missing_from(KIND, whole, &key, &stated, "an object") {
            sink.report(finding);
        }
        if let Some(stated) = stated.present() {
            compare(&stated.value, &key, &contract.non_2xx_envelope, sink);
        }
    }
}

/// Compares a stated policy of envelopes with the promised one.
fn compare(stated: &Node<'_>, policy: &str, promised: &Envelope, sink: &mut Sink) {
    let Envelope { requires, optional, forbids } = promised;
    for (key, promised) in [("requires", requires), ("forbids", forbids), ("optional", optional)] {
        let found = stated.strings(key);
        let may_lack = key == "optional";
        if let Some(finding) = missing_from(KIND, format_args!("`{policy}`"), key, &found, "an array")
            && !(may_lack && matches!(found, Field::Missing(_)))
        {
            sink.report(finding);
        }
        let Some(found) = found.present() else { continue };
        let is_named = |field: &&str| !may_lack || names(found, field);
        let wanted: Vec<&str> = promised.iter().map(String::as_str).filter(is_named).collect();
        let list = List {
            kind: KIND,
            path: &format!("{policy}.{key}"),
            is_closed: true,
            has_commands: false,
            wanted_by: None,
            help: "generate the payload anew, or change the policy that lockstep judges by",
        };
        list.check(found, &wanted, sink);
    }
}

fn names(found: &Spanned<Vec<ErrorCodeEntry<'_>>>, field: &str) -> bool {
    found.value.iter().any(|entry| entry.value.as_deref() == Ok(field))
}
