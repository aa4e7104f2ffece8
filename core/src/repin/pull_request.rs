//! The text of the pull request that moves to another release.
//!
//! Source: the producer's joint execution playbook, section 6 (the template of the consumer impact statement, kept word
//! for word so that the teams' tools find its lines).

use alloc::{collections::BTreeSet, format, string::String, vec::Vec};

use super::{Baseline, Repin};
use crate::{
    facts::{BaselineValue, Facts},
    policy::Policy,
    source::Sources,
    text::{quoted, shown},
};

/// The pull request's text in Markdown: what changes, the consumer impact statement as far as it can be computed, and
/// the gates. What nobody can compute is a field to fill, `<none|describe>`.
pub fn pull_request(repin: &Repin, present: &Sources<'_>, policy: &Policy) -> String {
    let Repin { from, to, .. } = repin;
    let tag = |baseline: &Baseline| quoted(baseline.text(BaselineValue::ReleaseTag));
    let mut text = format!("# Repin MemoryKernel from {} to {}\n\n", tag(from), tag(to));
    text.push_str("Pin, matrix and producer manifest mirror move together in this pull request.\n\n");
    text.push_str("| Value | Before | After |\n|---|---|---|\n");
    for value in BaselineValue::ALL {
        let (Some(after), before) = (to.get(value), from.get(value)) else { continue };
        let before = before.map_or_else(|| "none".into(), cell);
        let after = if before == cell(after) { "unchanged".into() } else { cell(after) };
        text.push_str(&format!("| {} | {before} | {after} |\n", value.title()));
    }
    let (added, removed) = code_changes(repin, present, policy);
    text.push_str(&format!("\n## Error codes\n\n- Added: {}\n- Removed: {}\n", list(&added), list(&removed)));
    text.push_str(&impact(from, to, &added, &removed));
    text.push_str(&gates(from, to));
    text
}

/// The consumer impact statement, as text between fences like the template: Markdown would take `<describe>` for HTML.
fn impact(from: &Baseline, to: &Baseline, added: &[String], removed: &[String]) -> String {
    let service = |baseline: &Baseline| shown(baseline.text(BaselineValue::ServiceContract));
    let bumped = from.get(BaselineValue::ServiceContract) != to.get(BaselineValue::ServiceContract);
    let codes = !(added.is_empty() && removed.is_empty());
    let runtime = match bumped {
        true => format!("envelopes change from {} to {}: <describe>", service(from), service(to)),
        false => "<none|describe>".into(),
    };
    let plain = |codes: &[String]| match codes {
        [] => "none".into(),
        _ => codes.iter().map(|code| shown(code)).collect::<Vec<_>>().join(", "),
    };
    let mapping = match codes {
        false => "none for error codes, their set is the same; otherwise <none|describe>".into(),
        true => format!("to map: {}; no longer sent: {}", plain(added), plain(removed)),
    };
    let tests = match (bumped, codes) {
        (false, false) => "<none|describe>".into(),
        (true, _) => format!("envelope assertions of {}, fallback tests; <none|describe>", service(to)),
        (false, true) => "error code assertions; <none|describe>".into(),
    };
    let pair = |baseline: &Baseline| {
        let [tag, commit] = [BaselineValue::ReleaseTag, BaselineValue::CommitSha].map(|value| baseline.text(value));
        format!("{}/{}", shown(tag), shown(commit))
    };
    format!(
        "\n## Consumer impact statement\n\n```text\n\
         Consumer impact:\n\
         - Runtime behavior changes: {runtime}\n\
         - Required consumer mapping changes: {mapping}\n\
         - Required test updates: {tests}\n\
         - Repin required: yes ({})\n\
         - Rollback instruction: repin to {} (lockstep rollback --to {} --reason TEXT)\n```\n",
        pair(to),
        pair(from),
        shown(from.text(BaselineValue::ReleaseTag)),
    )
}

/// The boxes to tick before the merge.
fn gates(from: &Baseline, to: &Baseline) -> String {
    let mut text = String::from(
        "\n## Gates\n\n\
         - [ ] `lockstep check` passes (pin, matrix, mirror, atomic change)\n\
         - [ ] `lockstep remote`: the manifest at the release tag has the pinned hash\n\
         - [ ] `pnpm run test:memorykernel-contract` passes\n\
         - [ ] `pnpm run test:ci` passes\n\
         - [ ] the evidence of both is published\n\
         - [ ] the producer gave the notice that the changes need\n",
    );
    if from.get(BaselineValue::ServiceContract) != to.get(BaselineValue::ServiceContract) {
        text.push_str(
            "- [ ] the joint cutover decision is recorded as GO\n\
             - [ ] `lockstep rollback --rehearse` passed against the previous baseline\n\
             - [ ] fallback tests are green for offline, timeout, malformed, version mismatch and non-2xx\n",
        );
    }
    text
}

/// Error codes that the new manifest has and the present mirror lacks, and the other way round.
fn code_changes(repin: &Repin, present: &Sources<'_>, policy: &Policy) -> (Vec<String>, Vec<String>) {
    let codes = |sources: &Sources<'_>| -> BTreeSet<String> {
        let facts = Facts::of_trio(sources, policy);
        let entries = facts.manifest.facts.as_ref().and_then(|manifest| manifest.error_codes.present());
        let texts = entries.into_iter().flat_map(|entries| &entries.value);
        texts.filter_map(|entry| entry.value.as_ref().ok()).map(|code| code.as_ref().into()).collect()
    };
    let (old, new) = (codes(present), codes(&repin.sources(present)));
    (new.difference(&old).cloned().collect(), old.difference(&new).cloned().collect())
}

fn list(codes: &[String]) -> String {
    match codes {
        [] => "none".into(),
        _ => codes.iter().map(|code| quoted(code)).collect::<Vec<_>>().join(", "),
    }
}

/// A value in a cell of a table.
fn cell(value: &str) -> String {
    quoted(value).replace('|', "\\|")
}
