//! Calendars of months, drawn in text.

use std::fmt::Write as _;

use lockstep_core::{
    date::Date,
    notice::{DayKind, Verdict},
};

use super::{Counted, show::count};

const NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Marks of days and what they mean.
const MARKS: [(char, &str); 6] = [
    ('a', "announced"),
    ('+', "counted"),
    ('.', "weekend"),
    ('h', "holiday"),
    ('>', "earliest lawful release"),
    ('r', "the release"),
];

/// How far behind the earliest lawful release another one is still drawn, in days.
const FARTHEST: u64 = 366;

/// Draws the months from the announcement to the release, and what their marks mean.
pub(super) fn draw(counted: &Counted, verdict: Option<&Verdict>, text: &mut String) {
    let offset = counted.basis.calendar.offset();
    let (first, earliest) = (counted.period.announcement.announced().day(offset), counted.period.earliest.day(offset));
    let release =
        verdict.map(|verdict| verdict.release.day(offset)).filter(|release| count(*release, earliest) <= FARTHEST);
    let last = release.map_or(earliest, |release| release.max(earliest));
    let marks = Marks { counted, first, earliest, last, release };
    let mut used = String::new();
    let mut month = Some(first.first_of_month());
    while let Some(begin) = month.filter(|begin| *begin <= last) {
        let name = NAMES.get(usize::from(begin.month().unsigned_abs()).saturating_sub(1)).copied().unwrap_or_default();
        // INVARIANT: writing to a String never fails.
        let _ = writeln!(text, "{name} {}", begin.year());
        text.push_str(" Mo  Tu  We  Th  Fr  Sa  Su\n");
        let column = begin.weekday().to_monday_zero_offset().unsigned_abs();
        let mut line = "    ".repeat(usize::from(column));
        let mut day = Some(begin);
        while let Some(date) = day.filter(|date| date.month() == begin.month()) {
            let mark = marks.of(date);
            used.extend(mark);
            let _ = write!(line, "{:3}{}", date.day(), mark.unwrap_or(' '));
            day = date.tomorrow().ok();
            if date.weekday().to_monday_zero_offset() == 6 || date == begin.last_of_month() {
                let _ = writeln!(text, "{}", line.trim_end());
                line.clear();
            }
        }
        text.push('\n');
        month = begin.last_of_month().tomorrow().ok();
    }
    let meanings = MARKS.iter().filter(|(mark, _)| used.contains(*mark));
    let meanings: Vec<String> = meanings.map(|(mark, meaning)| format!("{mark} {meaning}")).collect();
    let _ = writeln!(text, "{}\n", meanings.join("   "));
}

/// What marks a day has.
struct Marks<'m> {
    counted: &'m Counted,
    first: Date,
    earliest: Date,
    last: Date,
    release: Option<Date>,
}

impl Marks<'_> {
    fn of(&self, date: Date) -> Option<char> {
        let Counted { basis, period, .. } = self.counted;
        if date == self.earliest {
            return Some('>');
        }
        if self.release == Some(date) {
            return Some('r');
        }
        if date == self.first {
            return Some('a');
        }
        if date < self.first || date > self.last {
            return None;
        }
        let day = period.days.get(usize::try_from(count(date, self.first)).unwrap_or(usize::MAX));
        match day.map(|day| &day.kind) {
            Some(DayKind::Counted(_)) => Some('+'),
            _ if basis.terms.is_weekend(date) => Some('.'),
            _ => basis.calendar.holiday(date).map(|_| 'h'),
        }
    }
}
