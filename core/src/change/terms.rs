//! What the old documents promise about changes.

use alloc::{
    borrow::ToOwned,
    string::{String, ToString},
};
use serde::Serialize;

use super::document::{Body, Document};
use crate::{
    facts::ManifestFacts,
    json,
    notice::Terms,
    policy::{CodeSet, Policy},
    text::shown,
};

/// The notice that must be given before a change is released.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NoticeNeeded {
    /// Business days before the release, on the standard path.
    pub standard_business_days: u64,
    /// Hours on the emergency path, for both of its clocks.
    pub emergency_hours: u64,
    /// Whether the emergency path demands documents, specification and tests on the same day.
    pub emergency_same_day: bool,
}

/// What is promised before the change: which contract holds, whether its codes are open, and what notice is due.
pub(super) struct Promises {
    /// The service contract in force, where a document states it.
    pub(super) contract: Option<String>,
    /// Whether consumers may match the error codes exhaustively.
    pub(super) closed: bool,
    pub(super) terms: Terms,
}

impl Promises {
    /// The promises of the old documents. A policy that is compared speaks for itself.
    pub(super) fn new<'d: 't, 't>(old: impl Iterator<Item = &'t Document<'d>> + Clone, policy: &Policy) -> Self {
        let contract = old.clone().find_map(contract);
        let known = contract.as_deref().and_then(|contract| policy.service_contracts.get(contract));
        let manifest = old.clone().find_map(|document| match document.body {
            Body::Manifest(_) => json::read(document.text, usize::from(policy.limits.json_depth)).root,
            _ => None,
        });
        let own = old.clone().find_map(|document| match &document.body {
            Body::Policy(_, policy) => Some(policy.as_ref()),
            _ => None,
        });
        Self {
            contract: contract.map(|contract| shown(&contract)),
            closed: known.is_none_or(|contract| contract.error_code_set == CodeSet::Closed),
            terms: Terms::new(own.unwrap_or(policy), manifest.as_ref().map(ManifestFacts::read).as_ref()),
        }
    }
}

impl From<&Terms> for NoticeNeeded {
    fn from(terms: &Terms) -> Self {
        Self {
            standard_business_days: terms.business_days,
            emergency_hours: terms.hours,
            emergency_same_day: terms.same_day,
        }
    }
}

/// The service contract that a document states.
fn contract(document: &Document<'_>) -> Option<String> {
    match &document.body {
        Body::Manifest(tree) | Body::ContractSource(tree) => {
            Some(tree.get("expected_service_contract_version")?.text()?.to_owned())
        }
        Body::OpenApi(openapi) => Some(openapi.root.get("info")?.get("version")?.text()?.to_string()),
        Body::Policy(..) => None,
    }
}
