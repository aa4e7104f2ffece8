use crate::{
    facts::{RehearsalFacts, stated},
    finding::{Finding, Label, Severity, Sink},
    rules::{
        Context, Group, Needs, Rule, asked,
        blocks::Block,
        names::List,
        page,
        rehearsed::{KIND, NO_TARGET, Rehearsed},
    },
    source::DocumentKind,
    text::quoted,
};
use alloc::vec::Vec;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "rehearsal-error-codes",
    group: Group::Rehearsal,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Rehearsal]),
    summary: "the rehearsal payload expects the error codes of its target contract",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

`validation_mode` of `error_code_expectations` is `set_equality`, `codes` are the policy's taxonomy for the target contract, in any order, and `additive_change_notice_policy` promises no less notice than the policy demands.

## Why

A consumer maps every code before the cutover. A code that the rehearsal leaves out is met for the first time in production.

## Bad

```json docs/implementation/SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json
      "query_failed",
      "context_lookup_failed",
      "internal_error",
      "rate_limited"
```

## Good

```json docs/implementation/SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json
      "query_failed",
      "context_lookup_failed",
      "internal_error"
```

## Fix

Generate the payload anew; a new code is announced first, and taken into the policy."##;

/// How codes are compared.
const MODE: &str = "set_equality";

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(payload) = Rehearsed::open(context) else { return };
    let expectations = payload.facts.part(RehearsalFacts::CODE_EXPECTATIONS);
    let Some((_, target)) = payload.known(&payload.target()) else { return sink.skip(NO_TARGET) };
    let mode = expectations.string("validation_mode");
    if let Some(mode) = stated(&mode).filter(|mode| mode.value != MODE) {
        let message = "the rehearsal payload compares error codes in another way than as sets";
        let place = Label::new(KIND, mode.span, "another way");
        sink.report(Finding::new(place, message, quoted(MODE), quoted(mode.value), "generate the payload anew"));
    }
    if let Some(codes) = expectations.strings(RehearsalFacts::CODES).present() {
        let list = List {
            kind: KIND,
            path: "error_code_expectations.codes",
            is_closed: true,
            has_commands: false,
            wanted_by: None,
            help: "generate the payload anew, or announce the code first and take it into the policy",
        };
        list.check(codes, &target.error_codes.iter().map(|known| known.code.as_str()).collect::<Vec<_>>(), sink);
    }
    let notice = expectations.object(RehearsalFacts::NOTICE);
    if let Some(block) = Block::open_in(context, KIND, RehearsalFacts::NOTICE, &notice, sink) {
        block.at_least("standard_business_days", context.policy.notice.standard_business_days, sink);
        block.at_least("emergency_notice_hours", context.policy.notice.emergency_notice_hours, sink);
        if context.policy.notice.emergency_requires_same_day_docs_spec_tests {
            block.is_true("emergency_requires_same_day_docs_spec_tests", sink);
        }
    }
}
