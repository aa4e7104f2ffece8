//! The handoff payload as its rules look at it: what it says, and what it is to say.

use alloc::{borrow::Cow, format};

use super::Context;
use crate::{
    facts::{BaselineValue, HandoffFacts, HandoffMode},
    finding::Label,
    inquiry::{Handoff, PinMatch},
    source::DocumentKind,
    text::{Spanned, quoted},
};

/// Why a rule that depends on the mode cannot run.
pub(super) const NO_MODE: &str = "the handoff payload states no mode that the policy knows";

/// A payload that is judged.
pub(super) struct Payload<'c> {
    pub(super) facts: HandoffFacts<'c, 'c>,
    pub(super) asked: &'c Handoff,
    context: &'c Context<'c>,
}

/// What a value is to be, and who says so.
pub(super) struct Wanted<'c> {
    pub(super) text: Cow<'c, str>,
    /// The place that says so, where a document does.
    pub(super) label: Option<Label>,
    /// Who says so, for messages.
    pub(super) whose: &'static str,
}

impl<'c> Payload<'c> {
    /// The payload, if the inquiry is about it and it could be read.
    pub(super) fn open(context: &'c Context<'c>) -> Option<Self> {
        let asked = context.inquiry.handoff.known()?;
        Some(Self { facts: context.facts.handoff()?, asked, context })
    }

    /// The mode, where it is one that the policy knows.
    pub(super) fn mode(&self) -> Option<HandoffMode<'c>> {
        self.facts.mode(self.context.policy)
    }

    /// What to do about a payload that has to be made again.
    pub(super) fn anew(&self) -> &'static str {
        self.context.by_role("ask the producer to generate the payload anew", "generate the payload anew")
    }

    /// What the payload is to state: what the user expects, else the baseline. A candidate that is bound to the
    /// pinned release announces the service contract of its mode.
    pub(super) fn wanted(&self, value: BaselineValue) -> Option<Wanted<'c>> {
        let bound = self.asked.pin_match == PinMatch::Required && self.asked.expected.is_empty();
        if value == BaselineValue::ServiceContract && bound {
            // Without a mode, nobody can say which contract is meant; that is a finding of its own.
            if let HandoffMode::Candidate(contract) = self.mode()? {
                let mode = self.facts.string(HandoffFacts::MODE).span();
                let label = Label::new(DocumentKind::Handoff, mode, "the mode that announces it");
                return Some(Wanted { text: contract.into(), label: Some(label), whose: "its mode" });
            }
        }
        match self.asked.expected.get(value) {
            Some(expected) => Some(Wanted { text: expected.into(), label: None, whose: "the user expects" }),
            None => self.wanted_by_baseline(value),
        }
    }

    /// What the payload is to state where pin or manifest decides.
    pub(super) fn wanted_by_baseline(&self, value: BaselineValue) -> Option<Wanted<'c>> {
        let Spanned { value: text, span } = self.context.baseline(value)?;
        let role = self.context.role();
        let label = Label::new(role.anchor(), span, format!("the {} says {}", role.anchor_name(), quoted(text)));
        let whose = self.context.by_role("the pin", "the manifest");
        Some(Wanted { text: text.into(), label: Some(label), whose })
    }

    /// The candidate that the user asks for: a service contract that is not the pinned one.
    pub(super) fn wanted_candidate(&self) -> Option<&'c str> {
        let expected = self.asked.expected.service_contract.as_deref()?;
        (self.context.baseline(BaselineValue::ServiceContract)?.value != expected).then_some(expected)
    }
}
