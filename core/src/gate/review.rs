//! The weekly integration review.
//!
//! Source: the joint execution playbook, section 7 ("Weekly integration review checklist").

use alloc::{format, string::String};

use serde::Serialize;

use super::{
    State, Verdict,
    evaluate::GateState,
    record::Decision,
    render::{cell, code},
};

/// The pinned release, as far as the repository states it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(missing_docs, reason = "each field is the value of the baseline that it is named after")]
pub struct Baseline {
    pub release_tag: Option<String>,
    pub commit_sha: Option<String>,
    pub service_contract_version: Option<String>,
    pub api_contract_version: Option<String>,
    pub integration_baseline: Option<String>,
}

impl Baseline {
    /// The section of a record that states it.
    pub(super) fn section(&self) -> String {
        let line = |label: &str, value: &Option<String>| {
            let value = value.as_deref().map_or_else(|| "not stated".into(), code);
            format!("- {label}: {value}\n")
        };
        [
            String::from("\n## Baseline\n\n"),
            line("release_tag", &self.release_tag),
            line("commit_sha", &self.commit_sha),
            line("service_contract_version", &self.service_contract_version),
            line("api_contract_version", &self.api_contract_version),
            line("integration_baseline", &self.integration_baseline),
        ]
        .concat()
    }
}

/// The weekly review as Markdown, with a verdict: of what is shown where nobody decides, else what was decided.
///
/// `before` is the baseline a week earlier, or why it is not known.
pub fn review(decision: &Decision<'_>, before: &Result<Baseline, String>, verdict: Verdict) -> String {
    let today = decision.evaluation.today;
    let ownership = decision.ownership();
    let own = decision.evaluation.gates.iter().find(|gate| gate.number == decision.number);
    let mut text = format!("# Weekly integration review: {}\n\n{}", today, decision.head());
    text.push_str(&decision.baseline.section());
    text.push_str(&match before {
        Ok(before) if before == decision.baseline => "\nA week ago it was the same.\n".into(),
        Ok(before) => {
            let tag = |baseline: &Baseline| baseline.release_tag.as_deref().map_or_else(|| "none".into(), code);
            format!("\nA week ago it was another: the release tag was {}.\n", tag(before))
        }
        Err(reason) => format!("\nWhat it was a week ago is not known: {}.\n", code(reason)),
    });
    text.push_str("\n## Checklist\n\n");
    if let Some(gate) = own {
        text.push_str(&checklist(gate));
    }
    text.push_str(&box_of(ownership, "every open item has an owner and a day that is not past", ""));
    text.push_str("\n## Gates\n\n| Gate | Verdict | State |\n|---|---|---|\n");
    for gate in decision.evaluation.gates.iter().filter(|gate| gate.number != decision.number) {
        let (verdict, state) = (gate.state.verdict().as_str(), gate.state.as_str());
        text.push_str(&format!("| {} | {verdict} | {state} |\n", cell(&gate.title)));
    }
    text.push_str(&decision.open_items());
    if let Some(gate) = decision.gates.gates.get(decision.number) {
        text.push_str(&decision.decided(gate, verdict));
        text.push_str(&decision.sign_off(gate));
    }
    text
}

fn checklist(gate: &GateState) -> String {
    let required = gate.requires.iter().map(|(name, state)| box_of(*state, &format!("the gate {name} is GO"), ""));
    let own = gate.criteria.iter().map(|criterion| box_of(criterion.state, &criterion.title, &criterion.reason));
    required.chain(own).collect()
}

/// A line of a checklist.
fn box_of(state: State, title: &str, reason: &str) -> String {
    let mark = if state == State::Pass { 'x' } else { ' ' };
    let because = if reason.is_empty() { String::new() } else { format!(" {}", code(reason)) };
    format!("- [{mark}] {} ({}){because}\n", code(title), state.as_str())
}
