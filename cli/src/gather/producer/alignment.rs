use std::collections::VecDeque;

use lockstep_core::{
    alignment,
    inquiry::{Alignment, Part},
    source::{Content, DocumentKind, Source, Sources},
    text::quoted,
};

use crate::{
    configuration::ProducerAlignment,
    gather::Gathering,
    repository::{document_request, source},
    scope::{Check, Wanted},
};

/// The most files of source that are read; a service has fewer.
const FILES: u16 = 256;

pub(super) async fn gather(gathering: &Gathering<'_>, sources: &mut Sources<'_>) -> Part<Alignment> {
    let settings = &gathering.configuration.producer.alignment;
    let wanted = gathering.scope.wants(Check::Alignment);
    if wanted == Wanted::No {
        return Part::Unasked;
    }
    let places = places(settings);
    let requests =
        places.iter().map(|(_, path, _)| document_request(gathering.root, path, gathering.limit())).collect();
    let replies = gathering.host.each(requests).await;
    let found = places.into_iter().zip(replies).map(|((kind, path, is_required), reply)| {
        (source(kind, path.to_owned(), reply, gathering.limit()), is_required)
    });
    let found: Vec<(Source<'static>, bool)> = found.collect();
    let is_there = |(source, is_required): &(Source<'_>, bool)| *is_required && source.content != Content::Missing;
    if !found.iter().any(is_there) && settings == &ProducerAlignment::default() {
        let names: Vec<String> =
            found.iter().filter(|(_, is_required)| *is_required).map(|(source, _)| quoted(&source.name)).collect();
        return match wanted {
            Wanted::Yes => Part::Unknown(format!("none of {} is there", names.join(", "))),
            _ => Part::Unasked,
        };
    }
    for (source, is_required) in found {
        if is_required || source.content != Content::Missing {
            sources.put(source);
        }
    }
    modules(gathering, sources).await;
    Part::Known(settings.inquiry(wanted == Wanted::Yes))
}

/// What is read, where, and whether it must be there. What only the default names need not be.
fn places(settings: &ProducerAlignment) -> Vec<(DocumentKind, &str, bool)> {
    let mut places = Vec::from([
        (DocumentKind::Runtime(0), settings.source(), true),
        (DocumentKind::Runtime(FILES), settings.api_source(), settings.api_source.is_some()),
        (DocumentKind::OpenApi, settings.openapi(), true),
        (DocumentKind::ContractSource, settings.contract_source(), settings.contract_source.is_some()),
    ]);
    // INVARIANT: a configuration of at most 1 MiB names fewer documents.
    let documents = settings.documents().into_iter().zip(0..u16::MAX);
    places.extend(documents.map(|(path, number)| (DocumentKind::ContractDocument(number), path, true)));
    places
}

/// Reads the modules that the source declares in files of their own, and those that they declare.
async fn modules(gathering: &Gathering<'_>, sources: &mut Sources<'_>) {
    let mut unread: VecDeque<String> = match sources.find(DocumentKind::Runtime(0)) {
        Some(root) => declared(&root.name, &root.lossy(), true).into(),
        None => VecDeque::new(),
    };
    for number in 1..FILES {
        let Some(stem) = unread.pop_front() else { return };
        // A module stands in a file of its name, or in a folder of its name.
        let is_file = stem.ends_with(".rs");
        let places =
            if is_file { Vec::from([stem]) } else { Vec::from([format!("{stem}.rs"), format!("{stem}/mod.rs")]) };
        let requests = places.iter().map(|path| document_request(gathering.root, path, gathering.limit())).collect();
        let replies = gathering.host.each(requests).await;
        let mut found: Vec<Source<'static>> = places
            .into_iter()
            .zip(replies)
            .map(|(path, reply)| source(DocumentKind::Runtime(number), path, reply, gathering.limit()))
            .collect();
        let there = found.iter().position(|source| source.content != Content::Missing);
        let module = found.swap_remove(there.unwrap_or_default());
        unread.extend(declared(&module.name, &module.lossy(), false));
        sources.put(module);
    }
}

/// Where the modules of a file stand, without the ending where there are two.
fn declared(file: &str, text: &str, is_root: bool) -> Vec<String> {
    let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
    let stem = name.strip_suffix(".rs").unwrap_or(name);
    let own = if is_root || stem == "mod" { folder.to_owned() } else { joined(folder, stem) };
    let place = |module: &alignment::Module<'_>| match module.path {
        Some(path) => joined(folder, path),
        None => joined(&own, module.name),
    };
    alignment::modules(text).iter().map(place).collect()
}

fn joined(folder: &str, path: &str) -> String {
    if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") }
}
