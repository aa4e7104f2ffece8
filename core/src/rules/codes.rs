//! Lists of error codes in the producer's documents: what an entry must be, and which codes must be there.

use alloc::{format, vec::Vec};

use super::Context;
use crate::{
    facts::{ErrorCodeEntry, ManifestFacts},
    finding::{Finding, Label, Sink},
    source::DocumentKind,
    text::{Span, Spanned, quoted},
};

/// The list of a document.
pub(super) struct Codes<'c, 'a> {
    pub(super) document: DocumentKind,
    pub(super) list: &'c Spanned<Vec<ErrorCodeEntry<'a>>>,
}

/// What codes a list must have.
pub(super) struct Wanted<'w> {
    pub(super) codes: Vec<&'w str>,
    /// Whose codes they are, for messages.
    pub(super) owner: &'w str,
    /// Where they stand, where a document states them.
    pub(super) place: Option<Label>,
}

impl<'w> Wanted<'w> {
    /// The codes of the manifest, or of its mirror.
    pub(super) fn of_manifest(context: &Context<'_>, codes: &'w Spanned<Vec<ErrorCodeEntry<'_>>>) -> Self {
        let owner = context.by_role("the manifest mirror", "the manifest");
        let label = format!("`{}` of {owner}", ManifestFacts::ERROR_CODES);
        // The opening bracket: all of the list would be underlined line by line.
        let bracket = Span { start: codes.span.start, end: codes.span.start.saturating_add(1) };
        let place = Label::new(DocumentKind::Manifest, bracket, label);
        Self { codes: stated(&codes.value).map(|(code, _)| code).collect(), owner, place: Some(place) }
    }
}

impl Codes<'_, '_> {
    /// Reports entries that are no codes or stand twice.
    pub(super) fn check_entries(&self, sink: &mut Sink, help: &'static str) {
        for entry in &self.list.value {
            let mut before = stated(&self.list.value).take_while(|(_, span)| *span != entry.span);
            let fault = match &entry.value {
                Err(found) => *found,
                Ok(code) if code.trim().is_empty() => "blank",
                Ok(code) if before.any(|(known, _)| known == code) => "there twice",
                Ok(_) => continue,
            };
            sink.report(Finding::new(
                Label::new(self.document, entry.span, fault),
                format!("an error code of the {} is {fault}", self.document.title()),
                "distinct strings that are not blank",
                fault,
                help,
            ));
        }
    }

    /// Reports codes that are not wanted, and wanted ones that lack.
    pub(super) fn compare(&self, wanted: &Wanted<'_>, sink: &mut Sink, help: &'static str) {
        let Wanted { codes, owner, place } = wanted;
        let title = self.document.title();
        let report =
            |sink: &mut Sink, finding: Finding| sink.report(place.iter().cloned().fold(finding, Finding::related));
        for (code, span) in stated(&self.list.value).filter(|(code, _)| !codes.contains(code)) {
            let label = Label::new(self.document, span, "unexpected");
            let message = format!("the error code {} of the {title} is not one of {owner}", quoted(code));
            report(sink, Finding::new(label, message, format!("one of {}", codes.join(", ")), quoted(code), help));
        }
        let there = |wanted: &&&str| stated(&self.list.value).any(|(code, _)| code == **wanted);
        let missing: Vec<_> = codes.iter().filter(|wanted| !there(wanted)).map(|code| quoted(code)).collect();
        if !missing.is_empty() {
            let label = Label::new(self.document, closing(self.list), "should stand before this bracket");
            let missing = missing.join(", ");
            let message = format!("the {title} lacks error codes of {owner}: {missing}");
            report(sink, Finding::new(label, message, missing, "not there", help));
        }
    }
}

/// The codes that are strings and not blank, with their places.
pub(super) fn stated<'e>(entries: &'e [ErrorCodeEntry<'_>]) -> impl Iterator<Item = (&'e str, Span)> {
    let codes = entries.iter().filter_map(|entry| Some((entry.value.as_deref().ok()?, entry.span)));
    codes.filter(|(code, _)| !code.trim().is_empty())
}

/// The closing bracket of a list, before which an entry would go.
pub(super) fn closing<T>(list: &Spanned<T>) -> Span {
    Span { start: list.span.end.saturating_sub(1), end: list.span.end }
}
