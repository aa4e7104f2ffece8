//! A change of the error codes and the notices that went before it, as the rules about notices look at them.

use alloc::{string::String, vec::Vec};

use super::Context;
use crate::{
    date::Date,
    facts::{Facts, ManifestFacts},
    finding::{Label, Sink},
    inquiry::Notice,
    notice::{NoticePeriod, NoticeRecord, RecordedNotice, Terms},
    source::DocumentKind,
    text::{Spanned, quoted},
};

/// Why a rule that needs the record cannot run.
pub(super) const NO_RECORD: &str = "the record of notices cannot be read";

/// What came to the error codes.
pub(super) struct Change<'c> {
    /// The codes that came, where they stand in the manifest.
    pub(super) added: Vec<Spanned<&'c str>>,
}

impl<'c> Change<'c> {
    /// `None` where the check is not asked for, or one side has no codes to compare.
    pub(super) fn read(context: &Context<'c>) -> Option<Self> {
        let asked = context.inquiry.notice.known()?;
        let manifest = context.manifest()?;
        let facts = Facts::of_trio(&asked.base, context.policy);
        let base = facts.manifest.facts.as_ref()?;
        let (before, after) = (codes(base)?, codes(manifest)?);
        let added = after.iter().filter(|code| before.iter().all(|known| known.value != code.value));
        Some(Self { added: added.copied().collect() })
    }
}

/// The codes of a manifest, as far as they are texts.
fn codes<'m>(manifest: &'m ManifestFacts<'_>) -> Option<Vec<Spanned<&'m str>>> {
    let entries = manifest.error_codes.present()?;
    let text = |entry: &'m Spanned<Result<_, _>>| {
        let value: &alloc::borrow::Cow<'_, str> = entry.value.as_ref().ok()?;
        Some(Spanned { value: value.as_ref(), span: entry.span })
    };
    Some(entries.value.iter().filter_map(text).collect())
}

/// The record and how long its notices are.
pub(super) struct Notices<'c> {
    pub(super) record: NoticeRecord,
    pub(super) terms: Terms,
    asked: &'c Notice,
    /// The codes of the manifest before the change, which need no notice any more.
    known: Vec<String>,
}

impl<'c> Notices<'c> {
    /// `None` where the check is not asked for; a skip of the rule where there is a record that cannot be read.
    pub(super) fn read(context: &Context<'c>, sink: &mut Sink) -> Option<Self> {
        let asked = context.inquiry.notice.known()?;
        let facts = Facts::of_trio(&asked.base, context.policy);
        let known = facts.manifest.facts.as_ref().and_then(codes).unwrap_or_default();
        let record = match context.sources.find(DocumentKind::Notices) {
            None => NoticeRecord::default(),
            Some(source) => match NoticeRecord::read(&source.lossy()) {
                Ok(record) => record,
                Err(_) => {
                    sink.skip(NO_RECORD);
                    return None;
                }
            },
        };
        Some(Self {
            record,
            terms: Terms::new(context.policy, context.manifest()),
            asked,
            known: known.iter().map(|code| code.value.into()).collect(),
        })
    }

    /// From the announcement of a notice on; `None` where that cannot be counted, which is a finding of its own.
    pub(super) fn period(&self, notice: &RecordedNotice) -> Option<NoticePeriod> {
        NoticePeriod::new(&self.terms, &self.asked.calendar, notice.announcement(), None).ok()
    }

    /// The first day on which codes may be released after a notice.
    pub(super) fn day(&self, period: &NoticePeriod) -> Date {
        period.earliest.day(self.asked.calendar.offset())
    }

    /// The notices of codes that were not all in force before the change.
    pub(super) fn pending(&self) -> impl Iterator<Item = &RecordedNotice> {
        self.record.notices.iter().filter(|notice| !notice.codes.iter().all(|code| self.known.contains(code)))
    }
}

/// A code where the manifest states it.
pub(super) fn code_label(code: &Spanned<&str>) -> Label {
    Label::new(DocumentKind::Manifest, code.span, "not there before the change")
}

/// Codes for a message.
pub(super) fn listed<'t>(codes: impl IntoIterator<Item = &'t str>) -> String {
    codes.into_iter().map(quoted).collect::<Vec<_>>().join(", ")
}
