//! A gate file as it was read: every part with its place.

use alloc::{string::String, vec::Vec};

use crate::{
    date::Date,
    inquiry::Statement,
    text::{Span, Spanned},
    tree::Tree,
};

use super::Verdict;

/// What a gate file says; references between its parts are numbers.
#[derive(Clone, Debug)]
pub struct Gates<'a> {
    /// Whose gates they are, such as `AssistSupport`.
    pub project: String,
    /// Commands that are run for evidence.
    pub suites: Vec<Suite>,
    /// The gates in the order of the file.
    pub gates: Vec<Gate<'a>>,
    /// The gate that is the weekly review.
    pub review: Option<usize>,
}

/// Commands that leave one evidence.
#[derive(Clone, Debug)]
pub struct Suite {
    /// Its name.
    pub name: Spanned<String>,
    /// Where its evidence stands, relative to the repository; `{date}` in its name is the day of the run.
    pub evidence: Spanned<String>,
    /// The commands in the order in which they run.
    pub commands: Vec<Command>,
}

/// A command that is run.
#[derive(Clone, Debug)]
pub struct Command {
    /// Its name.
    pub name: Spanned<String>,
    /// What is run.
    pub words: Words,
    /// The folder where it runs, relative to the repository; the repository itself where there is none.
    pub folder: Option<String>,
    /// Variables of the environment that it gets besides those that every command gets.
    pub environment: Vec<String>,
    /// The most milliseconds that it may take.
    pub timeout_ms: u64,
    /// The most bytes that it may write to one of its outputs.
    pub output_bytes: u64,
}

/// What is run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    /// A program and its arguments.
    Program(Vec<String>),
    /// A line for the system's shell.
    Shell(String),
}

/// What must be shown before a step.
#[derive(Clone, Debug)]
pub struct Gate<'a> {
    /// Its name.
    pub name: Spanned<String>,
    /// What it is, for people.
    pub title: String,
    /// What its decision record calls the decision, such as `Runtime cutover execution`.
    pub decision: Option<String>,
    /// Where its decision record stands; `{date}` in its name is the day of the decision.
    pub record: Option<Spanned<String>>,
    /// Who must approve a GO.
    pub approvers: Vec<Spanned<String>>,
    /// Further lines that its decision record states, such as `Rehearsal continuation: **GO**`.
    pub states: Vec<Spanned<String>>,
    /// Gates that must be GO, too.
    pub requires: Vec<Spanned<usize>>,
    /// What must be shown.
    pub criteria: Vec<Criterion<'a>>,
}

/// One thing that must be shown.
#[derive(Clone, Debug)]
pub struct Criterion<'a> {
    /// Its name.
    pub name: Spanned<String>,
    /// What it is, for people.
    pub title: String,
    /// The evidence; all of it counts, unless it has to be consecutive.
    pub evidence: Vec<Evidence<'a>>,
    /// How many dated evidences in a row are needed.
    pub consecutive: Option<Consecutive>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The day until which they see to it.
    pub due: Option<Date>,
    /// What to do where it is not shown.
    pub next: Option<String>,
}

/// How many dated evidences in a row are needed, the newest ones.
#[derive(Clone, Copy, Debug)]
pub struct Consecutive {
    /// How many.
    pub count: usize,
    /// The fewest days from one to the next.
    pub least_days: i32,
    /// The most days from one to the next.
    pub most_days: i32,
}

/// A piece of evidence.
#[derive(Clone, Debug)]
pub struct Evidence<'a> {
    /// What it is.
    pub kind: Kind,
    /// The file, relative to the repository, where it has one; with `{date}` all files of such a name.
    pub path: Option<Spanned<String>>,
    /// Its day, for a form that has none.
    pub date: Option<Date>,
    /// The most days since its day.
    pub max_age_days: Option<i32>,
    /// Whether it must be about the commit that is checked out.
    pub at_head: bool,
    /// The other repository that it is about; its documents cannot be compared then.
    pub repository: Option<String>,
    /// Values that it must have, by JSON pointer.
    pub expect: Vec<(Spanned<String>, Tree<'a>)>,
    /// Where it stands in the gate file.
    pub span: Span,
}

/// What a piece of evidence is.
#[derive(Clone, Debug)]
pub enum Kind {
    /// The report of `lockstep check`, made now.
    Check,
    /// A report that stands in a file.
    Report,
    /// A file of exact bytes, or with exact values.
    Artifact {
        /// SHA-256, 64 lower-case hex digits; `None` where it is not recorded yet.
        sha256: Option<String>,
        /// Whether bytes are compared at all.
        exact: bool,
        /// Who approved it.
        approver: Option<String>,
    },
    /// The evidence of `lockstep evidence contract`.
    Contract,
    /// The evidence of `lockstep handoff`.
    Handoff,
    /// The evidence of `lockstep rollback --rehearse`.
    Rehearsal,
    /// The evidence of `lockstep gate run`.
    Run(RunOf),
    /// The JSON of a decision record of `lockstep gate decide`, about the gate of this name.
    Record(String),
    /// A decision that people wrote down in Markdown.
    Decision {
        /// The lines that it must have.
        statements: Vec<Statement>,
        /// The heading under which they must stand; anywhere where there is none.
        section: Option<String>,
        /// Who must have approved, each in a line `NAME: Approved`.
        approvers: Vec<String>,
    },
    /// A decision that stands in the gate file itself.
    Approval {
        /// Who decided.
        approver: String,
        /// What was decided; `None` where nothing is yet.
        verdict: Option<Verdict>,
    },
    /// A time that must be over.
    Window(Window),
    /// The record of freezes: none may hold.
    Freeze,
}

/// Whose commands were run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunOf {
    /// Those of a suite of this file, by its number.
    Suite(usize),
    /// Those of another repository.
    Elsewhere,
}

/// A time that must be over.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// Its first day.
    pub since: Date,
    /// How many days it has.
    pub days: i32,
}

impl Kind {
    /// The kind by its word in the file.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Report => "report",
            Self::Artifact { .. } => "artifact",
            Self::Contract => "contract",
            Self::Handoff => "handoff",
            Self::Rehearsal => "rehearsal",
            Self::Run(_) => "run",
            Self::Record(_) => "record",
            Self::Decision { .. } => "decision",
            Self::Approval { .. } => "approval",
            Self::Window(_) => "window",
            Self::Freeze => "freeze",
        }
    }
}

impl Gates<'_> {
    /// The gate of a name.
    pub fn gate(&self, name: &str) -> Option<usize> {
        self.gates.iter().position(|gate| gate.name.value == name)
    }

    /// The suite of a name.
    pub fn suite(&self, name: &str) -> Option<usize> {
        self.suites.iter().position(|suite| suite.name.value == name)
    }

    /// These gates and those that they demand, each once, what is demanded first.
    pub fn with_required(&self, asked: &[usize]) -> Vec<usize> {
        let mut order = Vec::new();
        asked.iter().for_each(|number| self.visit(*number, &mut order));
        order
    }

    // INVARIANT: the reader refuses gates that demand each other in a circle and bounds their number.
    fn visit(&self, number: usize, order: &mut Vec<usize>) {
        let Some(gate) = self.gates.get(number).filter(|_| !order.contains(&number)) else { return };
        gate.requires.iter().for_each(|required| self.visit(required.value, order));
        order.push(number);
    }

    /// The evidence of gates, without those that they demand.
    pub fn evidence<'g>(&'g self, gates: &'g [usize]) -> impl Iterator<Item = &'g Evidence<'g>> {
        let gates = gates.iter().filter_map(|number| self.gates.get(*number));
        gates.flat_map(|gate| &gate.criteria).flat_map(|criterion| &criterion.evidence)
    }

    /// The suites that leave evidence of gates, in the order of the file.
    pub fn suites_of(&self, gates: &[usize]) -> Vec<usize> {
        let is_of = |number: usize| {
            self.evidence(gates).any(|evidence| matches!(&evidence.kind, Kind::Run(RunOf::Suite(of)) if *of == number))
        };
        (0..self.suites.len()).filter(|number| is_of(*number)).collect()
    }
}
