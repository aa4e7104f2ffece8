//! What everything that is generated rests on: a manifest that passes its rules, the policy, the configuration.

use lockstep_core::{
    api::{self, Engine, Format},
    date::Date,
    facts::Facts,
    handover::Release,
    inquiry::{Inquiry, Role},
    report::Verdict,
    source::{DocumentKind, Source, Sources},
    text::quoted,
};

use crate::{
    arguments::Chosen,
    command::{consent::Hindrance, policy},
    configuration::{Configuration, PRODUCER_MANIFEST, ProducerSettings},
    failure::Failure,
    file,
    relative_path::RelativePath,
    repository::{document_request, source},
    request::{Reply, Request},
    task::Host,
};

/// The largest file that is digested, in bytes.
const FILE_LIMIT: u64 = 64 << 20;

/// A producer's repository whose manifest passes its rules.
pub(super) struct Ground<'g> {
    pub(super) host: &'g Host,
    pub(super) root: &'g str,
    pub(super) configuration: Configuration,
    pub(super) engine: Engine,
    pub(super) today: Date,
    pub(super) release: Release,
    manifest: Source<'static>,
    /// Whether reports are coloured.
    color: bool,
}

impl<'g> Ground<'g> {
    /// Reads configuration, policy and manifest. A manifest that does not pass is an objection with its report.
    pub(super) async fn read(
        host: &'g Host,
        root: &'g str,
        chosen: &Chosen,
        (today, color): (Date, bool),
    ) -> Result<Self, Hindrance> {
        let configuration = policy::configuration(host, root, chosen).await?.unwrap_or_default();
        let engine = match &chosen.policy {
            Some(named) => file::named_policy(host, named).await?,
            None => policy::configured(host, root, Some(&configuration)).await?,
        };
        let limit = engine.policy().limits.document_bytes;
        let configured = configuration.documents.get(DocumentKind::Manifest);
        let place = configured.map_or(PRODUCER_MANIFEST, |path| path.as_str()).to_owned();
        let reply = host.ask(document_request(root, &place, limit)).await;
        let manifest = source(DocumentKind::Manifest, place, reply, limit);
        let mut sources = Sources::default();
        sources.put(manifest.clone());
        let inquiry = Inquiry { role: Role::Producer, today: Some(today), ..Inquiry::default() };
        objection(&engine, &sources, &inquiry, (color, "the manifest does not pass, so nothing is generated from it"))?;
        let facts = Facts::read(&sources, engine.policy(), &inquiry);
        let release = facts.manifest.facts.as_ref().and_then(Release::read).ok_or_else(|| {
            // A policy can switch off the rules that see to it.
            Hindrance::Refused(
                Failure::new("the manifest does not state all that is handed over").about(&manifest.name),
            )
        })?;
        Ok(Self { host, root, configuration, engine, today, release, manifest, color })
    }

    /// Where things stand, and what is generated that manifest, policy and git do not know.
    pub(super) fn settings(&self) -> &ProducerSettings {
        &self.configuration.producer
    }

    /// The manifest's path and bytes.
    pub(super) fn manifest(&self) -> (&str, &[u8]) {
        (&self.manifest.name, self.manifest.as_bytes())
    }

    /// Refuses a document that its own rules refuse, beside the manifest.
    pub(super) fn judge(
        &self,
        document: Source<'_>,
        inquiry: Inquiry<'_>,
        message: &'static str,
    ) -> Result<(), Hindrance> {
        let mut sources = Sources::default();
        sources.put(self.manifest.clone());
        sources.put(document);
        let inquiry = Inquiry { role: Role::Producer, today: Some(self.today), ..inquiry };
        objection(&self.engine, &sources, &inquiry, (self.color, message))
    }

    /// The bytes of a file; `None` where there is none.
    pub(super) async fn find(&self, path: &str) -> Result<Option<Vec<u8>>, Failure> {
        read(self.host.ask(request(self.root, path)).await, path)
    }

    /// The bytes of files that must be there.
    pub(super) async fn need<const N: usize>(&self, paths: [&str; N]) -> Result<[Vec<u8>; N], Hindrance> {
        let found = self.need_all(&paths).await?;
        // INVARIANT: there is one for each path.
        found.try_into().map_err(|_| Failure::new(Reply::misfit()).into())
    }

    /// [`Self::need`] for any number of files.
    pub(super) async fn need_all(&self, paths: &[&str]) -> Result<Vec<Vec<u8>>, Hindrance> {
        let replies = self.host.each(paths.iter().map(|path| request(self.root, path)).collect()).await;
        let mut found = Vec::new();
        let mut missing = Vec::new();
        for (path, reply) in paths.iter().zip(replies) {
            match read(reply, path)? {
                Some(bytes) => found.push(bytes),
                None => missing.push(quoted(path)),
            }
        }
        if missing.is_empty() {
            return Ok(found);
        }
        let names = missing.join(", ");
        let failure = Failure::new(format!("what is to be generated names files that do not exist: {names}"))
            .help("put them there, or say in `lockstep.toml` where they stand (`[producer]`); nothing was changed");
        Err(Hindrance::Refused(failure))
    }

    /// Those of the paths at which nothing stands; of those that lead out of the repository, nobody asks.
    pub(super) async fn missing(&self, paths: Vec<String>) -> Vec<String> {
        let places: Vec<RelativePath> = paths.iter().filter_map(|path| path.parse().ok()).collect();
        // Nothing of them is read: where a file stands, it is too large.
        let request = |place: &RelativePath| document_request(self.root, place.as_str(), 0);
        let replies = self.host.each(places.iter().map(request).collect()).await;
        let missing = places.iter().zip(replies).filter(|(_, reply)| *reply == Reply::Missing);
        let missing: Vec<&RelativePath> = missing.map(|(place, _)| place).collect();
        paths.into_iter().filter(|path| path.parse().is_ok_and(|place| missing.contains(&&place))).collect()
    }
}

/// The report on documents that do not pass, as a hindrance.
fn objection(
    engine: &Engine,
    sources: &Sources<'_>,
    inquiry: &Inquiry<'_>,
    (color, message): (bool, &'static str),
) -> Result<(), Hindrance> {
    let report = engine.judge(sources, inquiry);
    let verdict = report.verdict();
    if verdict == Verdict::Pass {
        return Ok(());
    }
    let text = api::render(&report, Format::Human { color });
    let failure = Failure::new(message).help("above is the report; nothing was changed");
    Err(Hindrance::Objection(text, failure.into()))
}

fn request(root: &str, path: &str) -> Request {
    document_request(root, path, FILE_LIMIT)
}

fn read(reply: Reply, path: &str) -> Result<Option<Vec<u8>>, Failure> {
    let cause = match reply {
        Reply::Bytes(bytes) => return Ok(Some(bytes)),
        Reply::Missing => return Ok(None),
        Reply::NotRegular(what) => format!("it is {what}"),
        Reply::Outside => "a symbolic link leads out of the repository".into(),
        Reply::TooLarge(size) => format!("it has {size} bytes, more than the limit of {FILE_LIMIT}"),
        Reply::Failed(cause) => cause,
        _ => Reply::misfit(),
    };
    Err(Failure::new(format!("{} could not be read: {cause}", quoted(path))))
}
