//! A comparison for people: a frame of each side, whom a change harms, and what each side must do.

use alloc::{format, string::String, vec::Vec};
use core::fmt::Write as _;

use super::{Change, Class, Comparison, Given, NoticeNeeded, State, Stated};
use crate::{
    notice::CountedDay,
    render::{
        frame::{self, Frame, Mark, Painter},
        wording::counted,
    },
    text::{Encoding, LineIndex, Position, Span, shown, visible},
};

/// How many places of one change are shown on each side; the rest is counted.
const PLACES: usize = 2;
/// How many uses are named.
const USES: usize = 4;

impl Comparison<'_> {
    /// The whole comparison for people, ending with a line end; `color` adds ANSI escapes.
    pub fn human(&self, color: bool) -> String {
        let mut painter = Painter::new(color);
        let index = |given: Option<Given<'_>>| given.map(|given| LineIndex::new(given.bytes));
        let indexes = self.documents.iter().map(|document| [index(document.pair.old), index(document.pair.new)]);
        let indexes: Vec<_> = indexes.collect();
        for change in &self.changes {
            self.draw(change, indexes.get(change.document), &mut painter);
            painter.text.push('\n');
        }
        for document in &self.documents {
            let name = |given: Option<Given<'_>>| given.map(|given| visible(given.name).into_owned());
            let (old, new) = (name(document.pair.old), name(document.pair.new));
            let names = match (document.state, old, new) {
                (State::Added, _, new) => new.unwrap_or_default(),
                (State::Removed, old, _) => old.unwrap_or_default(),
                (_, old, new) => format!("{} -> {}", old.unwrap_or_default(), new.unwrap_or_default()),
            };
            let state = match document.state {
                State::Same => "same",
                State::Changed => document.class.as_str(),
                State::Added => "added",
                State::Removed => "removed",
            };
            // INVARIANT: writing to a String never fails.
            let _ = writeln!(painter.text, "{}: {state}: {names}", document.form.title());
        }
        for line in self.closing() {
            let _ = writeln!(painter.text, "{line}");
        }
        painter.text
    }

    /// What follows from all changes together, a sentence a line.
    pub(super) fn closing(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(notice) = &self.notice {
            lines.push(format!("notice needed: {}", notice.words()));
        }
        if let Some(period) = &self.period {
            let business_days = self.terms.business_days;
            let day = |day: &CountedDay| {
                format!("  {}  {:9}  {}", day.date, day.day_of_week.as_str(), day.reason(business_days))
            };
            lines.extend(period.days.iter().map(day));
            lines.push(format!("earliest lawful release: {}", period.earliest));
        }
        if self.needs_repin {
            lines.push("repin needed: the manifest has other bytes, so its SHA-256 is no longer the pinned one".into());
        }
        if self.omitted > 0 {
            lines.push(format!("{} more not listed", counted(self.omitted as usize, "change")));
        }
        lines.push(self.verdict());
        lines
    }

    /// The class and the counts in one line.
    pub(super) fn verdict(&self) -> String {
        let counts = Class::ALL.into_iter().zip(self.counts).rev().filter(|(_, count)| *count > 0);
        let counts: Vec<String> = counts.map(|(class, count)| format!("{count} {}", class.as_str())).collect();
        let counts = if counts.is_empty() { "no changes".into() } else { counts.join(", ") };
        let documents = counted(self.documents.len(), "document");
        format!("{}: {counts}; {documents} compared by the policy {}", self.class.as_str(), shown(&self.policy))
    }

    fn draw(&self, change: &Change, indexes: Option<&[Option<LineIndex>; 2]>, painter: &mut Painter) {
        let class = change.kind.class();
        let style = match class {
            Class::None => frame::NOTE,
            Class::Additive => frame::WARNING,
            Class::Breaking | Class::NeedsGates => frame::ERROR,
        };
        painter.title(style, class.as_str(), change.kind.as_str(), &visible(&change.message));
        let pair = self.documents.get(change.document).map(|document| document.pair);
        let [before, after] = indexes.map_or([None, None], |[old, new]| [old.as_ref(), new.as_ref()]);
        // The side that states something is looked at first, the new one before the old.
        let mut sides = [
            (&change.new, pair.and_then(|pair| pair.new).zip(after), true),
            (&change.old, pair.and_then(|pair| pair.old).zip(before), false),
        ];
        let mut frames = Vec::new();
        let mut further = 0;
        if change.new.value.is_none() && change.old.value.is_some() {
            sides.reverse();
        }
        for (stated, side, is_new) in sides {
            let Some((given, index)) = side else { continue };
            if stated.places.is_empty() {
                frames.push(Frame { name: visible(given.name), lines: Vec::new(), marks: Vec::new() });
            }
            let label = label(stated, is_new);
            let primary = frames.is_empty();
            frames.extend(stated.places.iter().take(PLACES).map(|span| framed(given, index, *span, primary, label)));
            further += stated.places.len().saturating_sub(PLACES);
        }
        painter.frames(&frames, style);
        for (name, text) in notes(change) {
            painter.note(name, &text);
        }
        if further > 0 {
            painter.note("places", &format!("{further} more"));
        }
    }
}

fn label(stated: &Stated, is_new: bool) -> &'static str {
    match (&stated.value, is_new) {
        (Some(_), true) => "new",
        (Some(_), false) => "old",
        (None, true) => "nothing in the new one",
        (None, false) => "nothing in the old one",
    }
}

/// Everything that is said beside the frames: a name and a text a line.
pub(super) fn notes(change: &Change) -> Vec<(&'static str, String)> {
    let value = |stated: &Stated| stated.value.clone().unwrap_or_else(|| "nothing".into());
    let mut notes = Vec::from([("old", value(&change.old)), ("new", value(&change.new))]);
    if change.old.value == change.new.value {
        notes.clear();
    }
    if !change.uses.is_empty() {
        let mut uses = change.uses.iter().take(USES).cloned().collect::<Vec<_>>().join(", ");
        if let Some(more) = change.uses.len().checked_sub(USES).filter(|more| *more > 0) {
            let _ = write!(uses, " and {more} more");
        }
        notes.push(("in", uses));
    }
    let harms = change.harms.iter().map(|harm| ("harms", format!("{}: {}", harm.party.title(), harm.how)));
    notes.extend(harms);
    if change.harms.is_empty() {
        notes.push(("harms", "nobody".into()));
    }
    for (name, text) in [("producer", &change.producer), ("consumer", &change.consumer)] {
        if !text.is_empty() {
            notes.push((name, text.clone()));
        }
    }
    if let Some(notice) = &change.notice {
        notes.push(("notice", notice.words()));
    }
    notes
}

impl NoticeNeeded {
    /// The notice in words.
    pub(super) fn words(&self) -> String {
        let same_day =
            if self.emergency_same_day { ", with documents, specification and tests on the same day" } else { "" };
        format!(
            "{} before the release, or {} in an emergency{same_day}",
            counted(usize::try_from(self.standard_business_days).unwrap_or(usize::MAX), "business day"),
            counted(usize::try_from(self.emergency_hours).unwrap_or(usize::MAX), "hour"),
        )
    }
}

/// The line of a place, with the place marked.
fn framed<'f>(given: Given<'f>, index: &LineIndex, span: Span, primary: bool, label: &'f str) -> Frame<'f> {
    // INVARIANT: what was compared is UTF-8.
    let text = core::str::from_utf8(given.bytes).unwrap_or_default();
    let Position { line, column } = index.position(given.bytes, span.start, Encoding::Utf16);
    let end = Span::new(text.len(), text.len()).end;
    let number = line as usize;
    let range = index.start_of(number - 1, end) as usize..index.start_of(number, end) as usize;
    let start = range.start;
    let shown = text.get(range).unwrap_or_default().trim_end_matches(['\n', '\r']);
    let mark = Mark {
        line: number,
        column: column as usize,
        start: span.range().start.saturating_sub(start),
        end: span.range().end.saturating_sub(start),
        primary,
        text: label,
    };
    let lines = if text.is_empty() { Vec::new() } else { Vec::from([(number, shown)]) };
    Frame { name: visible(given.name), lines, marks: Vec::from([mark]) }
}
