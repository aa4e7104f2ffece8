//! The notice that an additive error code needs.

use alloc::vec::Vec;
use serde::Serialize;

/// The least notice before an additive error code is released.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Notice {
    /// Business days on the standard path; at most 1000.
    pub standard_business_days: u64,
    /// Hours on the emergency path.
    pub emergency_notice_hours: u64,
    /// Whether the emergency path demands documents, specification and tests on the same day.
    pub emergency_requires_same_day_docs_spec_tests: bool,
    /// The days of the week that are no business days; at most six.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub weekend: Vec<DayOfWeek>,
    /// Which clocks of the emergency path block a release; both are always shown.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub blocking_emergency_clocks: Vec<EmergencyClock>,
}

/// A clock of the emergency path. The joint playbooks read both "24 hours notice" and "notice within 24 hours", so
/// there are two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum EmergencyClock {
    /// The change is announced at most `emergency_notice_hours` after the decision.
    Announcement,
    /// The change is released at least `emergency_notice_hours` after the announcement.
    Release,
}

impl EmergencyClock {
    /// Both, in the order in which they run.
    pub const ALL: [Self; 2] = [Self::Announcement, Self::Release];

    /// The clock as a word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Announcement => "announcement",
            Self::Release => "release",
        }
    }
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(missing_docs, reason = "the days are what they are called")]
pub enum DayOfWeek {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl DayOfWeek {
    /// All, from Monday.
    pub const ALL: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];

    /// The day as a word in lower case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Monday => "monday",
            Self::Tuesday => "tuesday",
            Self::Wednesday => "wednesday",
            Self::Thursday => "thursday",
            Self::Friday => "friday",
            Self::Saturday => "saturday",
            Self::Sunday => "sunday",
        }
    }
}
