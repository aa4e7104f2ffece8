//! An evaluation for people: on a terminal, and as Markdown.

use alloc::{format, string::String, vec::Vec};
use core::fmt::Write as _;

use super::{
    State,
    evaluate::{Evaluation, GateState},
    judge::Place,
};
use crate::{
    render::frame::{self, Painter},
    text::visible,
};

/// The evaluation as text that ends with a line end; `color` adds ANSI escapes.
pub fn human(evaluation: &Evaluation, color: bool) -> String {
    let mut painter = Painter::new(color);
    for gate in &evaluation.gates {
        draw(gate, &mut painter);
        painter.text.push('\n');
    }
    let (gates, total) = (go(evaluation), evaluation.gates.len());
    word(&mut painter, evaluation.state, evaluation.state.verdict().as_str());
    // INVARIANT: writing to a String never fails.
    let _ = writeln!(painter.text, ": {gates} of {total} gates are GO on {}", evaluation.today);
    painter.text
}

fn go(evaluation: &Evaluation) -> usize {
    evaluation.gates.iter().filter(|gate| gate.state == State::Pass).count()
}

fn word(painter: &mut Painter, state: State, text: &str) {
    let style = match state {
        State::Pass => frame::NOTE,
        State::Fail => frame::ERROR,
        State::Unknown => frame::WARNING,
    };
    painter.paint(style, text);
}

fn draw(gate: &GateState, painter: &mut Painter) {
    painter.paint(frame::STRONG, &gate.name);
    painter.text.push_str(": ");
    word(painter, gate.state, gate.state.verdict().as_str());
    let because = if gate.state == State::Pass { "" } else { gate.state.as_str() };
    let because = if because.is_empty() { String::new() } else { format!(" ({because})") };
    let _ = writeln!(painter.text, "{because}  {}", visible(&gate.title));
    let names = gate.criteria.iter().map(|criterion| criterion.name.as_str());
    let names = names.chain(gate.requires.iter().map(|(name, _)| name.as_str()));
    let width = names.map(|name| name.chars().count()).max().unwrap_or_default();
    for (name, state) in &gate.requires {
        row(painter, *state, format!("{name:width$}  the gate is {}", state.verdict().as_str()));
    }
    for criterion in &gate.criteria {
        let reason = visible(&criterion.reason);
        row(painter, criterion.state, format!("{:width$}  {reason}  {}", criterion.name, place(&criterion.place)));
        if criterion.state != State::Pass {
            let _ = writeln!(painter.text, "           {:width$}  next: {}", "", visible(&criterion.next));
        }
    }
}

fn row(painter: &mut Painter, state: State, text: String) {
    painter.text.push_str("  ");
    word(painter, state, &format!("{:7}", state.as_str()));
    painter.text.push_str("  ");
    painter.text.push_str(&text);
    painter.text.push('\n');
}

/// A place as `file:line:column`.
pub(super) fn place(place: &Place) -> String {
    format!("{}:{}:{}", visible(&place.file), place.line, place.column)
}

/// The evaluation as Markdown: a table a gate.
pub fn markdown(evaluation: &Evaluation) -> String {
    let verdict = evaluation.state.verdict().as_str();
    let (gates, total) = (go(evaluation), evaluation.gates.len());
    let mut text = format!("## Gates: {verdict}\n\n{gates} of {total} gates are GO on {}.\n", evaluation.today);
    for gate in &evaluation.gates {
        let (verdict, title) = (gate.state.verdict().as_str(), code(&gate.title));
        text.push_str(&format!("\n### {}: {verdict}\n\n{title}\n\n{}", code(&gate.name), table(gate)));
    }
    text
}

/// What a gate demands and what that comes to.
pub(super) fn table(gate: &GateState) -> String {
    let mut text = String::from("| State | Criterion | What decided | Where | Next |\n|---|---|---|---|---|\n");
    let rows = gate.requires.iter().map(|(name, state)| {
        let said = format!("the gate is {}", state.verdict().as_str());
        [state.as_str().into(), cell(name), said, String::new(), String::new()]
    });
    let rows = rows.chain(gate.criteria.iter().map(|criterion| {
        let next = if criterion.state == State::Pass { String::new() } else { cell(&criterion.next) };
        let what = cell(&criterion.title);
        [criterion.state.as_str().into(), what, cell(&criterion.reason), cell(&place(&criterion.place)), next]
    }));
    for columns in rows {
        text.push_str(&format!("| {} |\n", columns.join(" | ")));
    }
    text
}

/// Text that may come from a document, in code that nothing within can end.
pub(super) fn code(text: &str) -> String {
    let text = visible(text);
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    let fence: String = core::iter::repeat_n('`', longest + 1).collect();
    let blank = if text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() { " " } else { "" };
    format!("{fence}{blank}{text}{blank}{fence}")
}

/// The same for the cell of a table, whose bars would end it even within code.
pub(super) fn cell(text: &str) -> String {
    code(text).replace('|', "\\|")
}

/// The criteria that do not pass of gates whose turn has come: all that they demand is GO.
pub(super) fn open(evaluation: &Evaluation) -> Vec<(&GateState, &super::evaluate::CriterionState)> {
    let of = |gate| {
        let gate: &GateState = gate;
        let has_come = gate.requires.iter().all(|(_, state)| *state == State::Pass);
        let open = gate.criteria.iter().filter(move |criterion| has_come && criterion.state != State::Pass);
        open.map(move |criterion| (gate, criterion))
    };
    evaluation.gates.iter().flat_map(of).collect()
}
