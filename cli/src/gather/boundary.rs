use std::{
    collections::{BTreeMap, BTreeSet},
    iter,
};

use lockstep_core::{
    inquiry::{Boundary, Holder, Needles, Part},
    source::{DocumentKind, Sources},
    text::quoted,
};

use super::{Gathering, unlisted};
use crate::{
    configuration::{self, Text},
    repository::{document_request, source},
    request::{Reply, Request},
    scope::{Check, Wanted},
};

/// The most files that a folder may hold.
const FILES: u64 = 50_000;

/// The largest source file, in bytes.
const FILE_BYTES: u64 = 16 << 20;

/// How many files are read in one round trip, so that not all of them are in memory at once.
const BATCH: usize = 64;

/// Searches the configured folders; the adapter, its callers and every file that holds an endpoint join the sources.
pub(super) async fn gather(gathering: &Gathering<'_>, sources: &mut Sources<'_>) -> Part<Boundary> {
    match (gathering.scope.wants(Check::Boundary), &gathering.configuration.boundary) {
        (Wanted::No, _) | (Wanted::IfPossible, None) => Part::Unasked,
        (Wanted::Yes, None) => Part::Unknown(
            "lockstep.toml does not say where the service may be spoken of: add `[boundary]` with `endpoints`, `adapter` \
             and `folders`"
                .into(),
        ),
        (_, Some(boundary)) => match search(gathering, boundary, sources).await {
            Ok(boundary) => Part::Known(boundary),
            Err(reason) => Part::Unknown(reason),
        },
    }
}

async fn search(
    gathering: &Gathering<'_>,
    boundary: &configuration::Boundary,
    sources: &mut Sources<'_>,
) -> Result<Boundary, String> {
    let configuration::Boundary { endpoints, adapter, folders, callers } = boundary;
    if endpoints.is_empty() || folders.is_empty() {
        return Err(
            "lockstep.toml names no endpoint or no folder under `[boundary]`, so nothing can be searched".into()
        );
    }
    let endpoints = Text::all(endpoints);
    let needles = Needles::new(&endpoints);
    let mut code = Code { gathering, sources, placed: BTreeMap::new() };
    let holders: BTreeSet<String> = iter::once(adapter).chain(callers).map(|file| file.path.as_str().into()).collect();
    code.place(holders, |_| true).await?;
    let mut files = listed(gathering, folders).await?;
    files.retain(|path| !code.placed.contains_key(path));
    code.place(files, |bytes| needles.stand_in(bytes)).await?;
    let holder = |file: &configuration::Holder| Holder {
        // INVARIANT: every holder was placed.
        document: code.placed.get(file.path.as_str()).copied().unwrap_or(DocumentKind::Code(0)),
        holds: Text::all(&file.holds),
    };
    let (adapter, callers) = (holder(adapter), callers.iter().map(holder).collect());
    Ok(Boundary { endpoints, adapter, callers })
}

/// The files of all folders.
async fn listed(gathering: &Gathering<'_>, folders: &[configuration::Folder]) -> Result<BTreeSet<String>, String> {
    let request = |folder: &configuration::Folder| Request::ListFiles {
        root: gathering.root.into(),
        folder: folder.path.as_str().into(),
        endings: Text::all(&folder.endings),
        limit: FILES,
    };
    let replies = gathering.host.each(folders.iter().map(request).collect()).await;
    let mut files = BTreeSet::new();
    for (folder, reply) in folders.iter().zip(replies) {
        let path = quoted(folder.path.as_str());
        let cause = match reply {
            Reply::Names(names) if names.is_empty() => "no file in it has one of the endings".into(),
            Reply::Names(names) => {
                files.extend(names);
                continue;
            }
            reply => unlisted(reply, FILES),
        };
        return Err(format!("the folder {path} of `[boundary]` could not be searched: {cause}"));
    }
    Ok(files)
}

/// The source files that are judged.
struct Code<'c, 'g, 's> {
    gathering: &'c Gathering<'g>,
    sources: &'c mut Sources<'s>,
    placed: BTreeMap<String, DocumentKind>,
}

impl Code<'_, '_, '_> {
    /// Reads files and puts those among the sources that matter, and those that could not be read.
    async fn place(&mut self, paths: BTreeSet<String>, matters: impl Fn(&[u8]) -> bool) -> Result<(), String> {
        let paths: Vec<String> = paths.into_iter().collect();
        for batch in paths.chunks(BATCH) {
            let requests = batch.iter().map(|path| document_request(self.gathering.root, path, FILE_BYTES)).collect();
            for (path, reply) in batch.iter().zip(self.gathering.host.each(requests).await) {
                match reply {
                    Reply::Bytes(bytes) if !matters(&bytes) => continue,
                    Reply::TooLarge(size) => {
                        let path = quoted(path);
                        return Err(format!("{path} has {size} bytes, too many to be searched (at most {FILE_BYTES})"));
                    }
                    reply => self.put(path, reply)?,
                }
            }
        }
        Ok(())
    }

    fn put(&mut self, path: &str, reply: Reply) -> Result<(), String> {
        let number = u16::try_from(self.placed.len()).map_err(|_| "too many files hold endpoints of the service")?;
        let kind = DocumentKind::Code(number);
        self.sources.put(source(kind, path.to_owned(), reply, FILE_BYTES));
        self.placed.insert(path.to_owned(), kind);
        Ok(())
    }
}
