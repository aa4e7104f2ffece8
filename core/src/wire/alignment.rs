use alloc::{string::String, string::ToString, vec::Vec};
use serde::Serialize;

use super::Label;
use crate::{
    alignment::{Cell, Column, Row, Speaker, State, Subject},
    finding,
    report::Report,
    text::shown,
};

/// What a producer's source, OpenAPI file, documents and manifest say about one contract, side by side.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Alignment {
    /// The documents that speak.
    pub columns: Vec<AlignmentColumn>,
    /// The matters that they speak of.
    pub rows: Vec<AlignmentRow>,
}

/// A document or source that speaks.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AlignmentColumn {
    /// What it is called in a table.
    pub title: String,
    /// The document's name; of a source, that of its root file.
    pub document: String,
}

/// What all documents say on one matter.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AlignmentRow {
    /// `version`, `code`, `status` (of an error code) or `field` (of the error envelope).
    pub kind: String,
    /// The matter: which version, which code, which field.
    pub name: String,
    /// What is held to be right: what most documents say, or what the policy demands; empty for a code that should not be
    /// listed, `unknown` for a field that the policy does not know.
    pub agreed: String,
    /// One a column.
    pub cells: Vec<AlignmentCell>,
}

/// What one document says on one matter.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AlignmentCell {
    /// `agrees`, `differs`, `missing` (it should say something and does not), `uncertain` (it may say it) or `silent` (it
    /// need not).
    pub state: String,
    /// What it says; empty where it says nothing.
    pub text: String,
    /// Where it says so, what is right and what is not; the last one of a missing cell is where it should.
    pub places: Vec<Label>,
}

impl Alignment {
    /// The matrix of a report, where it has one; `label` gives a place its lines and columns, where they are wanted.
    pub(crate) fn of(report: &Report<'_>, label: impl Fn(&finding::Label) -> Option<Label>) -> Option<Self> {
        // An engine that judges the three documents alone need not carry it.
        let matrix = report.alignment.as_ref().filter(|_| cfg!(feature = "inquiry"))?;
        let cell = |cell: &Cell| {
            let places = cell.statements.iter().filter_map(|(spoken, _)| {
                label(&finding::Label::new(spoken.document, spoken.span, shown(&spoken.text)))
            });
            AlignmentCell {
                state: state(cell.state()).to_string(),
                text: shown(&cell.text()),
                places: places.chain(cell.gap.iter().filter_map(&label)).collect(),
            }
        };
        let row = |row: &Row| {
            let (kind, name) = subject(&row.subject);
            let cells = row.cells.iter().map(cell).collect();
            AlignmentRow { kind: kind.to_string(), name: shown(name), agreed: shown(&row.agreed), cells }
        };
        let column = |column: &Column| {
            let document = report.sources.get(column.document).name.as_ref();
            AlignmentColumn { title: title(column.speaker, document), document: shown(document) }
        };
        Some(Self { columns: matrix.columns.iter().map(column).collect(), rows: matrix.rows.iter().map(row).collect() })
    }
}

fn title(speaker: Speaker, document: &str) -> String {
    match speaker {
        Speaker::Source => "source".into(),
        Speaker::OpenApi => "OpenAPI".into(),
        Speaker::Document => shown(document.rsplit('/').next().unwrap_or(document)),
        Speaker::ContractSource => "contract source".into(),
        Speaker::Manifest => "manifest".into(),
    }
}

fn state(state: State) -> &'static str {
    match state {
        State::Silent => "silent",
        State::Agrees => "agrees",
        State::Differs => "differs",
        State::Missing => "missing",
        State::Uncertain => "uncertain",
    }
}

fn subject(subject: &Subject) -> (&'static str, &str) {
    match subject {
        Subject::Version(value) => ("version", value.title()),
        Subject::Code(code) => ("code", code),
        Subject::Status(code) => ("status", code),
        Subject::Field(field) => ("field", field),
    }
}
