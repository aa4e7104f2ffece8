//! When an additive error code may be released: the notice that goes before it, day by day.
//!
//! Source: the joint execution playbooks. Standard path: "minimum 10 business days before producer release". Emergency
//! path: "24 hours notice" and "notice within 24 hours", "same-day docs/spec/tests". Stability window: "at least one
//! sprint (`14` days)".
//!
//! # Which day is day 1
//!
//! The playbook counts back from the release: the announcement lies at least ten business days before it. So the day of
//! the announcement is not counted, however early it was made; day 1 is the first business day after it, and the
//! release is lawful on day 10 and on any day from then on, also one that is no business day. Announced on Monday,
//! 2 March 2026, with no holiday in between: day 1 is Tuesday the 3rd, day 10 is Monday the 16th, the earliest lawful
//! release. What is announced at a weekend or on a holiday is as good as announced on the last business day before.
//!
//! Hours are counted from instant to instant; exactly 24 hours are enough for both clocks.
//!
//! # Zones
//!
//! Two instants compare the same everywhere, but the day on which one falls depends on the zone. A [`Calendar`] has one
//! offset from UTC for the whole count: whatever offset an instant is written in, its day is that of the calendar's.
//! Where only a day is given and hours are counted, the day is taken at its unfavourable end.

pub use jiff::{Timestamp, tz::Offset};

mod announcement;
mod calendar;
mod moment;
mod period;
mod record;
mod terms;
mod verdict;
mod wire;

pub use announcement::{Announcement, NoticePath};
pub use calendar::{Calendar, Holiday};
pub use moment::Moment;
pub use period::{CountedDay, DayKind, EmergencyClocks, NoticeFault, NoticePeriod, Window};
pub use record::{
    Acknowledgement, NOTICES_SCHEMA, NoticeDocument, NoticeRecord, RecordedNotice, WrittenMoment, is_code,
};
pub use terms::{LONGEST_NOTICE, Terms};
pub use verdict::{Shortfall, Verdict};
pub use wire::{NOTICE_SCHEMA, NoticeReport, WireClocks, WireDay, WireShortfall, WireTerms, WireVerdict, WireWindow};
