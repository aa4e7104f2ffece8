use core::fmt;

use jiff::{Timestamp, tz::Offset};

use crate::date::{self, Date};

/// A day, or an instant of Unix time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Some moment of a day.
    Day(Date),
    /// An instant.
    Instant(Timestamp),
}

impl Moment {
    /// Reads `YYYY-MM-DD`, or an instant as RFC 3339 writes it, `2026-02-08T13:00:00+01:00`; `None` where the text has
    /// another form or there is no such moment.
    pub fn parse(text: &str) -> Option<Self> {
        date::parse(text).map(Self::Day).or_else(|| date::instant(text).map(Self::Instant))
    }

    /// The day on which it falls at an offset from UTC.
    pub fn day(self, offset: Offset) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Instant(instant) => offset.to_datetime(instant).date(),
        }
    }

    /// The first instant that it can be; `None` beyond the calendar.
    pub fn first(self, offset: Offset) -> Option<Timestamp> {
        match self {
            Self::Day(day) => offset.to_timestamp(day.to_datetime(jiff::civil::Time::midnight())).ok(),
            Self::Instant(instant) => Some(instant),
        }
    }

    /// The instant by which it has come, which is the end of a day; `None` beyond the calendar.
    pub fn last(self, offset: Offset) -> Option<Timestamp> {
        match self {
            Self::Day(day) => Self::Day(day.tomorrow().ok()?).first(offset),
            Self::Instant(instant) => Some(instant),
        }
    }
}

impl fmt::Display for Moment {
    /// As `parse` reads it, instants in UTC.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(formatter),
            Self::Instant(instant) => instant.fmt(formatter),
        }
    }
}
