//! The boundaries of the notice, all of them: weekends, holidays, year ends, leap days, the last hour, zones.

use lockstep_core::{
    date::{self, Date},
    notice::{
        Announcement, Calendar, DayKind, Holiday, Moment, NoticeFault, NoticePeriod, Offset, Shortfall, Terms, Verdict,
    },
    policy::{EmergencyClock, Policy},
};

fn day(text: &str) -> Date {
    date::parse(text).unwrap_or_else(|| panic!("{text} is no day"))
}

fn moment(text: &str) -> Moment {
    Moment::parse(text).unwrap_or_else(|| panic!("{text} is no moment"))
}

fn terms() -> Terms {
    Terms::new(&Policy::embedded(), None)
}

fn calendar(holidays: &[Date], offset: Offset) -> Calendar {
    let holiday = |date: &Date| Holiday { date: *date, name: "a holiday".into() };
    Calendar::new(holidays.iter().map(holiday).collect(), offset)
}

fn standard(announced: Date, holidays: &[Date]) -> NoticePeriod {
    let announcement = Announcement::Standard { announced: Moment::Day(announced) };
    NoticePeriod::new(&terms(), &calendar(holidays, Offset::UTC), announcement, None).expect("an end")
}

fn emergency(decided: &str, announced: &str, offset: Offset) -> Result<NoticePeriod, NoticeFault> {
    let announcement =
        Announcement::Emergency { decided: moment(decided), announced: moment(announced), published: None };
    NoticePeriod::new(&terms(), &calendar(&[], offset), announcement, None)
}

fn judged(period: &NoticePeriod, release: &str) -> Verdict {
    period.judge(&terms(), moment(release))
}

fn plus(date: Date, days: usize) -> Date {
    (0..days).fold(date, |date, _| date.tomorrow().expect("a day of the calendar"))
}

/// Every day from the first of a year to the last of another.
fn days(first: i16, last: i16) -> impl Iterator<Item = Date> {
    let step = |date: &Date| date.tomorrow().ok();
    std::iter::successors(Some(Date::constant(first, 1, 1)), step).take_while(move |date| date.year() <= last)
}

/// The days of the calendar that ten business days take without holidays, from Monday.
const DISTANCE: [usize; 7] = [14, 14, 14, 14, 14, 13, 12];

fn monday_zero(date: Date) -> usize {
    usize::try_from(date.weekday().to_monday_zero_offset()).expect("0 to 6")
}

#[test]
fn ten_business_days_from_any_day_of_thirty_years() {
    let mut judgements = 0;
    for announced in days(1996, 2025).chain(days(2099, 2101)) {
        let period = standard(announced, &[]);
        let earliest = plus(announced, DISTANCE[monday_zero(announced)]);
        assert_eq!(period.earliest, Moment::Day(earliest), "{announced}");
        assert_eq!(period.days.first().map(|day| (day.date, &day.kind)), Some((announced, &DayKind::Announcement)));
        assert_eq!(period.days.last().map(|day| (day.date, &day.kind)), Some((earliest, &DayKind::Counted(10))));
        for early in 0..=16 {
            let release = plus(announced, early);
            let verdict = period.judge(&terms(), Moment::Day(release));
            let missing = DISTANCE[monday_zero(announced)].saturating_sub(early);
            assert_eq!((verdict.lawful, verdict.early_days), (missing == 0, missing as u64), "{announced} {release}");
            assert_eq!(verdict.shortfalls.is_empty(), verdict.lawful, "{announced} {release}");
            judgements += 1;
        }
    }
    assert_eq!(judgements, 17 * (30 * 365 + 8 + 3 * 365));
}

#[test]
fn one_holiday_on_any_day_costs_one_business_day_or_none() {
    for announced in days(2023, 2024) {
        let without = plus(announced, DISTANCE[monday_zero(announced)]);
        for distance in 0..=16 {
            let holiday = plus(announced, distance);
            let costs = distance > 0 && holiday <= without && monday_zero(holiday) < 5;
            // The day after the tenth, or the Monday after it.
            let next = if monday_zero(without) == 4 { 3 } else { 1 };
            let earliest = if costs { plus(without, next) } else { without };
            let period = standard(announced, &[holiday]);
            assert_eq!(period.earliest, Moment::Day(earliest), "{announced} {holiday}");
            let named =
                period.days.iter().filter(|day| matches!(&day.kind, DayKind::Holiday(name) if name == "a holiday"));
            assert_eq!(named.map(|day| day.date).collect::<Vec<_>>(), if costs { vec![holiday] } else { vec![] });
        }
    }
}

#[test]
fn year_ends_and_leap_days_are_counted_as_they_are() {
    let holidays = ["2025-12-25", "2025-12-26", "2026-01-01"].map(day);
    let expected = [
        ("2025-12-22", "2026-01-08"),
        ("2025-12-24", "2026-01-12"),
        ("2025-12-25", "2026-01-12"),
        ("2025-12-31", "2026-01-15"),
        ("2024-02-15", "2024-02-29"),
        ("2024-02-16", "2024-03-01"),
        ("2023-02-15", "2023-03-01"),
        ("2024-02-29", "2024-03-14"),
        ("2000-02-15", "2000-02-29"),
        ("1900-02-15", "1900-03-01"),
        ("2100-02-15", "2100-03-01"),
        ("2099-12-31", "2100-01-14"),
    ];
    for (announced, earliest) in expected {
        assert_eq!(standard(day(announced), &holidays).earliest, moment(earliest), "{announced}");
    }
}

/// Every offset that RFC 3339 can write, minute by minute.
fn offsets() -> impl Iterator<Item = (String, i64)> {
    (-1439i64..=1439).map(|minutes| {
        let sign = if minutes < 0 { '-' } else { '+' };
        (format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60), minutes * 60)
    })
}

/// An instant some seconds after midnight of 2 March 2026 in UTC, as it is written at an offset.
fn written(seconds: i64, (zone, offset): &(String, i64)) -> String {
    let local = seconds + offset;
    let (days, rest) = (local.div_euclid(86_400), local.rem_euclid(86_400));
    let date = match days {
        -1 => "2026-03-01".to_owned(),
        days => format!("2026-03-{:02}", days + 2),
    };
    format!("{date}T{:02}:{:02}:{:02}{zone}", rest / 3600, rest / 60 % 60, rest % 60)
}

#[test]
fn both_clocks_turn_at_the_second_whatever_offset_an_instant_is_written_in() {
    const DAY: i64 = 86_400;
    const DECIDED: i64 = 12 * 3600;
    let utc = ("Z".to_owned(), 0);
    for zone in offsets() {
        for late in [-1, 0, 1] {
            let announced = DECIDED + DAY + late;
            for (one, two) in [(&utc, &zone), (&zone, &utc), (&zone, &zone)] {
                let period = emergency(&written(DECIDED, one), &written(announced, two), Offset::UTC).expect("an end");
                let clocks = period.clocks.expect("clocks");
                assert_eq!((clocks.announced_late, clocks.closed), (late > 0, late > 0), "{zone:?} {late}");
                let missed = judged(&period, &written(announced + DAY, one));
                assert_eq!(missed.shortfalls.contains(&Shortfall::AnnouncedLate), late > 0);
                assert_eq!(missed.lawful, late <= 0, "{zone:?} {late}");
            }
        }
        let period = emergency(&written(DECIDED, &utc), &written(DECIDED, &zone), Offset::UTC).expect("an end");
        assert_eq!(period.earliest, moment("2026-03-03T12:00:00Z"));
        for early in [-1, 0, 1] {
            let verdict = judged(&period, &written(DECIDED + DAY - early, &zone));
            assert_eq!((verdict.lawful, verdict.early_days), (early <= 0, u64::from(early > 0)), "{zone:?} {early}");
            assert_eq!(verdict.shortfalls.contains(&Shortfall::ReleasedEarly), early > 0);
        }
    }
}

#[test]
fn a_day_begins_at_midnight_of_the_calendar() {
    // Monday, 2 March 2026, and the Friday before: whoever announces a second earlier may release on Friday the 13th.
    for (zone, seconds) in offsets() {
        let offset = date::offset(&zone).expect("an offset");
        for (late, earliest) in [(-1, "2026-03-13"), (0, "2026-03-16"), (86_399, "2026-03-16"), (86_400, "2026-03-17")]
        {
            let announced = moment(&written(late - seconds, &("Z".to_owned(), 0)));
            let announcement = Announcement::Standard { announced };
            let period = NoticePeriod::new(&terms(), &calendar(&[], offset), announcement, None).expect("an end");
            assert_eq!(period.earliest, moment(earliest), "{zone} {late}");
        }
        // The release's day is that of the calendar, too.
        let announcement = Announcement::Standard { announced: moment("2026-02-16") };
        let period = NoticePeriod::new(&terms(), &calendar(&[], offset), announcement, None).expect("an end");
        for (late, lawful) in [(-1, false), (0, true)] {
            let verdict = judged(&period, &written(late - seconds, &(zone.clone(), seconds)));
            assert_eq!((verdict.lawful, verdict.early_days), (lawful, u64::from(!lawful)), "{zone} {late}");
        }
    }
}

#[test]
fn where_only_days_are_known_the_unfavourable_end_holds() {
    // Decided at the beginning of the day, announced at its end: 24 hours, which are kept.
    let period = emergency("2026-03-02", "2026-03-02", Offset::UTC).expect("an end");
    assert!(!period.clocks.expect("clocks").announced_late);
    assert_eq!(period.earliest, moment("2026-03-04T00:00:00Z"));
    assert!(!judged(&period, "2026-03-03").lawful && judged(&period, "2026-03-04").lawful);
    assert!(emergency("2026-03-02", "2026-03-03", Offset::UTC).expect("an end").clocks.expect("clocks").announced_late);
    let noon = emergency("2026-03-02T12:00:00Z", "2026-03-02T12:00:00Z", Offset::UTC).expect("an end");
    assert_eq!(judged(&noon, "2026-03-03").early_days, 1);
    assert!(judged(&noon, "2026-03-04").lawful);
}

#[test]
fn an_emergency_that_lost_its_path_takes_the_standard_one() {
    let late = emergency("2026-02-27T12:00:00Z", "2026-03-02T12:00:00Z", Offset::UTC).expect("an end");
    assert_eq!((late.earliest, late.days.len()), (moment("2026-03-16"), 15));
    let verdict = judged(&late, "2026-03-10T12:00:00Z");
    let needed = Shortfall::BusinessDays { counted: 6, needed: 10 };
    assert_eq!((verdict.lawful, verdict.early_days), (false, 6));
    assert_eq!(verdict.shortfalls, [Shortfall::AnnouncedLate, needed]);
    assert!(judged(&late, "2026-03-16T00:00:00Z").lawful);

    let announcement = |published: &str| Announcement::Emergency {
        decided: moment("2026-03-02T09:00:00Z"),
        announced: moment("2026-03-02T12:00:00Z"),
        published: Some(day(published)),
    };
    let period = |terms: &Terms, published: &str| {
        let calendar = calendar(&[], Offset::UTC);
        NoticePeriod::new(terms, &calendar, announcement(published), None).expect("an end")
    };
    assert_eq!(period(&terms(), "2026-03-02").earliest, moment("2026-03-03T12:00:00Z"));
    for other in ["2026-03-01", "2026-03-03"] {
        assert_eq!(period(&terms(), other).earliest, moment("2026-03-16"), "{other}");
        let lenient = Terms { same_day: false, ..terms() };
        assert_eq!(period(&lenient, other).earliest, moment("2026-03-03T12:00:00Z"), "{other}");
    }
}

#[test]
fn a_clock_that_does_not_block_is_shown_all_the_same() {
    let announcement = Announcement::Emergency {
        decided: moment("2026-02-27T12:00:00Z"),
        announced: moment("2026-03-02T12:00:00Z"),
        published: None,
    };
    let calendar = calendar(&[], Offset::UTC);
    for (blocking, earliest) in [
        (vec![], "2026-03-02T12:00:00Z"),
        (vec![EmergencyClock::Release], "2026-03-03T12:00:00Z"),
        (vec![EmergencyClock::Announcement], "2026-03-16"),
        (EmergencyClock::ALL.to_vec(), "2026-03-16"),
    ] {
        let terms = Terms { blocking, ..terms() };
        let period = NoticePeriod::new(&terms, &calendar, announcement, None).expect("an end");
        assert_eq!(period.earliest, moment(earliest), "{:?}", terms.blocking);
        let verdict = period.judge(&terms, moment("2026-03-02T13:00:00Z"));
        assert!(verdict.shortfalls.starts_with(&[Shortfall::AnnouncedLate, Shortfall::ReleasedEarly]));
        let blocks = verdict.shortfalls.iter().any(|shortfall| shortfall.blocks(&terms));
        assert_eq!((verdict.lawful, blocks), (terms.blocking.is_empty(), !terms.blocking.is_empty()));
    }
}

#[test]
fn the_stability_window_holds_for_its_last_day_and_not_longer() {
    let calendar = calendar(&[], Offset::UTC);
    for since in days(2023, 2024) {
        let announcement = Announcement::Standard { announced: Moment::Day(plus(since, 1)) };
        // Longer than any notice of ten business days.
        let terms = Terms { window_days: 40, ..terms() };
        let period = NoticePeriod::new(&terms, &calendar, announcement, Some(since)).expect("an end");
        assert_eq!(period.earliest, Moment::Day(plus(since, 40)), "{since}");
        let verdict = period.judge(&terms, Moment::Day(plus(since, 39)));
        assert_eq!((verdict.early_days, verdict.shortfalls), (1, vec![Shortfall::Window]), "{since}");
        assert!(period.judge(&terms, Moment::Day(plus(since, 40))).lawful, "{since}");
    }
    let fourteen = NoticePeriod::new(
        &Terms { business_days: 1, ..terms() },
        &calendar,
        Announcement::Standard { announced: moment("2024-02-16") },
        Some(day("2024-02-16")),
    );
    assert_eq!(fourteen.expect("an end").earliest, moment("2024-03-01"));
}

#[test]
fn what_cannot_be_counted_is_refused() {
    let reversed = [
        ("2026-03-02T12:00:01Z", "2026-03-02T12:00:00Z", true),
        ("2026-03-02T12:00:00Z", "2026-03-02T12:00:00Z", false),
        ("2026-03-02T12:00:00Z", "2026-03-02T12:00:00+00:01", true),
        ("2026-03-02T23:00:00Z", "2026-03-02", false),
        ("2026-03-03", "2026-03-02", true),
    ];
    for (decided, announced, refused) in reversed {
        let expected = refused.then_some(NoticeFault::AnnouncedBeforeDecided);
        assert_eq!(emergency(decided, announced, Offset::UTC).err(), expected, "{decided} {announced}");
    }
    let counted = |terms: &Terms, holidays: &[Date], announced: &str| {
        let announcement = Announcement::Standard { announced: moment(announced) };
        NoticePeriod::new(terms, &calendar(holidays, Offset::UTC), announcement, Some(day("2026-03-02")))
    };
    assert_eq!(counted(&terms(), &[], "9999-12-31").err(), Some(NoticeFault::Endless));
    assert_eq!(counted(&terms(), &[], "9999-12-20").err(), Some(NoticeFault::Endless));
    assert_eq!(counted(&terms(), &[], "9999-12-17").map(|period| period.earliest), Ok(moment("9999-12-31")));
    let every_day: Vec<Date> = days(2026, 2070).collect();
    assert_eq!(counted(&terms(), &every_day, "2026-03-02").err(), Some(NoticeFault::Endless));
    for terms in [Terms { business_days: u64::MAX, ..terms() }, Terms { window_days: u64::MAX, ..terms() }] {
        assert_eq!(counted(&terms, &[], "2026-03-02").err(), Some(NoticeFault::Endless));
    }
    let far = Terms { hours: u64::MAX, ..terms() };
    let announcement =
        Announcement::Emergency { decided: moment("2026-03-02"), announced: moment("2026-03-02"), published: None };
    let period = NoticePeriod::new(&far, &calendar(&[], Offset::UTC), announcement, None);
    assert_eq!(period.err(), Some(NoticeFault::Endless));
    assert_eq!(emergency("9999-12-31", "9999-12-31", Offset::UTC).err(), Some(NoticeFault::Endless));
}

#[test]
fn only_moments_in_one_form_are_read() {
    for text in ["2026-03-02T24:00:00Z", "2026-03-02 12:00:00Z", "2026-02-29", "2026-03-02T12:00:00", "today", ""] {
        assert_eq!(Moment::parse(text), None, "{text}");
    }
    assert_eq!(moment("2026-03-02T12:00:00+01:30").to_string(), "2026-03-02T10:30:00Z");
    assert_eq!(date::offset("-05:30"), Offset::from_seconds(-19_800).ok());
    for text in ["", "+5:30", "+24:00", "+05:60", "05:30", "UTC", "Z0", "+05:30:00"] {
        assert_eq!(date::offset(text), None, "{text}");
    }
}
