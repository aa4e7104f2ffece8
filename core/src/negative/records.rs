//! Faults in documents that must state something.

use alloc::{format, string::String, vec::Vec};

use super::{Finder, Fixture, present, replaced};
use crate::{
    facts::{BaselineValue, Facts},
    inquiry::{Record, Records},
    markdown::prose::{Block, Prose},
    rules::Group,
    source::{Source, Sources},
    text::{Span, quoted},
    words::{self, same_words},
};

/// What comes in the place of words that are demanded.
const OTHERWISE: &str = "otherwise";

/// The rules that find what a document lacks.
struct Rules {
    statement: &'static str,
    phrase: &'static str,
}

/// Each demanded line with another value, each phrase, command and date with others in their place.
pub(super) fn add<'a>(
    fixtures: &mut Vec<Fixture<'a>>,
    sources: &Sources<'a>,
    facts: &Facts<'_>,
    (check, records): (Group, Option<&Records>),
    updated: &str,
) {
    let rules = match check {
        Group::Cutover => Rules { statement: "cutover-decision", phrase: "cutover-phrase" },
        _ => Rules { statement: "governance-statement", phrase: "governance-phrase" },
    };
    for record in records.into_iter().flat_map(|records| &records.documents) {
        let (Some(source), Some(prose)) = (present(sources, record.document), facts.prose(record.document)) else {
            continue;
        };
        let mut push = |what: String, source: Source<'a>, rule| {
            fixtures.push(Fixture { what, check, source, finder: Finder::Rule(rule) });
        };
        push("no file".into(), Source::missing(source.kind, source.name.clone()), "document-missing");
        for (label, value) in statements(record, facts) {
            let spans = lines(prose, label);
            let what = format!("another value of {}", quoted(label));
            push(what, replaced(source, &spans, opposite(&value)), rules.statement);
        }
        for phrase in phrases(record, facts) {
            let what = format!("others than the words {}", quoted(&phrase));
            push(what, replaced(source, &blocks(prose, &phrase), OTHERWISE), rules.phrase);
        }
        for command in &record.commands {
            let what = format!("another command than {}", quoted(command));
            push(what, replaced(source, &blocks(prose, command), OTHERWISE), "governance-command");
        }
        if record.updated {
            let spans = lines(prose, updated);
            push("no date".into(), replaced(source, &spans, OTHERWISE), "governance-updated");
        }
    }
}

/// A decision is turned round; any other value becomes another word.
fn opposite(value: &str) -> &'static str {
    match value {
        "GO" => "NO-GO",
        "NO-GO" => "GO",
        _ => OTHERWISE,
    }
}

/// The labels of the lines that a document must have, with their values.
fn statements<'r>(record: &'r Record, facts: &Facts<'_>) -> Vec<(&'r str, String)> {
    let statements = said(record, facts).flat_map(|said| &said.statements);
    let baseline = |value| Some(facts.baseline(value)?.value);
    statements.filter_map(|statement| Some((statement.label.as_str(), statement.value.fill(baseline)?))).collect()
}

/// The words that a document must hold.
fn phrases(record: &Record, facts: &Facts<'_>) -> Vec<String> {
    let baseline = |value| Some(facts.baseline(value)?.value);
    said(record, facts).flat_map(|said| &said.phrases).filter_map(|phrase| phrase.fill(baseline)).collect()
}

/// What a document must say under the contract in force.
fn said<'r>(record: &'r Record, facts: &Facts<'_>) -> impl Iterator<Item = &'r crate::inquiry::Said> {
    let contract = facts.baseline(BaselineValue::ServiceContract);
    let of_contract = contract.and_then(|contract| record.by_contract.get(contract.value));
    core::iter::once(&record.always).chain(of_contract)
}

/// Where the values of the lines with a label stand.
fn lines(prose: &Prose, label: &str) -> Vec<Span> {
    let lines = prose.stated.iter().filter(|line| same_words(prose.label(line), label));
    lines.map(|line| prose.place_in_value(line, 0..prose.value(line).len())).collect()
}

/// Where the blocks that hold some words stand.
fn blocks(prose: &Prose, words: &str) -> Vec<Span> {
    let holds = |block: &&Block| words::find(&block.text, words).is_some();
    prose.blocks.iter().filter(holds).map(|block| block.place(0..block.text.len())).collect()
}
