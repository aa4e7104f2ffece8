use alloc::{string::String, string::ToString, vec::Vec};
use serde::Serialize;

use super::{CountedDay, DayKind, EmergencyClocks, NoticePath, NoticePeriod, Shortfall, Terms, Verdict};
use crate::{
    api,
    date::Date,
    policy::{DayOfWeek, EmergencyClock},
};

/// The value of `schema` in every notice.
pub const NOTICE_SCHEMA: &str = "lockstep-notice.v1";

/// A notice as `lockstep notice --format json` prints it; the form `lockstep-notice.v1`, which only ever gains keys.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NoticeReport {
    /// The version of this form: `lockstep-notice.v1`.
    pub schema: &'static str,
    /// The version of lockstep that counted.
    pub version: &'static str,
    /// The day as of which it was counted, `YYYY-MM-DD`.
    pub today: String,
    /// The way from announcement to release.
    pub path: NoticePath,
    /// When it was announced, a day or an instant in UTC.
    pub announced: String,
    /// The offset from UTC at which days begin, `+01:00`.
    pub utc_offset: String,
    /// How long the notice is.
    pub terms: WireTerms,
    /// Each day from that of the announcement on; empty where hours are counted.
    pub days: Vec<WireDay>,
    /// Both clocks of the emergency path; null on the standard path.
    pub clocks: Option<WireClocks>,
    /// The stability window of the release before; null where nobody said since when that stands.
    pub window: Option<WireWindow>,
    /// The earliest lawful release, a day or an instant in UTC.
    pub earliest: String,
    /// The first day on which a release on that day has stood for a stability window; null beyond the calendar.
    pub stable_from: Option<String>,
    /// What a release comes to; null where none was named.
    pub release: Option<WireVerdict>,
}

/// How long a notice is.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WireTerms {
    /// Business days on the standard path.
    pub standard_business_days: u64,
    /// Hours on the emergency path.
    pub emergency_notice_hours: u64,
    /// Whether the emergency path demands documents, specification and tests on the same day.
    pub emergency_requires_same_day_docs_spec_tests: bool,
    /// The days of the week that are no business days.
    pub weekend: Vec<DayOfWeek>,
    /// The clocks of the emergency path that block.
    pub blocking_emergency_clocks: Vec<EmergencyClock>,
    /// The stability window, in days of the calendar.
    pub minimum_sprint_days: u64,
}

/// A day between an announcement and a release.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WireDay {
    /// The day, `YYYY-MM-DD`.
    pub date: String,
    /// The day of the week.
    pub day_of_week: DayOfWeek,
    /// `announcement`, `counted`, `weekend` or `holiday`.
    pub kind: &'static str,
    /// Which business day it is, from 1; null where it is not counted.
    pub number: Option<u64>,
    /// The name of the holiday; null where it is none or has none.
    pub holiday: Option<String>,
}

/// Both clocks of the emergency path.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WireClocks {
    /// The first instant at which it can have been decided, in UTC.
    pub decided: String,
    /// The instant by which it was announced, in UTC.
    pub announced: String,
    /// The last instant at which it had to be announced.
    pub announce_by: String,
    /// Whether it was announced later.
    pub announced_late: bool,
    /// The first instant at which it may be released.
    pub release_from: String,
    /// The day on which documents, specification and tests must be published; null where none is demanded.
    pub publish_on: Option<String>,
    /// Whether they were published on another day.
    pub published_late: bool,
    /// Whether the emergency path is closed, so that the business days of the standard path are counted.
    pub closed: bool,
}

/// A stability window.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WireWindow {
    /// The day of the release that it is about.
    pub since: String,
    /// How many days it lasts.
    pub days: u64,
    /// The first day on which it is over.
    pub over: String,
}

/// What a release comes to.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WireVerdict {
    /// The release, a day or an instant in UTC.
    pub at: String,
    /// Whether it comes at or after the earliest lawful one.
    pub lawful: bool,
    /// By how many days of the calendar it is too early, rounded up.
    pub early_days: u64,
    /// What it falls short of.
    pub shortfalls: Vec<WireShortfall>,
}

/// What a release falls short of.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WireShortfall {
    /// `business-days`, `stability-window`, `announced-late`, `published-late` or `released-early`.
    pub kind: &'static str,
    /// Whether it blocks by the policy.
    pub blocks: bool,
}

impl NoticeReport {
    /// The form of a notice, and of what a release comes to where one is named.
    pub fn new(terms: &Terms, period: &NoticePeriod, verdict: Option<&Verdict>, today: Date) -> Self {
        Self {
            schema: NOTICE_SCHEMA,
            version: api::version(),
            today: today.to_string(),
            path: period.announcement.path(),
            announced: period.announcement.announced().to_string(),
            utc_offset: period.utc_offset(),
            terms: WireTerms::new(terms),
            days: period.days.iter().map(WireDay::new).collect(),
            clocks: period.clocks.as_ref().map(WireClocks::new),
            window: period.window.map(|window| WireWindow {
                since: window.since.to_string(),
                days: window.days,
                over: window.over.to_string(),
            }),
            earliest: period.earliest.to_string(),
            stable_from: period.stable_from.map(|day| day.to_string()),
            release: verdict.map(|verdict| WireVerdict::new(terms, verdict)),
        }
    }
}

impl WireTerms {
    fn new(terms: &Terms) -> Self {
        Self {
            standard_business_days: terms.business_days,
            emergency_notice_hours: terms.hours,
            emergency_requires_same_day_docs_spec_tests: terms.same_day,
            weekend: terms.weekend.clone(),
            blocking_emergency_clocks: terms.blocking.clone(),
            minimum_sprint_days: terms.window_days,
        }
    }
}

impl WireDay {
    pub(crate) fn new(day: &CountedDay) -> Self {
        let (kind, number, holiday) = match &day.kind {
            DayKind::Announcement => ("announcement", None, None),
            DayKind::Counted(number) => ("counted", Some(*number), None),
            DayKind::Weekend => ("weekend", None, None),
            DayKind::Holiday(name) => ("holiday", None, (!name.is_empty()).then(|| name.clone())),
        };
        Self { date: day.date.to_string(), day_of_week: day.day_of_week, kind, number, holiday }
    }
}

impl WireClocks {
    fn new(clocks: &EmergencyClocks) -> Self {
        Self {
            decided: clocks.decided.to_string(),
            announced: clocks.announced.to_string(),
            announce_by: clocks.announce_by.to_string(),
            announced_late: clocks.announced_late,
            release_from: clocks.release_from.to_string(),
            publish_on: clocks.publish_on.map(|day| day.to_string()),
            published_late: clocks.published_late,
            closed: clocks.closed,
        }
    }
}

impl WireVerdict {
    fn new(terms: &Terms, verdict: &Verdict) -> Self {
        let shortfall = |shortfall: &Shortfall| {
            let kind = match shortfall {
                Shortfall::BusinessDays { .. } => "business-days",
                Shortfall::Window => "stability-window",
                Shortfall::AnnouncedLate => "announced-late",
                Shortfall::PublishedLate => "published-late",
                Shortfall::ReleasedEarly => "released-early",
            };
            WireShortfall { kind, blocks: shortfall.blocks(terms) }
        };
        Self {
            at: verdict.release.to_string(),
            lawful: verdict.lawful,
            early_days: verdict.early_days,
            shortfalls: verdict.shortfalls.iter().map(shortfall).collect(),
        }
    }
}
