//! Today, in UTC.

use jiff::{Timestamp, tz::TimeZone};

/// The date by the system's clock, `YYYY-MM-DD`.
pub(crate) fn today() -> String {
    Timestamp::now().to_zoned(TimeZone::UTC).date().to_string()
}
