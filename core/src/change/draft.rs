//! Changes as they are found, before it is said whom they harm.

use alloc::{
    collections::BTreeMap,
    string::{String, ToString},
    vec::Vec,
};

use super::{ChangeKind, DocumentForm, document::Document};
use crate::text::Span;

/// What one of the two documents states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// The value, fit to be shown; `None` where there is none.
    pub value: Option<String>,
    /// Where it stands, the first place first; where there is no value, where it would go.
    pub places: Vec<Span>,
}

impl Stated {
    /// A value at a place.
    pub(super) fn at(value: impl Into<String>, place: Span) -> Self {
        Self { value: Some(value.into()), places: Vec::from([place]) }
    }

    /// No value, which would go to a place.
    pub(super) fn nothing(place: Span) -> Self {
        Self { value: None, places: Vec::from([place]) }
    }
}

/// A change that was found.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) kind: ChangeKind,
    /// What it is about: a code, a key, a field by its dotted path.
    pub(super) name: String,
    /// What happened, in one sentence.
    pub(super) message: String,
    pub(super) old: Stated,
    pub(super) new: Stated,
    /// Where in the interface, such as `GET /v1/health 503`; empty where it holds for the whole document.
    pub(super) uses: Vec<String>,
    /// Of an error code: the policy that lists it says that its contract's codes are open.
    pub(super) is_open: bool,
}

impl Draft {
    /// A change that holds for the whole document.
    pub(super) fn new(kind: ChangeKind, name: impl Into<String>, message: String, old: Stated, new: Stated) -> Self {
        Self { kind, name: name.into(), message, old, new, uses: Vec::new(), is_open: false }
    }

    /// A change of a whole document.
    pub(super) fn document(kind: ChangeKind, document: &Document<'_>) -> Self {
        let title = document.form().title();
        let (what, old, new) = match (kind, document.form()) {
            (ChangeKind::DocumentAdded, _) => ("was added", false, true),
            (ChangeKind::DocumentRemoved, _) => ("was removed", true, false),
            (_, DocumentForm::OpenApi) => (
                "says the same as before; only layout, order, descriptions, extensions or what nothing refers to differ",
                false,
                false,
            ),
            _ => ("says the same as before; only layout or order differ", false, false),
        };
        let stated = |there: bool| match there {
            true => Stated { value: Some(title.into()), places: Vec::new() },
            false => Stated::default(),
        };
        Self::new(kind, title, alloc::format!("the {title} {what}"), stated(old), stated(new))
    }
}

/// The changes of one pair of documents; what is found in several places is one change.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    found: Vec<Draft>,
    known: BTreeMap<(ChangeKind, String, Option<String>, Option<String>), usize>,
}

impl Drafts {
    pub(super) fn one(draft: Draft) -> Self {
        let mut drafts = Self::default();
        drafts.push(draft);
        drafts
    }

    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    pub(super) fn push(&mut self, draft: Draft) {
        let key = (draft.kind, draft.name.to_string(), draft.old.value.clone(), draft.new.value.clone());
        match self.known.get(&key).and_then(|at| self.found.get_mut(*at)) {
            Some(known) => {
                known.old.places.extend(draft.old.places);
                known.new.places.extend(draft.new.places);
                known.uses.extend(draft.uses);
            }
            None => {
                self.known.insert(key, self.found.len());
                self.found.push(draft);
            }
        }
    }

    /// The changes, each place and use once and in order.
    pub(super) fn into_list(self) -> Vec<Draft> {
        let mut found = self.found;
        for draft in &mut found {
            for places in [&mut draft.old.places, &mut draft.new.places] {
                places.sort_unstable();
                places.dedup();
            }
            draft.uses.sort_unstable();
            draft.uses.dedup();
        }
        found
    }
}
