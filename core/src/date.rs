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

/// The day of an instant as RFC 3339 writes it, `2026-02-08T13:00:00Z`, in the offset that it states; `None` where the
/// text has another form or there is no such instant.
pub fn day_of_instant(text: &str) -> Option<Date> {
    let day = parse(text.get(..10)?)?;
    let (time, offset) = text.get(10..)?.strip_prefix(['T', 't'])?.split_at_checked(8)?;
    let offset = match offset.strip_prefix('.') {
        Some(fraction) => {
            let rest = fraction.trim_start_matches(|digit: char| digit.is_ascii_digit());
            (rest.len() < fraction.len()).then_some(rest)?
        }
        None => offset,
    };
    // A leap second is an instant, too.
    let whole = is_time(time, &[23, 59, 60]);
    let zone =
        matches!(offset, "Z" | "z") || offset.strip_prefix(['+', '-']).is_some_and(|zone| is_time(zone, &[23, 59]));
    (whole && zone).then_some(day)
}

/// An instant as RFC 3339 writes it, with its offset from UTC; `None` where the text has another form or there is no such
/// instant.
pub fn instant(text: &str) -> Option<jiff::Timestamp> {
    day_of_instant(text)?;
    text.parse().ok()
}

/// The day in UTC of an instant as RFC 3339 writes it; `None` where the text has another form or there is no such instant.
pub fn utc_day(text: &str) -> Option<Date> {
    Some(jiff::tz::Offset::UTC.to_datetime(instant(text)?).date())
}

/// An offset from UTC as RFC 3339 writes it, `+05:30` or `Z`; `None` where the text has another form.
pub fn offset(text: &str) -> Option<jiff::tz::Offset> {
    let seconds = match text.split_at_checked(1)? {
        ("Z" | "z", "") => 0,
        (sign @ ("+" | "-"), zone) if is_time(zone, &[23, 59]) => {
            let (hours, minutes) = zone.split_once(':')?;
            let seconds = hours.parse::<i32>().ok()? * 3600 + minutes.parse::<i32>().ok()? * 60;
            if sign == "-" { -seconds } else { seconds }
        }
        _ => return None,
    };
    jiff::tz::Offset::from_seconds(seconds).ok()
}

/// So many days later; `None` beyond the calendar.
pub fn days_after(day: Date, days: u64) -> Option<Date> {
    day.checked_add(jiff::Span::new().try_days(i64::try_from(days).ok()?).ok()?).ok()
}

/// Whether a text is numbers of two digits between colons, one for each of the greatest.
fn is_time(text: &str, greatest: &[u8]) -> bool {
    let number = |part: &str| match part.as_bytes() {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => Some((tens - b'0') * 10 + ones - b'0'),
        _ => None,
    };
    let mut parts = text.split(':').map(number);
    let fits = greatest.iter().all(|greatest| parts.next().flatten().is_some_and(|number| number <= *greatest));
    fits && parts.next().is_none()
}

/// A moment of Unix time as `YYYY-MM-DDThh:mm:ssZ`; `None` beyond the calendar.
pub fn moment(seconds: i64) -> Option<String> {
    Some(jiff::Timestamp::from_second(seconds).ok()?.to_string())
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_real_instants_with_an_offset() {
        let good = ["2026-02-08T13:00:00Z", "2026-02-08t23:59:60.123456789z", "2026-02-08T00:00:00+05:30"];
        for text in good {
            assert_eq!(super::day_of_instant(text), super::parse("2026-02-08"), "{text}");
        }
        let bad = [
            "2026-02-08",
            "2026-02-30T13:00:00Z",
            "2026-02-08T13:00:00",
            "2026-02-08 13:00:00Z",
            "2026-02-08T24:00:00Z",
            "2026-02-08T13:00Z",
            "2026-02-08T13:00:00.Z",
            "2026-02-08T13:00:00+5:30",
            "2026-02-08T13:00:00Z ",
            "1",
            "\u{e9}",
            "2026-02-08T1\u{e9}:00:00Z",
            "",
        ];
        for text in bad {
            assert_eq!(super::day_of_instant(text), None, "{text}");
        }
    }

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
