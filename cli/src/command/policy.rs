//! `lockstep policy`: the policy that a check of the same arguments would judge by.

use clap::{ValueEnum, builder::PossibleValue};
use lockstep_core::{
    api::Engine,
    render::{
        self,
        typescript::{self, Form},
    },
};

use crate::{
    arguments::Chosen,
    configuration::{CONFIGURATION_FILE, Configuration},
    failure::Failure,
    file,
    outcome::Outcome,
    repository::no_folder,
    request::{Reply, Request},
    task::Host,
    transaction,
};

/// The form in which the policy is printed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum PolicyFormat {
    /// A policy file.
    #[default]
    Json,
    /// A TypeScript module of types and guards.
    TypeScript,
}

impl ValueEnum for PolicyFormat {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Json, Self::TypeScript]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::Json => PossibleValue::new("json").help("a policy file"),
            Self::TypeScript => PossibleValue::new("typescript").help("a module of types and guards"),
        })
    }
}

pub(crate) async fn run(host: &Host, root: &str, chosen: &Chosen, format: PolicyFormat) -> Result<Outcome, Failure> {
    let engine = effective(host, root, chosen).await?;
    Ok(Outcome::text(match format {
        PolicyFormat::Json => render::json::render(engine.policy()),
        PolicyFormat::TypeScript => typescript::render(engine.policy(), Form::Module),
    }))
}

pub(crate) async fn effective(host: &Host, root: &str, chosen: &Chosen) -> Result<Engine, Failure> {
    if let Some(policy) = &chosen.policy {
        return file::named_policy(host, policy).await;
    }
    let configuration = configuration(host, root, chosen).await?;
    configured(host, root, configuration.as_ref()).await
}

/// The configuration that was chosen, else the repository's own, if it has one.
pub(crate) async fn configuration(host: &Host, root: &str, chosen: &Chosen) -> Result<Option<Configuration>, Failure> {
    let asked = [transaction::request(root), file::request(root, CONFIGURATION_FILE)];
    let [journal, own] = host.all(asked).await;
    transaction::refuse_interrupted(journal, root)?;
    let configuration = match &chosen.configuration {
        Some(named) => Some(file::named_configuration(host, named).await?),
        None => file::repository_configuration(own, root)?,
    };
    if configuration.is_none() {
        match host.ask(Request::FolderExists { path: root.into() }).await {
            Reply::Yes => {}
            reply => return Err(no_folder(root, reply)),
        }
    }
    Ok(configuration)
}

/// The engine with the policy that a repository's configuration names, else the embedded one.
pub(crate) async fn configured(
    host: &Host,
    root: &str,
    configuration: Option<&Configuration>,
) -> Result<Engine, Failure> {
    match configuration.and_then(|configuration| configuration.policy.as_ref()) {
        Some(path) => file::repository_policy(host, root, path.as_str()).await,
        None => Ok(Engine::embedded()),
    }
}
