//! `[notice]`: the calendar by which business days are counted.

use lockstep_core::{
    date,
    notice::{self, Calendar, Offset},
};
use serde::Deserialize;

use crate::{relative_path::RelativePath, waivers::Day};

/// The calendar by which the notice of an error code is counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NoticeSettings {
    /// Days on which nobody works, besides the policy's weekend.
    pub holidays: Vec<Holiday>,
    /// A file with further ones, JSON or, where its name ends with `.toml`, TOML: a list, or a list at the key
    /// `holidays`.
    pub holidays_file: Option<RelativePath>,
    /// The offset from UTC at which a day begins, such as `+01:00`; by default UTC.
    pub utc_offset: UtcOffset,
}

/// A day on which nobody works, with its name or without.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged, expecting = "a day such as 2026-12-25, or { date = 2026-12-25, name = \"Christmas Day\" }")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Holiday {
    /// `YYYY-MM-DD`.
    Day(#[cfg_attr(feature = "schema", schemars(with = "String"))] Day),
    /// A day and what it is called.
    Named(NamedHoliday),
}

/// A day on which nobody works, with its name.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NamedHoliday {
    /// The day, `YYYY-MM-DD`.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    date: Day,
    /// What it is called.
    name: String,
}

/// A file of holidays in TOML.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HolidayFile {
    holidays: Vec<Holiday>,
}

/// An offset from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UtcOffset(#[cfg_attr(feature = "schema", schemars(with = "String"))] Offset);

impl NoticeSettings {
    /// The calendar with further holidays, at another offset where one is given.
    pub(crate) fn calendar(&self, further: Vec<notice::Holiday>, offset: Option<UtcOffset>) -> Calendar {
        let own = self.holidays.iter().map(Holiday::known);
        Calendar::new(own.chain(further).collect(), offset.unwrap_or(self.utc_offset).0)
    }
}

impl Holiday {
    /// The holiday as the engine takes it.
    fn known(&self) -> notice::Holiday {
        match self {
            Self::Day(day) => notice::Holiday { date: day.date(), name: String::new() },
            Self::Named(holiday) => notice::Holiday { date: holiday.date.date(), name: holiday.name.clone() },
        }
    }
}

impl HolidayFile {
    /// The holidays as the engine takes them.
    pub(crate) fn known(&self) -> Vec<notice::Holiday> {
        self.holidays.iter().map(Holiday::known).collect()
    }
}

impl Default for UtcOffset {
    fn default() -> Self {
        Self(Offset::UTC)
    }
}

impl TryFrom<String> for UtcOffset {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl std::str::FromStr for UtcOffset {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        date::offset(text).map(Self).ok_or_else(|| "an offset from UTC is written +01:00, -08:00 or Z".into())
    }
}

#[cfg(test)]
mod tests {
    use crate::configuration::Configuration;

    fn read(text: &str) -> Result<Configuration, String> {
        Configuration::read(text.as_bytes(), "lockstep.toml").map_err(|failure| failure.human(false))
    }

    #[test]
    fn holidays_are_days_of_toml_or_texts_with_names_or_without() {
        let text = "[notice]\nholidays = [2026-12-25, \"2026-12-24\", { date = 2026-12-26, name = \"Boxing Day\" }]\n\
                    utc_offset = \"-08:00\"\n";
        let settings = read(text).expect("a configuration").notice;
        let known: Vec<_> = settings.holidays.iter().map(|holiday| holiday.known()).collect();
        let days: Vec<String> = known.iter().map(|holiday| format!("{} {}", holiday.date, holiday.name)).collect();
        assert_eq!(days, ["2026-12-25 ", "2026-12-24 ", "2026-12-26 Boxing Day"]);
        assert_eq!(settings.calendar(Vec::new(), None).offset().seconds(), -8 * 3600);
    }

    #[test]
    fn faults_have_their_place() {
        for (text, place) in [
            ("[notice]\nholidays = [2026-12-25, \"2026-02-29\"]\n", "lockstep.toml:2:"),
            ("[notice]\nholidays = [{ date = 2026-12-25 }]\n", "lockstep.toml:2:"),
            ("[notice]\nutc_offset = \"CET\"\n", "lockstep.toml:2:14"),
        ] {
            let failure = read(text).expect_err(text);
            assert!(failure.contains(place), "{failure}");
        }
    }
}
