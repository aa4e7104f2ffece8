use lockstep_core::{
    facts::{HandoffFacts, HandoffMode},
    handover::{self, Entry, HandoffInput, HandoffPayload},
    inquiry::{Handoff, Inquiry, Part},
    source::{DocumentKind, Source},
    text::quoted,
};

use super::{ground::Ground, moment::Standing, rendered};
use crate::{command::consent::Hindrance, failure::Failure};

/// Makes the handoff payload of a mode; one that its own rules refuse is an objection.
pub(super) async fn make(ground: &Ground<'_>, standing: &Standing, mode: &str) -> Result<HandoffPayload, Hindrance> {
    let policy = ground.engine.policy();
    let mode = HandoffMode::named(mode, policy).ok_or_else(|| {
        let candidates = policy.service_contracts.keys().map(|contract| HandoffMode::of_candidate(contract));
        let modes: Vec<String> = [HandoffMode::STABLE.to_owned()].into_iter().chain(candidates).collect();
        Failure::new(format!("{} is no mode of a handoff", quoted(mode)))
            .help(format!("there are {}", modes.join(", ")))
    })?;
    let path = ground.settings().changelog.path();
    let [changelog] = ground.need([path]).await?;
    let entry = Entry::find(&String::from_utf8_lossy(&changelog), &ground.release.baseline.release_tag);
    let payload = handover::handoff(HandoffInput {
        policy,
        release: &ground.release,
        mode,
        day: standing.day(ground, &format!("/{}", HandoffFacts::GENERATED_AT)),
        manifest: ground.manifest(),
        changelog: (path, &changelog),
        impact: entry.and_then(|entry| entry.impact?.filled()),
        verification_commands: &ground.settings().generate.verification_commands(),
        consumer_commands: &ground.settings().handoff.consumer_commands(),
    })
    .map_err(|contradiction| Hindrance::Refused(Failure::new(contradiction.0)))?;
    let text = rendered(&payload);
    let document = Source::bytes(DocumentKind::Handoff, "the payload as it would be", text.as_bytes());
    judge(ground, document, "the handoff payload would not pass its own check")?;
    Ok(payload)
}

/// Refuses a handoff payload that its own rules refuse.
pub(super) fn judge(ground: &Ground<'_>, document: Source<'_>, message: &'static str) -> Result<(), Hindrance> {
    let handoff = Handoff { consumer_commands: ground.settings().handoff.consumer_commands(), ..Handoff::default() };
    ground.judge(document, Inquiry { handoff: Part::Known(handoff), ..Inquiry::default() }, message)
}
