//! What changed between two states of a producer's documents: whom it harms, and what each side must do.
//!
//! Two documents of one kind are compared by what they say, not by their bytes. Every change has a class that follows
//! from its kind alone, so that whoever reads a change backwards gets the class of the mirrored kind.
//!
//! Sources: the teams' joint execution playbooks (codes, notice, window, guard), the producer's versioning policy (what
//! needs a new contract version). What a consumer is harmed by is said from its side: it reads answers, so a field that
//! goes harms it; it writes requests, so a field that is demanded does.

mod class;
mod codes;
mod consequence;
mod document;
mod draft;
mod field;
mod human;
mod kind;
mod markdown;
mod openapi;
mod policy;
mod report;
mod schema;
mod statement;
mod terms;
mod wire;

use alloc::vec::Vec;

pub use class::Class;
pub use consequence::{Harm, Party};
pub use document::{DocumentForm, Given, Refusal, Side};
pub use draft::Stated;
pub use kind::ChangeKind;
pub use report::{Change, Compared, Comparison, State};
pub use terms::NoticeNeeded;
pub use wire::{DIFF_SCHEMA, DiffReport};

use crate::policy::Policy;
use document::{Body, Document};
use draft::{Draft, Drafts};
use terms::Promises;

/// One document in its old and its new state; where one of them is missing, it was added or removed.
#[derive(Clone, Copy, Debug)]
pub struct Pair<'d> {
    /// The old state.
    pub old: Option<Given<'d>>,
    /// The new state.
    pub new: Option<Given<'d>>,
}

/// Compares documents pairwise; `policy` says which error codes are open and what notice is the least.
///
/// # Errors
///
/// The first document that cannot be read or is of no kind that is compared, with the place in it; so is a pair of two
/// kinds.
pub fn compare<'d>(pairs: &[Pair<'d>], policy: &Policy) -> Result<Comparison<'d>, Refusal> {
    let mut read = Vec::new();
    for Pair { old, new } in pairs {
        let side = |given: &Option<Given<'d>>, side| given.map(|given| Document::read(given, side, policy)).transpose();
        let (old, new) = (side(old, Side::Old)?, side(new, Side::New)?);
        if let (Some(old), Some(new)) = (&old, &new)
            && old.form() != new.form()
        {
            return Err(Refusal::mixed(old, new));
        }
        read.push((old, new));
    }
    let promises = Promises::new(read.iter().filter_map(|(old, _)| old.as_ref()), policy);
    let mut drafts = Vec::new();
    for (old, new) in &read {
        drafts.push(match (old, new) {
            (Some(old), Some(new)) => of_pair(old, new)?,
            (Some(old), None) => Drafts::one(Draft::document(ChangeKind::DocumentRemoved, old)),
            (None, Some(new)) => Drafts::one(Draft::document(ChangeKind::DocumentAdded, new)),
            (None, None) => Drafts::default(),
        });
    }
    Ok(Comparison::new(pairs, &read, drafts, &promises, policy))
}

/// What changed between two documents of one kind.
fn of_pair(old: &Document<'_>, new: &Document<'_>) -> Result<Drafts, Refusal> {
    let mut drafts = Drafts::default();
    if old.text == new.text {
        return Ok(drafts);
    }
    match (&old.body, &new.body) {
        (Body::Manifest(one), Body::Manifest(two)) | (Body::ContractSource(one), Body::ContractSource(two)) => {
            statement::compare((old, one), (new, two), &mut drafts)?;
        }
        (Body::OpenApi(one), Body::OpenApi(two)) => openapi::compare((old, one), (new, two), &mut drafts)?,
        (Body::Policy(one, before), Body::Policy(two, after)) => {
            policy::compare((old, one, before), (new, two, after), &mut drafts);
        }
        // INVARIANT: both have one form.
        _ => {}
    }
    if drafts.is_empty() {
        drafts.push(Draft::document(ChangeKind::DocumentRewritten, new));
    }
    Ok(drafts)
}
