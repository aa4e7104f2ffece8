use super::HttpStatus;
use crate::{
    envelope::{Answer, ContractState},
    policy::Policy,
};

/// What a test expects of an answer besides its contract; by default nothing.
#[derive(Clone, Debug)]
pub struct Expectation<'e> {
    pub(super) policy: Option<&'e Policy>,
    pub(super) contract: ContractState,
    pub(super) answer: Answer,
    pub(super) status: Option<u16>,
    pub(super) code: Option<&'e str>,
}

impl<'e> Expectation<'e> {
    /// Any answer that keeps the contract it claims, by the embedded policy.
    #[expect(clippy::new_without_default, reason = "an expectation that is a default reads as none")]
    pub fn new() -> Self {
        Self { policy: None, contract: ContractState::Overlap, answer: Answer::Any, status: None, code: None }
    }

    /// Under this policy in place of the embedded one.
    pub fn policy(self, policy: &'e Policy) -> Self {
        Self { policy: Some(policy), ..self }
    }

    /// Under this service contract version alone, or under each that the policy knows for `overlap`.
    pub fn contract(self, version: &str) -> Self {
        Self { contract: ContractState::named(version), ..self }
    }

    /// The answer to this question, whose data is judged as well.
    pub fn answer(self, answer: Answer) -> Self {
        Self { answer, ..self }
    }

    /// With this HTTP status: a number, or with the feature `http` a `StatusCode`.
    pub fn status(self, status: impl HttpStatus) -> Self {
        Self { status: Some(status.number()), ..self }
    }

    /// With this `error.code`.
    pub fn code(self, code: &'e str) -> Self {
        Self { code: Some(code), ..self }
    }
}
