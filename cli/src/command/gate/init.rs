//! `lockstep gate init`: a gate file to start from.

use lockstep_core::{freeze::FreezeRecord, gate, inquiry::Role, render, source::DocumentKind, text::quoted};

use super::{GateArguments, Start, Task, gather};
use crate::{
    color::{Colors, Terminals},
    command::{
        check::host_date,
        consent::{self, Hindrance, agree},
        policy,
        repin::patch,
    },
    configuration::Configuration,
    evidence::{ContractEvidence, HandoffEvidence},
    failure::Failure,
    file,
    outcome::Outcome,
    request::Reply,
    task::Host,
    transaction::{self, Replacement, Work},
    trio::replacement,
};

pub(super) async fn run(
    host: &Host,
    arguments: GateArguments,
    (colors, terminals): (Colors, Terminals),
) -> Result<Outcome, Hindrance> {
    let GateArguments { task, root, today, chosen, .. } = arguments;
    let Task::Init { role, project, consent } = task else { return Ok(Outcome::default()) };
    let configuration = policy::configuration(host, &root, &chosen).await?.unwrap_or_default();
    let place = configuration.gate.file().to_owned();
    let name = file::joined(&root, &place);
    if host.ask(file::request(&root, &place)).await != Reply::Missing {
        let failure = Failure::new("a gate file is there already, and it is never overwritten").about(&name);
        return Err(Hindrance::Refused(failure.help("change it by hand, or name another place with `[gate] file`")));
    }
    let today = match today {
        Some(today) => today,
        None => host_date(host).await?,
    };
    let start = Start { root, chosen, configuration, today, place, text: String::new() };
    let baseline = gather::baseline(host, &start).await.unwrap_or_default();
    let role = match role {
        Some(role) => role,
        None => gather::anchor(host, &start).await.0,
    };
    let project = project.as_deref().unwrap_or(match role {
        Role::Consumer => "AssistSupport",
        Role::Producer => "MemoryKernel",
    });
    let text = placed(gate::template(role, project, &baseline, today), &start.configuration);
    let mut files = vec![replacement(&start.place, None, text.into_bytes())?];
    files.extend(no_freezes(host, &start, role).await?);
    let shown = patch(&files);
    let mut said = String::new();
    let done = async {
        if consent.dry_run {
            return Ok(shown);
        }
        let shown = agree(host, consent, shown, "Write this?").await?;
        transaction::replace(host, &start.root, (Work::Init, "gate init"), files).await?;
        said.push_str(&format!(
            "wrote {}; now fit its gates to what you agreed on, then run `lockstep gate`\n",
            quoted(&name)
        ));
        Ok(shown)
    };
    let done: Result<String, Hindrance> = done.await;
    Ok(consent::outcome(done, said, (colors, terminals)))
}

/// The template with the paths that a configuration names in place of the default ones.
fn placed(text: String, configuration: &Configuration) -> String {
    let Configuration { documents, evidence, .. } = configuration;
    let places = [
        (DocumentKind::Pin.default_path(), documents.pin.as_ref()),
        (DocumentKind::Manifest.default_path(), documents.manifest.as_ref()),
        (DocumentKind::Freeze.default_path(), configuration.freeze.record.as_ref()),
        (ContractEvidence::DEFAULT_PATH, evidence.contract.as_ref()),
        (HandoffEvidence::DEFAULT_PATH, evidence.handoff.as_ref()),
    ];
    let quoted = |path: &str| render::json::render(&path).trim_end().to_owned();
    places
        .into_iter()
        .filter_map(|(default, place)| Some((default, place?)))
        .fold(text, |text, (default, place)| text.replace(&quoted(default), &quoted(place.as_str())))
}

/// A record without freezes, where a consumer has none yet: what is missing would say nothing.
async fn no_freezes(host: &Host, start: &Start, role: Role) -> Result<Option<Replacement>, Failure> {
    let place = start.configuration.freeze.record();
    if role != Role::Consumer || host.ask(file::request(&start.root, place)).await != Reply::Missing {
        return Ok(None);
    }
    replacement(place, None, FreezeRecord::default().render().into_bytes()).map(Some)
}
