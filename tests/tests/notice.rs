//! The notice of an additive error code: the engine against a second reading, and every boundary.

use lockstep_core::{
    date,
    notice::{Announcement, Calendar, DayKind, Holiday, Moment, NoticeFault, NoticePeriod, Terms},
    policy::{DayOfWeek, EmergencyClock},
};
use lockstep_tests::reference_notice::{Consequence, Situation};
use proptest::{prelude::*, sample::select};

/// How many calendars are drawn.
const CALENDARS: u32 = 100_000;

fn moment(text: &str) -> Moment {
    Moment::parse(text).unwrap_or_else(|| panic!("{text} is no moment"))
}

fn day(text: &str) -> date::Date {
    date::parse(text).unwrap_or_else(|| panic!("{text} is no day"))
}

/// What the engine says.
fn engine(situation: &Situation) -> Result<Consequence, NoticeFault> {
    let weekend = DayOfWeek::ALL.into_iter().zip(situation.weekend).filter_map(|(day, free)| free.then_some(day));
    let blocking = EmergencyClock::ALL.into_iter().zip(situation.blocking);
    let terms = Terms {
        business_days: situation.business_days,
        hours: situation.hours,
        blocking: blocking.filter_map(|(clock, blocks)| blocks.then_some(clock)).collect(),
        same_day: situation.same_day,
        weekend: weekend.collect(),
        window_days: situation.stable.as_ref().map_or(14, |(_, days)| *days),
    };
    let holidays = situation.holidays.iter().map(|date| Holiday { date: day(date), name: "a holiday".into() });
    let calendar = Calendar::new(holidays.collect(), date::offset(&situation.offset).expect("an offset"));
    let announced = moment(&situation.announced);
    let announcement = match &situation.emergency {
        None => Announcement::Standard { announced },
        Some((decided, published)) => {
            let published = published.as_deref().map(day);
            Announcement::Emergency { decided: moment(decided), announced, published }
        }
    };
    let stable_since = situation.stable.as_ref().map(|(since, _)| day(since));
    let period = NoticePeriod::new(&terms, &calendar, announcement, stable_since)?;
    let verdict = period.judge(&terms, moment(&situation.release));
    let why = |kind: &DayKind| match kind {
        DayKind::Announcement => "announced".to_owned(),
        DayKind::Counted(number) => number.to_string(),
        DayKind::Weekend => "weekend".to_owned(),
        DayKind::Holiday(name) => {
            assert_eq!(name, "a holiday");
            "holiday".to_owned()
        }
    };
    Ok(Consequence {
        days: period.days.iter().map(|day| (day.date.to_string(), why(&day.kind))).collect(),
        earliest: period.earliest.to_string(),
        lawful: verdict.lawful,
        early_days: verdict.early_days,
    })
}

/// A day from which others are told by a distance.
fn some_day() -> impl Strategy<Value = date::Date> {
    let edges = &["1900-02-28", "2000-02-28", "2024-02-28", "2023-12-31", "2025-12-24", "2026-03-02", "0099-12-31"];
    prop_oneof![
        3 => (1i16..9990, 1i8..=12, 1i8..=28).prop_map(|(year, month, day)| date::Date::constant(year, month, day)),
        3 => (1995i16..2045, 1i8..=12, 1i8..=28).prop_map(|(year, month, day)| date::Date::constant(year, month, day)),
        1 => select(edges).prop_map(day),
    ]
}

fn zone() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("Z".to_owned()),
        select(&["+00:00", "-08:00", "+05:30", "+14:00", "-12:00", "+23:59", "-23:59"]).prop_map(str::to_owned),
    ]
}

/// A moment some days after another, as a day or an instant.
fn moment_after(base: date::Date, days: impl Strategy<Value = i64>) -> impl Strategy<Value = String> {
    let time = prop_oneof![
        select(&["00:00:00", "00:00:00.5", "23:59:59", "23:59:59.5", "12:00:00", "09:00:00"]).prop_map(str::to_owned),
        (0..24, 0..60, 0..60).prop_map(|(hours, minutes, seconds)| format!("{hours:02}:{minutes:02}:{seconds:02}")),
    ];
    (days, any::<bool>(), time, zone()).prop_map(move |(days, whole, time, zone)| {
        let date = after(base, days);
        if whole { date.to_string() } else { format!("{date}T{time}{zone}") }
    })
}

fn after(base: date::Date, days: i64) -> date::Date {
    let step = if days < 0 { date::Date::yesterday } else { date::Date::tomorrow };
    (0..days.abs()).fold(base, |day, _| step(day).expect("a day of the calendar"))
}

fn situation() -> impl Strategy<Value = Situation> {
    let around = |base: date::Date| {
        let published = prop_oneof![Just(None), (0i64..2).prop_map(move |days| Some(after(base, days).to_string()))];
        let emergency = (moment_after(base, -2i64..2), published);
        let holidays = prop::collection::vec((-3i64..40).prop_map(move |days| after(base, days).to_string()), 0..20);
        let stable = ((-20i64..20).prop_map(move |days| after(base, days).to_string()), 0u64..30);
        let moments = (
            moment_after(base, 0i64..2),
            prop_oneof![moment_after(base, -3i64..60), moment_after(base, 0i64..4)],
            prop_oneof![Just(None), emergency.prop_map(Some)],
            prop_oneof![Just(None), stable.prop_map(Some)],
        );
        let terms = (0u64..25, prop_oneof![Just(24u64), 0u64..80], any::<[bool; 2]>(), any::<bool>());
        let weekend = prop_oneof![
            Just([false, false, false, false, false, true, true]),
            Just([false, false, false, false, true, true, false]),
            any::<[bool; 7]>().prop_map(|days| [days[0], days[1], days[2], false, days[4], days[5], days[6]]),
        ];
        (moments, terms, holidays, weekend, zone())
    };
    some_day().prop_flat_map(around).prop_map(|(moments, terms, holidays, weekend, offset)| {
        let (announced, release, emergency, stable) = moments;
        let (business_days, hours, blocking, same_day) = terms;
        Situation {
            announced,
            emergency,
            release,
            holidays,
            weekend,
            offset,
            business_days,
            hours,
            blocking,
            same_day,
            stable,
        }
    })
}

#[test]
fn engine_and_second_reading_agree() {
    let config = ProptestConfig { cases: CALENDARS, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(situation in situation())| {
        prop_assert_eq!(engine(&situation).ok(), situation.consequence());
    });
}
