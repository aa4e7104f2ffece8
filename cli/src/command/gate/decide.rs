//! `lockstep gate decide`: records the decision on a gate.

use lockstep_core::{
    gate::{self, Approver, Decision, Gates, Verdict},
    text::quoted,
};

use super::{Start, grounds::Grounds};
use crate::{
    color::{Colors, Terminals},
    command::{
        consent::{self, Consent, Hindrance, agree},
        repin::patch,
    },
    failure::Failure,
    file,
    outcome::{FAIL, Outcome},
    task::Host,
    transaction::{self, Replacement, Work},
    trio::replacement,
};

/// What the user wants recorded.
pub(super) struct Wish {
    /// The number of the gate.
    pub(super) number: usize,
    pub(super) approvers: Vec<Approver>,
    pub(super) refused: Option<String>,
    pub(super) consent: Consent,
}

pub(super) async fn run(
    host: &Host,
    start: &Start,
    gates: &Gates<'_>,
    wish: Wish,
    (colors, terminals): (Colors, Terminals),
) -> Result<Outcome, Hindrance> {
    let Wish { number, approvers, refused, consent } = wish;
    let Some(gate) = gates.gates.get(number) else {
        return Err(Failure::new("there is no such gate").about(&start.named()).into());
    };
    is_known(start, gate, &approvers)?;
    let grounds = Grounds::read(host, start, gates, number).await?;
    let undecided = grounds.decision(start, gates, number);
    let decision = Decision { approvers: &approvers, refused: refused.as_deref(), ..undecided };
    let outcome = decision.outcome();
    let markdown = grounds.markdown(&decision, outcome);
    let places = gate::record_place(gate, start.today);
    let files = files(host, start, (&places.0, markdown), (&places.1, decision.json())).await?;
    let why = why(&decision);
    let shown = patch(&files);
    let action = format!("record of {} on the gate {}", outcome.as_str(), quoted(&gate.name.value));
    let mut said = String::new();
    let done = async {
        if consent.dry_run {
            return Ok(shown);
        }
        let shown = agree(host, consent, shown, &format!("Make this change, the {action}?")).await?;
        transaction::replace(host, &start.root, (Work::Decision, &action), files).await?;
        said.push_str(&format!("recorded {} in {}{why}\n", outcome.as_str(), file::joined(&start.root, &places.0)));
        Ok(shown)
    };
    let done: Result<String, Hindrance> = done.await;
    let is_done = done.is_ok();
    let mut ended = consent::outcome(done, said, (colors, terminals));
    if is_done && outcome == Verdict::NoGo {
        ended.exit_code = FAIL;
    }
    Ok(ended)
}

/// Refuses an approver who speaks for somebody that the gate does not name.
fn is_known(start: &Start, gate: &gate::Gate<'_>, approvers: &[Approver]) -> Result<(), Failure> {
    let names = || gate.approvers.iter().map(|role| role.value.as_str());
    for role in approvers.iter().filter_map(|approver| approver.role.as_deref()) {
        if !names().any(|known| known == role) {
            let failure = Failure::new(format!("the gate names no approver {}", quoted(role))).about(&start.named());
            let span = gate.name.span.range();
            let known = names().collect::<Vec<_>>().join(", ");
            return Err(failure.at(&start.text, span).help(if known.is_empty() {
                "name approvers without a role, or give the gate `approvers`".into()
            } else {
                format!("there are {known}")
            }));
        }
    }
    Ok(())
}

/// Why it is NO-GO, where it is.
fn why(decision: &Decision<'_>) -> String {
    if decision.outcome() == Verdict::Go {
        return String::new();
    }
    let state = decision.state();
    let missing = decision.missing();
    match (decision.refused, missing.as_slice()) {
        (Some(_), _) => ": it was refused".into(),
        _ if state.verdict() == Verdict::NoGo => format!(": the gate is {}", state.as_str()),
        (None, []) => ": nobody approved it, name them with `--approver`".into(),
        (None, missing) => format!(": nobody approved for {}", missing.join(", ")),
    }
}

/// Both records in the place of those that are there.
async fn files(
    host: &Host,
    start: &Start,
    markdown: (&str, String),
    json: (&str, String),
) -> Result<Vec<Replacement>, Failure> {
    let mut files = Vec::new();
    for (place, text) in [markdown, json] {
        let reply = host.ask(file::request(&start.root, place)).await;
        let before = file::bytes(reply, "record", &file::joined(&start.root, place))?;
        files.push(replacement(place, before, text.into_bytes())?);
    }
    Ok(files)
}
