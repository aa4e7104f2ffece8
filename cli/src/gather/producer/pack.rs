//! The contract packs, read once for every check that looks at them.

use lockstep_core::{
    source::{DocumentKind, Sources},
    text::quoted,
};

use crate::{
    configuration::Text,
    gather::{Gathering, unlisted},
    repository::{document_request, source},
    request::{Reply, Request},
    scope::{Check, Wanted},
};

/// Where the canonical pack stands in a repository that has no configuration.
const FOLDER: &str = "contracts/integration/v1";

/// The most files that a pack may hold.
const FILES: u64 = 1000;

/// A kind of document of which there are several, by its number.
type Kind = fn(u16) -> DocumentKind;

/// The packs, whose files are among the sources.
pub(super) struct Packs {
    /// The paths of the files of the canonical one and of each copy, or why they cannot be listed.
    pub(super) listed: Result<(Vec<String>, Vec<Vec<String>>), String>,
}

/// Reads the packs that checks want. The schemas of the canonical one are such documents for the check of schemas alone.
pub(super) async fn gather(gathering: &Gathering<'_>, sources: &mut Sources<'_>) -> Packs {
    let wanted = |check| gathering.scope.wants(check) != Wanted::No;
    let (parity, schemas) = (wanted(Check::Parity), wanted(Check::Schemas));
    if !parity && !schemas {
        return Packs { listed: Ok(Default::default()) };
    }
    let mut folders = Vec::from([folder(gathering).to_owned()]);
    folders.extend(super::parity::copies(gathering).into_iter().filter(|_| parity));
    let mut listed = match list(gathering, &folders).await {
        Ok(listed) => listed.into_iter(),
        Err(reason) => return Packs { listed: Err(reason) },
    };
    let canonical = listed.next().unwrap_or_default();
    let copies: Vec<Vec<String>> = listed.collect();
    let schemas = schemas.then(|| super::schemas::folder(gathering));
    let kind = |path: &String| -> Kind {
        let is_below = |folder: &String| path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'));
        if schemas.as_ref().is_some_and(is_below) { DocumentKind::Schema } else { DocumentKind::Pack }
    };
    let files = canonical.iter().chain(copies.iter().flatten()).map(|path| (path.clone(), kind(path)));
    put(gathering, files.collect(), sources).await;
    Packs { listed: Ok((canonical, copies)) }
}

/// The folder of the canonical pack.
pub(super) fn folder<'g>(gathering: &Gathering<'g>) -> &'g str {
    gathering.configuration.producer.pack.as_ref().map_or(FOLDER, |path| path.as_str())
}

/// How the names of a pack's files end.
pub(super) fn endings(gathering: &Gathering<'_>) -> Vec<String> {
    match &gathering.configuration.producer.parity.endings {
        Some(endings) => Text::all(endings),
        None => Vec::from([".json".into()]),
    }
}

/// The files of folders by their paths, in order; none of a folder that is not there.
///
/// # Errors
///
/// Why a folder cannot be listed.
async fn list(gathering: &Gathering<'_>, folders: &[String]) -> Result<Vec<Vec<String>>, String> {
    let request = |folder: &String| Request::ListFiles {
        root: gathering.root.into(),
        folder: folder.clone(),
        endings: endings(gathering),
        limit: FILES,
    };
    let replies = gathering.host.each(folders.iter().map(request).collect()).await;
    let listed = folders.iter().zip(replies).map(|(folder, reply)| match reply {
        Reply::Names(names) => Ok(names),
        Reply::Missing => Ok(Vec::new()),
        reply => Err(format!("the contract pack {} could not be searched: {}", quoted(folder), unlisted(reply, FILES))),
    });
    listed.collect()
}

/// Puts files among the sources that are not there yet, each as a document of a kind.
async fn put(gathering: &Gathering<'_>, mut files: Vec<(String, Kind)>, sources: &mut Sources<'_>) {
    files.retain(|(path, _)| sources.iter().all(|source| source.name != *path));
    let limit = gathering.limit();
    let requests = files.iter().map(|(path, _)| document_request(gathering.root, path, limit)).collect();
    let first = sources.iter().count();
    for (number, ((path, kind), reply)) in files.into_iter().zip(gathering.host.each(requests).await).enumerate() {
        // INVARIANT: packs have fewer files than there are numbers.
        let number = u16::try_from(first + number).unwrap_or(u16::MAX);
        sources.put(source(kind(number), path, reply, limit));
    }
}
