mod memorykernel;

use lockstep_core::{
    inquiry::{ComponentArtifact, Components, Demand, Demanded, Part},
    source::{Content, DocumentKind, Sources},
    text::quoted,
};

use crate::{
    configuration::{ProducerArtifact, Text},
    gather::Gathering,
    repository::{document_request, source},
    scope::{Check, Wanted},
};

/// Reads the artifacts and says what they must state.
pub(super) async fn gather(gathering: &Gathering<'_>, sources: &mut Sources<'_>) -> Part<Components> {
    let wanted = gathering.scope.wants(Check::Components);
    if wanted == Wanted::No {
        return Part::Unasked;
    }
    let configured = &gathering.configuration.producer.components.artifacts;
    let artifacts: Vec<(&str, Vec<Demand>)> = match configured {
        Some(artifacts) => artifacts.iter().map(|artifact| (artifact.path.as_str(), demands(artifact))).collect(),
        None => memorykernel::artifacts(),
    };
    if artifacts.is_empty() {
        return Part::Absent("lockstep.toml names no component that has an artifact".into());
    }
    let limit = gathering.limit();
    let requests = artifacts.iter().map(|(path, _)| document_request(gathering.root, path, limit)).collect();
    let read = artifacts.iter().zip(gathering.host.each(requests).await).enumerate();
    let read: Vec<_> = read
        .map(|(number, ((path, _), reply))| {
            // INVARIANT: a configuration of at most 1 MiB names fewer documents.
            let kind = DocumentKind::Component(u16::try_from(number).unwrap_or(u16::MAX));
            source(kind, (*path).to_owned(), reply, limit)
        })
        .collect();
    // What the configuration names must be there; so must what the user asked for.
    let is_named = configured.is_some() || wanted == Wanted::Yes;
    if !is_named && read.iter().all(|source| source.content == Content::Missing) {
        let places = artifacts.iter().map(|(path, _)| quoted(path)).collect::<Vec<_>>().join(" or ");
        return Part::Absent(format!("no component has an artifact at {places}"));
    }
    let demanded = artifacts.into_iter().zip(&read);
    let demanded =
        demanded.map(|((_, demands), source)| ComponentArtifact { document: source.kind, demands }).collect();
    read.into_iter().for_each(|source| sources.put(source));
    Part::Known(Components { artifacts: demanded })
}

/// What a configuration demands of an artifact.
fn demands(artifact: &ProducerArtifact) -> Vec<Demand> {
    let ProducerArtifact { texts, flags, names, .. } = artifact;
    let demand = |path: &String, value| Demand { path: path.clone(), value };
    let texts = texts.iter().map(|(path, text)| demand(path, Demanded::Text(text.template().clone())));
    let flags = flags.iter().map(|(path, flag)| demand(path, Demanded::Flag(*flag)));
    let names = names.iter().map(|(path, names)| demand(path, Demanded::Names(Text::all(names))));
    texts.chain(flags).chain(names).collect()
}
