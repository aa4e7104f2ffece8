use alloc::{format, string::String, vec::Vec};
use core::fmt;

use jiff::{SignedDuration, Timestamp, tz::Offset};

use super::{Announcement, Calendar, LONGEST_NOTICE, Moment, Terms, calendar::day_of_week};
use crate::{
    date::Date,
    policy::{DayOfWeek, EmergencyClock},
    text::shown,
};

/// The longest count of the standard path, in days of the calendar: [`LONGEST_NOTICE`] weeks with one business day
/// each, and as many again lost to holidays.
const LONGEST_COUNT: usize = 14 * LONGEST_NOTICE as usize;

/// From an announcement to the earliest lawful release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticePeriod {
    /// What was announced.
    pub announcement: Announcement,
    /// Each day from that of the announcement to the earliest lawful one; empty where hours are counted.
    pub days: Vec<CountedDay>,
    /// The clocks of the emergency path; `None` on the standard path.
    pub clocks: Option<EmergencyClocks>,
    /// The stability window of the release before, where it is known since when that stands.
    pub window: Option<Window>,
    /// The earliest lawful release.
    pub earliest: Moment,
    /// The first day on which a release on the earliest lawful day has stood for a stability window; `None` beyond the
    /// calendar.
    pub stable_from: Option<Date>,
    pub(super) offset: Offset,
}

/// A day between an announcement and a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedDay {
    /// The day.
    pub date: Date,
    /// The day of the week.
    pub day_of_week: DayOfWeek,
    /// Why it counts, or not.
    pub kind: DayKind,
}

impl CountedDay {
    /// Why it counts, or not, in words; so many business days make a notice.
    pub fn reason(&self, business_days: u64) -> String {
        match &self.kind {
            DayKind::Announcement => "announced; this day is not counted".into(),
            DayKind::Counted(number) => format!("{number} of {business_days}"),
            DayKind::Weekend => "weekend".into(),
            DayKind::Holiday(name) if name.is_empty() => "holiday".into(),
            DayKind::Holiday(name) => format!("holiday: {}", shown(name)),
        }
    }
}

/// Why a day counts, or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayKind {
    /// The day of the announcement, which never counts.
    Announcement,
    /// The business day of this number, from 1.
    Counted(u64),
    /// No business day in any week.
    Weekend,
    /// A holiday of this name; empty where it has none.
    Holiday(String),
}

/// Both clocks of the emergency path, and what it demands on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EmergencyClocks {
    /// When the change was decided: the first instant that it can have been.
    pub decided: Timestamp,
    /// When it was announced: the instant by which it was.
    pub announced: Timestamp,
    /// The last instant at which it had to be announced.
    pub announce_by: Timestamp,
    /// The first instant at which it may be released.
    pub release_from: Timestamp,
    /// Whether it was announced after `announce_by`.
    pub announced_late: bool,
    /// The day on which documents, specification and tests must be published; `None` where the terms demand none.
    pub publish_on: Option<Date>,
    /// Whether they were published on another day.
    pub published_late: bool,
    /// Whether the emergency path is closed, because a clock that blocks was missed or something was not published on
    /// the day: then the business days of the standard path go before the release.
    pub closed: bool,
}

/// A stability window: days of the calendar in which a release stays the newest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The day of that release.
    pub since: Date,
    /// How many days it lasts.
    pub days: u64,
    /// The first day on which it is over.
    pub over: Date,
}

/// Why there is no earliest lawful release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeFault {
    /// It was announced before it was decided.
    AnnouncedBeforeDecided,
    /// The count leaves the calendar, which ends with the year 9999, or does not end in 14,000 days.
    Endless,
}

impl fmt::Display for NoticeFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::AnnouncedBeforeDecided => "the change was announced before it was decided",
            Self::Endless => "the notice ends beyond the calendar, or holidays leave no business days",
        })
    }
}

impl core::error::Error for NoticeFault {}

impl NoticePeriod {
    /// Counts from an announcement to the earliest lawful release. `stable_since` is the day on which the release
    /// before it was made, whose stability window must be over on the standard path; an emergency does not wait for it.
    ///
    /// # Errors
    ///
    /// Where it was announced before it was decided, or the count does not end within the calendar.
    pub fn new(
        terms: &Terms,
        calendar: &Calendar,
        announcement: Announcement,
        stable_since: Option<Date>,
    ) -> Result<Self, NoticeFault> {
        let offset = calendar.offset();
        let clocks = EmergencyClocks::new(terms, offset, announcement)?;
        let window = stable_since.map(|since| Window::new(since, terms.window_days)).transpose()?;
        let (days, mut earliest) = match clocks {
            Some(clocks) if !clocks.closed => (Vec::new(), Moment::Instant(clocks.earliest(terms))),
            _ => {
                let days = count(terms, calendar, announcement.announced().day(offset))?;
                let last = days.last().map(|day| Moment::Day(day.date));
                (days, last.unwrap_or(announcement.announced()))
            }
        };
        if let (Some(window), None, Moment::Day(day)) = (window, clocks, earliest) {
            earliest = Moment::Day(day.max(window.over));
        }
        let stable_from = Window::new(earliest.day(offset), terms.window_days).ok().map(|window| window.over);
        Ok(Self { announcement, days, clocks, window, earliest, stable_from, offset })
    }

    /// The offset from UTC at which days begin, as RFC 3339 writes it.
    pub fn utc_offset(&self) -> String {
        let seconds = self.offset.seconds();
        let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.unsigned_abs() / 60);
        format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

impl EmergencyClocks {
    /// The clocks of an announcement on the emergency path.
    fn new(terms: &Terms, offset: Offset, announcement: Announcement) -> Result<Option<Self>, NoticeFault> {
        let Announcement::Emergency { decided, announced, published } = announcement else { return Ok(None) };
        let first = |moment: Moment| moment.first(offset).ok_or(NoticeFault::Endless);
        let last = |moment: Moment| moment.last(offset).ok_or(NoticeFault::Endless);
        // Days may overlap: only what is certainly the wrong way round is refused.
        let before = match (decided, announced) {
            (Moment::Instant(decided), Moment::Instant(announced)) => announced < decided,
            _ => announced.day(offset) < decided.day(offset),
        };
        if before {
            return Err(NoticeFault::AnnouncedBeforeDecided);
        }
        let (decided, announced_at) = (first(decided)?, last(announced)?);
        let (announce_by, release_from) = (after(decided, terms.hours)?, after(announced_at, terms.hours)?);
        let publish_on = terms.same_day.then(|| announced.day(offset));
        let announced_late = announced_at > announce_by;
        let published_late = publish_on.is_some_and(|day| published.is_some_and(|published| published != day));
        let closed = published_late || announced_late && terms.blocks(EmergencyClock::Announcement);
        Ok(Some(Self {
            decided,
            announced: announced_at,
            announce_by,
            release_from,
            announced_late,
            publish_on,
            published_late,
            closed,
        }))
    }

    /// The earliest release, while the path is open.
    fn earliest(&self, terms: &Terms) -> Timestamp {
        if terms.blocks(EmergencyClock::Release) { self.release_from } else { self.announced }
    }
}

impl Window {
    fn new(since: Date, days: u64) -> Result<Self, NoticeFault> {
        let whole = i64::try_from(days).ok().and_then(|days| SignedDuration::try_from_hours(days.checked_mul(24)?));
        let over = whole.and_then(|whole| since.checked_add(whole).ok()).ok_or(NoticeFault::Endless)?;
        Ok(Self { since, days, over })
    }
}

/// An instant some hours later.
fn after(instant: Timestamp, hours: u64) -> Result<Timestamp, NoticeFault> {
    let hours = i64::try_from(hours).ok().and_then(SignedDuration::try_from_hours);
    hours.and_then(|hours| instant.checked_add(hours).ok()).ok_or(NoticeFault::Endless)
}

/// The days from an announcement to the last business day of its notice.
fn count(terms: &Terms, calendar: &Calendar, announced: Date) -> Result<Vec<CountedDay>, NoticeFault> {
    let day = |date, kind| CountedDay { date, day_of_week: day_of_week(date), kind };
    let mut days = Vec::from([day(announced, DayKind::Announcement)]);
    let (mut date, mut counted) = (announced, 0);
    while counted < terms.business_days {
        date = date.tomorrow().map_err(|_| NoticeFault::Endless)?;
        if days.len() >= LONGEST_COUNT {
            return Err(NoticeFault::Endless);
        }
        let kind = match calendar.holiday(date) {
            _ if terms.is_weekend(date) => DayKind::Weekend,
            Some(holiday) => DayKind::Holiday(holiday.name.clone()),
            None => {
                counted += 1;
                DayKind::Counted(counted)
            }
        };
        days.push(day(date, kind));
    }
    Ok(days)
}
