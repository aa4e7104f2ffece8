//! What a run judges beside the three documents, and what its host found out for it.
//!
//! The engine does no I/O: where a verdict depends on git, on the producer's repository or on files that a configuration
//! names, the host finds those out first and says here what it found, or why it could not.

mod alignment;
mod atomic;
mod boundary;
mod bundle;
mod changelog;
mod components;
mod handoff;
mod notice;
mod parity;
mod records;
mod rehearsal;
mod remote;
mod role;
mod schemas;
mod slo;

use alloc::{string::String, vec::Vec};

pub use alignment::{Alignment, ContractDocument};
pub use atomic::{Atomic, AtomicUnit};
pub use boundary::{Boundary, Holder, Needles};
pub use bundle::{Artifact, Bundle};
pub use changelog::Changelog;
pub use components::{ComponentArtifact, Components, Demand, Demanded};
pub use handoff::{ExpectedVersions, Handoff, PinMatch};
pub use notice::{Companion, Notice};
pub use parity::Parity;
pub use records::{PLACEHOLDERS, Record, Records, Said, Statement, Template, TemplateError};
pub use rehearsal::Rehearsal;
pub use remote::{Line, Pinned, Question, Release, Remote};
pub use role::Role;
pub use schemas::Schemas;
pub use slo::Slo;

use crate::{date::Date, rules::Group, source::DocumentKind, waiver::Waiver};

/// One check, as far as a host could find out what it needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Part<T> {
    /// Nobody asked for it, so a report does not mention its rules.
    #[default]
    Unasked,
    /// What it would judge does not exist here, which is no fault; the reason. Its rules are listed as skipped.
    Absent(String),
    /// It was asked for and could not be found out; the reason. There is no verdict.
    Unknown(String),
    /// All that it needs.
    Known(T),
}

impl<T> Part<T> {
    /// What is known, if it is.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(known) => Some(known),
            _ => None,
        }
    }

    fn standing(&self) -> Standing<'_> {
        match self {
            Self::Unasked => Standing::Unasked,
            Self::Absent(reason) => Standing::Absent(reason),
            Self::Unknown(reason) => Standing::Unknown(reason),
            Self::Known(_) => Standing::Known,
        }
    }
}

/// How it stands with a check, whatever it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing<'i> {
    Unasked,
    Absent(&'i str),
    Unknown(&'i str),
    Known,
}

impl Standing<'_> {
    /// Why the rules of the check do not run, if they do not.
    pub(crate) fn reason(self) -> Option<String> {
        match self {
            Self::Absent(reason) | Self::Unknown(reason) => Some(reason.into()),
            Self::Unasked | Self::Known => None,
        }
    }
}

/// What is judged. By default the three documents against each other and the policy, and nothing else.
#[derive(Clone, Debug, Default)]
pub struct Inquiry<'a> {
    /// Whose repository is judged.
    pub role: Role,
    /// Today; rules about dates run only where it is given.
    pub today: Option<Date>,
    /// Whether the documents that state the baseline are not judged by themselves: a consumer's three and their
    /// agreement, a producer's manifest.
    pub without_documents: bool,
    /// A baseline that changes changes in all documents at once, and not under a freeze.
    pub atomic: Part<Atomic<'a>>,
    /// The producer's repository has what is pinned.
    pub remote: Part<Remote>,
    /// What the handoff payload, which is among the sources, must agree with.
    pub handoff: Part<Handoff>,
    /// The decisions on a cutover that records must state.
    pub cutover: Part<Records>,
    /// What governance documents must state.
    pub governance: Part<Records>,
    /// Where the service may be spoken of in the consumer's source.
    pub boundary: Part<Boundary>,
    /// Source, OpenAPI file, documents and manifest of a producer say one thing.
    pub alignment: Part<Alignment>,
    /// The contract packs of a producer's components are the canonical one.
    pub parity: Part<Parity>,
    /// The components' statements of what they are compatible with.
    pub components: Part<Components>,
    /// The schemas of a producer's contract pack.
    pub schemas: Part<Schemas>,
    /// The payload of a rehearsal.
    pub rehearsal: Part<Rehearsal>,
    /// The producer's release evidence bundle.
    pub bundle: Part<Bundle>,
    /// The producer's objectives for the service.
    pub slo: Part<Slo>,
    /// Error codes are announced in time, and documented when they come.
    pub notice: Part<Notice>,
    /// The changelog has an entry for the manifest's release.
    pub changelog: Part<Changelog>,
    /// The findings that a team lets pass; their places are in the configuration, which then is among the sources.
    pub waivers: Vec<Waiver>,
}

/// The groups of the checks that a host gathers for.
const CHECKS: [Group; 15] = [
    Group::Atomic,
    Group::Remote,
    Group::Handoff,
    Group::Cutover,
    Group::Governance,
    Group::Boundary,
    Group::Alignment,
    Group::Parity,
    Group::Components,
    Group::Schemas,
    Group::Rehearsal,
    Group::Bundle,
    Group::Slo,
    Group::Notice,
    Group::Changelog,
];

impl Inquiry<'_> {
    /// How it stands with the rules of a group.
    pub(crate) fn standing(&self, group: Group) -> Standing<'_> {
        match group {
            Group::Document if self.without_documents && self.is_idle() => Standing::Unasked,
            Group::Document => Standing::Known,
            Group::Release | Group::Manifest if self.without_documents => Standing::Unasked,
            Group::Release | Group::Manifest => Standing::Known,
            Group::Pin | Group::Matrix | Group::Agreement if self.without_documents || self.role == Role::Producer => {
                Standing::Unasked
            }
            Group::Pin | Group::Matrix | Group::Agreement => Standing::Known,
            Group::Atomic => self.atomic.standing(),
            Group::Remote => self.remote.standing(),
            Group::Handoff => self.handoff.standing(),
            Group::Cutover => self.cutover.standing(),
            Group::Governance => self.governance.standing(),
            Group::Boundary => self.boundary.standing(),
            Group::Alignment => self.alignment.standing(),
            Group::Parity => self.parity.standing(),
            Group::Components => self.components.standing(),
            Group::Schemas => self.schemas.standing(),
            Group::Rehearsal => self.rehearsal.standing(),
            Group::Bundle => self.bundle.standing(),
            Group::Slo => self.slo.standing(),
            Group::Notice => self.notice.standing(),
            Group::Changelog => self.changelog.standing(),
            Group::Waiver if self.waivers.is_empty() => Standing::Unasked,
            Group::Waiver => Standing::Known,
        }
    }

    /// Whether nothing beside the three documents can be judged.
    fn is_idle(&self) -> bool {
        CHECKS.into_iter().all(|group| self.standing(group) != Standing::Known)
    }

    /// Why there is no full verdict, for each check that could not be found out.
    pub(crate) fn unknown(&self) -> Vec<String> {
        let reason = |group| match self.standing(group) {
            Standing::Unknown(reason) => Some(reason.into()),
            _ => None,
        };
        CHECKS.into_iter().filter_map(reason).collect()
    }

    /// Whether anything that is judged needs this document; the faults of others are nobody's business.
    pub(crate) fn concerns(&self, kind: DocumentKind) -> bool {
        let asked = |groups: &[Group]| groups.iter().any(|group| self.standing(*group) == Standing::Known);
        let needed = match kind {
            DocumentKind::Pin => {
                asked(&[Group::Atomic, Group::Remote, Group::Handoff, Group::Cutover, Group::Governance])
            }
            DocumentKind::Matrix => asked(&[Group::Atomic]),
            // The files of packs and schemas are judged among themselves.
            DocumentKind::Manifest if self.role == Role::Producer => {
                let others = CHECKS.into_iter().filter(|check| !matches!(check, Group::Parity | Group::Schemas));
                others.into_iter().any(|check| self.standing(check) == Standing::Known)
            }
            DocumentKind::Manifest => asked(&[Group::Atomic, Group::Handoff]),
            _ => true,
        };
        needed || !self.without_documents || self.records().any(|records| records.name(kind))
    }

    /// What documents must state, of the checks that are asked for.
    pub(crate) fn records(&self) -> impl Iterator<Item = &Records> {
        [self.cutover.known(), self.governance.known()].into_iter().flatten()
    }
}
