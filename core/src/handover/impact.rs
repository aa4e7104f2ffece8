use alloc::{borrow::ToOwned as _, format, string::String, vec::Vec};

use serde::Serialize;

use super::Release;
use crate::{
    policy::{Envelope, Policy},
    text::shown,
};

/// What a release means for its consumers.
///
/// Source: the producer's joint execution playbook, section 6. Its labels and the handoff payload's keys are kept as
/// they are, so that the teams' tools find them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ImpactStatement {
    /// What the service does otherwise.
    pub runtime_behavior_changes: String,
    /// What consumers must map otherwise.
    pub required_consumer_mapping_changes: String,
    /// Which tests consumers must change.
    pub required_test_updates: String,
    /// Whether consumers must repin, and to what.
    pub repin_required: String,
    /// How consumers go back.
    pub rollback_instruction: String,
}

/// What stands where only people can tell.
pub(super) const TO_DESCRIBE: &str = "<none|describe>";

/// Texts that nobody has filled.
pub(super) const PLACEHOLDERS: [&str; 4] = [TO_DESCRIBE, "<describe>", "<yes/no>", "<previous tag/sha>"];

impl ImpactStatement {
    /// The labels of the five lines, in order.
    pub const LABELS: [&'static str; 5] = [
        "Runtime behavior changes",
        "Required consumer mapping changes",
        "Required test updates",
        "Repin required",
        "Rollback instruction",
    ];

    /// A statement of five texts, in the order of the labels.
    pub fn new(texts: [String; 5]) -> Self {
        let [
            runtime_behavior_changes,
            required_consumer_mapping_changes,
            required_test_updates,
            repin_required,
            rollback_instruction,
        ] = texts;
        Self {
            runtime_behavior_changes,
            required_consumer_mapping_changes,
            required_test_updates,
            repin_required,
            rollback_instruction,
        }
    }

    /// The statement with nothing filled.
    pub fn template() -> Self {
        let texts = [TO_DESCRIBE, TO_DESCRIBE, TO_DESCRIBE, "<yes/no>", "repin to <previous tag/sha>"];
        Self::new(texts.map(str::to_owned))
    }

    /// The texts, in the order of the labels.
    pub fn texts(&self) -> [&str; 5] {
        [
            &self.runtime_behavior_changes,
            &self.required_consumer_mapping_changes,
            &self.required_test_updates,
            &self.repin_required,
            &self.rollback_instruction,
        ]
    }

    /// The statement as a block for a changelog, between fences: Markdown would take `<describe>` for HTML.
    pub fn markdown(&self) -> String {
        let lines = Self::LABELS.iter().zip(self.texts()).map(|(label, text)| format!("- {label}: {text}\n"));
        format!("```text\nConsumer impact:\n{}```\n", lines.collect::<String>())
    }
}

/// The statement of a change from one release to another, as far as manifests and policy tell; what they do not tell is
/// left to be filled.
pub fn impact(old: &Release, new: &Release, policy: &Policy) -> ImpactStatement {
    let (was, is) = (old.service_contract(), new.service_contract());
    let envelopes = (was != is).then(|| envelope_changes(policy, was, is));
    let missing = |from: &Release, to: &Release| -> Vec<String> {
        from.error_codes.iter().filter(|code| !to.error_codes.contains(code)).map(|code| shown(code)).collect()
    };
    let (added, removed) = (missing(new, old), missing(old, new));
    let mut runtime: Vec<String> = envelopes.into_iter().collect();
    let mut mapping = Vec::new();
    let mut tests = Vec::new();
    if was != is {
        tests.push(format!("envelope assertions of {}", shown(is)));
    }
    if !added.is_empty() {
        let added = added.join(", ");
        runtime.push(format!("new error codes: {added}"));
        mapping.push(format!("map {added}"));
        tests.push(format!("fallback for {added}"));
    }
    if !removed.is_empty() {
        let removed = removed.join(", ");
        runtime.push(format!("error codes no longer sent: {removed}"));
        mapping.push(format!("nothing comes as {removed}"));
        tests.push(format!("no assertion of {removed}"));
    }
    let filled = |mut parts: Vec<String>| {
        parts.push(TO_DESCRIBE.into());
        parts.join("; ")
    };
    let pair =
        |release: &Release| format!("{}/{}", shown(&release.baseline.release_tag), shown(&release.baseline.commit_sha));
    let repin = if old.baseline == new.baseline { "no".into() } else { format!("yes ({})", pair(new)) };
    ImpactStatement::new([filled(runtime), filled(mapping), filled(tests), repin, format!("repin to {}", pair(old))])
}

/// How answers outside 2xx change with the service contract.
fn envelope_changes(policy: &Policy, was: &str, is: &str) -> String {
    let envelope = |contract| policy.service_contracts.get(contract).map(|contract| &contract.non_2xx_envelope);
    let mut text = format!("answers outside 2xx change from {} to {}", shown(was), shown(is));
    let (Some(was), Some(is)) = (envelope(was), envelope(is)) else { return text };
    let carried =
        |envelope: &Envelope| -> Vec<String> { envelope.requires.iter().chain(&envelope.optional).cloned().collect() };
    let missing = |from: &Envelope, to: &Envelope| -> Vec<String> {
        carried(from).into_iter().filter(|field| !carried(to).contains(field)).collect()
    };
    for (fields, what) in [(missing(was, is), "no longer carry"), (missing(is, was), "newly carry")] {
        if !fields.is_empty() {
            text.push_str(&format!(", {what} {}", fields.join(", ")));
        }
    }
    text
}
