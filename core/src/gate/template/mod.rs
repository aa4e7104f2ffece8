//! Gate files to start from, one a role, with the gates of the teams' playbooks.

use alloc::string::{String, ToString as _};

use super::review::Baseline;
use crate::{date::Date, inquiry::Role};

/// What stands in a template for the name of the project.
const PROJECT: &str = "\"PROJECT\"";

/// What stands in a template for the day on which it is written.
const TODAY: &str = "\"TODAY\"";

/// What stands in a template for the baseline's release tag and commit.
const RELEASE: [&str; 2] = ["\"RELEASE_TAG\"", "\"COMMIT_SHA\""];

/// A gate file for checkpoints A to D and the cutover to `service.v3`, to be adapted by hand; windows begin on `today`, and
/// the approved baseline is the one that is given.
///
/// Paths stand where they stand by default.
pub fn template(role: Role, project: &str, baseline: &Baseline, today: Date) -> String {
    let text = match role {
        Role::Consumer => include_str!("consumer.json"),
        Role::Producer => include_str!("producer.json"),
    };
    // INVARIANT: a string always serialises.
    let quoted = |value: &str| serde_json::to_string(value).unwrap_or_default();
    let [tag, commit] = RELEASE;
    let stated = |value: &Option<String>| quoted(value.as_deref().unwrap_or("none yet"));
    text.replace(PROJECT, &quoted(project))
        .replace(TODAY, &quoted(&today.to_string()))
        .replace(tag, &stated(&baseline.release_tag))
        .replace(commit, &stated(&baseline.commit_sha))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{date, gate::Gates};

    #[test]
    fn the_templates_are_gate_files() {
        let today = date::parse("2026-03-02").unwrap();
        for role in [Role::Consumer, Role::Producer] {
            let text = template(role, "A \"b\"", &Baseline::default(), today);
            assert!(!["PROJECT", "TODAY", "RELEASE_TAG", "COMMIT_SHA"].iter().any(|word| text.contains(word)));
            let gates = Gates::read(&text).unwrap_or_else(|fault| panic!("{}: {fault:?}", &text[fault.span.range()]));
            assert_eq!(gates.project, "A \"b\"");
            for name in ["checkpoint-a", "checkpoint-b", "checkpoint-c", "checkpoint-d", "service-v3-cutover"] {
                assert!(gates.gate(name).is_some(), "{role:?} {name}");
            }
            assert!(gates.review.is_some());
        }
    }
}
