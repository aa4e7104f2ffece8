use alloc::{format, vec::Vec};

use crate::{
    facts::{ErrorCodeEntry, HandoffFacts, HandoffMode, ManifestFacts},
    finding::{Finding, Label, Severity, Sink},
    rules::{
        Context, Group, Needs, Rule, asked, page,
        payload::{self, Payload},
    },
    source::DocumentKind,
    text::{Span, Spanned, quoted},
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
    let codes = payload.facts.list(HandoffFacts::ERROR_CODES);
    let Some(codes) = codes.present() else { return sink.skip("the handoff payload states no error codes") };
    faulty(&payload, &codes.value, sink);
    let manifest = context.by_role("the manifest mirror", "the manifest");
    let (wanted, owner, place): (Vec<&str>, _, _) = match mode {
        HandoffMode::Candidate(contract) => {
            let known = context.policy.service_contracts.get(contract).into_iter().flat_map(|known| &known.error_codes);
            (known.map(|known| known.code.as_str()).collect(), quoted(contract), None)
        }
        HandoffMode::Stable => match context.manifest().and_then(|manifest| manifest.error_codes.present()) {
            Some(mirrored) => {
                let label = format!("`{}` of {manifest}", ManifestFacts::ERROR_CODES);
                let place = Label::new(DocumentKind::Manifest, first_line(mirrored), label);
                (stated(&mirrored.value).map(|(code, _)| code).collect(), manifest.into(), Some(place))
            }
            None => return sink.skip("the manifest states no error codes"),
        },
    };
    let help = context.by_role(
        "take payload and manifest of one release, or map the codes first and take them into the policy",
        "generate the payload anew from the manifest; a candidate's codes are those of the policy",
    );
    let report = |sink: &mut Sink, finding: Finding| sink.report(place.iter().cloned().fold(finding, Finding::related));
    for (code, span) in stated(&codes.value).filter(|(code, _)| !wanted.contains(code)) {
        let label = Label::new(DocumentKind::Handoff, span, "unexpected");
        let message = format!("the error code {} of the handoff payload is not one of {owner}", quoted(code));
        report(sink, Finding::new(label, message, format!("one of {}", wanted.join(", ")), quoted(code), help));
    }
    let there = |wanted: &&&str| stated(&codes.value).any(|(code, _)| code == **wanted);
    let missing: Vec<_> = wanted.iter().filter(|wanted| !there(wanted)).map(|code| quoted(code)).collect();
    if !missing.is_empty() {
        let end = codes.span.end.saturating_sub(1);
        let bracket = Span { start: end, end: codes.span.end };
        let label = Label::new(DocumentKind::Handoff, bracket, "should stand before this bracket");
        let missing = missing.join(", ");
        let message = format!("the handoff payload lacks error codes of {owner}: {missing}");
        report(sink, Finding::new(label, message, missing, "not there", help));
    }
}

/// The codes that are strings and not blank, with their places.
fn stated<'e>(entries: &'e [ErrorCodeEntry<'_>]) -> impl Iterator<Item = (&'e str, Span)> {
    let codes = entries.iter().filter_map(|entry| Some((entry.value.as_deref().ok()?, entry.span)));
    codes.filter(|(code, _)| !code.trim().is_empty())
}

/// Reports entries that are no codes or stand twice.
fn faulty(payload: &Payload<'_>, entries: &[ErrorCodeEntry<'_>], sink: &mut Sink) {
    for (position, entry) in entries.iter().enumerate() {
        let fault = match &entry.value {
            Err(found) => *found,
            Ok(code) if code.trim().is_empty() => "blank",
            Ok(code) if stated(entries).take(position).any(|(known, span)| known == code && span != entry.span) => {
                "there twice"
            }
            Ok(_) => continue,
        };
        sink.report(Finding::new(
            Label::new(DocumentKind::Handoff, entry.span, fault),
            format!("an error code of the handoff payload is {fault}"),
            "distinct strings that are not blank",
            fault,
            payload.anew(),
        ));
    }
}

/// The opening bracket of a list: all of it would be underlined line by line.
fn first_line<T>(list: &Spanned<T>) -> Span {
    Span { start: list.span.start, end: list.span.start.saturating_add(1) }
}
