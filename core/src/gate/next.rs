//! What to do about evidence that does not pass.

use alloc::{
    format,
    string::{String, ToString as _},
};

use super::{
    State,
    file::{Evidence, Kind, RunOf, Window},
    judge::Bench,
};
use crate::{date::days_after, text::quoted};

impl Bench<'_> {
    /// What to do about evidence that does not pass.
    pub(super) fn next(&self, evidence: &Evidence<'_>, name: &str, state: State) -> String {
        let path = evidence.path.as_ref().map_or(name, |path| path.value.as_str());
        let again = match &evidence.kind {
            Kind::Check => "mend what `lockstep check` finds".into(),
            _ if evidence.repository.is_some() => {
                let other = evidence.repository.as_deref().unwrap_or_default();
                format!("get it from {} and put it at {}", quoted(other), quoted(path))
            }
            Kind::Report => format!("run `lockstep check --format json > {path}`"),
            Kind::Artifact { sha256: None, exact: true, .. } => {
                format!("approve {} and record its digest in the gate file", quoted(path))
            }
            Kind::Artifact { .. } => {
                format!("restore {}, or approve it and record its digest and values", quoted(path))
            }
            Kind::Contract => "run `lockstep evidence contract -- COMMAND`".into(),
            Kind::Handoff => "run `lockstep handoff`".into(),
            Kind::Rehearsal => "run `lockstep rollback --rehearse`".into(),
            Kind::Run(RunOf::Suite(number)) => {
                let suite = self.gates.suites.get(*number).map_or("", |suite| suite.name.value.as_str());
                format!("run `lockstep gate run {suite}`")
            }
            Kind::Run(RunOf::Elsewhere) => format!("put its evidence at {}", quoted(path)),
            Kind::Record(gate) => format!("run `lockstep gate decide {gate}`"),
            Kind::Decision { .. } => format!("have the decision made and recorded in {}", quoted(path)),
            Kind::Approval { .. } => "have it decided and record the decision in the gate file".into(),
            Kind::Window(window) => return format!("wait until {}", last_day(*window)),
            Kind::Freeze if state == State::Fail => {
                return "end the incident, then run `lockstep freeze --lift`".into();
            }
            Kind::Freeze => format!("commit {}, without freezes where there were none", quoted(path)),
        };
        let mends = matches!(
            evidence.kind,
            Kind::Report | Kind::Contract | Kind::Handoff | Kind::Rehearsal | Kind::Run(RunOf::Suite(_))
        );
        if state == State::Fail && mends { format!("mend what failed, then {again}") } else { again }
    }
}

/// The day from which a window is over.
fn last_day(window: Window) -> String {
    let end = u64::try_from(window.days).ok().and_then(|days| days_after(window.since, days));
    end.map_or_else(|| "its end".into(), |day| day.to_string())
}
