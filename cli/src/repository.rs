//! One repository: find its documents, read them, judge them.

use std::borrow::Cow;

use lockstep_core::{
    api::Engine,
    inquiry::{Inquiry, Role},
    report::Report,
    source::{Content, DocumentKind, Source, Sources},
    text::quoted,
};

use crate::{
    base,
    configuration::{CONFIGURATION_FILE, Configuration, PRODUCER_MANIFEST},
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
    let first_role = settings.role.or(configured_role(settings.configuration.as_ref()));
    let first_places = places(first_role.unwrap_or_default(), settings, settings.configuration.as_ref());
    let mut asked = Vec::from([transaction::request(root)]);
    if settings.configuration.is_none() {
        asked.push(file::request(root, CONFIGURATION_FILE));
    }
    asked.extend(first_places.iter().map(|(_, place)| document_request(root, place, first_limit)));
    let mut replies = host.each(asked).await.into_iter();
    let mut next = || replies.next().unwrap_or(Reply::Missing);
    transaction::refuse_interrupted(next(), root)?;
    let own = match &settings.configuration {
        Some(_) => None,
        None => file::repository_configuration(next(), root)?,
    };
    let mut documents: Vec<Reply> = replies.collect();
    let configuration = settings.configuration.as_ref().or(own.as_ref());
    let own_engine = match configuration.and_then(|configuration| configuration.policy.as_ref()) {
        Some(policy) if !settings.policy_is_given => Some(file::repository_policy(host, root, policy.as_str()).await?),
        _ => None,
    };
    let engine = own_engine.as_ref().unwrap_or(&settings.engine);
    let limit = engine.policy().limits.document_bytes;
    let stated_role = settings.role.or(configured_role(configuration));
    let mut role = stated_role.unwrap_or_default();
    let mut places = places(role, settings, configuration);
    if places != first_places || limit != first_limit {
        documents = read(host, root, &places, limit).await;
    }
    let is_missing = |documents: &[Reply]| documents.iter().all(|document| *document == Reply::Missing);
    if is_missing(&documents) && stated_role.is_none() {
        let producer = self::places(Role::Producer, settings, configuration);
        let found = read(host, root, &producer, limit).await;
        if !is_missing(&found) {
            (role, places, documents) = (Role::Producer, producer, found);
        }
    }
    if is_missing(&documents) {
        nothing_there(host, root, &places, configuration.is_some() || settings.role.is_some()).await?;
    }
    let mut sources = Sources::default();
    for ((kind, place), reply) in places.into_iter().zip(documents) {
        sources.put(source(kind, place, reply, limit));
    }
    let default = Configuration::default();
    let configuration = configuration.unwrap_or(&default);
    let gathering = Gathering { host, root, scope: &settings.scope, configuration, engine };
    gathering.scope.fits(role)?;
    let inquiry = gather(&gathering, role, settings, &mut sources).await;
    let known = base::known(host, root, settings, (configuration, engine)).await?;
    let mut report = engine.judge(&sources, &inquiry);
    report.set_known(&known.iter().map(String::as_str).collect::<Vec<_>>());
    Ok(finish(Judged { report, inquiry: &inquiry, configuration, engine }))
}

fn configured_role(configuration: Option<&Configuration>) -> Option<Role> {
    configuration?.role.map(Role::from)
}

/// Where the documents stand that state the baseline: what the command line says, else the configuration, else the
/// default.
fn places<'p>(
    role: Role,
    settings: &'p Settings,
    configuration: Option<&'p Configuration>,
) -> Vec<(DocumentKind, &'p str)> {
    let kinds: &[DocumentKind] = match role {
        Role::Consumer => &DocumentKind::TRIO,
        Role::Producer => &[DocumentKind::Manifest],
    };
    let place = |kind: &DocumentKind| {
        let configured = || configuration.and_then(|configuration| configuration.documents.get(*kind));
        match settings.documents.get(*kind).or_else(configured) {
            Some(path) => path.as_str(),
            None if role == Role::Producer => PRODUCER_MANIFEST,
            None => kind.default_path(),
        }
    };
    kinds.iter().map(|kind| (*kind, place(kind))).collect()
}

async fn read(host: &Host, root: &str, places: &[(DocumentKind, &str)], limit: u64) -> Vec<Reply> {
    host.each(places.iter().map(|(_, place)| document_request(root, place, limit)).collect()).await
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

/// Decides whether a repository without any document is one that lost them (a configuration or the user says what it
/// is) or none that can be judged.
async fn nothing_there(
    host: &Host,
    root: &str,
    places: &[(DocumentKind, &str)],
    is_known: bool,
) -> Result<(), Failure> {
    match host.ask(Request::FolderExists { path: root.into() }).await {
        Reply::Yes if is_known => Ok(()),
        Reply::Yes => {
            let names: Vec<String> = places.iter().map(|(_, place)| quoted(place)).collect();
            Err(Failure::new(format!("nothing to check in {}", quoted(root))).help(format!(
                "looked for `{CONFIGURATION_FILE}`, {} and {}; if the documents stand elsewhere, say where in \
                 `{CONFIGURATION_FILE}`",
                names.join(", "),
                quoted(PRODUCER_MANIFEST),
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
