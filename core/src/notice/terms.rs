use alloc::vec::Vec;

use super::calendar::day_of_week;
use crate::{
    date::Date,
    facts::ManifestFacts,
    json::{Field, Node},
    policy::{DayOfWeek, EmergencyClock, Policy},
};

/// The most business days that a notice may take, some four years.
pub const LONGEST_NOTICE: u64 = 1000;

/// How long a notice is, and what counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Business days on the standard path.
    pub business_days: u64,
    /// Hours on the emergency path, for both clocks.
    pub hours: u64,
    /// The clocks of the emergency path that block.
    pub blocking: Vec<EmergencyClock>,
    /// Whether the emergency path demands documents, specification and tests on the day of the announcement.
    pub same_day: bool,
    /// The days of the week that are no business days.
    pub weekend: Vec<DayOfWeek>,
    /// The stability window, in days of the calendar.
    pub window_days: u64,
}

impl Terms {
    /// The terms of a policy, and of a manifest where one is given. A manifest may promise more than the policy demands
    /// and then is held to it; where it promises less, the policy holds (and the rule `notice-policy` says so).
    pub fn new(policy: &Policy, manifest: Option<&ManifestFacts<'_>>) -> Self {
        let block = |field: &Field<Node<'_>>, key: &str| {
            let number = field.present().map(|block| block.value.number(key));
            number.and_then(|number| number.present()?.value.parse::<u64>().ok()).unwrap_or_default()
        };
        let promised = |key| manifest.map_or(0, |manifest| block(&manifest.notice, key));
        let window = manifest.map_or(0, |manifest| block(&manifest.stability_window, "minimum_sprint_days"));
        let notice = &policy.notice;
        Self {
            business_days: notice.standard_business_days.max(promised("standard_business_days")),
            hours: notice.emergency_notice_hours.max(promised("emergency_notice_hours")),
            blocking: notice.blocking_emergency_clocks.clone(),
            same_day: notice.emergency_requires_same_day_docs_spec_tests,
            weekend: notice.weekend.clone(),
            window_days: policy.stability_window.minimum_sprint_days.max(window),
        }
    }

    /// Whether a date is no business day in any week.
    pub fn is_weekend(&self, date: Date) -> bool {
        self.weekend.contains(&day_of_week(date))
    }

    /// Whether a clock of the emergency path blocks.
    pub fn blocks(&self, clock: EmergencyClock) -> bool {
        self.blocking.contains(&clock)
    }
}
