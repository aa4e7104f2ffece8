use alloc::{format, string::String, vec::Vec};

use jiff::tz::Offset;

use crate::{
    date::{self, Date},
    json,
    policy::DayOfWeek,
    text::{Spanned, quoted},
    tree::{
        Tree,
        members::{calendar_day, fault, member, object, string, wrong},
    },
};

/// How deep a list of holidays may nest.
const DEPTH: usize = 8;

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

impl Holiday {
    /// Reads a list of holidays: an array, or an object with the array at `holidays`, whose elements are days
    /// (`"2026-12-25"`) or objects with `date` and `name`.
    ///
    /// # Errors
    ///
    /// What is wrong with its form, in words, with the place in bytes of `text`.
    pub fn list(text: &str) -> Result<Vec<Self>, Spanned<String>> {
        let tree = json::tree(text, DEPTH)?;
        let list = match tree.map() {
            Some(_) => member(object(&tree, &["holidays"])?, &tree, "holidays")?,
            None => &tree,
        };
        let elements = list.list().ok_or_else(|| wrong(list, "an array of holidays"))?;
        elements.iter().map(Self::read).collect()
    }

    fn read(tree: &Tree<'_>) -> Result<Self, Spanned<String>> {
        if let Some(text) = tree.text() {
            let date = date::parse(text);
            let date =
                date.ok_or_else(|| fault(format!("{} is no day written YYYY-MM-DD", quoted(text)), tree.span))?;
            return Ok(Self { date, name: String::new() });
        }
        let map = object(tree, &["date", "name"])?;
        Ok(Self { date: calendar_day(map, tree, "date")?, name: string(map, tree, "name")? })
    }
}

/// The day of the week on which a date falls.
pub(crate) fn day_of_week(date: Date) -> DayOfWeek {
    let number = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or_default();
    // INVARIANT: days are numbered from 0 to 6.
    DayOfWeek::ALL.get(number).copied().unwrap_or(DayOfWeek::Monday)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_holidays_have_two_forms() {
        let plain = Holiday::list(r#"["2026-12-25", { "date": "2026-12-24", "name": "Christmas Eve" }]"#);
        let within =
            Holiday::list(r#"{ "holidays": ["2026-12-25", { "date": "2026-12-24", "name": "Christmas Eve" }] }"#);
        assert_eq!(plain, within);
        assert_eq!(plain.map(|list| list.len()), Ok(2));
        for text in ["1", "{}", "[1]", "[\"2026-02-29\"]", "[{ \"date\": \"2026-12-24\" }]", "{ \"holidays\": 1 }", "["]
        {
            assert!(Holiday::list(text).is_err(), "{text}");
        }
    }

    #[test]
    fn of_two_holidays_on_a_day_the_named_one_is_kept() {
        let holiday = |name: &str| Holiday { date: Date::constant(2026, 12, 25), name: name.into() };
        for holidays in [["", "Christmas"], ["Christmas", ""]] {
            let calendar = Calendar::new(holidays.map(holiday).to_vec(), Offset::UTC);
            assert_eq!(calendar.holiday(Date::constant(2026, 12, 25)), Some(&holiday("Christmas")));
        }
    }
}
