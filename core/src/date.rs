//! Calendar dates as the documents write them.

use alloc::string::{String, ToString as _};

pub use jiff::civil::Date;
use jiff::{
    civil::{DateTime, Time},
    tz::Offset,
};

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
    local(text).map(|(moment, _)| moment.date())
}

/// An instant as RFC 3339 writes it, with its offset from UTC; `None` where the text has another form or there is no such
/// instant.
pub fn instant(text: &str) -> Option<jiff::Timestamp> {
    let (moment, offset) = local(text)?;
    offset.to_timestamp(moment).ok()
}

/// Day, time and offset of an instant as RFC 3339 writes it.
fn local(text: &str) -> Option<(DateTime, Offset)> {
    let day = parse(text.get(..10)?)?;
    let (time, rest) = text.get(10..)?.strip_prefix(['T', 't'])?.split_at_checked(8)?;
    let [hour, minute, second] = numbers(time, [23, 59, 60])?;
    let (nanosecond, zone) = match rest.strip_prefix('.') {
        Some(fraction) => {
            let zone = fraction.trim_start_matches(|digit: char| digit.is_ascii_digit());
            (nanoseconds(fraction.strip_suffix(zone)?)?, zone)
        }
        None => (0, rest),
    };
    // A leap second is an instant, too: the calendar has it with the second before it.
    let time = Time::new(hour, minute, second.min(59), nanosecond).ok()?;
    Some((day.to_datetime(time), offset(zone)?))
}

/// What digits behind a decimal point say, as far as the calendar counts; `None` where there are none.
fn nanoseconds(digits: &str) -> Option<i32> {
    let counted: i32 = digits.get(..digits.len().min(9))?.parse().ok()?;
    Some(counted * 10_i32.pow(9_u32.saturating_sub(u32::try_from(digits.len()).ok()?)))
}

/// The day in UTC of an instant as RFC 3339 writes it; `None` where the text has another form or there is no such instant.
pub fn utc_day(text: &str) -> Option<Date> {
    Some(Offset::UTC.to_datetime(instant(text)?).date())
}

/// An offset from UTC as RFC 3339 writes it, `+05:30` or `Z`; `None` where the text has another form.
pub fn offset(text: &str) -> Option<Offset> {
    if matches!(text, "Z" | "z") {
        return Some(Offset::UTC);
    }
    let (sign, zone) = text.split_at_checked(1)?;
    let [hours, minutes] = numbers(zone, [23, 59])?.map(i32::from);
    let seconds = hours * 3600 + minutes * 60;
    match sign {
        "+" => Offset::from_seconds(seconds).ok(),
        "-" => Offset::from_seconds(-seconds).ok(),
        _ => None,
    }
}

/// So many days later; `None` beyond the calendar.
pub fn days_after(day: Date, days: u64) -> Option<Date> {
    day.checked_add(jiff::Span::new().try_days(i64::try_from(days).ok()?).ok()?).ok()
}

/// The numbers of two digits between the colons of a text, none above its greatest.
fn numbers<const N: usize>(text: &str, greatest: [i8; N]) -> Option<[i8; N]> {
    let mut parts = text.split(':').map(|part| match part.as_bytes() {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => i8::try_from((tens - b'0') * 10 + ones - b'0').ok(),
        _ => None,
    });
    let mut found = [0; N];
    for (number, greatest) in found.iter_mut().zip(greatest) {
        *number = parts.next()?.filter(|number| *number <= greatest)?;
    }
    parts.next().is_none().then_some(found)
}

/// A moment of Unix time as `YYYY-MM-DDThh:mm:ssZ`; `None` beyond the calendar.
pub fn moment(seconds: i64) -> Option<String> {
    Some(jiff::Timestamp::from_second(seconds).ok()?.to_string())
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;

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
    fn an_instant_is_one_whatever_offset_states_it() {
        for (text, utc) in [
            ("2026-02-08T00:15:30.25+05:30", "2026-02-07T18:45:30.25Z"),
            ("2026-02-08t23:59:60.000000001999z", "2026-02-08T23:59:59.000000001Z"),
            ("2026-02-08T12:00:00.120-08:00", "2026-02-08T20:00:00.12Z"),
        ] {
            assert_eq!(super::instant(text).map(|instant| instant.to_string()).as_deref(), Some(utc), "{text}");
        }
        assert_eq!(super::instant("9999-12-31T23:59:59-23:59"), None);
        assert_eq!(super::offset("+23:59").map(jiff::tz::Offset::seconds), Some(86_340));
        for text in ["", "Zulu", "05:30", "+24:00", "+05:60", "+5:30", "\u{e9}"] {
            assert_eq!(super::offset(text), None, "{text}");
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
