//! Gates: what must be shown before the teams take a step, and whether it is shown.
//!
//! A gate is a list of criteria, each with the evidence that it needs. Evidence passes, fails or leaves the matter
//! unknown; what is missing, unreadable, faulty, too old or dated in the future is unknown, and only what passes is GO.
//!
//! Source: the joint execution playbooks (checkpoints A to D, the cutover gates, the weekly integration review) and the
//! producer's cutover gates ("all gates must pass").

mod commands;
mod consecutive;
mod evaluate;
mod file;
mod form;
mod gathered;
mod judge;
mod next;
mod object;
mod read;
mod record;
mod render;
mod review;
mod statement;
mod template;
mod wire;

use serde::Serialize;

pub use self::{
    evaluate::{Evaluation, evaluate},
    file::{Command, Consecutive, Criterion, Evidence, Gate, Gates, Kind, RunOf, Suite, Window, Words},
    gathered::{Found, Gathered, Needs},
    record::{Approver, DECISION_SCHEMA, Decision, DecisionDocument, record_place},
    render::{human, markdown},
    review::{Baseline, review},
    template::template,
    wire::{
        CriterionDocument, EvidenceDocument, GATE_SCHEMA, GateDocument, GateFile, GatesDocument, PlaceDocument,
        RequiredDocument,
    },
};

/// The value of `schema` in every gate file.
pub const GATES_SCHEMA: &str = "lockstep-gates.v1";

/// The value of `schema` in every evidence of a run of commands.
pub const RUN_SCHEMA: &str = "lockstep-gate-run.v1";

/// What stands in a path for the day of an evidence.
pub const DATE: &str = "{date}";

/// What evidence says; the third value is never taken for one of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum State {
    /// It is shown.
    Pass,
    /// Something that was found says otherwise.
    Fail,
    /// Nothing that was found says either.
    Unknown,
}

impl State {
    /// The state as one lower-case word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Unknown => "unknown",
        }
    }

    /// The state of both together: one that fails decides, one that is unknown leaves the rest unknown.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Fail, _) | (_, Self::Fail) => Self::Fail,
            (Self::Pass, Self::Pass) => Self::Pass,
            _ => Self::Unknown,
        }
    }

    /// The state of all together. Nothing at all shows nothing.
    pub fn all(states: impl IntoIterator<Item = Self>) -> Self {
        states.into_iter().reduce(Self::and).unwrap_or(Self::Unknown)
    }

    /// `GO` where it passes, else `NO-GO`.
    pub fn verdict(self) -> Verdict {
        if self == Self::Pass { Verdict::Go } else { Verdict::NoGo }
    }

    /// The exit code of a program that ends with this state: 0, 1 or 2.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Pass => 0,
            Self::Fail => 1,
            Self::Unknown => 2,
        }
    }
}

/// Whether a step may be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Verdict {
    /// It may.
    #[serde(rename = "GO")]
    Go,
    /// It may not.
    #[serde(rename = "NO-GO")]
    NoGo,
}

impl Verdict {
    /// The verdict as the teams write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Go => "GO",
            Self::NoGo => "NO-GO",
        }
    }

    /// The verdict of a word as the teams write it.
    pub fn named(word: &str) -> Option<Self> {
        [Self::Go, Self::NoGo].into_iter().find(|verdict| verdict.as_str() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::State::{self, Fail, Pass, Unknown};

    #[test]
    fn only_what_passes_throughout_passes() {
        let all = [Pass, Fail, Unknown];
        for one in all {
            for two in all {
                assert_eq!(one.and(two), two.and(one));
                assert_eq!(one.and(two) == Pass, one == Pass && two == Pass);
                assert_eq!(one.and(two) == Fail, one == Fail || two == Fail);
                for three in all {
                    assert_eq!(one.and(two).and(three), one.and(two.and(three)));
                    assert_eq!(State::all([one, two, three]), one.and(two).and(three));
                }
            }
        }
        assert_eq!(State::all([]), Unknown, "no evidence is no evidence");
    }
}
