//! A second reading of the notice, written from the playbooks' words and not from the engine: dates are numbers of days
//! that are counted by hand, nothing is sorted or kept, and a release is judged by counting again from the announcement.

/// What decides about a release, as texts where a user writes texts.
#[derive(Clone, Debug)]
pub struct Situation {
    /// `YYYY-MM-DD` or an instant.
    pub announced: String,
    /// On the emergency path: when it was decided, and the day of publication where something was published.
    pub emergency: Option<(String, Option<String>)>,
    /// `YYYY-MM-DD` or an instant.
    pub release: String,
    /// Days, `YYYY-MM-DD`, in any order, also twice.
    pub holidays: Vec<String>,
    /// Which days of the week are no business days, from Monday.
    pub weekend: [bool; 7],
    /// The offset of the calendar, `+01:00`.
    pub offset: String,
    /// Business days of the standard path.
    pub business_days: u64,
    /// Hours of the emergency path.
    pub hours: u64,
    /// Whether the clock of the announcement and that of the release block.
    pub blocking: [bool; 2],
    /// Whether publication on the day of the announcement is demanded.
    pub same_day: bool,
    /// The day of the release before and the days of its stability window.
    pub stable: Option<(String, u64)>,
}

/// What follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consequence {
    /// Each day with why it counts: `announced`, a number, `weekend`, `holiday`.
    pub days: Vec<(String, String)>,
    /// The earliest release, a day or an instant in UTC.
    pub earliest: String,
    /// Whether the release is lawful.
    pub lawful: bool,
    /// By how many days it is too early.
    pub early_days: u64,
}

const DAY: i64 = 86_400_000;

/// The number of a day, from 1 March of the year 0, by the rule of the calendar.
fn number(date: &str) -> i64 {
    let part = |from: usize, to: usize| date[from..to].parse::<i64>().expect("digits");
    let (year, month, day) = (part(0, 4), part(5, 7), part(8, 10));
    // Years that begin in March end with the leap day.
    let (year, month) = if month < 3 { (year - 1, month + 9) } else { (year, month - 3) };
    let before: i64 = [31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31].iter().take(usize::try_from(month).unwrap()).sum();
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + before + day - 1
}

/// The date of a day's number, found by trying.
fn date(day: i64) -> String {
    // 400 years have 146,097 days; the year may be the next one.
    let mut year = (day * 400).div_euclid(146_097);
    while number(&format!("{:04}-01-01", year + 1)) <= day {
        year += 1;
    }
    let month = (1..=12).rev().find(|month| number(&format!("{year:04}-{month:02}-01")) <= day).expect("January");
    format!("{year:04}-{month:02}-{:02}", day - number(&format!("{year:04}-{month:02}-01")) + 1)
}

/// Milliseconds of an offset.
fn offset(text: &str) -> i64 {
    if text == "Z" {
        return 0;
    }
    let part = |from: usize, to: usize| text[from..to].parse::<i64>().expect("digits");
    let size = (part(1, 3) * 60 + part(4, 6)) * 60_000;
    if text.starts_with('-') { -size } else { size }
}

/// A day's number, or milliseconds since the beginning of day 0 in UTC.
enum When {
    Day(i64),
    Instant(i64),
}

fn when(text: &str) -> When {
    if text.len() == 10 {
        return When::Day(number(text));
    }
    let part = |from: usize, to: usize| text[from..to].parse::<i64>().expect("digits");
    let (fraction, zone) = match text[19..].strip_prefix(".5") {
        Some(zone) => (500, zone),
        None => (0, &text[19..]),
    };
    let local = ((number(&text[..10]) * 24 + part(11, 13)) * 60 + part(14, 16)) * 60_000 + part(17, 19) * 1000;
    When::Instant(local + fraction - offset(zone))
}

/// An instant as the engine writes it.
fn instant(at: i64) -> String {
    let (day, rest) = (at.div_euclid(DAY), at.rem_euclid(DAY));
    let (hours, minutes, seconds) = (rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60);
    let fraction = if rest % 1000 == 500 { ".5" } else { "" };
    format!("{}T{hours:02}:{minutes:02}:{seconds:02}{fraction}Z", date(day))
}

impl Situation {
    fn day(&self, text: &str) -> i64 {
        match when(text) {
            When::Day(day) => day,
            When::Instant(at) => (at + offset(&self.offset)).div_euclid(DAY),
        }
    }

    fn first(&self, text: &str) -> i64 {
        match when(text) {
            When::Day(day) => day * DAY - offset(&self.offset),
            When::Instant(at) => at,
        }
    }

    fn last(&self, text: &str) -> i64 {
        match when(text) {
            When::Day(day) => (day + 1) * DAY - offset(&self.offset),
            When::Instant(at) => at,
        }
    }

    fn is_weekend(&self, day: i64) -> bool {
        // 1 March of the year 0 was a Wednesday.
        self.weekend[usize::try_from((day + 2).rem_euclid(7)).unwrap()]
    }

    /// What follows by the playbooks; `None` where it was announced before it was decided.
    pub fn consequence(&self) -> Option<Consequence> {
        let announced = self.day(&self.announced);
        if let Some((decided, published)) = &self.emergency {
            let hours = self.hours as i64 * 3_600_000;
            let reversed = match (when(decided), when(&self.announced)) {
                (When::Instant(decided), When::Instant(announced)) => announced < decided,
                _ => announced < self.day(decided),
            };
            if reversed {
                return None;
            }
            let in_time = self.last(&self.announced) - self.first(decided) <= hours;
            let same_day = published.as_ref().is_none_or(|published| number(published) == announced);
            let open = (in_time || !self.blocking[0]) && (same_day || !self.same_day);
            if open {
                let wait = if self.blocking[1] { hours } else { 0 };
                let (earliest, release) = (self.last(&self.announced) + wait, self.first(&self.release));
                let early = (earliest - release).max(0);
                let early_days = u64::try_from(early).unwrap().div_ceil(DAY as u64);
                let lawful = release >= earliest;
                return Some(Consequence { days: Vec::new(), earliest: instant(earliest), lawful, early_days });
            }
        }
        let holidays: Vec<i64> = self.holidays.iter().map(|holiday| number(holiday)).collect();
        let is_business_day = |day: i64| !self.is_weekend(day) && !holidays.contains(&day);
        // How many business days lie after the announcement, up to and with a day.
        let business_days = |day: i64| (announced + 1..=day).filter(|day| is_business_day(*day)).count() as u64;
        let enough = |day: i64| business_days(day) >= self.business_days;
        let counted = (announced..).find(|day| enough(*day)).expect("some business day");
        let why = |day: i64| match day {
            day if day == announced => "announced".to_owned(),
            day if is_business_day(day) => business_days(day).to_string(),
            day if self.is_weekend(day) => "weekend".to_owned(),
            _ => "holiday".to_owned(),
        };
        let days = (announced..=counted).map(|day| (date(day), why(day))).collect();
        let earliest = match &self.stable {
            Some((since, window)) if self.emergency.is_none() => counted.max(number(since) + *window as i64),
            _ => counted,
        };
        let release = self.day(&self.release);
        Some(Consequence {
            days,
            earliest: date(earliest),
            lawful: release >= earliest,
            early_days: u64::try_from(earliest - release).unwrap_or(0),
        })
    }
}
