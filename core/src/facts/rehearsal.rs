//! What the payload of a rehearsal says.

use alloc::{format, string::String};
use core::ops::Deref;

use super::BaselineValue;
use crate::json::{Field, Node};

/// The fields of a rehearsal payload (`SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json`), each read where it is asked for.
#[derive(Clone, Copy, Debug)]
pub struct RehearsalFacts<'f, 'a> {
    node: &'f Node<'a>,
}

impl<'a> Deref for RehearsalFacts<'_, 'a> {
    type Target = Node<'a>;

    fn deref(&self) -> &Node<'a> {
        self.node
    }
}

impl<'f, 'a> RehearsalFacts<'f, 'a> {
    /// The key of the version of the payload's form.
    pub const VERSION: &'static str = "payload_contract_version";
    /// The key of the instant at which the payload was made.
    pub const GENERATED_AT: &'static str = "generated_at_utc";
    /// The key of the producer and of what it runs.
    pub const PRODUCER: &'static str = "producer";
    /// The key, below the producer, of the baseline that runs.
    pub const ACTIVE_BASELINE: &'static str = "active_runtime_baseline";
    /// The key of what is rehearsed.
    pub const CANDIDATE: &'static str = "rehearsal_candidate";
    /// The key, below the candidate, of the service contract that is rehearsed.
    pub const TARGET: &'static str = "target_service_contract_version";
    /// The key, below the candidate, of the API contract that is rehearsed.
    pub const TARGET_API: &'static str = "target_api_contract_version";
    /// The key, below the candidate, of the first day on which it may run.
    pub const NOT_BEFORE: &'static str = "cutover_not_before_utc_date";
    /// The mode of a candidate: planned, and nothing is cut over for it.
    pub const MODE: &'static str = "planning_only_no_runtime_cutover";
    /// The key of the envelopes' policies.
    pub const ENVELOPE_POLICIES: &'static str = "non_2xx_envelope_policy";
    /// The key of what is expected of error codes.
    pub const CODE_EXPECTATIONS: &'static str = "error_code_expectations";
    /// The key, below those, of the codes.
    pub const CODES: &'static str = "codes";
    /// The key, below those, of the notice for a new code.
    pub const NOTICE: &'static str = "additive_change_notice_policy";
    /// The key of what holds while both contracts run.
    pub const OVERLAP: &'static str = "migration_overlap_assumptions";
    /// The key of the place of the gates.
    pub const GATES: &'static str = "cutover_gates_doc";
    /// The key of the producer's commands.
    pub const PRODUCER_CHECKS: &'static str = "required_producer_checks";
    /// The key of the consumer's commands.
    pub const CONSUMER_CHECKS: &'static str = "required_consumer_checks";
    /// The key of when and how to go back.
    pub const ROLLBACK: &'static str = "rollback_policy";

    pub(super) fn new(node: &'f Node<'a>) -> Self {
        Self { node }
    }

    /// The object at a key; an empty one where there is none.
    pub fn part(&self, key: &str) -> Node<'a> {
        present(self.node.object(key))
    }

    /// The baseline that the payload calls active; an empty object where it states none.
    pub fn active(&self) -> Node<'a> {
        present(self.part(Self::PRODUCER).object(Self::ACTIVE_BASELINE))
    }

    /// The values of the baseline that it states, in order, each with its key.
    pub fn values() -> impl Iterator<Item = (BaselineValue, &'static str)> {
        let key = |value: BaselineValue| value.manifest_key().map(|key| key.strip_prefix("expected_").unwrap_or(key));
        BaselineValue::ALL.into_iter().filter_map(move |value| Some((value, key(value)?)))
    }

    /// The version of a payload's form, by the service contract that is rehearsed.
    pub fn version(target: &str) -> String {
        format!("{}-rehearsal-handoff.v1", target.replace('.', "-"))
    }
}

fn present<'a>(field: Field<Node<'a>>) -> Node<'a> {
    match field {
        Field::Present(node) => node.value,
        Field::Missing(_) | Field::Wrong(_) => Node::empty(),
    }
}
