//! The record of a decision: Markdown for people and for the rules about records, JSON for tools.

use alloc::{
    format,
    string::{String, ToString as _},
    vec::Vec,
};

use serde::Serialize;

use super::{
    DATE, State, Verdict,
    evaluate::Evaluation,
    file::{Gate, Gates},
    render::{cell, code, table},
    review::Baseline,
    statement::APPROVED,
    wire::{GateDocument, GateFile},
};
use crate::{
    api,
    date::Date,
    facts::sha256,
    render,
    text::{shown, visible},
};

/// The value of `schema` in the JSON of every decision record.
pub const DECISION_SCHEMA: &str = "lockstep-gate-decision.v1";

/// What a decision is called where the gate file does not say.
const DECISION: &str = "Decision";

/// A decision as JSON; keys are only ever added.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DecisionDocument<'d> {
    /// The version of this form: `lockstep-gate-decision.v1`.
    pub schema: &'static str,
    /// The version of lockstep.
    pub version: &'static str,
    /// The gate that was decided on.
    pub gate: &'d str,
    /// What it is, for people.
    pub title: &'d str,
    /// What the decision is called, or null.
    pub decision: Option<&'d str>,
    /// `GO` or `NO-GO`.
    pub outcome: Verdict,
    /// The day, `YYYY-MM-DD`.
    pub date: String,
    /// The commit that was checked out; null where it is not known.
    pub commit_sha: Option<&'d str>,
    /// The baseline on that day.
    pub baseline: &'d Baseline,
    /// Who decided.
    pub approvers: &'d [Approver],
    /// Why, where somebody said so.
    pub reason: Option<&'d str>,
    /// The gate file.
    pub file: GateFile,
    /// What the gate and those that it demands came to, what is demanded first.
    pub gates: Vec<GateDocument>,
}

/// Somebody who takes part in a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Approver {
    /// Whom they speak for, as the gate file calls them; null for themselves.
    pub role: Option<String>,
    /// Their name.
    pub name: String,
}

/// A decision to be written down.
#[derive(Debug)]
pub struct Decision<'d> {
    /// The gate file's name and text.
    pub file: (&'d str, &'d str),
    /// What it says.
    pub gates: &'d Gates<'d>,
    /// The number of the gate.
    pub number: usize,
    /// What it came to.
    pub evaluation: &'d Evaluation,
    /// The commit that is checked out, where it is known.
    pub commit: Option<&'d str>,
    /// The baseline.
    pub baseline: &'d Baseline,
    /// Who decides.
    pub approvers: &'d [Approver],
    /// Why it is NO-GO whatever the gate comes to.
    pub refused: Option<&'d str>,
}

/// Where a gate's decision of a day is recorded, as Markdown and as JSON beside it.
pub fn record_place(gate: &Gate<'_>, today: Date) -> (String, String) {
    let default = || format!("docs/gates/{}.md", gate.name.value);
    let markdown = gate.record.as_ref().map_or_else(default, |record| record.value.replace(DATE, &today.to_string()));
    // INVARIANT: the reader lets no other ending through.
    let json = format!("{}.json", markdown.strip_suffix(".md").unwrap_or(&markdown));
    (markdown, json)
}

impl Decision<'_> {
    fn gate(&self) -> Option<&Gate<'_>> {
        self.gates.gates.get(self.number)
    }

    /// The approvers that the gate demands and nobody speaks for.
    pub fn missing(&self) -> Vec<&str> {
        let roles = self.gate().map(|gate| gate.approvers.as_slice()).unwrap_or_default();
        let is_there = |role: &str| self.approvers.iter().any(|approver| approver.role.as_deref() == Some(role));
        roles.iter().map(|role| role.value.as_str()).filter(|role| !is_there(role)).collect()
    }

    /// What is decided: GO only where the gate passes, everybody that it demands approves, and nobody refuses.
    pub fn outcome(&self) -> Verdict {
        let approved = !self.approvers.is_empty() && self.missing().is_empty() && self.refused.is_none();
        if approved { self.state().verdict() } else { Verdict::NoGo }
    }

    /// What is shown: what the gate comes to, and for a review that every open item has an owner and a day.
    pub fn state(&self) -> State {
        let state = self.evaluation.state_of(self.number);
        let is_review = self.gates.review == Some(self.number);
        if is_review { state.and(self.ownership()) } else { state }
    }

    /// The record as JSON, ending with a line end.
    pub fn json(&self) -> String {
        let (name, text) = self.file;
        let Some(gate) = self.gate() else { return String::new() };
        render::json::render(&DecisionDocument {
            schema: DECISION_SCHEMA,
            version: api::version(),
            gate: &gate.name.value,
            title: &gate.title,
            decision: gate.decision.as_deref(),
            outcome: self.outcome(),
            date: self.evaluation.today.to_string(),
            commit_sha: self.commit,
            baseline: self.baseline,
            approvers: self.approvers,
            reason: self.refused,
            file: GateFile { name: name.into(), sha256: sha256(text.as_bytes()) },
            gates: self.evaluation.gates.iter().map(GateDocument::from).collect(),
        })
    }

    /// The record as Markdown in the teams' form.
    pub fn markdown(&self) -> String {
        let Some(gate) = self.gate() else { return String::new() };
        let mut text = format!("# Decision record of the gate {}\n\n{}\n\n", code(&gate.name.value), code(&gate.title));
        text.push_str(&self.head());
        text.push_str(&self.decided(gate, self.outcome()));
        text.push_str(&self.baseline.section());
        for of in &self.evaluation.gates {
            text.push_str(&format!("\n## Criteria of {}\n\n{}", code(&of.name), table(of)));
        }
        text.push_str(&self.sign_off(gate));
        text
    }

    /// The lines that say of what day and of what state of the repository the record is.
    pub(super) fn head(&self) -> String {
        let commit = self.commit.map_or_else(|| "not known".into(), code);
        format!("Updated: {}  \nGate file: {}  \nCommit: {commit}\n", self.evaluation.today, code(self.file.0))
    }

    /// The lines that the rules about records look for.
    pub(super) fn decided(&self, gate: &Gate<'_>, outcome: Verdict) -> String {
        let mut lines: Vec<String> = gate.states.iter().map(|line| visible(&line.value).into_owned()).collect();
        for required in &gate.requires {
            let Some(of) = self.gates.gates.get(required.value) else { continue };
            if let Some(label) = of.decision.as_deref().filter(|label| Some(*label) != gate.decision.as_deref()) {
                let verdict = self.evaluation.state_of(required.value).verdict();
                lines.push(format!("{label}: **{}**", verdict.as_str()));
            }
        }
        let label = gate.decision.as_deref().unwrap_or(DECISION);
        lines.push(format!("{label}: **{}**", outcome.as_str()));
        let numbered = lines.iter().enumerate().map(|(number, line)| format!("{}. {line}\n", number + 1));
        let mut text = format!("\n## Decision\n\n{}", numbered.collect::<String>());
        if let Some(reason) = self.refused {
            text.push_str(&format!("\nReason: {}\n", code(reason)));
        }
        text
    }

    /// Who decided, and who did not.
    pub(super) fn sign_off(&self, gate: &Gate<'_>) -> String {
        let go = self.outcome() == Verdict::Go;
        let said = |approver: &Approver| match (&approver.role, go) {
            (Some(role), true) => format!("- {role}: {APPROVED} ({})\n", plain(&approver.name)),
            (Some(role), false) => format!("- {role}: Not approved ({})\n", plain(&approver.name)),
            (None, true) => format!("- {}: {APPROVED}\n", plain(&approver.name)),
            (None, false) => format!("- {}: Not approved\n", plain(&approver.name)),
        };
        let mut lines: String = self.approvers.iter().map(said).collect();
        for role in self.missing() {
            lines.push_str(&format!("- {role}: Pending\n"));
        }
        if lines.is_empty() && gate.approvers.is_empty() {
            lines.push_str("- nobody signed\n");
        }
        format!("\n## Sign-off\n\n{lines}")
    }

    /// The open criteria as a list, for the record of a review.
    pub(super) fn open_items(&self) -> String {
        let open = super::render::open(self.evaluation);
        if open.is_empty() {
            return "\n## Open items\n\nNone.\n".into();
        }
        let mut text =
            String::from("\n## Open items\n\n| Item | State | Owner | Due | Next |\n|---|---|---|---|---|\n");
        for (gate, criterion) in open {
            let owner = criterion.owner.as_deref().map_or_else(|| "nobody".into(), cell);
            let due = match criterion.due {
                Some(due) if due < self.evaluation.today => format!("{due}, overdue"),
                Some(due) => due.to_string(),
                None => "no day".into(),
            };
            let item = cell(&format!("{}: {}", gate.name, criterion.title));
            text.push_str(&format!(
                "| {item} | {} | {owner} | {due} | {} |\n",
                criterion.state.as_str(),
                cell(&criterion.next)
            ));
        }
        text
    }

    /// What the open items come to: each needs an owner and a day that is not past.
    pub(super) fn ownership(&self) -> State {
        let is_owned = |due: Option<Date>| due.is_some_and(|due| due >= self.evaluation.today);
        let open = super::render::open(self.evaluation);
        let all = open.iter().all(|(_, criterion)| criterion.owner.is_some() && is_owned(criterion.due));
        if all { State::Pass } else { State::Fail }
    }
}

/// A name in a line of Markdown without markup of its own.
fn plain(name: &str) -> String {
    let is_plain = |character: char| character.is_alphanumeric() || matches!(character, ' ' | '-' | '.' | '\'' | '@');
    shown(name).chars().filter(|character| is_plain(*character)).collect()
}
