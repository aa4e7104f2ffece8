//! The payload of a rehearsal as its rules look at it.

use super::Context;
use crate::{
    facts::{BaselineValue, RehearsalFacts, Text, stated},
    inquiry::Rehearsal,
    json::Node,
    policy::ServiceContract,
    source::DocumentKind,
};

/// The document that is judged.
pub(super) const KIND: DocumentKind = DocumentKind::Rehearsal;

/// Why a rule that depends on the target cannot run.
pub(super) const NO_TARGET: &str = "the rehearsal payload states no target contract that the policy knows";

/// Why a rule that depends on what runs cannot run.
pub(super) const NO_ACTIVE: &str = "the rehearsal payload calls no other contract active that the policy knows";

/// A payload that is judged.
pub(super) struct Rehearsed<'c> {
    pub(super) facts: RehearsalFacts<'c, 'c>,
    pub(super) asked: &'c Rehearsal,
    /// What is rehearsed.
    pub(super) candidate: Node<'c>,
    context: &'c Context<'c>,
}

impl<'c> Rehearsed<'c> {
    /// The payload, if the inquiry is about it and it could be read.
    pub(super) fn open(context: &'c Context<'c>) -> Option<Self> {
        let asked = context.inquiry.rehearsal.known()?;
        let facts = context.facts.rehearsal()?;
        Some(Self { facts, asked, candidate: facts.part(RehearsalFacts::CANDIDATE), context })
    }

    /// The service contract that is rehearsed.
    pub(super) fn target(&self) -> Text<'c> {
        self.candidate.string(RehearsalFacts::TARGET)
    }

    /// The service contract that runs beside the target, with what the policy says of it, where the policy knows it.
    pub(super) fn active(&self) -> Option<(&'c str, &'c ServiceContract)> {
        let active = self.known(&self.facts.active().string("service_contract_version"))?;
        stated(&self.target()).is_none_or(|target| target.value != active.0).then_some(active)
    }

    /// A contract with what the policy says of it, where the policy knows it.
    pub(super) fn known(&self, contract: &Text<'_>) -> Option<(&'c str, &'c ServiceContract)> {
        let contract = stated(contract)?.value;
        let mut contracts = self.context.policy.service_contracts.iter();
        contracts.find(|(known, _)| *known == contract).map(|(known, contract)| (known.as_str(), contract))
    }

    /// Whether the manifest has reached the target or gone beyond it, so that the payload tells of the past: what it
    /// calls active is what ran when it was made. `None` where the policy does not know the target, or the manifest
    /// states no contract.
    pub(super) fn is_past(&self) -> Option<bool> {
        let number = |contract: &str| contract.rsplit_once(".v")?.1.parse::<u64>().ok();
        let (target, _) = self.known(&self.target())?;
        let runs = self.context.baseline(BaselineValue::ServiceContract)?;
        Some(number(runs.value)? >= number(target)?)
    }
}
