//! `lockstep policy`: the policy that a check of the same arguments would judge by.

use lockstep_core::{api::Engine, render};

use crate::{
    arguments::Chosen,
    configuration::CONFIGURATION_FILE,
    failure::Failure,
    file,
    outcome::Outcome,
    repository::no_folder,
    request::{Reply, Request},
    task::Host,
};

pub(crate) async fn run(host: &Host, root: &str, chosen: &Chosen) -> Result<Outcome, Failure> {
    let engine = effective(host, root, chosen).await?;
    Ok(Outcome::text(render::json::render(engine.policy())))
}

async fn effective(host: &Host, root: &str, chosen: &Chosen) -> Result<Engine, Failure> {
    if let Some(policy) = &chosen.policy {
        return file::named_policy(host, policy).await;
    }
    let configuration = if let Some(named) = &chosen.configuration {
        Some(file::named_configuration(host, named).await?)
    } else {
        let reply = host.ask(file::request(root, CONFIGURATION_FILE)).await;
        file::repository_configuration(reply, root)?
    };
    if configuration.is_none() {
        match host.ask(Request::FolderExists { path: root.into() }).await {
            Reply::Yes => {}
            reply => return Err(no_folder(root, reply)),
        }
    }
    match configuration.and_then(|configuration| configuration.policy) {
        Some(path) => file::repository_policy(host, root, path.as_str()).await,
        None => Ok(Engine::embedded()),
    }
}
