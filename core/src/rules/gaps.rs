//! Gaps of the alignment matrix as findings.

use alloc::{format, string::String, vec::Vec};

use super::Context;
use crate::{
    alignment::{AlignmentFacts, Cell, Column, Matrix, Row, Speaker, Spoken, State, Subject, UNKNOWN},
    facts::BaselineValue,
    finding::{Finding, Label, Severity, Sink},
    text::quoted,
};

/// What source, OpenAPI file, documents and manifest say, where that is judged.
pub(super) fn facts<'a>(context: &Context<'a>) -> Option<&'a AlignmentFacts> {
    context.facts.alignment.as_ref()
}

/// What findings call a column.
fn name(context: &Context<'_>, column: &Column) -> String {
    match column.speaker {
        Speaker::Source => "the service's source".into(),
        _ => context.name(column.document),
    }
}

fn at(spoken: &Spoken, text: impl Into<crate::finding::Text>) -> Label {
    Label::new(spoken.document, spoken.span, text)
}

/// Reports who states another version than most, or none where it should.
pub(super) fn check_version(context: &Context<'_>, sink: &mut Sink, value: BaselineValue) {
    let Some(AlignmentFacts { matrix, .. }) = facts(context) else { return };
    let Some(row) = matrix.rows.iter().find(|row| row.subject == Subject::Version(value)) else { return };
    if row.agreed.is_empty() {
        return sink.skip("no document states the version");
    }
    for (column, cell) in matrix.columns.iter().zip(&row.cells) {
        let mut dissent = cell.statements.iter().filter(|(_, is_right)| !is_right).map(|(spoken, _)| spoken);
        let agreed = quoted(&row.agreed);
        let finding = match (dissent.next(), &cell.gap) {
            (Some(first), _) => {
                let mut finding = Finding::new(
                    at(first, format!("says {}", quoted(&first.text))),
                    format!("{} states another {} than the others", name(context, column), value.title()),
                    agreed.clone(),
                    quoted(&first.text),
                    format!("write {agreed} here, or release {} with all documents at once", quoted(&first.text)),
                );
                for other in dissent {
                    finding = finding.related(at(other, format!("says {}, too", quoted(&other.text))));
                }
                finding
            }
            (None, Some(gap)) => Finding::new(
                gap.clone(),
                format!("{} does not state the {}", name(context, column), value.title()),
                agreed.clone(),
                "not stated",
                format!("state {agreed}"),
            ),
            (None, None) => continue,
        };
        sink.report(with_others(finding, matrix, row, column));
    }
}

/// The finding with the first place of every other column that says what is right.
fn with_others(mut finding: Finding, matrix: &Matrix, row: &Row, but: &Column) -> Finding {
    for (column, cell) in matrix.columns.iter().zip(&row.cells).filter(|(column, _)| column.document != but.document) {
        if let Some((spoken, _)) = cell.statements.iter().find(|(_, is_right)| *is_right) {
            let title = if column.speaker == Speaker::Source { "source" } else { column.document.title() };
            finding = finding.related(at(spoken, format!("the {title} says {}", quoted(&spoken.text))));
        }
    }
    finding
}

/// How findings speak of a set of rows.
pub(super) struct Words {
    /// What a row is about, such as `error code`.
    pub(super) one: &'static str,
    /// More of them.
    pub(super) many: &'static str,
    /// What a document does not do that lacks one.
    pub(super) lacks: &'static str,
    /// What is right, such as `a code of the manifest`.
    pub(super) right: &'static str,
    /// What to do about one that is wrong.
    pub(super) help_wrong: &'static str,
    /// What to do about those that are missing.
    pub(super) help_missing: &'static str,
}

/// Reports for each column what it says and should not, and what it lacks. What it lacks is told with the first
/// name that nobody else knows, if there is one: a name that is misspelt is one fault.
pub(super) fn check_rows(
    context: &Context<'_>,
    sink: &mut Sink,
    rows: &[&Row],
    is_judged: impl Fn(&Column) -> bool,
    words: &Words,
) {
    let Some(AlignmentFacts { matrix, .. }) = facts(context) else { return };
    for (number, column) in matrix.columns.iter().enumerate().filter(|(_, column)| is_judged(column)) {
        let cells: Vec<(&Row, &Cell)> = rows.iter().filter_map(|row| Some((*row, row.cells.get(number)?))).collect();
        let is_missing = |(_, cell): &&(&Row, &Cell)| cell.state() == State::Missing;
        let missing: Vec<(&Row, &Label)> =
            cells.iter().filter(is_missing).filter_map(|(row, cell)| Some((*row, cell.gap.as_ref()?))).collect();
        let wanted: Vec<String> = missing.iter().map(|(row, _)| wanted(row)).collect();
        let mut lacking = (!wanted.is_empty()).then(|| wanted.join(", "));
        for (row, cell) in cells.iter().filter(|(_, cell)| cell.state() == State::Differs) {
            let mut dissent = cell.statements.iter().filter(|(_, is_right)| !is_right).map(|(spoken, _)| spoken);
            let Some(first) = dissent.next() else { continue };
            let misspelt = lacking.take_if(|_| is_unknown(row));
            let others = missing.first().filter(|_| misspelt.is_some()).map_or(*row, |(row, _)| *row);
            let expected = misspelt.unwrap_or_else(|| right(row, words));
            let said = said(row, first);
            let message =
                format!("{} has the {} {said}, which is not {}", name(context, column), words.one, words.right);
            let mut finding = Finding::new(at(first, "against the others"), message, expected, said, words.help_wrong);
            for other in dissent {
                finding = finding.related(at(other, "and here"));
            }
            sink.report(with_others(finding, matrix, others, column));
        }
        let (Some((row, gap)), Some(_)) = (missing.first(), lacking) else { continue };
        let what = if missing.len() == 1 { words.one } else { words.many };
        let wanted = wanted.join(", ");
        let finding = Finding::new(
            (*gap).clone(),
            format!("{} {} the {what} {wanted}", name(context, column), words.lacks),
            wanted,
            "not there",
            words.help_missing,
        );
        let finding = with_others(finding, matrix, row, column);
        match column.speaker {
            // Whatever the source does not name, it never answers: that harms nobody.
            Speaker::Source => sink.report_as(Severity::Note, finding),
            _ => sink.report(finding),
        }
    }
}

/// The rows of one kind.
pub(super) fn rows<'a>(context: &Context<'a>, is_wanted: fn(&Subject) -> bool) -> Vec<&'a Row> {
    let rows = facts(context).into_iter().flat_map(|facts| &facts.matrix.rows);
    rows.filter(|row| is_wanted(&row.subject)).collect()
}

/// The statuses of error codes that no operation of the OpenAPI file answers with, and where one would be listed.
pub(super) fn unanswered(context: &Context<'_>) -> Option<(String, Label)> {
    let matrix = &facts(context)?.matrix;
    let column = matrix.columns.iter().position(|column| column.speaker == Speaker::OpenApi)?;
    let rows = matrix.rows.iter().filter(|row| matches!(row.subject, Subject::Status(_)));
    let gaps: Vec<_> = rows.filter_map(|row| Some((wanted(row), row.cells.get(column)?.gap.clone()?))).collect();
    let statuses = gaps.iter().map(|(wanted, _)| wanted.as_str()).collect::<Vec<_>>().join(", ");
    Some((statuses, gaps.into_iter().next()?.1))
}

/// What a row demands, for messages.
fn wanted(row: &Row) -> String {
    match &row.subject {
        Subject::Status(code) => format!("{} of {}", row.agreed, quoted(code)),
        Subject::Field(field) => format!("{} ({})", quoted(field), row.agreed),
        Subject::Version(_) | Subject::Code(_) => quoted(&row.agreed),
    }
}

/// Whether nobody but the one who says it knows the code or field.
fn is_unknown(row: &Row) -> bool {
    row.agreed.is_empty() || row.agreed == UNKNOWN
}

/// What may stand in the place of something wrong.
fn right(row: &Row, words: &Words) -> String {
    match &row.subject {
        Subject::Status(_) | Subject::Field(_) if !is_unknown(row) => wanted(row),
        _ => words.right.into(),
    }
}

/// What is wrong.
fn said(row: &Row, spoken: &Spoken) -> String {
    match &row.subject {
        Subject::Status(code) => format!("{} of {}", quoted(&spoken.text), quoted(code)),
        Subject::Field(field) => format!("{} ({})", quoted(field), spoken.text),
        Subject::Version(_) | Subject::Code(_) => quoted(&spoken.text),
    }
}
