use crate::{
    facts::{HandoffFacts, HandoffMode},
    finding::{Severity, Sink},
    rules::{
        Context, Group, Needs, Rule, asked,
        codes::{Codes, Wanted},
        page,
        payload::{self, Payload},
    },
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "handoff-error-codes",
    group: Group::Handoff,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Manifest, DocumentKind::Handoff]),
    summary: "the handoff payload hands over the error codes of its release",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

`error_code_enum` of a stable payload and of the manifest, or its mirror, are the same set; that of a candidate is the policy's taxonomy for the candidate's service contract. The order does not matter, each entry is a string that is not blank, and none stands twice.

## Why

The consumer maps every code that the service may send. The old script compared nothing for a candidate, whose codes are the ones nobody has met yet.

## Bad

```json services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json
    "invalid_json",
    "rate_limited",
```

## Good

```json services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json
    "invalid_json",
```

## Fix

Generate the payload from the manifest; a consumer takes payload and manifest of one release. A new code needs the producer's notice, then a mapping, then a repin."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(payload) = Payload::open(context) else { return };
    let Some(mode) = payload.mode() else { return sink.skip(payload::NO_MODE) };
    let list = payload.facts.strings(HandoffFacts::ERROR_CODES);
    let Some(list) = list.present() else { return sink.skip("the handoff payload states no error codes") };
    let codes = Codes { document: DocumentKind::Handoff, list };
    codes.check_entries(sink, payload.anew());
    let help = context.by_role(
        "take payload and manifest of one release, or map the codes first and take them into the policy",
        "generate the payload anew from the manifest; a candidate's codes are those of the policy",
    );
    match mode {
        HandoffMode::Candidate(contract) => {
            let known = context.policy.service_contracts.get(contract).into_iter().flat_map(|known| &known.error_codes);
            let wanted = known.map(|known| known.code.as_str()).collect();
            codes.compare(&Wanted { codes: wanted, owner: &quoted(contract), place: None }, sink, help);
        }
        HandoffMode::Stable => {
            let stated = context.manifest().and_then(|manifest| manifest.error_codes.present());
            let Some(stated) = stated else { return sink.skip("the manifest states no error codes") };
            codes.compare(&Wanted::of_manifest(context, stated), sink, help);
        }
    }
}
