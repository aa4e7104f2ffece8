//! A row for the table of approved pairs, written as the rows beside it are.

use alloc::{format, string::String, vec::Vec};

use unicode_width::UnicodeWidthStr as _;

use super::{
    Baseline, Consumer,
    edits::{line_at, line_end},
    version,
};
use crate::{
    facts::{ApprovedRow, ApprovedTable, BaselineValue, same_words},
    policy::MatrixLayout,
    text::Span,
};

/// Where the row of a release goes, and its text with a line end.
///
/// Rows stand in the order that the table has: newest first, as the teams have it, unless its releases ascend.
pub(super) fn added(
    text: &str,
    table: &ApprovedTable<'_>,
    layout: &MatrixLayout,
    to: &Baseline,
    consumer: &Consumer,
) -> (Span, String) {
    let (header, head_place) = line_at(text, table.header.range().start);
    let ascending = ascends(table);
    let neighbour = if ascending { table.rows.last() } else { table.rows.first() };
    let template = neighbour.map(|row| line_at(text, row.span.range().start));
    let names = Line::read(header);
    let model = Line::read(template.map_or(header, |(line, _)| line));
    let row = model.filled(&names, |column| cell(column, layout, to, consumer), template.is_some());
    match template {
        Some((_, place)) if !ascending => (start(place), format!("{row}{}", line_end(text, place.range().end))),
        _ => {
            // Without a row, it comes behind the line of hyphens under the header.
            let place = template.map_or_else(|| line_at(text, next_line(text, head_place)).1, |(_, place)| place);
            let end = place.range().end;
            (Span::new(end, end), format!("{}{row}", line_end(text, end)))
        }
    }
}

fn start(place: Span) -> Span {
    Span::new(place.range().start, place.range().start)
}

/// The offset of the line under a line.
fn next_line(text: &str, line: Span) -> usize {
    let end = line.range().end;
    text.get(end..).and_then(|rest| rest.find('\n')).map_or(end, |found| end + found + 1)
}

/// Whether the releases of a table ascend from its first row to its last.
fn ascends(table: &ApprovedTable<'_>) -> bool {
    let of = |row: &ApprovedRow<'_>| version(&row.release_tag.as_ref()?.value);
    let versions: Vec<_> = table.rows.iter().filter_map(of).collect();
    matches!((versions.first(), versions.last()), (Some(first), Some(last)) if first < last)
}

/// What a column says about the new pair; `None` for a column that is not known.
fn cell<'v>(column: &str, layout: &'v MatrixLayout, to: &'v Baseline, consumer: &'v Consumer) -> Option<&'v str> {
    let columns = &layout.approved_columns;
    let known = [
        (&columns.consumer_version, Some(consumer.version.as_str())),
        (&columns.consumer_commit, Some(consumer.commit.as_str())),
        (&columns.release_tag, to.get(BaselineValue::ReleaseTag)),
        (&columns.commit_sha, to.get(BaselineValue::CommitSha)),
        (&columns.service_contract, to.get(BaselineValue::ServiceContract)),
        (&columns.api_contract, to.get(BaselineValue::ApiContract)),
        (&columns.integration_baseline, to.get(BaselineValue::IntegrationBaseline)),
        (&columns.status, Some(layout.approved_status.as_str())),
    ];
    known.into_iter().find(|(name, _)| same_words(name, column)).and_then(|(_, value)| value)
}

/// A line of a table, in pieces.
struct Line<'a> {
    /// What stands before the first cell: indentation, and the bar where there is one.
    head: &'a str,
    /// The cells with the white space around them.
    cells: Vec<&'a str>,
    /// What stands behind the last cell.
    tail: &'a str,
}

impl<'a> Line<'a> {
    fn read(line: &'a str) -> Self {
        let indent = line.len() - line.trim_start().len();
        let bar = usize::from(line.get(indent..).is_some_and(|rest| rest.starts_with('|')));
        let (head, rest) = line.split_at_checked(indent + bar).unwrap_or((line, ""));
        let mut cells: Vec<&str> = Vec::new();
        let mut from = 0;
        let mut escaped = false;
        for (at, byte) in rest.bytes().enumerate() {
            if byte == b'|' && !escaped {
                cells.extend(rest.get(from..at));
                from = at + 1;
            }
            escaped = byte == b'\\' && !escaped;
        }
        let last = rest.get(from..).unwrap_or_default();
        if last.trim().is_empty() && !cells.is_empty() {
            // A bar closes the line.
            return Self { head, cells, tail: rest.get(from.saturating_sub(1)..).unwrap_or_default() };
        }
        cells.push(last);
        Self { head, cells, tail: "" }
    }

    /// How wide each cell is, with the white space around it.
    fn widths(&self) -> Vec<usize> {
        self.cells.iter().map(|cell| cell.width()).collect()
    }

    /// This line with other values, in the form of its own cells.
    ///
    /// Where its cells are as wide as those of the header, the new ones become so, as far as they fit. Columns without a
    /// value are empty. `styled` where the line is a row, so that back ticks and emphasis around its values are meant.
    fn filled<'v>(&self, header: &Line<'_>, value: impl Fn(&str) -> Option<&'v str>, styled: bool) -> String {
        let widths = header.widths();
        // A last cell that no bar closes has no white space behind it.
        let open = usize::from(self.tail.is_empty());
        let closed = |line: &Line<'_>| line.widths().into_iter().rev().skip(open).collect::<Vec<_>>();
        let aligned = styled && closed(self) == closed(header);
        let mut text: String = self.head.into();
        for (at, name) in header.cells.iter().enumerate() {
            if at > 0 {
                text.push('|');
            }
            let model = self.cells.get(at).copied().unwrap_or(name);
            let content = match (value(&plain(name)), styled) {
                (Some(value), true) => styled_like(model.trim(), value),
                (Some(value), false) => escaped(value),
                (None, _) => String::new(),
            };
            let width = widths.get(at).copied().filter(|_| aligned).unwrap_or_default();
            text.push_str(&padded(model, &content, width));
        }
        text.push_str(self.tail);
        text
    }
}

/// The text of a header's cell as far as its markup is no part of its name.
fn plain(cell: &str) -> String {
    cell.trim().trim_matches(['*', '_', '`']).replace("\\|", "|")
}

/// A value between the white space that the model has, wide enough for its column.
fn padded(model: &str, content: &str, width: usize) -> String {
    let bare = model.trim();
    let left = if bare.is_empty() { " " } else { model.get(..model.len() - model.trim_start().len()).unwrap_or(" ") };
    let right = if bare.is_empty() { " " } else { model.get(model.trim_end().len()..).unwrap_or(" ") };
    // White space is there to set bars apart; more of it aligns columns.
    let (least_left, least_right) = (left.len().min(1), right.len().min(1));
    let content_width = content.width();
    if width == 0 {
        return format!("{left}{content}{right}");
    }
    let free = width.saturating_sub(content_width);
    let (left, right) = if left.len() > right.len() {
        (free.saturating_sub(right.len()).max(least_left), right.len())
    } else {
        (left.len(), free.saturating_sub(left.len()).max(least_right))
    };
    format!("{:left$}{content}{:right$}", "", "")
}

/// A value with the back ticks or the emphasis that the model has around its own.
fn styled_like(model: &str, value: &str) -> String {
    let marks = |text: &str| text.len() - text.trim_start_matches(['`', '*', '_']).len();
    let opening = model.get(..marks(model)).unwrap_or_default();
    let closing: String = opening.chars().rev().collect();
    let wrapped = !opening.is_empty() && model.len() > opening.len() + closing.len() && model.ends_with(&closing);
    match wrapped {
        // A bar is escaped in code, too: cells are cut before code is found (GFM 4.10).
        true if opening.ends_with('`') && !value.contains('`') => {
            format!("{opening}{}{closing}", value.replace('|', "\\|"))
        }
        true if !opening.contains('`') => format!("{opening}{}{closing}", escaped(value)),
        _ => escaped(value),
    }
}

/// A value whose characters mean nothing else in Markdown.
fn escaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut before = ' ';
    let mut characters = value.chars().peekable();
    while let Some(character) = characters.next() {
        let inside = |other: char| other.is_alphanumeric();
        let means_more = match character {
            '\\' | '`' | '*' | '[' | ']' | '<' | '&' | '~' | '|' | '!' => true,
            '_' => !(inside(before) && characters.peek().copied().is_some_and(inside)),
            _ => false,
        };
        if means_more {
            text.push('\\');
        }
        text.push(character);
        before = character;
    }
    text
}
