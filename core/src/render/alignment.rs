//! The alignment matrix as a table.

use alloc::{string::String, vec::Vec};

use unicode_width::UnicodeWidthStr as _;

use super::frame::{ERROR, Painter, STRONG};
use crate::wire::{Alignment, AlignmentRow};

/// Draws the matrix for people, ending with a line end; what is wrong stands out.
pub(super) fn draw(alignment: &Alignment, painter: &mut Painter) {
    let titles = alignment.columns.iter().map(|column| column.title.clone());
    let head: Vec<String> = core::iter::once(String::from("alignment")).chain(titles).collect();
    let rows: Vec<Vec<String>> = alignment.rows.iter().map(cells).collect();
    let width = |number: usize| {
        let texts = rows.iter().chain([&head]).filter_map(|row| row.get(number));
        texts.map(|text| text.width()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    for (number, text) in head.iter().enumerate() {
        painter.paint(STRONG, text);
        pad(painter, text, &widths, number);
    }
    for (row, texts) in alignment.rows.iter().zip(&rows) {
        for (number, text) in texts.iter().enumerate() {
            let is_gap = number.checked_sub(1).and_then(|cell| row.cells.get(cell)).is_some_and(|cell| cell.is_gap());
            if is_gap {
                painter.paint(ERROR, text)
            } else {
                painter.text.push_str(text)
            }
            pad(painter, text, &widths, number);
        }
    }
    painter.text.push('\n');
}

/// Fills a cell up to the next one, or ends the line.
fn pad(painter: &mut Painter, text: &str, widths: &[usize], number: usize) {
    match widths.get(number) {
        Some(width) if number + 1 < widths.len() => {
            let blanks = width.saturating_sub(text.width()) + 2;
            painter.text.extend(core::iter::repeat_n(' ', blanks));
        }
        _ => painter.text.push('\n'),
    }
}

/// The texts of a row, the matter first.
pub(super) fn cells(row: &AlignmentRow) -> Vec<String> {
    core::iter::once(row.title()).chain(row.cells.iter().map(|cell| cell.shown())).collect()
}
