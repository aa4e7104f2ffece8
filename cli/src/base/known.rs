//! `--new-only`: what the base of a change has, too.

use std::{future::Future, pin::Pin};

use lockstep_core::{api::Engine, report::Report};

use super::{Sought, find};
use crate::{configuration::Configuration, failure::Failure, repository, settings::Settings, task::Host};

/// The fingerprints of what is found at the base, where only new findings are to block.
///
/// The base is judged like the present state, by its configuration and policy: a check that the change introduces finds
/// there what was always wrong. Where the base cannot be judged at all, nothing is known.
pub(crate) async fn known(
    host: &Host,
    root: &str,
    settings: &Settings,
    (configuration, engine): (&Configuration, &Engine),
) -> Result<Vec<String>, Failure> {
    if !settings.scope.base.new_only {
        return Ok(Vec::new());
    }
    let reason = match find(host, root, &settings.scope.base, &settings.scope.environment).await {
        Sought::Found(revision) => {
            let past = Settings {
                engine: engine.clone(),
                policy_is_given: true,
                configuration: Some(configuration.clone()),
                scope: settings.scope.of_the_past(super::VARIABLES),
                ..settings.clone()
            };
            return Ok(judged(&host.at(revision), root, &past).await.unwrap_or_default());
        }
        Sought::Unknown(reason) => reason,
        Sought::Unnamed => "no base is known; name one with `--base REF`".into(),
    };
    Err(Failure::new(format!("what is new cannot be told: {reason}")))
}

/// [`repository::judge`], which calls this module, by a future whose size is known.
fn judged<'j>(
    past: &'j Host,
    root: &'j str,
    settings: &'j Settings,
) -> Pin<Box<dyn Future<Output = Result<Vec<String>, Failure>> + 'j>> {
    let fingerprints =
        |report: Report<'_>| report.findings.into_iter().map(|finding| finding.fingerprint).collect::<Vec<_>>();
    Box::pin(repository::judge(past, root, settings, fingerprints))
}
