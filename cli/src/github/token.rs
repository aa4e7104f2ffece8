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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        request::Reply,
        task::{Progress, Task},
    };

    fn environment(value: &str) -> Environment {
        let task = Task::new(|host| async move { Environment::read(&host, [REPO_READ_TOKEN]).await });
        let Progress::Need(task, _) = task.resume(Vec::new()) else { panic!("asks") };
        let Progress::Done(environment) = task.resume(vec![Reply::Text(value.into())]) else { panic!("ends") };
        environment
    }

    #[test]
    fn what_is_printed_for_developers_has_no_token() {
        let environment = environment(" ghp_0123456789\n");
        let token = Token::find(&environment, &[GITHUB_TOKEN, REPO_READ_TOKEN]).unwrap();
        assert_eq!(token.authorization().as_deref(), Some("Bearer ghp_0123456789"));
        let shown = format!("{environment:?} {token:?}");
        assert!(shown.contains(REPO_READ_TOKEN) && !shown.contains("ghp_"), "{shown}");
    }

    #[test]
    fn a_token_is_found_in_any_letter_case_and_a_short_text_is_none() {
        let token = Token::find(&environment("ghp_0123456789"), &[REPO_READ_TOKEN]).unwrap();
        assert!(token.is_in(b"x GHP_0123456789 y") && !token.is_in(b"ghp_012345678") && !token.is_in(b""));
        let short = Token::find(&environment("abc"), &[REPO_READ_TOKEN]).unwrap();
        assert!(!short.is_in(b"abc"));
    }
}
