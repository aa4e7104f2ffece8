//! What comparing documents came to.

use alloc::{string::String, vec::Vec};
use core::cmp::Reverse;
use serde::Serialize;

use super::{
    ChangeKind, Class, DocumentForm, NoticeNeeded, Pair,
    consequence::{self, Consequence, Harm},
    document::Document,
    draft::{Draft, Drafts, Stated},
    terms::Promises,
};
use crate::{
    notice::{Announcement, Calendar, Moment, NoticeFault, NoticePeriod, Terms},
    policy::Policy,
};

/// One change.
#[derive(Clone, Debug)]
pub struct Change {
    /// What kind it is of; its class follows from it.
    pub kind: ChangeKind,
    /// The number of the pair of documents, from 0.
    pub document: usize,
    /// What it is about: a code, a key, a field by its dotted path.
    pub name: String,
    /// What happened: one sentence, lower case, no full stop.
    pub message: String,
    /// What the old document states.
    pub old: Stated,
    /// What the new document states.
    pub new: Stated,
    /// Where in the interface, such as `GET /v1/health 503`; empty where it holds for the whole document.
    pub uses: Vec<String>,
    /// Whom it harms, and how.
    pub harms: Vec<Harm>,
    /// What the producer must do; empty for nothing.
    pub producer: String,
    /// What consumers must do; empty for nothing.
    pub consumer: String,
    /// The notice that it needs, where it needs any.
    pub notice: Option<NoticeNeeded>,
}

/// What became of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum State {
    /// It has the same bytes.
    Same,
    /// It has other bytes.
    Changed,
    /// It did not exist.
    Added,
    /// It no longer exists.
    Removed,
}

/// A pair of documents that was compared.
#[derive(Clone, Debug)]
pub struct Compared<'d> {
    /// The old and the new state.
    pub pair: Pair<'d>,
    /// What kind of document it is.
    pub form: DocumentForm,
    /// What became of it.
    pub state: State,
    /// The gravest class of its changes.
    pub class: Class,
}

/// Everything that changed.
#[derive(Clone, Debug)]
pub struct Comparison<'d> {
    /// The documents, in the order in which they were given.
    pub documents: Vec<Compared<'d>>,
    /// The changes: by document, the gravest first, then by place.
    pub changes: Vec<Change>,
    /// How many changes are not listed.
    pub omitted: u32,
    /// The gravest class of all changes, those that are not listed among them.
    pub class: Class,
    /// Whether the manifest has other bytes, so that its SHA-256 no longer is what consumers have pinned.
    pub needs_repin: bool,
    /// The name of the policy.
    pub policy: String,
    /// The notice that must be given before the new state is released, where any change needs notice.
    pub notice: Option<NoticeNeeded>,
    /// How long a notice is by what was promised before the change.
    pub terms: Terms,
    /// From an announcement to the earliest lawful release, where that was counted.
    pub period: Option<NoticePeriod>,
    /// How many changes of each class there are, in the order of [`Class::ALL`].
    pub counts: [u32; 4],
}

impl<'d> Comparison<'d> {
    pub(super) fn new(
        pairs: &[Pair<'d>],
        read: &[(Option<Document<'d>>, Option<Document<'d>>)],
        drafts: Vec<Drafts>,
        promises: &Promises,
        policy: &Policy,
    ) -> Self {
        let drafts: Vec<_> = drafts.into_iter().map(Drafts::into_list).collect();
        let is_bumped = drafts.iter().flatten().any(|draft| draft.kind == ChangeKind::ServiceContractChanged);
        let mut comparison = Self {
            documents: Vec::new(),
            changes: Vec::new(),
            omitted: 0,
            class: Class::None,
            needs_repin: false,
            notice: None,
            policy: policy.name.clone(),
            terms: promises.terms.clone(),
            period: None,
            counts: [0; 4],
        };
        for (document, ((pair, (old, new)), mut drafts)) in pairs.iter().zip(read).zip(drafts).enumerate() {
            let Some(form) = old.as_ref().or(new.as_ref()).map(Document::form) else { continue };
            let state = match (old, new) {
                (None, _) => State::Added,
                (_, None) => State::Removed,
                (Some(old), Some(new)) if old.text == new.text => State::Same,
                _ => State::Changed,
            };
            comparison.needs_repin |= form == DocumentForm::Manifest && state == State::Changed;
            let class = drafts.iter().map(|draft| draft.kind.class()).max().unwrap_or(Class::None);
            comparison.documents.push(Compared { pair: *pair, form, state, class });
            comparison.class = comparison.class.max(class);
            let place = |stated: &Stated| stated.places.first().copied();
            drafts.sort_by(|one, two| {
                let key =
                    |draft: &Draft| (Reverse(draft.kind.class()), place(&draft.new), place(&draft.old), draft.kind);
                key(one).cmp(&key(two)).then_with(|| one.name.cmp(&two.name))
            });
            for draft in drafts {
                let consequence = consequence::of(&draft, promises, is_bumped);
                comparison.add(document, draft, consequence, policy.limits.findings);
            }
        }
        comparison
    }

    /// Counts a change, and lists it where there is room.
    fn add(&mut self, document: usize, draft: Draft, consequence: Consequence, limit: u32) {
        let Consequence { harms, producer, consumer, needs_notice } = consequence;
        let class = draft.kind.class();
        if let Some((_, count)) = Class::ALL.into_iter().zip(&mut self.counts).find(|(of, _)| *of == class) {
            *count = count.saturating_add(1);
        }
        let notice = needs_notice.then(|| NoticeNeeded::from(&self.terms));
        self.notice = self.notice.take().or_else(|| notice.clone());
        if self.changes.len() >= limit as usize {
            self.omitted = self.omitted.saturating_add(1);
            return;
        }
        let Draft { kind, name, message, old, new, uses, .. } = draft;
        self.changes.push(Change { kind, document, name, message, old, new, uses, harms, producer, consumer, notice });
    }

    /// Counts from an announcement on, where a change needs notice.
    ///
    /// # Errors
    ///
    /// Where the count does not end within the calendar.
    pub fn count(&mut self, calendar: &Calendar, announced: Moment) -> Result<(), NoticeFault> {
        if self.notice.is_some() {
            let announcement = Announcement::Standard { announced };
            self.period = Some(NoticePeriod::new(&self.terms, calendar, announcement, None)?);
        }
        Ok(())
    }
}
