//! The alignment matrix as a table.

use alloc::{format, string::String, vec::Vec};

use unicode_width::UnicodeWidthStr as _;

use super::frame::{ERROR, Painter, STRONG};
use crate::wire::{Alignment, AlignmentCell};

/// A cell of a table.
pub(super) struct Shown {
    pub(super) text: String,
    /// Whether something is wrong with it.
    pub(super) is_gap: bool,
}

/// The matrix as lines of a table, the head first; the statuses of a code stand in the line of the code.
pub(super) fn table(alignment: &Alignment) -> Vec<Vec<Shown>> {
    let plain = |text: String| Shown { text, is_gap: false };
    let titles = alignment.columns.iter().map(|column| plain(column.title.clone()));
    let head = core::iter::once(plain("alignment".into())).chain(titles).collect();
    let rows = alignment.rows.iter().filter(|row| row.kind != "status").map(|row| {
        let title = if row.kind == "field" { format!("field {}", row.name) } else { row.name.clone() };
        let statuses =
            alignment.rows.iter().find(|other| row.kind == "code" && other.kind == "status" && other.name == row.name);
        let cells = row.cells.iter().enumerate().map(|(number, cell)| {
            let status =
                statuses.and_then(|statuses| statuses.cells.get(number)).filter(|status| status.state != "silent");
            match status {
                Some(status) if !is_gap(cell) => shown(status, &status.text),
                _ if row.kind == "code" && !cell.text.is_empty() => shown(cell, "listed"),
                _ => shown(cell, &cell.text),
            }
        });
        core::iter::once(plain(title)).chain(cells).collect()
    });
    core::iter::once(head).chain(rows).collect()
}

fn is_gap(cell: &AlignmentCell) -> bool {
    matches!(cell.state.as_str(), "missing" | "differs")
}

fn shown(cell: &AlignmentCell, text: &str) -> Shown {
    let text = match (cell.state.as_str(), text) {
        ("silent", _) => "-".into(),
        ("uncertain", _) => "?".into(),
        ("missing", "") => "missing".into(),
        ("missing", text) => format!("{text} (incomplete)"),
        ("differs", text) => format!("{text} (differs)"),
        (_, text) => text.into(),
    };
    Shown { text, is_gap: is_gap(cell) }
}

/// Draws the matrix for people, ending with an empty line; what is wrong stands out.
pub(super) fn draw(alignment: &Alignment, painter: &mut Painter) {
    let lines = table(alignment);
    let width = |number: usize| {
        let texts = lines.iter().filter_map(|line| line.get(number));
        texts.map(|shown| shown.text.width()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..=alignment.columns.len()).map(width).collect();
    for (number, line) in lines.iter().enumerate() {
        let mut blanks = 0;
        for (Shown { text, is_gap }, width) in line.iter().zip(&widths) {
            painter.text.extend(core::iter::repeat_n(' ', blanks));
            match (number, is_gap) {
                (0, _) => painter.paint(STRONG, text),
                (_, true) => painter.paint(ERROR, text),
                (_, false) => painter.text.push_str(text),
            }
            blanks = width.saturating_sub(text.width()) + 2;
        }
        painter.text.push('\n');
    }
    painter.text.push('\n');
}
