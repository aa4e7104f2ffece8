use alloc::vec::Vec;

use jiff::SignedDuration;

use super::{DayKind, Moment, NoticePeriod, Terms};
use crate::policy::EmergencyClock;

const NANOSECONDS_A_DAY: u128 = 24 * 60 * 60 * 1_000_000_000;

/// Whether a release keeps its notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The release, planned or made.
    pub release: Moment,
    /// Whether it comes at or after the earliest lawful one.
    pub lawful: bool,
    /// By how many days of the calendar it is too early, rounded up; 0 where it is lawful.
    pub early_days: u64,
    /// What it falls short of, also where that does not block.
    pub shortfalls: Vec<Shortfall>,
}

/// What a release falls short of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortfall {
    /// Business days of the standard path are missing.
    BusinessDays {
        /// How many are over on the day of the release, that day among them.
        counted: u64,
        /// How many there must be.
        needed: u64,
    },
    /// The stability window of the release before is not over.
    Window,
    /// The emergency was announced too long after the decision.
    AnnouncedLate,
    /// Documents, specification and tests were not published on the day of the announcement.
    PublishedLate,
    /// The emergency is released too soon after the announcement.
    ReleasedEarly,
}

impl NoticePeriod {
    /// Judges a release. One of which only the day is known may happen at the first moment of that day.
    pub fn judge(&self, terms: &Terms, release: Moment) -> Verdict {
        let day = release.day(self.offset);
        let mut shortfalls = Vec::new();
        if let Some(clocks) = &self.clocks {
            let early = release.first(self.offset).is_none_or(|release| release < clocks.release_from);
            let found = [
                (clocks.announced_late, Shortfall::AnnouncedLate),
                (clocks.published_late, Shortfall::PublishedLate),
                (early, Shortfall::ReleasedEarly),
            ];
            shortfalls.extend(found.into_iter().filter_map(|(holds, shortfall)| holds.then_some(shortfall)));
        }
        let counts = self.days.iter().any(|day| matches!(day.kind, DayKind::Counted(_)));
        let over = self.days.iter().take_while(|counted| counted.date <= day);
        let counted = over.filter_map(|day| if let DayKind::Counted(number) = day.kind { Some(number) } else { None });
        let counted = counted.last().unwrap_or_default();
        if counts && counted < terms.business_days {
            shortfalls.push(Shortfall::BusinessDays { counted, needed: terms.business_days });
        }
        if self.clocks.is_none() && self.window.is_some_and(|window| day < window.over) {
            shortfalls.push(Shortfall::Window);
        }
        let early = self.early(release);
        let days = early.as_nanos().max(0).unsigned_abs().div_ceil(NANOSECONDS_A_DAY);
        let early_days = u64::try_from(days).unwrap_or(u64::MAX);
        Verdict { release, lawful: early_days == 0, early_days, shortfalls }
    }

    /// By how much a release comes before the earliest lawful one; negative or zero where it does not.
    fn early(&self, release: Moment) -> SignedDuration {
        match (self.earliest, release) {
            (Moment::Day(earliest), release) => earliest.duration_since(release.day(self.offset)),
            (Moment::Instant(earliest), Moment::Instant(release)) => earliest.duration_since(release),
            (Moment::Instant(earliest), Moment::Day(release)) => match Moment::Day(release).first(self.offset) {
                Some(release) => earliest.duration_since(release),
                // Before the first instant of the calendar.
                None => SignedDuration::MAX,
            },
        }
    }
}

impl Shortfall {
    /// Whether it blocks by these terms. An emergency that lost its path may still be lawful by the standard one.
    pub fn blocks(self, terms: &Terms) -> bool {
        match self {
            Self::BusinessDays { .. } | Self::Window | Self::PublishedLate => true,
            Self::AnnouncedLate => terms.blocks(EmergencyClock::Announcement),
            Self::ReleasedEarly => terms.blocks(EmergencyClock::Release),
        }
    }
}
