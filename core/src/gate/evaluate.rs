//! Gates against what was found.

use alloc::{borrow::ToOwned, format, string::String, vec::Vec};

use super::{
    State, consecutive,
    file::{Criterion, Evidence, Gate, Gates},
    gathered::Gathered,
    judge::{Bench, Judgement, Place},
};
use crate::{
    date::Date,
    text::{LineIndex, quoted},
};

/// What gates come to on a day.
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// The day.
    pub today: Date,
    /// The gates that were asked for and those that they demand, what is demanded first.
    pub(super) gates: Vec<GateState>,
    /// The state of the gates that were asked for, together.
    pub state: State,
}

/// What one gate comes to.
#[derive(Clone, Debug)]
pub(super) struct GateState {
    /// Its number in the file.
    pub(super) number: usize,
    pub(super) name: String,
    pub(super) title: String,
    pub(super) state: State,
    pub(super) place: Place,
    /// The gates that it demands, by name, and what they come to.
    pub(super) requires: Vec<(String, State)>,
    pub(super) criteria: Vec<CriterionState>,
}

/// What one criterion comes to.
#[derive(Clone, Debug)]
pub(super) struct CriterionState {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) state: State,
    pub(super) reason: String,
    /// What decided.
    pub(super) place: Place,
    pub(super) owner: Option<String>,
    pub(super) due: Option<Date>,
    /// What to do; empty where it passes.
    pub(super) next: String,
    pub(super) evidence: Vec<Judgement>,
}

impl Evaluation {
    /// The state of a gate by its number in the file.
    pub fn state_of(&self, number: usize) -> State {
        self.gates.iter().find(|gate| gate.number == number).map_or(State::Unknown, |gate| gate.state)
    }
}

/// What gates come to; `file` is the gate file's name and text.
pub fn evaluate(
    (file, gates): ((&str, &str), &Gates<'_>),
    asked: &[usize],
    gathered: &Gathered,
    today: Date,
) -> Evaluation {
    let lines = &LineIndex::new(file.1.as_bytes());
    let bench = Bench { file, lines, gates, gathered, today };
    let mut done: Vec<GateState> = Vec::new();
    for number in gates.with_required(asked) {
        let Some(gate) = gates.gates.get(number) else { continue };
        let judged = bench.gate((number, gate), &done);
        done.push(judged);
    }
    let state =
        |number: &usize| done.iter().find(|gate| gate.number == *number).map_or(State::Unknown, |gate| gate.state);
    let state = State::all(asked.iter().map(state));
    Evaluation { today, gates: done, state }
}

impl Bench<'_> {
    fn gate(&self, (number, gate): (usize, &Gate<'_>), done: &[GateState]) -> GateState {
        let criteria: Vec<CriterionState> = gate.criteria.iter().map(|criterion| self.criterion(criterion)).collect();
        let requires: Vec<(String, State)> = gate
            .requires
            .iter()
            .map(|required| {
                let of = done.iter().find(|gate| gate.number == required.value);
                // INVARIANT: what a gate demands was evaluated before it.
                of.map_or_else(|| (String::new(), State::Unknown), |gate| (gate.name.clone(), gate.state))
            })
            .collect();
        let states = criteria.iter().map(|criterion| criterion.state);
        let state = State::all(states.chain(requires.iter().map(|(_, state)| *state)));
        GateState {
            number,
            name: gate.name.value.clone(),
            title: gate.title.clone(),
            state,
            place: self.place(gate.name.span),
            requires,
            criteria,
        }
    }

    fn criterion(&self, criterion: &Criterion<'_>) -> CriterionState {
        let (state, reason, evidence, decided) = match criterion.consecutive {
            Some(demand) => {
                let evidence: Vec<Judgement> =
                    criterion.evidence.iter().flat_map(|evidence| self.of_a_row(evidence)).collect();
                let most_age = criterion.evidence.iter().filter_map(|evidence| evidence.max_age_days).min();
                let (state, reason, decided) = consecutive::judge(demand, (most_age, self.today), &evidence);
                let own = decided.and_then(|number| evidence.get(number)).filter(|judged| judged.state != State::Pass);
                let reason = own.map_or_else(|| reason.clone(), |judged| format!("{reason}: {}", judged.named()));
                (state, reason, evidence, decided)
            }
            None => {
                let judged = criterion.evidence.iter().map(|evidence| self.judge(evidence));
                let evidence: Vec<Judgement> = judged.filter_map(newest).collect();
                let decided = deciding(&evidence);
                let state = State::all(evidence.iter().map(|judged| judged.state));
                let reason = decided.and_then(|number| evidence.get(number)).map_or_else(String::new, Judgement::named);
                (state, reason, evidence, decided)
            }
        };
        let decided = decided.and_then(|number| evidence.get(number));
        let place = decided.map_or_else(|| self.place(criterion.name.span), |judged| judged.place.clone());
        let next = match state {
            State::Pass => String::new(),
            _ => criterion.next.clone().or_else(|| decided.map(|judged| judged.next.clone())).unwrap_or_default(),
        };
        let next = match next.is_empty() && state != State::Pass {
            true => evidence_to_come(criterion),
            false => next,
        };
        CriterionState {
            name: criterion.name.value.clone(),
            title: criterion.title.clone(),
            state,
            reason,
            place,
            owner: criterion.owner.clone(),
            due: criterion.due,
            next,
            evidence,
        }
    }
}

impl Bench<'_> {
    /// Evidence of which several are needed in a row: only the newest of them must not be too old.
    fn of_a_row(&self, evidence: &Evidence<'_>) -> Vec<Judgement> {
        self.judge(&Evidence { max_age_days: None, ..evidence.clone() })
    }
}

impl Judgement {
    /// Why, with the name of the evidence.
    fn named(&self) -> String {
        match self.kind {
            "approval" | "window" => format!("{}: {}", self.name, self.reason),
            _ => format!("{}: {}", quoted(&self.name), self.reason),
        }
    }
}

/// What is left to do where all that is there passes.
fn evidence_to_come(criterion: &Criterion<'_>) -> String {
    let Some(demand) = criterion.consecutive else { return "show it".to_owned() };
    format!("leave the next evidence {} to {} days after the newest", demand.least_days, demand.most_days)
}

/// Of a series of files, the newest; one whose day is not known could be that.
fn newest(judged: Vec<Judgement>) -> Option<Judgement> {
    judged.into_iter().max_by_key(|judged| (judged.date.is_none(), judged.date))
}

/// The evidence that decided: the first that fails, else the first that is unknown, else the first.
fn deciding(evidence: &[Judgement]) -> Option<usize> {
    let of = |state: State| evidence.iter().position(|judged| judged.state == state);
    of(State::Fail).or_else(|| of(State::Unknown)).or(if evidence.is_empty() { None } else { Some(0) })
}
