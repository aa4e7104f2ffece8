use lockstep_core::{
    facts::HandoffFacts,
    handover::{self, Artifact, Bundle, BundleInput},
    source::{DocumentKind, Source},
};
use serde_json::Value;

use super::{
    ground::Ground,
    handoff,
    moment::{Standing, tell_changed},
};
use crate::{command::consent::Hindrance, failure::Failure, file};

/// Makes the release evidence bundle of files that stand there; a handoff payload that does not pass is an objection.
pub(super) async fn make(ground: &Ground<'_>, standing: &Standing, said: &mut String) -> Result<Bundle, Hindrance> {
    let commit = standing.commit(ground, "/git_commit_head").await?;
    let places = &ground.places;
    let (manifest, _) = ground.manifest();
    let mut paths = vec![manifest, places.handoff, places.contract_source, places.slo_policy, places.openapi];
    for path in ground.settings().artifacts() {
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    let found = ground.need_all(&paths).await?;
    let files: Vec<(&str, &[u8])> = paths.iter().copied().zip(found.iter().map(Vec::as_slice)).collect();
    let of = |wanted: &str| files.iter().find(|(path, _)| *path == wanted).map_or(&[][..], |(_, bytes)| *bytes);
    let payload = Source::bytes(DocumentKind::Handoff, places.handoff, of(places.handoff));
    handoff::judge(
        ground,
        payload,
        "the handoff payload does not pass, so no evidence is made of it; `lockstep producer generate handoff` makes it anew",
    )?;
    let text = |path: &str, key: &str| stated(ground, path, of(path), key);
    let forms = [
        text(places.contract_source, "service_contract_source_version")?,
        text(places.slo_policy, "slo_policy_version")?,
    ];
    let handoff_mode = text(places.handoff, HandoffFacts::MODE)?;
    tell_changed((ground, standing), &commit, &files, said).await;
    Ok(handover::bundle(BundleInput {
        release: &ground.release,
        day: standing.day(ground, "/generated_at_utc"),
        commit: &commit,
        forms,
        artifacts: files.iter().map(|(path, bytes)| Artifact::new(path, bytes)).collect(),
        verification_commands: &ground.settings().verification_commands(),
        compliance_suite: ground.settings().compliance_suite(),
        handoff_mode,
    }))
}

/// The text at a key of a JSON document.
fn stated(ground: &Ground<'_>, path: &str, bytes: &[u8], key: &str) -> Result<String, Hindrance> {
    let document: Value = serde_json::from_slice(bytes).unwrap_or_default();
    match document.get(key).and_then(Value::as_str) {
        Some(text) if !text.trim().is_empty() => Ok(text.into()),
        _ => {
            let failure = Failure::new(format!("the document states no `{key}`, which the evidence repeats"));
            Err(Hindrance::Refused(failure.about(&file::joined(ground.root, path))))
        }
    }
}
