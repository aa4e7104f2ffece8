//! What a session ends with.

use crate::failure::Failure;

/// Exit code: the documents agree.
pub(crate) const PASS: u8 = 0;
/// Exit code: something is wrong.
pub(crate) const FAIL: u8 = 1;
/// Exit code: no verdict was possible.
pub(crate) const COULD_NOT_JUDGE: u8 = 2;

/// What to print and how to end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// For standard output; UTF-8.
    pub stdout: Vec<u8>,
    /// For standard error; UTF-8.
    pub stderr: Vec<u8>,
    /// 0 pass, 1 fail, 2 could not judge.
    pub exit_code: u8,
}

impl Outcome {
    /// A text on standard output and success.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self { stdout: text.into().into_bytes(), stderr: Vec::new(), exit_code: PASS }
    }

    /// A reason on standard error why something that could be judged is not done.
    pub(crate) fn refusal(failure: &Failure, color: bool) -> Self {
        Self { exit_code: FAIL, ..Self::failure(failure, color) }
    }

    /// A failure on standard error.
    pub(crate) fn failure(failure: &Failure, color: bool) -> Self {
        Self { stdout: Vec::new(), stderr: failure.human(color).into_bytes(), exit_code: COULD_NOT_JUDGE }
    }
}
