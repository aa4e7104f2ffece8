//! Assertions for a producer's own tests: that its answers, its manifest and its handoff payload keep the contract.
//!
//! Where one fails, it panics with what the program would print: the rule, the place in a code frame, what is expected,
//! what stands there, and how to mend it. Add the crate under `[dev-dependencies]`, with `default-features = false`:
//!
//! | Feature | What may be asserted |
//! |---|---|
//! | `assert` | documents, and answers as a pair of status and body |
//! | `http` | [`http::Response`](https://docs.rs/http) with its whole body |
//! | `axum` | the response of an axum handler or router, by [`whole`], and everything else on `http` 1 |
//!
//! # Example: an error answer of a service
//!
//! ```
//! use lockstep_core::assert_conforms;
//!
//! let body = r#"{"service_contract_version":"service.v3","error":{"code":"query_failed","message":"no index"}}"#;
//! assert_conforms!((500, body));
//! assert_conforms!((500, body), contract = "service.v3", status = 500, code = "query_failed");
//! ```
//!
//! # Example: what a test that fails says
//!
//! ```
//! use lockstep_core::assert_conforms;
//!
//! let body = r#"{"service_contract_version":"service.v3","error":{"code":"query_failed","message":""}}"#;
//! let panic = std::panic::catch_unwind(|| assert_conforms!((500, body), contract = "service.v3")).unwrap_err();
//! let message = r#"the answer with status 500 does not conform to `service.v3`
//!
//! error[envelope-field-type]: `error.message` is an empty string
//!  --> answer:1:83
//!   |
//! 1 | {"service_contract_version":"service.v3","error":{"code":"query_failed","message":""}}
//!   |                                                                                   ^^
//!   |
//!   = path: `$.error.message`
//!   = expected: a string of at least one character
//!   = actual: an empty string
//!   = help: the producer must send a string of at least one character
//!
//! to learn more about a rule: lockstep explain envelope-field-type"#;
//! assert_eq!(panic.downcast_ref::<String>().unwrap(), message);
//! ```

mod answer;
mod conforming;
mod expectation;
mod producer;

#[cfg(feature = "axum")]
pub use answer::whole;
pub use answer::{HttpStatus, WholeAnswer};
pub use conforming::conforming;
pub use expectation::Expectation;
pub use producer::Producer;

/// Asserts that an answer of the service keeps its contract, and returns its
/// [`Classification`](crate::envelope::Classification).
///
/// The answer is anything that is a [`WholeAnswer`](crate::assert::WholeAnswer). Behind it may stand, in any order, what
/// the test expects besides: each key is a method of [`Expectation`](crate::assert::Expectation).
///
/// # Panics
///
/// Where the answer breaks a rule that blocks, or is not the one that the test expects. Warnings do not panic; they are
/// among the violations of what is returned.
///
/// # Example: a status and a code
///
/// ```
/// let body = r#"{"service_contract_version":"service.v3","error":{"code":"write_conflict","message":"it is there"}}"#;
/// let answer = lockstep_core::assert_conforms!((409, body), contract = "service.v3", code = "write_conflict");
/// assert_eq!(answer.violations, []);
/// ```
#[macro_export]
macro_rules! assert_conforms {
    ($answer:expr $(, $key:ident = $value:expr)* $(,)?) => {
        $crate::assert::conforming(&$answer, &$crate::assert::Expectation::new()$(.$key($value))*)
    };
}
