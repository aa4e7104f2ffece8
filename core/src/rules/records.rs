//! What documents must state: shared by the rules about governance documents and those about the cutover's records.

use alloc::{format, string::String, vec::Vec};
use core::ops::Range;

use memchr::memmem;

use super::Context;
use crate::{
    facts::BaselineValue,
    finding::{Finding, Label, Sink},
    inquiry::{Record, Records, Said, Template},
    markdown::prose::Prose,
    text::{Span, Spanned, quoted},
    words,
};

/// Why a rule could not compare everything.
const UNSTATED: &str = "the baseline lacks a value that documents must name";

/// The documents that could be read, with what is demanded of each.
pub(super) fn readable<'a>(context: &Context<'a>, records: Option<&'a Records>) -> Vec<(&'a Record, &'a Prose)> {
    let records = records.into_iter().flat_map(|records| &records.documents);
    records.filter_map(|record| Some((record, context.facts.prose(record.document)?))).collect()
}

/// What a document must say under the contract in force: always, and because of the contract.
pub(super) fn said<'r>(context: &Context<'_>, record: &'r Record) -> impl Iterator<Item = (&'r Said, bool)> {
    let contract =
        context.baseline(BaselineValue::ServiceContract).and_then(|contract| record.by_contract.get(contract.value));
    core::iter::once((&record.always, false)).chain(contract.map(|said| (said, true)))
}

/// Reports that no document knows the contract in force.
pub(super) fn check_contract(context: &Context<'_>, sink: &mut Sink, records: Option<&Records>, what: &'static str) {
    let documents = records.into_iter().flat_map(|records| &records.documents);
    for record in documents.filter(|record| !record.by_contract.is_empty()) {
        let Some(contract) = context.baseline(BaselineValue::ServiceContract) else {
            return sink.skip("the baseline lacks the service contract version");
        };
        if record.by_contract.contains_key(contract.value) {
            continue;
        }
        let known: Vec<String> = record.by_contract.keys().map(|contract| quoted(contract)).collect();
        sink.report(Finding::new(
            Label::new(context.role().anchor(), contract.span, "no demands for this contract"),
            format!("what {} must say under {} is not known", context.name(record.document), quoted(contract.value)),
            format!("one of {}", known.join(", ")),
            quoted(contract.value),
            format!(
                "state a contract that {what} provide for, or say in lockstep.toml under `by_contract` what they must say \
                 under {}",
                quoted(contract.value)
            ),
        ));
    }
}

/// The finding with the places of what the demand depends on, as far as `found` has it wrong.
pub(super) fn explained(
    context: &Context<'_>,
    mut finding: Finding,
    values: impl Iterator<Item = BaselineValue>,
    by_contract: bool,
    found: &str,
) -> Finding {
    let contract = by_contract.then_some(BaselineValue::ServiceContract);
    for value in values.chain(contract) {
        if let Some(Spanned { value: stated, span }) = context.baseline(value)
            && words::find(found, stated).is_none()
        {
            let role = context.role();
            let text = format!("the {}'s {} is {}", role.anchor_name(), value.title(), quoted(stated));
            finding = finding.related(Label::new(role.anchor(), span, text));
        }
    }
    finding
}

/// Where something that a document lacks would go: under the heading that is demanded, else anywhere.
pub(super) fn gap(record: &Record, prose: &Prose, what: &str) -> Label {
    let Some(section) = &record.section else {
        return Label::new(record.document, Span::default(), format!("no {what} in the document"));
    };
    match heading(prose, section) {
        Some(span) => Label::new(record.document, span, format!("no {what} under this heading")),
        None => Label::new(record.document, Span::default(), format!("no heading {} in the document", quoted(section))),
    }
}

fn heading(prose: &Prose, title: &str) -> Option<Span> {
    let number = (0..prose.headings.len()).find(|number| prose.is_under(Some(*number), Some(title)))?;
    Some(prose.headings.get(number)?.span)
}

/// The finding with the place where the document has the words all the same, though it does not say them.
pub(super) fn with_mention(context: &Context<'_>, finding: Finding, words: &str) -> Finding {
    let document = finding.primary.document;
    let bytes = context.sources.get(document).as_bytes();
    let whole = core::str::from_utf8(bytes).ok().and_then(|text| words::find(text, words));
    let (at, text) = match (whole, memmem::find(bytes, words.as_bytes())) {
        (Some(at), _) => {
            (at, "this does not count: quoted, struck out, in a comment or code, or elsewhere in the document")
        }
        (None, Some(start)) => (start..start + words.len(), "this is a part of longer words"),
        (None, None) => return finding,
    };
    finding.related(Label::new(document, Span::new(at.start, at.end), text))
}

/// The words of a text that differ from those that are wanted.
pub(super) fn difference(found: &str, wanted: &str) -> Range<usize> {
    let length = |same: &mut dyn Iterator<Item = (char, char)>| -> usize {
        same.take_while(|(left, right)| left == right).map(|(character, _)| character.len_utf8()).sum()
    };
    let before = length(&mut found.chars().zip(wanted.chars()));
    let behind = length(&mut found.chars().rev().zip(wanted.chars().rev()));
    let start = found.get(..before).and_then(|same| same.rfind(' ')).map_or(0, |space| space + 1);
    let end = found.len() - behind;
    let end = found.get(end..).and_then(|same| same.find(' ')).map_or(found.len(), |space| end + space);
    if start < end { start..end } else { 0..found.len() }
}

/// A template with the baseline's values, or `None` where it lacks one; the rule then is skipped for the rest.
pub(super) fn fill(context: &Context<'_>, sink: &mut Sink, template: &Template) -> Option<String> {
    let filled = template.fill(|value| Some(context.baseline(value)?.value));
    if filled.is_none() {
        sink.skip(UNSTATED);
    }
    filled
}
