//! A notice for people: a calendar, a line for each day, and what it comes to.

use std::fmt::Write as _;

use lockstep_core::{
    date::Date,
    notice::{EmergencyClocks, Moment, NoticePath, Shortfall, Terms, Verdict},
    policy::EmergencyClock,
    render::frame::{self, Painter},
};

use super::{Counted, month};

pub(super) fn human(counted: &Counted, verdict: Option<&Verdict>, color: bool) -> String {
    let Counted { basis, period, today } = counted;
    let mut painter = Painter::new(color);
    let text = &mut painter.text;
    // INVARIANT: writing to a String never fails.
    let _ = writeln!(text, "counted by {}; days begin at {}\n", basis.authority, period.utc_offset());
    month::draw(counted, verdict, text);
    if let Some(clocks) = &period.clocks {
        clock_lines(clocks, &basis.terms, text);
    }
    for day in &period.days {
        let _ =
            writeln!(text, "{}  {:9}  {}", day.date, day.day_of_week.as_str(), day.reason(basis.terms.business_days));
    }
    let day = period.earliest.day(basis.calendar.offset());
    let until = match count(day, *today) {
        0 => format!("which has come by today, {today}"),
        left => format!("{} from today, {today}", days(left)),
    };
    text.push('\n');
    painter.title(frame::NOTE, "earliest lawful release", "", &format!("{}, {until}", period.earliest));
    let window = days(basis.terms.window_days);
    if let Some(window) = &period.window {
        let line =
            format!("the release of {} stands alone for {}, until {}", window.since, days(window.days), window.over);
        painter.note("stability window", &line);
    } else if let Some(stable) = period.stable_from {
        painter.note("stability window", &format!("a release on that day has stood for {window} on {stable}"));
    }
    if let Some(verdict) = verdict {
        conclude(&mut painter, counted, verdict);
    }
    painter.text
}

/// A line for each demand of the emergency path.
fn clock_lines(clocks: &EmergencyClocks, terms: &Terms, text: &mut String) {
    let hours = terms.hours;
    let blocks = |clock| if terms.blocks(clock) { "blocks" } else { "does not block" };
    let kept = if clocks.announced_late { "missed" } else { "kept" };
    let _ = writeln!(
        text,
        "decided    {}\nannounced  {}\nclock 1    to be announced by {}, {hours} hours after the decision: {kept} ({})\n\
         clock 2    to be released from {}, {hours} hours after the announcement ({})",
        clocks.decided,
        clocks.announced,
        clocks.announce_by,
        blocks(EmergencyClock::Announcement),
        clocks.release_from,
        blocks(EmergencyClock::Release),
    );
    if let Some(day) = clocks.publish_on {
        let missed = if clocks.published_late { ": missed" } else { "" };
        let _ = writeln!(text, "same day   documents, specification and tests on {day}{missed}");
    }
    if clocks.closed {
        text.push_str("the emergency path is closed, so the business days of the standard path are counted\n\n");
    }
}

/// What a release comes to.
fn conclude(painter: &mut Painter, counted: &Counted, verdict: &Verdict) {
    let Counted { basis, period, .. } = counted;
    let release = match verdict.release {
        Moment::Day(day) => format!("a release on {day}"),
        Moment::Instant(instant) => format!("a release at {instant}"),
    };
    if verdict.lawful {
        let path = match (period.announcement.path(), &period.clocks) {
            (NoticePath::Emergency, Some(clocks)) if clocks.closed => " by the standard path",
            _ => "",
        };
        painter.title(frame::NOTE, "lawful", "", &format!("{release} keeps the notice{path}"));
    } else {
        let early = days(verdict.early_days);
        let about = if matches!(period.earliest, Moment::Instant(_)) { "up to " } else { "" };
        painter.title(frame::ERROR, "too early", "", &format!("{release} comes {about}{early} too early"));
    }
    for shortfall in &verdict.shortfalls {
        let blocks = if shortfall.blocks(&basis.terms) { "" } else { ", which does not block" };
        painter.note("missed", &format!("{}{blocks}", missed(shortfall, counted)));
    }
}

/// A shortfall in words.
fn missed(shortfall: &Shortfall, counted: &Counted) -> String {
    let Counted { basis, period, .. } = counted;
    let hours = basis.terms.hours;
    match shortfall {
        Shortfall::BusinessDays { counted, needed } => {
            format!("{counted} of {needed} business days are over on that day")
        }
        Shortfall::Window => match &period.window {
            Some(window) => format!("the release of {} must stand alone until {}", window.since, window.over),
            None => "the stability window of the release before".into(),
        },
        Shortfall::AnnouncedLate => format!("clock 1: announced more than {hours} hours after the decision"),
        Shortfall::PublishedLate => {
            "documents, specification and tests did not come on the day of the announcement".into()
        }
        Shortfall::ReleasedEarly => format!("clock 2: released less than {hours} hours after the announcement"),
    }
}

/// How many days of the calendar one date lies behind another; 0 where it does not.
pub(super) fn count(date: Date, behind: Date) -> u64 {
    u64::try_from(date.duration_since(behind).as_hours() / 24).unwrap_or_default()
}

fn days(number: u64) -> String {
    if number == 1 { "1 day".into() } else { format!("{number} days") }
}
