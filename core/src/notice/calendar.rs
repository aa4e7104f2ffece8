use alloc::{string::String, vec::Vec};

use crate::{date::Date, policy::DayOfWeek};
use jiff::tz::Offset;

/// Which days are business days, and where a day begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// By date; one a day.
    holidays: Vec<Holiday>,
    offset: Offset,
}

/// A day on which nobody works.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Holiday {
    /// The day.
    pub date: Date,
    /// What it is called; empty where nobody said.
    pub name: String,
}

impl Calendar {
    /// A calendar with these holidays, in any order, whose days begin at midnight at an offset from UTC. Of several
    /// holidays on one day, one that has a name is kept.
    pub fn new(mut holidays: Vec<Holiday>, offset: Offset) -> Self {
        holidays.sort_unstable_by(|one, two| one.date.cmp(&two.date).then_with(|| two.name.cmp(&one.name)));
        holidays.dedup_by_key(|holiday| holiday.date);
        Self { holidays, offset }
    }

    /// The offset from UTC at which a day begins.
    pub fn offset(&self) -> Offset {
        self.offset
    }

    /// The holiday on a day, if there is one.
    pub fn holiday(&self, date: Date) -> Option<&Holiday> {
        let place = self.holidays.binary_search_by_key(&date, |holiday| holiday.date).ok()?;
        self.holidays.get(place)
    }
}

/// The day of the week on which a date falls.
pub(crate) fn day_of_week(date: Date) -> DayOfWeek {
    let number = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or_default();
    // INVARIANT: days are numbered from 0 to 6.
    DayOfWeek::ALL.get(number).copied().unwrap_or(DayOfWeek::Monday)
}
