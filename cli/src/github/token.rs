//! The token that opens the producer's repository.

use std::fmt;

use crate::scope::Environment;

/// The token of the consumer's CI.
pub(crate) const REPO_READ_TOKEN: &str = "MEMORYKERNEL_REPO_READ_TOKEN";

/// The token that the consumer's old script read.
pub(crate) const GITHUB_TOKEN: &str = "MEMORYKERNEL_GITHUB_TOKEN";

/// Below this many bytes a text says nothing about whether it is a token; GitHub's have 40 or more.
const TELLING: usize = 8;

/// A token, which nothing but the header of a request shows.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Token {
    variable: &'static str,
    value: String,
}

impl Token {
    /// The token of the first variable that is set.
    pub(crate) fn find(environment: &Environment, variables: &[&'static str]) -> Option<Self> {
        variables.iter().find_map(|variable| Some(Self { variable, value: environment.get(variable)?.into() }))
    }

    /// The variable that it comes from.
    pub(crate) fn variable(&self) -> &'static str {
        self.variable
    }

    /// The value of the header `authorization`; `None` where it has characters that no token has.
    pub(crate) fn authorization(&self) -> Option<String> {
        self.value.bytes().all(|byte| byte.is_ascii_graphic()).then(|| format!("Bearer {}", self.value))
    }

    /// Whether something that a service sent repeats the token.
    pub(crate) fn is_in(&self, bytes: &[u8]) -> bool {
        let token = self.value.as_bytes();
        token.len() >= TELLING && bytes.windows(token.len()).any(|window| window.eq_ignore_ascii_case(token))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Token").field("variable", &self.variable).finish_non_exhaustive()
    }
}
