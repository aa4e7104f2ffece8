//! The three documents of a repository that is about to change, and what they are judged by.

use lockstep_core::{
    api::{self, Engine, Format},
    date::Date,
    facts::Facts,
    freeze::FreezeRecord,
    report::Verdict,
    source::{Content, DocumentKind, Source, Sources},
};

use crate::{
    arguments::Chosen,
    command::policy,
    configuration::Configuration,
    failure::Failure,
    file,
    relative_path::RelativePath,
    repository::{document_request, source},
    request::Request,
    task::Host,
    transaction::Replacement,
};

/// The largest freeze record, in bytes.
const RECORD_LIMIT: u64 = 1 << 20;

/// A repository's three documents.
pub(crate) struct Trio {
    pub(crate) root: String,
    pub(crate) configuration: Configuration,
    pub(crate) engine: Engine,
    pub(crate) sources: Sources<'static>,
}

impl Trio {
    /// Reads the documents by the repository's configuration. A transaction that is not finished is a failure.
    pub(crate) async fn read(host: &Host, root: &str, chosen: &Chosen) -> Result<Self, Failure> {
        let configuration = policy::configuration(host, root, chosen).await?.unwrap_or_default();
        let engine = match &chosen.policy {
            Some(named) => file::named_policy(host, named).await?,
            None => policy::configured(host, root, Some(&configuration)).await?,
        };
        let limit = engine.policy().limits.document_bytes;
        let places = DocumentKind::TRIO.map(|kind| place(&configuration, kind));
        let replies = host.all(places.clone().map(|place| document_request(root, &place, limit))).await;
        let mut found = DocumentKind::TRIO.into_iter().zip(places).zip(replies).map(|((kind, place), reply)| {
            let Source { content, .. } = source(kind, "", reply, limit);
            Source { kind, name: place.into(), content }
        });
        let mut next = || found.next().unwrap_or_else(|| Source::missing(DocumentKind::Pin, ""));
        let sources = Sources::new(next(), next(), next());
        Ok(Self { root: root.into(), configuration, engine, sources })
    }

    /// The path of a document, relative to the repository.
    pub(crate) fn place(&self, kind: DocumentKind) -> String {
        place(&self.configuration, kind)
    }

    /// What the documents say.
    pub(crate) fn facts(&self) -> Facts<'_> {
        Facts::of_trio(&self.sources, self.engine.policy())
    }

    /// The bytes of a document; `None` where it does not exist.
    pub(crate) fn bytes(&self, kind: DocumentKind) -> Option<&[u8]> {
        match &self.sources.get(kind).content {
            Content::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The report on three documents by this repository's policy, where they do not pass.
    pub(crate) fn objection(&self, sources: &Sources<'_>, today: Date, color: bool) -> Option<String> {
        let report = self.engine.check(sources, Some(today));
        (report.verdict() != Verdict::Pass).then(|| api::render(&report, Format::Human { color }))
    }

    /// A document that is put in the place of the one that was read.
    pub(crate) fn replacement(&self, kind: DocumentKind, after: &[u8]) -> Result<Replacement, Failure> {
        let before = self.bytes(kind).map(<[u8]>::to_vec);
        replacement(&self.place(kind), before, after.to_vec())
    }

    /// The record of freezes, and its bytes; an empty one where there is none.
    pub(crate) async fn freezes(&self, host: &Host) -> Result<(FreezeRecord, Option<Vec<u8>>), Failure> {
        let path = self.configuration.freeze.record();
        let request = Request::ReadFile { root: self.root.clone(), path: path.into(), limit: RECORD_LIMIT };
        let name = file::joined(&self.root, path);
        let Some(bytes) = file::bytes(host.ask(request).await, "freeze record", &name)? else {
            return Ok((FreezeRecord::default(), None));
        };
        let text =
            str::from_utf8(&bytes).map_err(|_| Failure::new("the freeze record is not UTF-8 text").about(&name))?;
        let record = FreezeRecord::read(text).map_err(|fault| {
            let failure = Failure::new(format!("the freeze record is faulty: {}", fault.value)).about(&name);
            failure.at(text, fault.span.range())
        })?;
        Ok((record, Some(bytes)))
    }
}

/// A file that is put in the place of another.
pub(crate) fn replacement(path: &str, before: Option<Vec<u8>>, after: Vec<u8>) -> Result<Replacement, Failure> {
    let path: RelativePath = path.parse().map_err(|error| Failure::new(format!("{error}")).about(path))?;
    Ok(Replacement { path, before, after })
}

fn place(configuration: &Configuration, kind: DocumentKind) -> String {
    configuration.documents.get(kind).map_or(kind.default_path(), RelativePath::as_str).into()
}
