//! Lines of the form `label: value` that documents must have.

use alloc::{format, string::String, vec::Vec};

use super::{
    Context,
    records::{difference, explained, fill, gap, readable, said, with_mention},
};
use crate::{
    finding::{Finding, Label, Sink},
    inquiry::{Record, Records, Role, Statement},
    markdown::prose::{Prose, Stated},
    text::{quoted, shown},
    words::{behind, same_words},
};

/// One demand with the lines that carry its label.
struct Demand<'a> {
    record: &'a Record,
    prose: &'a Prose,
    statement: &'a Statement,
    by_contract: bool,
    /// The value that is demanded.
    value: String,
    lines: Vec<&'a Stated>,
}

/// Every statement that documents must have and that the baseline is complete enough for.
fn demands<'a>(context: &Context<'a>, sink: &mut Sink, records: Option<&'a Records>) -> Vec<Demand<'a>> {
    let mut demands = Vec::new();
    for (record, prose) in readable(context, records) {
        for (said, by_contract) in said(context, record) {
            for statement in &said.statements {
                let Some(value) = fill(context, sink, &statement.value) else { continue };
                let counts = |line: &&Stated| {
                    same_words(prose.label(line), &statement.label)
                        && prose.is_under(prose.heading_of(line), record.section.as_deref())
                };
                let lines = prose.stated.iter().filter(counts).collect();
                demands.push(Demand { record, prose, statement, by_contract, value, lines });
            }
        }
    }
    demands
}

impl Demand<'_> {
    fn is_met_by(&self, line: &Stated) -> bool {
        // A remark may follow the value, as it may follow a date.
        behind(self.prose.value(line), &self.value).is_some_and(|rest| {
            let rest = rest.trim();
            rest.is_empty() || rest == "." || (rest.starts_with('(') && rest.ends_with([')', '.']))
        })
    }

    /// The words of a line that differ from what is demanded.
    fn label(&self, line: &Stated, text: impl Fn(&str) -> String) -> Label {
        let found = self.prose.value(line);
        let part = difference(found, &self.value);
        let words = found.get(part.clone()).unwrap_or_default();
        Label::new(self.record.document, self.prose.place_in_value(line, part), text(words))
    }
}

/// Reports documents that lack a statement, or make it with another value.
pub(super) fn check(context: &Context<'_>, sink: &mut Sink, records: Option<&Records>) {
    for demand in demands(context, sink, records) {
        if demand.lines.iter().any(|line| demand.is_met_by(line)) {
            continue;
        }
        let Demand { record, prose, statement: Statement { label, value }, value: wanted, .. } = &demand;
        let name = context.name(record.document);
        let line = shown(&format!("- {label}: {wanted}"));
        let mut lines = demand.lines.iter();
        let finding = match lines.next() {
            Some(first) => {
                let found = prose.value(first);
                let mut finding = Finding::new(
                    demand.label(first, |words| format!("says {}", quoted(words))),
                    format!("{name} states {} as {}", quoted(label), quoted(found)),
                    quoted(wanted),
                    quoted(found),
                    match context.role() {
                        Role::Consumer => {
                            format!("write {} here once it is true, or pin what the document says", quoted(wanted))
                        }
                        Role::Producer => format!("write {} here once it is true", quoted(wanted)),
                    },
                );
                for other in lines {
                    finding = finding.related(demand.label(other, |words| format!("says {}, too", quoted(words))));
                }
                finding
            }
            None => {
                let finding = Finding::new(
                    gap(record, prose, "such line"),
                    format!("{name} does not state {}", quoted(label)),
                    format!("a line {line}"),
                    "no such line",
                    format!("add the line {line} once it is true"),
                );
                with_mention(context, finding, label)
            }
        };
        let found = demand.lines.first().map_or("", |line| prose.value(line));
        sink.report(explained(context, finding, value.values(), demand.by_contract, found));
    }
}

/// Reports documents that make a demanded statement and contradict it.
///
/// A decision may be contradicted anywhere. Values of the baseline may stand under other headings, too, such as those of
/// the release to roll back to.
pub(super) fn check_contradictions(context: &Context<'_>, sink: &mut Sink, records: Option<&Records>) {
    for demand in demands(context, sink, records) {
        let Some(met) = demand.lines.iter().find(|line| demand.is_met_by(line)) else { continue };
        let Demand { record, prose, statement: Statement { label, value }, .. } = &demand;
        let is_decision = value.values().next().is_none();
        let contradicts = |line: &&&Stated| {
            !demand.is_met_by(line) && (is_decision || prose.heading_of(line) == prose.heading_of(met))
        };
        for line in demand.lines.iter().filter(contradicts) {
            let found = prose.value(line);
            let said = Label::new(
                record.document,
                prose.place_in_value(met, 0..prose.value(met).len()),
                format!("here it says {}", quoted(prose.value(met))),
            );
            sink.report(
                Finding::new(
                    demand.label(line, |words| format!("and here {}", quoted(words))),
                    format!("{} contradicts itself about {}", context.name(record.document), quoted(label)),
                    format!("{} alone", quoted(&demand.value)),
                    format!("{} and {}", quoted(prose.value(met)), quoted(found)),
                    "keep the line that is true; history can be struck out or quoted",
                )
                .related(said),
            );
        }
    }
}
