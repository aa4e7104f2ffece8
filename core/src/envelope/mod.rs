//! Envelopes: what the service answers at run time, judged against what its contract promises.
//!
//! [`Classifier::class`] gives one [`Class`] for a body and is made for speed; [`Classifier::classify`] gives a
//! [`Classification`] with every violation and its place. Both look with the same scanner. Any bytes whatever get an
//! answer and a usable fallback: a consumer must never be blocked because its producer fails (diagnostics matrix,
//! invariant 1).

mod classification;
mod classifier;
mod keys;
mod path;
mod rule;
mod scan;
mod store;
mod stream;
mod unescape;
mod violation;
mod window;

pub(crate) use classification::shown_body;
pub use classification::{Answer, CLASSIFICATION_SCHEMA, Classification, Code, Fallback, Kind, Route};
pub use classifier::{Classifier, ContractState, UnknownContract};
pub(crate) use keys::{ALWAYS_KNOWN, MOST_FIELDS};
pub use rule::{Class, EnvelopeRule};
pub use stream::{Counts, LineCutter, line_count, lines};
pub use violation::Violation;
