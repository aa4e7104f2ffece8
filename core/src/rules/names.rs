//! Lists of names in JSON documents: codes, fields, commands.

use alloc::{format, string::String, vec::Vec};

use crate::{
    facts::ErrorCodeEntry,
    finding::{Finding, Label, Sink},
    source::DocumentKind,
    text::{Span, Spanned, quoted},
};

/// A list, and how it is compared.
pub(super) struct List<'l> {
    /// The document that has it.
    pub(super) kind: DocumentKind,
    /// Where in the document, as messages say it.
    pub(super) path: &'l str,
    /// Whether it may hold nothing beside what it must.
    pub(super) is_closed: bool,
    /// Whether its entries are commands, which may go on with arguments of their own.
    pub(super) has_commands: bool,
    /// The place that says what it must hold, where a document does.
    pub(super) wanted_by: Option<Label>,
    /// What to do about another list.
    pub(super) help: &'static str,
}

impl List<'_> {
    /// Reports entries that are no names or stand twice, names that it lacks and, where it is closed, names more.
    pub(super) fn check(&self, found: &Spanned<Vec<ErrorCodeEntry<'_>>>, wanted: &[&str], sink: &mut Sink) {
        let names = || found.value.iter().filter_map(|entry| Some((entry.value.as_deref().ok()?, entry.span)));
        for (position, entry) in found.value.iter().enumerate() {
            let stands_before = |name: &str| names().any(|(known, span)| known == name && span < entry.span);
            let fault = match &entry.value {
                Err(found) => *found,
                Ok(name) if name.trim().is_empty() => "blank",
                Ok(name) if position > 0 && stands_before(name) => "there twice",
                Ok(name) if self.is_closed && !wanted.iter().any(|wanted| self.is_met(wanted, name)) => "unexpected",
                Ok(_) => continue,
            };
            let subject = entry.value.as_ref().map_or("an entry".into(), |name| quoted(name));
            let expected = match fault {
                "unexpected" => format!("one of {}", wanted.join(", ")),
                _ => "distinct strings that are not blank".into(),
            };
            let actual = entry.value.as_ref().map_or(String::from(fault), |name| quoted(name));
            self.report(
                entry.span,
                fault,
                format!("{subject} of `{}` is {fault}", self.path),
                (expected, actual),
                sink,
            );
        }
        let lacks = |wanted: &&&str| !names().any(|(name, _)| self.is_met(wanted, name));
        let missing = wanted.iter().filter(lacks).map(|name| quoted(name)).collect::<Vec<_>>().join(", ");
        if !missing.is_empty() {
            let end = found.span.end;
            let bracket = Span { start: end.saturating_sub(1), end };
            let message = format!("`{}` does not name {missing}", self.path);
            self.report(bracket, "should stand before this bracket", message, (missing, "not there".into()), sink);
        }
    }

    fn is_met(&self, wanted: &str, name: &str) -> bool {
        let rest = name.strip_prefix(wanted);
        rest.is_some_and(|rest| rest.is_empty() || self.has_commands && rest.starts_with(' '))
    }

    fn report(
        &self,
        span: Span,
        label: &'static str,
        message: String,
        (expected, actual): (String, String),
        sink: &mut Sink,
    ) {
        let place = Label::new(self.kind, span, label);
        let finding = Finding::new(place, message, expected, actual, self.help);
        sink.report(self.wanted_by.iter().cloned().fold(finding, Finding::related));
    }
}
