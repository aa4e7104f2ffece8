//! Code frames: the lines that a finding is about, with a caret under each place.
//!
//! Written by hand because the frames are part of the browser module: the library that draws
//! rustc's frames weighs a fifth of that module's budget (`docs/decisions.md`).

use alloc::{borrow::Cow, string::String, vec::Vec};
use anstyle::{AnsiColor, Color, Effects, Style};
use core::fmt::Write as _;
use unicode_width::UnicodeWidthChar;

use crate::text::push_visible;

/// The widest piece of a line that is shown, in characters.
const SHOWN_WIDTH: usize = 140;
/// Characters shown before a place on a line that is cut.
const SHOWN_BEFORE: usize = 40;
/// A tab is shown as so many spaces.
const TAB: &str = "    ";

/// Bold red.
pub const ERROR: Style = bold(AnsiColor::BrightRed);
/// Bold yellow.
pub const WARNING: Style = bold(AnsiColor::Yellow);
/// Bold green.
pub const NOTE: Style = bold(AnsiColor::BrightGreen);
/// Bold blue, for what is not text of the document.
const GUTTER: Style = bold(AnsiColor::BrightBlue);
/// Bold.
pub const STRONG: Style = Style::new().effects(Effects::BOLD);

const fn bold(color: AnsiColor) -> Style {
    Style::new().effects(Effects::BOLD).fg_color(Some(Color::Ansi(color)))
}

/// A place to mark.
#[derive(Clone, Copy, Debug)]
pub struct Mark<'m> {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, as the head of the frame states it.
    pub column: usize,
    /// The bytes within the line that are marked; more than the line has is cut.
    pub start: usize,
    /// The end of those bytes.
    pub end: usize,
    /// Whether it is the place to look at first.
    pub primary: bool,
    /// What stands beside the mark; may be empty.
    pub text: &'m str,
}

/// Places of one document that are shown together.
#[derive(Clone, Debug)]
pub struct Frame<'f> {
    /// The document's name.
    pub name: Cow<'f, str>,
    /// The document's lines, without their line ends; none where it has no text.
    pub lines: Vec<(usize, &'f str)>,
    /// The places, the one that the frame's head names first; none where the whole document is meant.
    pub marks: Vec<Mark<'f>>,
}

/// Draws frames into a text, with or without colours.
#[derive(Debug)]
pub struct Painter {
    /// What was drawn.
    pub text: String,
    color: bool,
    /// The width of the line numbers.
    width: usize,
}

impl Painter {
    /// A painter with an empty text.
    pub fn new(color: bool) -> Self {
        Self { text: String::new(), color, width: 1 }
    }

    /// Writes `text` in a style.
    pub fn paint(&mut self, style: Style, text: &str) {
        // INVARIANT: writing to a String never fails.
        let _ = if self.color { write!(self.text, "{style}{text}{style:#}") } else { write!(self.text, "{text}") };
    }

    /// Writes the title of a finding: `error[rule]: message`.
    pub fn title(&mut self, style: Style, level: &str, rule: &str, message: &str) {
        self.paint(style, level);
        if !rule.is_empty() {
            self.paint(style, "[");
            self.paint(style, rule);
            self.paint(style, "]");
        }
        self.paint(STRONG, ": ");
        self.paint(STRONG, message);
        self.text.push('\n');
    }

    /// Writes the frames of a finding; `style` marks the primary place.
    pub fn frames(&mut self, frames: &[Frame<'_>], style: Style) {
        let last = frames.iter().flat_map(|frame| &frame.marks).map(|mark| mark.line).max().unwrap_or(1);
        self.width = last.checked_ilog10().unwrap_or(0) as usize + 1;
        for (position, frame) in frames.iter().enumerate() {
            self.indent();
            self.paint(GUTTER, if position == 0 { "--> " } else { "::: " });
            let _ = match frame.marks.first() {
                Some(first) => writeln!(self.text, "{}:{}:{}", frame.name, first.line, first.column),
                None => writeln!(self.text, "{}", frame.name),
            };
            self.lines(frame, style);
        }
    }

    /// Writes a line of the form `= expected: text`.
    pub fn note(&mut self, name: &str, text: &str) {
        self.indent();
        self.paint(GUTTER, " = ");
        self.paint(STRONG, name);
        let _ = writeln!(self.text, ": {text}");
    }

    fn indent(&mut self) {
        self.text.extend(core::iter::repeat_n(' ', self.width));
    }

    /// The bar left of everything that is no line of the document.
    fn bar(&mut self) {
        self.indent();
        self.paint(GUTTER, " |");
    }

    fn lines(&mut self, frame: &Frame<'_>, style: Style) {
        if frame.lines.is_empty() {
            return;
        }
        self.bar();
        self.text.push('\n');
        let marks_on = |line: usize| frame.marks.iter().filter(move |mark| mark.line == line);
        let mut left_out = false;
        for (number, line) in &frame.lines {
            let mut marks: Vec<&Mark<'_>> = marks_on(*number).collect();
            if !marks.is_empty() {
                // Few marks stand on a line: a library sort would weigh more than all of this.
                while let Some(at) = (1..marks.len()).find(|at| position(&marks, at - 1) > position(&marks, *at)) {
                    marks.swap(at - 1, at);
                }
                self.marked_line(*number, line, &marks, style);
                left_out = false;
            } else if marks_on(number - 1).chain(marks_on(number + 1)).count() > 1 {
                let shown = Shown::new(line, 0);
                self.line(*number, &shown.text);
            } else if !left_out {
                self.paint(GUTTER, "...");
                self.text.push('\n');
                left_out = true;
            }
        }
        self.bar();
        self.text.push('\n');
    }

    fn marked_line(&mut self, number: usize, line: &str, marks: &[&Mark<'_>], style: Style) {
        let mut shown: Option<Shown> = None;
        for mark in marks {
            // A mark that a cut line does not show gets the line once more, cut around it.
            if shown.as_ref().is_none_or(|shown| !shown.shows(mark.start)) {
                let cut = Shown::new(line, mark.start);
                self.line(number, &cut.text);
                shown = Some(cut);
            }
            let Some(shown) = &shown else { continue };
            let (start, end) = (shown.column(mark.start), shown.column(mark.end));
            let (style, symbol) = if mark.primary { (style, '^') } else { (GUTTER, '-') };
            self.bar();
            self.text.extend(core::iter::repeat_n(' ', start + 1));
            let mut underline: String = core::iter::repeat_n(symbol, end.saturating_sub(start).max(1)).collect();
            if !mark.text.is_empty() {
                underline.push(' ');
                underline.push_str(mark.text);
            }
            self.paint(style, &underline);
            self.text.push('\n');
        }
    }

    fn line(&mut self, number: usize, text: &str) {
        let digits = number.checked_ilog10().unwrap_or(0) as usize + 1;
        self.text.extend(core::iter::repeat_n(' ', self.width.saturating_sub(digits)));
        let mut label = String::new();
        let _ = write!(label, "{number} |");
        self.paint(GUTTER, &label);
        if !text.is_empty() {
            self.text.push(' ');
            self.text.push_str(text);
        }
        self.text.push('\n');
    }
}

fn position(marks: &[&Mark<'_>], at: usize) -> usize {
    marks.get(at).map_or(0, |mark| mark.start)
}

/// A line, or the piece of it around a place, fit to be shown.
struct Shown {
    text: String,
    /// For each character that is shown: its first byte in the line and its column on the screen.
    columns: Vec<(usize, usize)>,
    /// The whole line is shown up to its end.
    to_end: bool,
    end: usize,
}

impl Shown {
    fn new(line: &str, around: usize) -> Self {
        let around = (0..=around.min(line.len())).rev().find(|at| line.is_char_boundary(*at)).unwrap_or(0);
        let long = line.len() > SHOWN_WIDTH && line.chars().count() > SHOWN_WIDTH;
        let before = line.get(..around).unwrap_or_default();
        let start = match before.char_indices().rev().nth(SHOWN_BEFORE) {
            Some((start, _)) if long => start,
            _ => 0,
        };
        let mut shown = Self { text: String::new(), columns: Vec::new(), to_end: true, end: 0 };
        if start > 0 {
            shown.text.push('…');
            shown.end = 1;
        }
        for (count, (offset, character)) in line.get(start..).unwrap_or_default().char_indices().enumerate() {
            if long && count == SHOWN_WIDTH {
                shown.to_end = false;
                shown.text.push('…');
                break;
            }
            shown.push(start + offset, character);
        }
        shown
    }

    fn push(&mut self, offset: usize, character: char) {
        self.columns.push((offset, self.end));
        let from = self.text.len();
        match character {
            '\t' => self.text.push_str(TAB),
            _ => push_visible(&mut self.text, character),
        }
        let added = self.text.get(from..).unwrap_or_default();
        self.end += added.chars().map(|added| added.width().unwrap_or(0)).sum::<usize>();
    }

    fn shows(&self, offset: usize) -> bool {
        let first = self.columns.first().map_or(0, |(offset, _)| *offset);
        let last = self.columns.last().map_or(0, |(offset, _)| *offset);
        offset >= first && (self.to_end || offset <= last)
    }

    /// The column at which the character at `offset` is shown; the end of what is shown where it
    /// is not.
    fn column(&self, offset: usize) -> usize {
        self.columns.iter().find(|(start, _)| *start >= offset).map_or(self.end, |(_, column)| *column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str, marks: &[Mark<'_>]) -> String {
        let mut painter = Painter::new(false);
        let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line)).collect();
        painter.frames(&[Frame { name: "a.md".into(), lines, marks: marks.to_vec() }], ERROR);
        painter.text
    }

    fn mark(line: usize, start: usize, end: usize, primary: bool, text: &str) -> Mark<'_> {
        Mark { line, column: start + 1, start, end, primary, text }
    }

    #[test]
    fn the_caret_stands_under_what_a_reader_sees() {
        let found = drawn("\t\u{202e}中文 = x", &[mark(1, 13, 14, true, "here")]);
        assert_eq!(found, " --> a.md:1:14\n  |\n1 |     \\u{202e}中文 = x\n  |                    ^ here\n  |\n");
    }

    #[test]
    fn far_lines_are_left_out_and_near_ones_shown() {
        let text = "a\nb\nc\nd\ne\nf";
        let found = drawn(text, &[mark(1, 0, 1, true, ""), mark(3, 0, 1, false, "two on"), mark(6, 0, 1, false, "")]);
        assert_eq!(found, " --> a.md:1:1\n  |\n1 | a\n  | ^\n2 | b\n3 | c\n  | - two on\n...\n6 | f\n  | -\n  |\n");
    }

    #[test]
    fn a_long_line_is_cut_around_each_place() {
        let line = "|".repeat(400) + "X" + &"|".repeat(400) + "Y";
        let found = drawn(&line, &[mark(1, 801, 802, false, "second"), mark(1, 400, 401, true, "first")]);
        let lines: Vec<&str> = found.lines().collect();
        assert_eq!(lines[0], " --> a.md:1:802");
        for (source, marks, symbol, letter) in [(2, 3, '^', 'X'), (4, 5, '-', 'Y')] {
            let column = lines[marks].chars().position(|found| found == symbol).unwrap();
            assert_eq!(lines[source].chars().nth(column), Some(letter), "{found}");
            assert!(lines[source].chars().count() < 160, "{found}");
        }
    }
}
