//! The frozen form of an evaluation: `lockstep-gate.v1`, which only ever gains keys.

use alloc::{string::String, vec::Vec};

use serde::Serialize;

use super::{
    State, Verdict,
    evaluate::{CriterionState, Evaluation, GateState},
    judge::{Judgement, Place},
};
use crate::{api, facts::sha256, text::visible};

/// The value of `schema` in every evaluation.
pub const GATE_SCHEMA: &str = "lockstep-gate.v1";

/// What gates come to, as `lockstep gate --format json` prints it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GatesDocument {
    /// The version of this form: `lockstep-gate.v1`.
    pub schema: &'static str,
    /// The version of lockstep.
    pub version: &'static str,
    /// The day of the evaluation, `YYYY-MM-DD`.
    pub today: String,
    /// The gate file.
    pub file: GateFile,
    /// `GO` where every gate that was asked for passes.
    pub verdict: Verdict,
    /// `pass` (exit code 0), `fail` (1) or `unknown` (2).
    pub state: State,
    /// The gates that were asked for and those that they demand, what is demanded first.
    pub gates: Vec<GateDocument>,
}

/// A gate file as it was read.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GateFile {
    /// Its path relative to the repository.
    pub name: String,
    /// SHA-256 of its bytes, 64 lower-case hex digits.
    pub sha256: String,
}

/// What a gate comes to.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GateDocument {
    /// Its name.
    pub name: String,
    /// What it is, for people.
    pub title: String,
    /// `GO` or `NO-GO`.
    pub verdict: Verdict,
    /// `pass`, `fail` or `unknown`.
    pub state: State,
    /// Where it stands in the gate file.
    pub place: PlaceDocument,
    /// The gates that it demands.
    pub requires: Vec<RequiredDocument>,
    /// What it demands besides.
    pub criteria: Vec<CriterionDocument>,
}

/// A gate that another one demands.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RequiredDocument {
    /// Its name.
    pub gate: String,
    /// `pass`, `fail` or `unknown`.
    pub state: State,
}

/// What a criterion comes to.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CriterionDocument {
    /// Its name.
    pub name: String,
    /// What it is, for people.
    pub title: String,
    /// `pass`, `fail` or `unknown`.
    pub state: State,
    /// Why.
    pub reason: String,
    /// What decided.
    pub place: PlaceDocument,
    /// Who answers for it, or null.
    pub owner: Option<String>,
    /// The day until which they see to it, `YYYY-MM-DD`, or null.
    pub due: Option<String>,
    /// What to do; null where it passes.
    pub next: Option<String>,
    /// The evidence that was looked at.
    pub evidence: Vec<EvidenceDocument>,
}

/// What one piece of evidence says.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EvidenceDocument {
    /// Its kind, as the gate file has it.
    pub kind: &'static str,
    /// The file, or what was asked.
    pub name: String,
    /// `pass`, `fail` or `unknown`.
    pub state: State,
    /// Why.
    pub reason: String,
    /// Its day, `YYYY-MM-DD`, or null.
    pub date: Option<String>,
    /// What decided.
    pub place: PlaceDocument,
}

/// A place in a file.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlaceDocument {
    /// The file, relative to the repository, or `lockstep check` for the report that was made now.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1, in UTF-16 code units.
    pub column: u32,
}

impl GatesDocument {
    /// The evaluation of a gate file for machines.
    pub fn of((name, text): (&str, &str), evaluation: &Evaluation) -> Self {
        Self {
            schema: GATE_SCHEMA,
            version: api::version(),
            today: day(evaluation.today),
            file: GateFile { name: name.into(), sha256: sha256(text.as_bytes()) },
            verdict: evaluation.state.verdict(),
            state: evaluation.state,
            gates: evaluation.gates.iter().map(GateDocument::from).collect(),
        }
    }
}

fn day(date: crate::date::Date) -> String {
    alloc::string::ToString::to_string(&date)
}

impl From<&GateState> for GateDocument {
    fn from(gate: &GateState) -> Self {
        let required = |(gate, state): &(String, State)| RequiredDocument { gate: gate.clone(), state: *state };
        Self {
            name: gate.name.clone(),
            title: visible(&gate.title).into_owned(),
            verdict: gate.state.verdict(),
            state: gate.state,
            place: (&gate.place).into(),
            requires: gate.requires.iter().map(required).collect(),
            criteria: gate.criteria.iter().map(CriterionDocument::from).collect(),
        }
    }
}

impl From<&CriterionState> for CriterionDocument {
    fn from(criterion: &CriterionState) -> Self {
        Self {
            name: criterion.name.clone(),
            title: visible(&criterion.title).into_owned(),
            state: criterion.state,
            reason: visible(&criterion.reason).into_owned(),
            place: (&criterion.place).into(),
            owner: criterion.owner.as_deref().map(|owner| visible(owner).into_owned()),
            due: criterion.due.map(day),
            next: (criterion.state != State::Pass).then(|| visible(&criterion.next).into_owned()),
            evidence: criterion.evidence.iter().map(EvidenceDocument::from).collect(),
        }
    }
}

impl From<&Judgement> for EvidenceDocument {
    fn from(judged: &Judgement) -> Self {
        Self {
            kind: judged.kind,
            name: visible(&judged.name).into_owned(),
            state: judged.state,
            reason: visible(&judged.reason).into_owned(),
            date: judged.date.map(day),
            place: (&judged.place).into(),
        }
    }
}

impl From<&Place> for PlaceDocument {
    fn from(place: &Place) -> Self {
        Self { file: visible(&place.file).into_owned(), line: place.line, column: place.column }
    }
}
