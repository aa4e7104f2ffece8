//! Calendar dates as the documents write them.

use alloc::string::{String, ToString as _};

pub use jiff::civil::Date;

/// Reads `YYYY-MM-DD`, ten ASCII characters and nothing else; `None` where the text has another
/// form or the calendar has no such day.
pub fn parse(text: &str) -> Option<Date> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else {
        return None;
    };
    let number = |digits: &[u8]| {
        digits
            .iter()
            .try_fold(0i16, |value, digit| digit.is_ascii_digit().then(|| value * 10 + i16::from(digit - b'0')))
    };
    let month = i8::try_from(number(&[m1, m2])?).ok()?;
    let day = i8::try_from(number(&[d1, d2])?).ok()?;
    Date::new(number(&[y1, y2, y3, y4])?, month, day).ok()
}

/// A moment of Unix time as `YYYY-MM-DDThh:mm:ssZ`; `None` beyond the calendar.
pub fn moment(seconds: i64) -> Option<String> {
    Some(jiff::Timestamp::from_second(seconds).ok()?.to_string())
}

#[cfg(test)]
mod tests {
    #[test]
    fn moments_are_shown_in_utc() {
        assert_eq!(super::moment(1_772_452_800).as_deref(), Some("2026-03-02T12:00:00Z"));
        assert_eq!(super::moment(i64::MAX), None);
    }

    #[test]
    fn only_real_days_in_one_form() {
        assert!(super::parse("2024-02-29").is_some());
        for text in ["2026-02-29", "2026-2-08", "2026-02-08 ", "2026/02/08", "", "+026-02-08"] {
            assert_eq!(super::parse(text), None, "{text}");
        }
    }
}
