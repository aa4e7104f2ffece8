//! What a producer hands over with a release, made from its manifest and the policy: pure functions from facts to texts.
//!
//! A text depends on its arguments alone, so that the same release, day and commit give the same bytes. The forms are
//! those that the teams' tools read; keys that theirs do not have are marked so.

mod bundle;
mod changelog;
mod envelopes;
mod handoff;
mod impact;
mod rehearsal;
mod release;

use alloc::{format, string::String};

use serde::Serialize;

pub use bundle::{BUNDLE_VERSION, Bundle, BundleInput, ComplianceSuite, PolicyAssertions, bundle};
pub(crate) use changelog::is_filled;
pub use changelog::{Entry, StatedImpact};
pub use envelopes::EnvelopePolicies;
pub use handoff::{CompatibilityExpectations, HandoffInput, HandoffPayload, RehearsalCandidate, handoff};
pub use impact::{ImpactStatement, impact};
pub use rehearsal::{
    ErrorCodeExpectations, MigrationOverlap, REHEARSAL_VERSION, RehearsalBaseline, RehearsalInput, RehearsalPayload,
    RehearsalProducer, RehearsalTarget, RollbackPolicy, rehearsal,
};
pub use release::{Baseline, NoticePromise, Release, is_newer, newest_contract};

use crate::{date::Date, facts::sha256};

/// A file that a document names, with what it held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Artifact {
    /// Its path, relative to the producer's repository, with forward slashes.
    pub path: String,
    /// SHA-256 of its bytes, 64 lower-case hex digits.
    pub sha256: String,
}

impl Artifact {
    /// The artifact of a file.
    pub fn new(path: &str, bytes: &[u8]) -> Self {
        Self { path: path.into(), sha256: sha256(bytes) }
    }
}

/// Why there is nothing to hand over: what is asked for contradicts the manifest. Lower case, no full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction(pub String);

/// The instant of a day, since what is generated must not depend on the hour.
fn instant(day: Date) -> String {
    format!("{day}T00:00:00Z")
}
