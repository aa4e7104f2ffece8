//! `lockstep handoff`: judge the handoff payload alone, and leave evidence where it passes.

use lockstep_core::report::Report;

use crate::{
    configuration::Configuration,
    evidence::{self, HandoffEvidence},
    failure::Failure,
    file,
    output::Texts,
    repository::{self, Judged},
    settings::{OutputFormat, Settings},
    task::Host,
};

/// Judges the payload of one repository. Of a run that does not pass, no evidence is left, not even an older one.
pub(super) async fn judge(
    host: &Host,
    root: &str,
    settings: &Settings,
    render: impl FnOnce(Report<'_>) -> Texts,
) -> Result<Texts, Failure> {
    let judged = repository::judge_in_full(host, root, settings, |judged| {
        let Judged { report, inquiry, configuration, engine } = judged;
        let place = evidence_place(Some(configuration));
        let asked = inquiry.handoff.known();
        let left = asked.and_then(|asked| HandoffEvidence::of(&report, asked, engine.policy(), settings.today));
        (render(report), place, left)
    });
    let (mut texts, place, left) = match judged.await {
        Ok(judged) => judged,
        Err(failure) => {
            // What kept the run from judging is the reason to tell, whatever becomes of this.
            let _ = evidence::remove(host, root, &evidence_place(settings.configuration.as_ref())).await;
            return Err(failure);
        }
    };
    let Some(left) = left else {
        evidence::remove(host, root, &place).await?;
        return Ok(texts);
    };
    evidence::write(host, root, &place, &left).await?;
    if settings.format == OutputFormat::Human && !settings.quiet {
        texts.stdout.push_str(&format!("evidence in {}\n", file::joined(root, &place)));
    }
    Ok(texts)
}

fn evidence_place(configuration: Option<&Configuration>) -> String {
    let configured = configuration.and_then(|configuration| configuration.evidence.handoff.as_ref());
    configured.map_or(HandoffEvidence::DEFAULT_PATH, |path| path.as_str()).to_owned()
}
