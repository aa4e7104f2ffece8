//! `lockstep handoff`: judge the handoff payload alone, and leave evidence where it passes.

use super::check::one;
use crate::{
    configuration::Configuration,
    evidence::{self, HandoffEvidence},
    failure::Failure,
    file,
    outcome::Outcome,
    repository::{self, Judged},
    settings::{OutputFormat, Settings},
    task::Host,
};

/// Judges the payload of one repository. Of a run that does not pass, no evidence is left, not even an older one.
pub(crate) async fn run(host: &Host, root: &str, settings: &Settings) -> Result<Outcome, Failure> {
    let judged = repository::judge_in_full(host, root, settings, |judged| {
        let Judged { report, inquiry, configuration, engine } = judged;
        let place = evidence_place(Some(configuration));
        let asked = inquiry.handoff.known();
        let left = asked.and_then(|asked| HandoffEvidence::of(&report, asked, engine.policy(), settings.today));
        (one(report, settings), place, left)
    });
    let (mut outcome, place, left) = match judged.await {
        Ok(judged) => judged,
        Err(failure) => {
            // What kept the run from judging is the reason to tell, whatever becomes of this.
            let _ = evidence::remove(host, root, &evidence_place(settings.configuration.as_ref())).await;
            return Err(failure);
        }
    };
    let Some(left) = left else {
        evidence::remove(host, root, &place).await?;
        return Ok(outcome);
    };
    evidence::write(host, root, &place, &left).await?;
    if settings.format == OutputFormat::Human && !settings.quiet {
        outcome.stdout.extend(format!("evidence in {}\n", file::joined(root, &place)).bytes());
    }
    Ok(outcome)
}

fn evidence_place(configuration: Option<&Configuration>) -> String {
    let configured = configuration.and_then(|configuration| configuration.evidence.handoff.as_ref());
    configured.map_or(HandoffEvidence::DEFAULT_PATH, |path| path.as_str()).to_owned()
}
