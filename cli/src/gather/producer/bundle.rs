use std::{borrow::Cow, collections::BTreeMap};

use lockstep_core::{
    facts::{Listed, sha256},
    inquiry::{Artifact, Bundle, Part},
    source::{Content, DocumentKind, Source, Sources},
    text::quoted,
};

use super::{document, read};
use crate::{
    configuration::PRODUCER_MANIFEST, gather::Gathering, relative_path::RelativePath, repository::document_request,
    request::Reply, scope::Check,
};

/// The largest artifact, in bytes.
const ARTIFACT_BYTES: u64 = 64 << 20;

/// Reads the bundle and hashes what it lists.
pub(super) async fn gather(gathering: &Gathering<'_>, sources: &mut Sources<'_>) -> Part<Bundle> {
    let producer = &gathering.configuration.producer;
    let bundle = (DocumentKind::Bundle, producer.bundle.place(), producer.bundle.required);
    if let Err(part) = document(gathering, Check::Bundle, bundle, sources).await {
        return part;
    }
    if sources.find(DocumentKind::Handoff).is_none() {
        let payload = read(gathering, DocumentKind::Handoff, producer.handoff.place()).await;
        if payload.content != Content::Missing {
            sources.put(payload);
        }
    }
    let listed = Listed::read(sources.get(DocumentKind::Bundle).as_bytes(), gathering.engine.policy());
    let missing_scripts = missing_scripts(gathering, listed.scripts).await;
    match hashed(gathering, &listed.artifacts, sources).await {
        Ok(artifacts) => {
            let required = required(gathering, &artifacts, sources).await;
            Part::Known(Bundle { artifacts, required, missing_scripts })
        }
        Err(reason) => Part::Unknown(reason),
    }
}

/// The scripts that do not stand in the repository.
async fn missing_scripts(gathering: &Gathering<'_>, scripts: Vec<String>) -> Vec<String> {
    // Nothing of them is read: where a file stands, it is too large.
    let request = |place: &RelativePath| document_request(gathering.root, place.as_str(), 0);
    let places: Vec<Option<RelativePath>> = scripts.iter().map(|script| script.parse().ok()).collect();
    let mut replies = gathering.host.each(places.iter().flatten().map(request).collect()).await.into_iter();
    let stands = places.iter().map(|place| place.is_some() && replies.next() != Some(Reply::Missing));
    let stands: Vec<bool> = stands.collect();
    scripts.into_iter().zip(stands).filter(|(_, stands)| !stands).map(|(script, _)| script).collect()
}

/// What stands in the place of each artifact. Files of another digest join the sources, as far as they are small enough
/// to be looked at.
async fn hashed(
    gathering: &Gathering<'_>,
    listed: &[(String, String)],
    sources: &mut Sources<'_>,
) -> Result<BTreeMap<String, Artifact>, String> {
    let mut artifacts = BTreeMap::new();
    for ((path, stated), number) in listed.iter().zip(0..) {
        if artifacts.contains_key(path) {
            continue;
        }
        let place: RelativePath = match path.parse() {
            Ok(place) => place,
            Err(error) => {
                artifacts.insert(path.clone(), Artifact::Nothing(error.to_string().into()));
                continue;
            }
        };
        let known = sources.iter().find(|source| source.name == place.as_str());
        if let Some((kind, bytes)) = known.and_then(bytes) {
            let file = Artifact::File { sha256: sha256(bytes), document: Some(kind) };
            artifacts.insert(path.clone(), file);
            continue;
        }
        let reply = gathering.host.ask(document_request(gathering.root, place.as_str(), ARTIFACT_BYTES)).await;
        let artifact = match reply {
            Reply::Bytes(bytes) => {
                let sha256 = sha256(&bytes);
                let document = DocumentKind::Artifact(number);
                let is_shown = sha256 != *stated && bytes.len() as u64 <= gathering.limit();
                if is_shown {
                    sources.put(Source::bytes(document, path.clone(), bytes));
                }
                Artifact::File { sha256, document: is_shown.then_some(document) }
            }
            Reply::Missing => Artifact::Nothing("no file stands there".into()),
            Reply::NotRegular(what) => Artifact::Nothing(format!("{what} stands there").into()),
            Reply::Outside => Artifact::Nothing("a symbolic link leads out of the repository".into()),
            Reply::TooLarge(size) => {
                let path = quoted(path);
                return Err(format!("{path} has {size} bytes, too many to be hashed (at most {ARTIFACT_BYTES})"));
            }
            Reply::Failed(cause) => return Err(format!("the artifact {} could not be read: {cause}", quoted(path))),
            _ => return Err(Reply::misfit()),
        };
        artifacts.insert(path.clone(), artifact);
    }
    Ok(artifacts)
}

/// The bytes of a source that has some.
fn bytes<'s>(source: &'s Source<'_>) -> Option<(DocumentKind, &'s [u8])> {
    match &source.content {
        Content::Bytes(bytes) => Some((source.kind, bytes)),
        _ => None,
    }
}

/// The files that the bundle must list: those of the configuration, else the usual ones that are there.
async fn required(
    gathering: &Gathering<'_>,
    listed: &BTreeMap<String, Artifact>,
    sources: &Sources<'_>,
) -> Vec<String> {
    let producer = &gathering.configuration.producer;
    if let Some(named) = &producer.bundle.artifacts {
        return named.iter().map(|path| path.as_str().to_owned()).collect();
    }
    let manifest =
        sources.find(DocumentKind::Manifest).map_or(Cow::Borrowed(PRODUCER_MANIFEST), |source| source.name.clone());
    let mut required = Vec::from([manifest.into_owned()]);
    let usual = [
        producer.handoff.place(),
        producer.alignment.contract_source(),
        producer.slo.policy_place(),
        producer.alignment.openapi(),
    ];
    for path in usual {
        let is_listed = listed.contains_key(path);
        // What is listed needs no question.
        if is_listed || read(gathering, DocumentKind::Artifact(0), path).await.content != Content::Missing {
            required.push(path.to_owned());
        }
    }
    required
}
