//! A decision that people wrote down in Markdown.
//!
//! The lines are those that the rules of `cutover` read: what a reader sees as said, compared whole.

use alloc::{format, string::String, vec::Vec};

use super::State;
use crate::{
    date::{self, Date},
    inquiry::Statement,
    markdown::prose::{Prose, Stated},
    text::{Span, Spanned, quoted},
    words::{behind, same_words},
};

/// What a record must say.
pub(super) struct Demands<'d> {
    pub(super) statements: &'d [Statement],
    pub(super) section: Option<&'d str>,
    pub(super) approvers: &'d [String],
}

/// What it says.
pub(super) struct Found {
    pub(super) state: State,
    pub(super) reason: String,
    pub(super) date: Option<Date>,
    pub(super) span: Span,
}

/// The word of an approval.
pub(super) const APPROVED: &str = "Approved";

/// Labels of the line that states a record's day.
const DAYS: [&str; 2] = ["Updated", "Date"];

/// What a text says about the demands. A line that says otherwise fails, also beside one that is right: a record with
/// both is no decision.
///
/// # Errors
///
/// Where the lines about its day are no day, or several.
pub(super) fn judge(text: &str, demands: &Demands<'_>) -> Result<Found, Spanned<String>> {
    let prose = Prose::read(text);
    let date = day(&prose)?;
    let mut states = Vec::new();
    for statement in demands.statements {
        // INVARIANT: the reader of gate files lets no placeholder through.
        let wanted = statement.value.fill(|_| None).unwrap_or_default();
        states.push(line(&prose, (&statement.label, &wanted), demands.section));
    }
    for approver in demands.approvers {
        states.push(line(&prose, (approver, APPROVED), None));
    }
    let worst = [State::Fail, State::Unknown].into_iter().find_map(|state| states.iter().find(|said| said.0 == state));
    let (state, reason, span) = match worst.or(states.first()) {
        Some((state, reason, span)) => (*state, reason.clone(), *span),
        None => (State::Unknown, "nothing is demanded of it".into(), Span::default()),
    };
    Ok(Found { state, reason, date, span })
}

/// What the lines of a label say.
fn line(prose: &Prose, (label, wanted): (&str, &str), section: Option<&str>) -> (State, String, Span) {
    let counts = |line: &&Stated| same_words(prose.label(line), label);
    let all: Vec<&Stated> = prose.stated.iter().filter(counts).collect();
    let value = |line: &Stated| quoted(prose.value(line));
    let place = |line: &Stated| prose.place_in_value(line, 0..prose.value(line).len());
    // A decision may be contradicted anywhere in the record.
    if let Some(other) = all.iter().find(|line| !is_met(prose.value(line), wanted)) {
        let also = if all.iter().any(|line| is_met(prose.value(line), wanted)) { ", too" } else { "" };
        return (State::Fail, format!("it says {} of {}{also}", value(other), quoted(label)), place(other));
    }
    match all.iter().find(|line| prose.is_under(prose.heading_of(line), section)) {
        Some(line) => (State::Pass, format!("it says {} of {}", value(line), quoted(label)), place(line)),
        None => (State::Unknown, format!("it does not state {}", quoted(label)), Span::default()),
    }
}

/// Whether a value is the one that is wanted, as the rules about records compare it.
fn is_met(found: &str, wanted: &str) -> bool {
    // A remark may follow the value.
    behind(found, wanted).is_some_and(|rest| {
        let rest = rest.trim();
        rest.is_empty() || rest == "." || (rest.starts_with('(') && rest.ends_with([')', '.']))
    })
}

/// The day that a record states.
fn day(prose: &Prose) -> Result<Option<Date>, Spanned<String>> {
    let mut found: Option<Date> = None;
    for stated in prose.stated.iter().filter(|line| DAYS.iter().any(|label| same_words(prose.label(line), label))) {
        let value = prose.value(stated);
        let span = prose.place_in_value(stated, 0..value.len());
        let fault = |value| Err(Spanned { value, span });
        // A remark may follow the day.
        let word = value.split_whitespace().next().unwrap_or_default();
        match (date::parse(word), found) {
            (None, _) => return fault(format!("its day {} is not written YYYY-MM-DD", quoted(value))),
            (Some(day), Some(other)) if day != other => return fault(format!("it has two days, {other} and {day}")),
            (Some(day), _) => found = Some(day),
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Result<(State, String, Option<String>), String> {
        let statements = ["Runtime cutover execution: **GO**", "release_tag: `v0.4.0`"];
        let statements: Vec<Statement> = statements.iter().map(|line| Statement::read(line).unwrap()).collect();
        let approvers = ["Producer Program Owner".into()];
        let demands = Demands { statements: &statements, section: Some("Decision"), approvers: &approvers };
        let found = judge(text, &demands).map_err(|fault| fault.value)?;
        let place = text.get(found.span.range()).unwrap_or_default();
        Ok((found.state, place.into(), found.date.map(|date| alloc::string::ToString::to_string(&date))))
    }

    const GOOD: &str = "# Record\n\nUpdated: 2026-02-08 (late)\n\n## Decision\n\n1. Runtime cutover execution: **GO**\n\
                        2. Runtime cutover execution: GO (again)\n- release_tag: `v0.4.0`\n\n## Sign-off\n\n\
                        1. Producer Program Owner: Approved (Ada)\n";

    #[test]
    fn only_the_whole_decision_passes() {
        assert_eq!(said(GOOD), Ok((State::Pass, "GO".into(), Some("2026-02-08".into()))));
        for (was, is, state, place) in [
            ("**GO**", "**NO-GO**", State::Fail, "NO-GO"),
            ("GO (again)", "NO-GO", State::Fail, "NO-GO"),
            ("GO (again)", "GO-LATER", State::Fail, "GO-LATER"),
            ("v0.4.0", "v0.4.1", State::Fail, "v0.4.1"),
            ("Approved", "Rejected", State::Fail, "Rejected (Ada)"),
            ("- release_tag", "> release_tag", State::Unknown, ""),
            ("## Decision", "## History", State::Unknown, ""),
            ("1. Producer", "<!-- -->\n\n    1. Producer", State::Unknown, ""),
        ] {
            let text = GOOD.replacen(was, is, 1);
            let found = said(&text).unwrap();
            assert_eq!((found.0, found.1.as_str()), (state, place), "{is}");
        }
    }

    #[test]
    fn a_day_is_one_day() {
        let two = GOOD.replace("## Sign-off", "Date: 2026-02-09\n\n## Sign-off");
        assert_eq!(said(&two), Err("it has two days, 2026-02-08 and 2026-02-09".into()));
        assert!(said(&GOOD.replace("2026-02-08", "yesterday")).unwrap_err().contains("not written YYYY-MM-DD"));
        assert_eq!(said(&GOOD.replace("Updated: 2026-02-08 (late)", "")).unwrap().2, None);
    }
}
