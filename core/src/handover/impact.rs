use alloc::{borrow::ToOwned as _, format, string::String, vec::Vec};

use serde::Serialize;

use super::Release;
use crate::{
    change::{Change, ChangeKind, Class, Comparison},
    policy::{Envelope, Policy},
    text::{quoted, shown},
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

/// The statement of a change from one release to another, as far as the comparison of its documents tells; what they do
/// not tell is left to be filled.
pub fn impact(old: &Release, new: &Release, comparison: &Comparison<'_>, policy: &Policy) -> ImpactStatement {
    let (was, is) = (old.service_contract(), new.service_contract());
    let [mut runtime, mut mapping, mut tests] = [(); 3].map(|()| Vec::new());
    if was != is {
        runtime.push(envelope_changes(policy, was, is));
        tests.push(format!("envelope assertions of {}", shown(is)));
    }
    for Change { kind, name, message, consumer, .. } in &comparison.changes {
        let Some(test) = test(*kind, name) else { continue };
        runtime.push(message.clone());
        if !consumer.is_empty() && !consumer.starts_with("nothing") {
            mapping.push(consumer.clone());
        }
        tests.push(test);
    }
    let filled = |parts: Vec<String>| {
        let parts = parts.iter().map(String::as_str).chain([TO_DESCRIBE]);
        let distinct = parts.fold(Vec::new(), |mut known, part| {
            if !known.contains(&part) {
                known.push(part);
            }
            known
        });
        distinct.join("; ")
    };
    let pair =
        |release: &Release| format!("{}/{}", shown(&release.baseline.release_tag), shown(&release.baseline.commit_sha));
    let repin = if comparison.needs_repin { format!("yes ({})", pair(new)) } else { "no".into() };
    ImpactStatement::new([filled(runtime), filled(mapping), filled(tests), repin, format!("repin to {}", pair(old))])
}

/// The test that a consumer has to look at for a change; `None` for one that it does not meet at run time, and for the
/// service contract, which is told apart.
fn test(kind: ChangeKind, name: &str) -> Option<String> {
    let id = kind.as_str();
    let name = quoted(name);
    match kind {
        _ if kind.class() == Class::None => None,
        ChangeKind::ErrorCodeAdded | ChangeKind::ErrorCodeRenamed => Some(format!("fallback for {name}")),
        ChangeKind::ErrorCodeRemoved => Some(format!("no assertion of {name}")),
        _ if id.starts_with("error-") || id.starts_with("answer-") => Some(format!("assertions of {name} in answers")),
        _ if id.starts_with("request-") => Some(format!("requests with {name}, and without")),
        ChangeKind::OperationAdded | ChangeKind::OperationRemoved => Some(format!("requests to {name}")),
        _ => None,
    }
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
