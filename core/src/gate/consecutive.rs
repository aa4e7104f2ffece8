//! Dated evidences in a row.

use alloc::{format, string::String, vec::Vec};

use super::{
    State,
    file::Consecutive,
    judge::{Judgement, days_between},
};
use crate::date::Date;

/// What the newest evidences come to together, why, and the number of the one that decided.
///
/// One whose day is not known may stand anywhere among them, so that nothing is shown in a row.
pub(super) fn judge(
    demand: Consecutive,
    (most_age, today): (Option<i32>, Date),
    evidence: &[Judgement],
) -> (State, String, Option<usize>) {
    let Consecutive { count, least_days, most_days } = demand;
    if let Some(number) = evidence.iter().position(|judged| judged.date.is_none() && !judged.absent) {
        let state = evidence.get(number).map_or(State::Unknown, |judged| judged.state);
        let state = if state == State::Fail { State::Fail } else { State::Unknown };
        return (state, "one has no day, so that they are not known to be in a row".into(), Some(number));
    }
    let mut dated: Vec<(Date, usize)> =
        evidence.iter().enumerate().filter_map(|(number, judged)| Some((judged.date?, number))).collect();
    dated.sort_unstable();
    let last = dated.get(dated.len().saturating_sub(count)..).unwrap_or_default();
    let of = |state: State| {
        let is_so = |number: &usize| evidence.get(*number).is_some_and(|judged| judged.state == state);
        last.iter().map(|(_, number)| *number).find(is_so)
    };
    if let Some(number) = of(State::Fail) {
        return (State::Fail, format!("one of the newest {count} fails"), Some(number));
    }
    if let Some(number) = of(State::Unknown) {
        return (State::Unknown, format!("one of the newest {count} is unknown"), Some(number));
    }
    if last.len() < count {
        let reason = format!("{} of {count} that are needed in a row", last.len());
        let first = if evidence.is_empty() { None } else { Some(0) };
        return (State::Unknown, reason, last.last().map(|(_, number)| *number).or(first));
    }
    for pair in last.windows(2) {
        let [(earlier, _), (later, number)] = pair else { continue };
        let days = days_between(*earlier, *later);
        if !(least_days..=most_days).contains(&days) {
            let reason =
                format!("{days} days lie between {earlier} and {later}, needed are {least_days} to {most_days}");
            return (State::Unknown, reason, Some(*number));
        }
    }
    if let (Some(most), Some((newest, number))) = (most_age, last.last())
        && days_between(*newest, today) > most
    {
        let reason = format!("they are stale: the newest is from {newest}, at most {most} days are allowed");
        return (State::Unknown, reason, Some(*number));
    }
    let days: Vec<String> = last.iter().map(|(date, _)| format!("{date}")).collect();
    (State::Pass, format!("{count} in a row: {}", days.join(", ")), last.last().map(|(_, number)| *number))
}
