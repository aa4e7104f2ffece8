//! Finds out what the checks of a repository need: each check has a file here, which asks the host, puts the documents
//! it judges among the sources, and says how far it came.

mod atomic;
mod boundary;
mod handoff;
mod producer;
mod records;
mod remote;
mod waivers;

pub(crate) use handoff::{HandoffOptions, no_evidence, options as handoff_options};
use lockstep_core::{
    api::Engine,
    inquiry::{Inquiry, Role},
    source::Sources,
};

use crate::{
    configuration::Configuration,
    request::Reply,
    scope::{Check, Scope, Wanted},
    settings::Settings,
    task::Host,
};

/// What every check may look at while it finds out what it needs.
pub(crate) struct Gathering<'g> {
    pub(crate) host: &'g Host,
    /// The repository as the user gave it.
    pub(crate) root: &'g str,
    pub(crate) scope: &'g Scope,
    pub(crate) configuration: &'g Configuration,
    pub(crate) engine: &'g Engine,
}

impl Gathering<'_> {
    /// The most bytes of a document.
    fn limit(&self) -> u64 {
        self.engine.policy().limits.document_bytes
    }
}

/// Why a folder could not be searched, by the host's answer to [`Request::ListFiles`](crate::request::Request::ListFiles).
fn unlisted(reply: Reply, limit: u64) -> String {
    match reply {
        Reply::Missing => "it does not exist".into(),
        Reply::NotRegular(what) => format!("{what} stands there"),
        Reply::Outside => "a symbolic link leads out of the repository".into(),
        Reply::TooLarge(count) => format!("it holds {count} files or more, more than the limit of {limit}"),
        Reply::Failed(cause) => cause,
        _ => Reply::misfit(),
    }
}

/// The variables of the environment that the checks look at.
pub(crate) fn variables() -> impl Iterator<Item = &'static str> {
    [atomic::VARIABLES, handoff::VARIABLES].into_iter().flatten().copied().chain(remote::variables())
}

/// Those of them that speak of no one repository.
pub(crate) fn shared_variables() -> impl Iterator<Item = &'static str> {
    remote::variables()
}

/// Finds out everything that the checks of the scope need; documents that they judge join the sources.
pub(crate) async fn gather(
    gathering: &Gathering<'_>,
    role: Role,
    settings: &Settings,
    sources: &mut Sources<'_>,
) -> Inquiry<'static> {
    match role {
        Role::Consumer => of_consumer(gathering, settings, sources).await,
        Role::Producer => producer::gather(gathering, settings, sources).await,
    }
}

async fn of_consumer(gathering: &Gathering<'_>, settings: &Settings, sources: &mut Sources<'_>) -> Inquiry<'static> {
    Inquiry {
        today: Some(settings.today),
        without_documents: gathering.scope.wants(Check::Documents) == Wanted::No,
        atomic: atomic::gather(gathering, settings, sources).await,
        remote: remote::gather(gathering, sources).await,
        handoff: handoff::gather(gathering, sources).await,
        cutover: records::gather(gathering, Check::Cutover, sources).await,
        governance: records::gather(gathering, Check::Governance, sources).await,
        boundary: boundary::gather(gathering, sources).await,
        waivers: waivers::gather(gathering, sources),
        ..Inquiry::default()
    }
}
