//! One repository: find its documents, read them, judge them.

use std::borrow::Cow;

use lockstep_core::{
    api::Engine,
    inquiry::Inquiry,
    report::Report,
    source::{Content, DocumentKind, Source, Sources},
    text::quoted,
};

use crate::{
    base,
    configuration::{CONFIGURATION_FILE, Configuration},
    failure::Failure,
    file,
    gather::{Gathering, gather},
    request::{Reply, Request},
    settings::Settings,
    task::Host,
    transaction,
};

/// A judgement with all that it rests on.
pub(crate) struct Judged<'j> {
    pub(crate) report: Report<'j>,
    pub(crate) inquiry: &'j Inquiry<'j>,
    pub(crate) configuration: &'j Configuration,
    pub(crate) engine: &'j Engine,
}

/// Judges the repository at `root` and gives the report to `finish`.
pub(crate) async fn judge<T>(
    host: &Host,
    root: &str,
    settings: &Settings,
    finish: impl FnOnce(Report<'_>) -> T,
) -> Result<T, Failure> {
    judge_in_full(host, root, settings, |judged| finish(judged.report)).await
}

/// [`judge`] for who needs more than the report.
///
/// The documents are asked for together with the configuration, at the places they have without
/// one: most repositories have none, and then this is the only round trip.
pub(crate) async fn judge_in_full<T>(
    host: &Host,
    root: &str,
    settings: &Settings,
    finish: impl FnOnce(Judged<'_>) -> T,
) -> Result<T, Failure> {
    let first_limit = settings.engine.policy().limits.document_bytes;
    let first_places = places(settings, settings.configuration.as_ref());
    let [pin, matrix, manifest] = first_places.map(|place| document_request(root, place, first_limit));
    let (own, mut documents) = if settings.configuration.is_some() {
        let [journal, documents @ ..] = host.all([transaction::request(root), pin, matrix, manifest]).await;
        transaction::refuse_interrupted(journal, root)?;
        (None, documents)
    } else {
        let asked = [transaction::request(root), file::request(root, CONFIGURATION_FILE), pin, matrix, manifest];
        let [journal, configuration, documents @ ..] = host.all(asked).await;
        transaction::refuse_interrupted(journal, root)?;
        (file::repository_configuration(configuration, root)?, documents)
    };
    let configuration = settings.configuration.as_ref().or(own.as_ref());
    let own_engine = match configuration.and_then(|configuration| configuration.policy.as_ref()) {
        Some(policy) if !settings.policy_is_given => Some(file::repository_policy(host, root, policy.as_str()).await?),
        _ => None,
    };
    let engine = own_engine.as_ref().unwrap_or(&settings.engine);
    let limit = engine.policy().limits.document_bytes;
    let places = places(settings, configuration);
    if places != first_places || limit != first_limit {
        documents = host.all(places.map(|place| document_request(root, place, limit))).await;
    }
    if documents.iter().all(|document| *document == Reply::Missing) {
        nothing_there(host, root, places, configuration.is_some()).await?;
    }
    let [pin, matrix, manifest] = documents;
    let [pin_place, matrix_place, manifest_place] = places;
    let mut sources = Sources::new(
        source(DocumentKind::Pin, pin_place, pin, limit),
        source(DocumentKind::Matrix, matrix_place, matrix, limit),
        source(DocumentKind::Manifest, manifest_place, manifest, limit),
    );
    let default = Configuration::default();
    let configuration = configuration.unwrap_or(&default);
    let gathering = Gathering { host, root, scope: &settings.scope, configuration, engine };
    let inquiry = gather(&gathering, settings, &mut sources).await;
    let known = base::known(host, root, settings, (configuration, engine)).await?;
    let mut report = engine.judge(&sources, &inquiry);
    report.set_known(&known.iter().map(String::as_str).collect::<Vec<_>>());
    Ok(finish(Judged { report, inquiry: &inquiry, configuration, engine }))
}

/// Where the documents stand: what the command line says, else the configuration, else the default.
fn places<'p>(settings: &'p Settings, configuration: Option<&'p Configuration>) -> [&'p str; 3] {
    DocumentKind::TRIO.map(|kind| {
        let configured = || configuration.and_then(|configuration| configuration.documents.get(kind));
        match settings.documents.get(kind).or_else(configured) {
            Some(path) => path.as_str(),
            None => kind.default_path(),
        }
    })
}

/// The request for a document of a repository.
pub(crate) fn document_request(root: &str, path: &str, limit: u64) -> Request {
    Request::ReadFile { root: root.into(), path: path.into(), limit }
}

/// A document by the host's answer to [`document_request`].
pub(crate) fn source<'n>(kind: DocumentKind, name: impl Into<Cow<'n, str>>, reply: Reply, limit: u64) -> Source<'n> {
    Source { kind, name: name.into(), content: content(reply, limit) }
}

/// What a host found in the place of a document.
pub(crate) fn content(reply: Reply, limit: u64) -> Content<'static> {
    match reply {
        // A host that does not keep to the limit must not make a difference.
        Reply::Bytes(bytes) if bytes.len() as u64 > limit => Content::TooLarge(bytes.len() as u64),
        Reply::Bytes(bytes) => Content::Bytes(Cow::Owned(bytes)),
        Reply::Missing => Content::Missing,
        Reply::NotRegular(what) => Content::NotRegular(Cow::Owned(what)),
        Reply::Outside => Content::OutsideRepository,
        Reply::TooLarge(size) => Content::TooLarge(size),
        Reply::Failed(cause) => Content::Unreadable(Cow::Owned(cause)),
        _ => Content::Unreadable(Cow::Owned(Reply::misfit())),
    }
}

/// Decides whether a repository without any document is a consumer that lost them (a configuration
/// says so) or no consumer at all.
async fn nothing_there(host: &Host, root: &str, places: [&str; 3], configured: bool) -> Result<(), Failure> {
    match host.ask(Request::FolderExists { path: root.into() }).await {
        Reply::Yes if configured => Ok(()),
        Reply::Yes => {
            let [pin, matrix, manifest] = places.map(quoted);
            Err(Failure::new(format!("nothing to check in {}", quoted(root))).help(format!(
                "looked for `{CONFIGURATION_FILE}`, {pin}, {matrix} and {manifest}; \
                 if the documents stand elsewhere, say where in `{CONFIGURATION_FILE}`"
            )))
        }
        reply => Err(no_folder(root, reply)),
    }
}

/// The failure for an answer about a folder that is not "yes".
pub(crate) fn no_folder(root: &str, reply: Reply) -> Failure {
    match reply {
        Reply::No => Failure::new(format!("{} does not exist or is no folder", quoted(root))),
        Reply::Failed(cause) => Failure::new(format!("the folder {} could not be opened: {cause}", quoted(root))),
        _ => Failure::new(format!("the folder {} could not be opened: {}", quoted(root), Reply::misfit())),
    }
}
