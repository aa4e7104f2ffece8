use lockstep_core::{
    handover::{self, RehearsalInput, RehearsalPayload},
    inquiry::{Inquiry, Part},
    source::{DocumentKind, Source},
};

use super::{
    ground::Ground,
    moment::{Standing, tell_changed},
    rendered,
};
use crate::{command::consent::Hindrance, failure::Failure};

const GENERATED_AT: &str = "/generated_at_utc";
const COMMIT: &str = "/producer/planning_commit_seen_by_consumer";

/// Makes the payload of a rehearsal; without a candidate, of the newest service contract that the policy knows.
pub(super) async fn make(
    ground: &Ground<'_>,
    standing: &Standing,
    candidate: Option<&str>,
    said: &mut String,
) -> Result<RehearsalPayload, Hindrance> {
    let policy = ground.engine.policy();
    let candidate = candidate.or_else(|| handover::newest_contract(policy)).unwrap_or_default();
    if !policy.service_contracts.contains_key(candidate) {
        let known = policy.service_tokens().join(", ");
        let failure = Failure::new(format!("the policy knows no service contract `{candidate}`"));
        return Err(failure.help(format!("there are {known}")).into());
    }
    let commit = standing.commit(ground, COMMIT).await?;
    let settings = ground.settings();
    let inquiry = settings.rehearsal.inquiry();
    let path = settings.generate.cutover_gates();
    let [gates] = ground.need([path]).await?;
    let payload = handover::rehearsal(&RehearsalInput {
        policy,
        release: &ground.release,
        candidate,
        day: standing.day(ground, GENERATED_AT),
        repository: settings.generate.repository(),
        commit: &commit,
        gates: (path, &gates),
        manifest: ground.manifest(),
        verification_commands: &settings.generate.verification_commands(),
        consumer_commands: &inquiry.consumer_checks,
        triggers: &inquiry.rollback_triggers,
    })
    .map_err(|contradiction| {
        let help =
            "a rehearsal is of a service contract that does not run yet; name another with `--candidate VERSION`";
        Hindrance::Refused(Failure::new(contradiction.0).help(help))
    })?;
    let text = rendered(&payload);
    let document = Source::bytes(DocumentKind::Rehearsal, "the payload as it would be", text.as_bytes());
    let inquiry = Inquiry { rehearsal: Part::Known(inquiry), ..Inquiry::default() };
    ground.judge(document, inquiry, "the payload of the rehearsal would not pass its own check")?;
    tell_changed((ground, standing), &commit, &[ground.manifest(), (path, &gates)], said).await;
    Ok(payload)
}
