//! Where a repository keeps the three documents: in their places, else wherever something with their content stands.

use lockstep_core::{
    facts::{Facts, HandoffFacts},
    json,
    policy::Policy,
    source::{DocumentKind, Source, Sources},
    text::quoted,
};

use crate::{
    failure::Failure,
    request::{Reply, Request},
    task::Host,
};

/// The most files that are listed.
const MOST_LISTED: u64 = 50_000;

/// The most files that are read, and how many at a time.
const MOST_READ: usize = 5_000;
const AT_A_TIME: usize = 64;

/// Folders whose files are not the consumer's own work.
const FOREIGN: [&str; 6] = ["node_modules", "target", "dist", "build", "vendor", ".lockstep"];

/// Where a document stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Where the option or the configuration says, or where it stands by default.
    Known(String),
    /// Found by its content.
    Found(String),
    /// Nothing like it was found.
    Nowhere,
}

impl Place {
    /// The path, where there is one.
    pub(super) fn path(&self) -> Option<&str> {
        match self {
            Self::Known(path) | Self::Found(path) => Some(path),
            Self::Nowhere => None,
        }
    }
}

/// The documents that are looked for: the trio, and the handoff payload.
pub(super) const KINDS: [DocumentKind; 4] =
    [DocumentKind::Pin, DocumentKind::Matrix, DocumentKind::Manifest, DocumentKind::Handoff];

/// Finds the documents of a repository; `stated` are the places that options and the configuration name. Where one of
/// the trio is not in its place, every file is looked at.
pub(super) async fn find(
    host: &Host,
    root: &str,
    stated: [Option<String>; 4],
    policy: &Policy,
) -> Result<[Place; 4], Failure> {
    let defaults = host.all(KINDS.map(|kind| presence(root, kind.default_path()))).await;
    let known = KINDS.into_iter().zip(stated).zip(defaults).map(|((kind, stated), default)| {
        stated.or_else(|| (default != Reply::Missing).then(|| kind.default_path().into()))
    });
    let known: Vec<Option<String>> = known.collect();
    let is_lost = known.iter().take(DocumentKind::TRIO.len()).any(Option::is_none);
    let candidates = if is_lost { candidates(host, root, policy).await? } else { Vec::new() };
    let mut places = KINDS.map(|_| Place::Nowhere);
    for ((place, kind), known) in places.iter_mut().zip(KINDS).zip(known) {
        let of_kind = candidates.iter().filter(|(of, _)| *of == kind).map(|(_, path)| path.as_str());
        let of_kind: Vec<&str> = of_kind.collect();
        *place = match (known, of_kind.as_slice()) {
            (Some(path), _) => Place::Known(path),
            (None, []) => Place::Nowhere,
            (None, [path]) => Place::Found((*path).into()),
            // A consumer may keep the payloads of former releases.
            (None, _) if kind == DocumentKind::Handoff => Place::Nowhere,
            (None, several) => return Err(ambiguous(kind, several)),
        };
    }
    Ok(places)
}

fn ambiguous(kind: DocumentKind, several: &[&str]) -> Failure {
    let paths: Vec<String> = several.iter().take(5).map(|path| quoted(path)).collect();
    let more = if several.len() > paths.len() { ", ..." } else { "" };
    Failure::new(format!("several files could be the {}: {}{more}", kind.title(), paths.join(", ")))
        .help(format!("name the right one with `--{} FILE`", kind.as_str()))
}

/// The files of a repository that hold what one of the documents holds.
async fn candidates(host: &Host, root: &str, policy: &Policy) -> Result<Vec<(DocumentKind, String)>, Failure> {
    let endings = [".json", ".md", ".markdown"].map(Into::into).into();
    let list = Request::ListFiles { root: root.into(), folder: ".".into(), endings, limit: MOST_LISTED };
    let too_many = || {
        Failure::new(format!("{} has too many files to search for the documents", quoted(root)))
            .help("name them with `--pin FILE`, `--matrix FILE` and `--manifest FILE`")
    };
    let names = match host.ask(list).await {
        Reply::Names(names) => names,
        Reply::TooLarge(_) => return Err(too_many()),
        Reply::Failed(cause) => return Err(Failure::new(format!("the files could not be listed: {cause}"))),
        _ => return Err(Failure::new(format!("the files could not be listed: {}", Reply::misfit()))),
    };
    let own = |name: &String| {
        !name.split('/').any(|part| FOREIGN.contains(&part)) && !name.contains(|character: char| character.is_control())
    };
    let names: Vec<String> = names.into_iter().filter(own).collect();
    if names.len() > MOST_READ {
        return Err(too_many());
    }
    let limit = policy.limits.document_bytes;
    let mut found = Vec::new();
    for names in names.chunks(AT_A_TIME) {
        let read = |path: &String| Request::ReadFile { root: root.into(), path: path.clone(), limit };
        let replies = host.each(names.iter().map(read).collect()).await;
        for (name, reply) in names.iter().zip(replies) {
            if let Reply::Bytes(bytes) = reply
                && let Some(kind) = kind_of(name, bytes, policy)
            {
                found.push((kind, name.clone()));
            }
        }
    }
    Ok(found)
}

/// Which document a file is by its content, if it is one.
fn kind_of(name: &str, bytes: Vec<u8>, policy: &Policy) -> Option<DocumentKind> {
    if !name.ends_with(".json") {
        let [pin, manifest] = [DocumentKind::Pin, DocumentKind::Manifest].map(|kind| Source::missing(kind, ""));
        let sources = Sources::new(pin, Source::bytes(DocumentKind::Matrix, name, bytes), manifest);
        let matrix = Facts::of_trio(&sources, policy).matrix.facts?;
        let is_matrix = !matrix.baseline_sections.is_empty() && !matrix.approved_sections.is_empty();
        return is_matrix.then_some(DocumentKind::Matrix);
    }
    let text = String::from_utf8(bytes).ok()?;
    let root = json::read(&text, usize::from(policy.limits.json_depth)).root?;
    let has = |keys: &[&str]| keys.iter().all(|key| root.entries().any(|(known, _)| known == *key));
    if has(&["release_tag", "commit_sha", "default_base_url"]) {
        return Some(DocumentKind::Pin);
    }
    let states_a_contract = has(&["manifest_contract_version", "release_tag", "commit_sha", "error_code_enum"]);
    // A handoff payload repeats what the manifest says, and says how it hands over.
    let kind = if has(&[HandoffFacts::MODE]) { DocumentKind::Handoff } else { DocumentKind::Manifest };
    states_a_contract.then_some(kind)
}

/// Asks whether something stands at a path: only `Missing` says no.
pub(super) fn presence(root: &str, path: &str) -> Request {
    Request::ReadFile { root: root.into(), path: path.into(), limit: 1 }
}
