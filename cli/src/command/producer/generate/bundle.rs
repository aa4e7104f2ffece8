use lockstep_core::{
    facts::{HandoffFacts, Listed},
    handover::{self, Artifact, Bundle, BundleInput},
    inquiry::{self, Inquiry, Part},
    source::{DocumentKind, Source},
};
use serde_json::Value;

use super::{
    ground::Ground,
    handoff,
    moment::{Standing, tell_changed},
    rendered,
};
use crate::{command::consent::Hindrance, failure::Failure, file, relative_path::RelativePath};

/// Makes the release evidence bundle of files that stand there; a handoff payload that does not pass is an objection.
pub(super) async fn make(ground: &Ground<'_>, standing: &Standing, said: &mut String) -> Result<Bundle, Hindrance> {
    let commit = standing.commit(ground, "/git_commit_head").await?;
    let settings = ground.settings();
    let (manifest, _) = ground.manifest();
    let payload = settings.handoff.place();
    let [contract_source, slo_policy] = [settings.alignment.contract_source(), settings.slo.policy_place()];
    let mut paths = vec![manifest, payload, contract_source, slo_policy, settings.alignment.openapi()];
    let demanded = settings.bundle.artifacts.iter().flatten().map(RelativePath::as_str);
    for path in demanded.chain(settings.generate.artifacts()) {
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    let found = ground.need_all(&paths).await?;
    let files: Vec<(&str, &[u8])> = paths.iter().copied().zip(found.iter().map(Vec::as_slice)).collect();
    let of = |wanted: &str| files.iter().find(|(path, _)| *path == wanted).map_or(&[][..], |(_, bytes)| *bytes);
    let source = Source::bytes(DocumentKind::Handoff, payload, of(payload));
    handoff::judge(
        ground,
        source,
        "the handoff payload does not pass, so no evidence is made of it; `lockstep producer generate handoff` makes it anew",
    )?;
    let text = |path: &str, key: &str| stated(ground, path, of(path), key);
    let forms = [text(contract_source, "service_contract_source_version")?, text(slo_policy, "slo_policy_version")?];
    let handoff_mode = text(payload, HandoffFacts::MODE)?;
    let bundle = handover::bundle(BundleInput {
        release: &ground.release,
        day: standing.day(ground, "/generated_at_utc"),
        commit: &commit,
        forms,
        artifacts: files.iter().map(|(path, bytes)| Artifact::new(path, bytes)).collect(),
        verification_commands: &settings.generate.verification_commands(),
        compliance_suite: settings.generate.compliance_suite(),
        handoff_mode,
    });
    judge(ground, &bundle, &paths).await?;
    tell_changed((ground, standing), &commit, &files, said).await;
    Ok(bundle)
}

/// Refuses a bundle that its own rules refuse.
async fn judge(ground: &Ground<'_>, bundle: &Bundle, paths: &[&str]) -> Result<(), Hindrance> {
    let text = rendered(bundle);
    let scripts = Listed::read(text.as_bytes(), ground.engine.policy()).scripts;
    let found = |artifact: &Artifact| {
        let sha256 = artifact.sha256.clone();
        (artifact.path.clone(), inquiry::Artifact::File { sha256, document: None })
    };
    let asked = inquiry::Bundle {
        artifacts: bundle.artifacts.iter().map(found).collect(),
        required: paths.iter().map(|path| (*path).to_owned()).collect(),
        missing_scripts: ground.missing(scripts).await,
    };
    let document = Source::bytes(DocumentKind::Bundle, "the evidence as it would be", text.as_bytes());
    let inquiry = Inquiry { bundle: Part::Known(asked), ..Inquiry::default() };
    ground.judge(document, inquiry, "the evidence would not pass its own check")
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
