//! `lockstep negative`: show that the checks of a repository can fail.

mod arguments;

use lockstep_core::{
    api::{self, Format},
    inquiry::Role,
    negative::{self, Escape, Trial},
    report::Verdict,
    rules::Group,
    text::visible,
};

pub(crate) use arguments::{NegativeArguments, parser};

use super::check;
use crate::{
    color::Colors,
    configuration::Documents,
    failure::Failure,
    gather,
    outcome::{COULD_NOT_JUDGE, FAIL, Outcome, PASS},
    repository::{self, Judged},
    scope::{Check, Environment, Scope},
    settings::{OutputFormat, Settings},
    task::Host,
};

/// The checks that it is about, and the groups of their rules.
const fn checks(role: Role) -> &'static [(Check, Group)] {
    match role {
        Role::Consumer => &[
            (Check::Documents, Group::Agreement),
            (Check::Governance, Group::Governance),
            (Check::Cutover, Group::Cutover),
            (Check::Boundary, Group::Boundary),
            (Check::Handoff, Group::Handoff),
        ],
        Role::Producer => &[
            (Check::Manifest, Group::Manifest),
            (Check::Alignment, Group::Alignment),
            (Check::Parity, Group::Parity),
            (Check::Components, Group::Components),
            (Check::Schemas, Group::Schemas),
            (Check::Status, Group::Governance),
            (Check::Decision, Group::Cutover),
            (Check::Handoff, Group::Handoff),
            (Check::Rehearsal, Group::Rehearsal),
            (Check::Bundle, Group::Bundle),
            (Check::Slo, Group::Slo),
        ],
    }
}

/// What `--only` takes.
fn names() -> Vec<&'static str> {
    let mut names: Vec<_> = checks(Role::Consumer).iter().map(|(check, _)| check.name()).collect();
    let producer = checks(Role::Producer).iter().map(|(check, _)| check.name());
    names.extend(producer.filter(|name| *name != Check::Handoff.name()));
    names
}

pub(crate) async fn run(host: &Host, arguments: NegativeArguments, colors: Colors) -> Outcome {
    match negative(host, arguments, colors.stdout).await {
        Ok(outcome) => outcome,
        Err(failure) => Outcome::failure(&failure, colors.stderr),
    }
}

async fn negative(host: &Host, arguments: NegativeArguments, color: bool) -> Result<Outcome, Failure> {
    let NegativeArguments { path, only: demanded, today, chosen, .. } = arguments;
    let (today, configuration, engine) = check::basis(host, today, &chosen).await?;
    let environment = Environment::read(host, gather::variables()).await;
    let settings = Settings {
        engine,
        policy_is_given: chosen.policy.is_some(),
        configuration,
        documents: Documents::default(),
        role: None,
        today,
        scope: Scope { only: demanded.clone(), environment, offline: true, ..Scope::default() },
        format: OutputFormat::Human,
        quiet: false,
        color,
    };
    repository::judge_in_full(host, &path, &settings, |Judged { report, inquiry, engine, .. }| {
        match negative::run(engine, report.sources, inquiry) {
            Ok(trials) => told(&trials, checks(inquiry.role), &demanded),
            Err(report) => {
                let reason = "no faults were put in: the repository does not pass as it is\n";
                let text = api::render(&report, Format::Human { color });
                let exit_code = if report.verdict() == Verdict::Error { COULD_NOT_JUDGE } else { FAIL };
                Outcome { stdout: text.into_bytes(), stderr: reason.into(), exit_code }
            }
        }
    })
    .await
}

/// What came of it. A check without faults shows nothing, which is a failure where the user named it.
fn told(trials: &[Trial], checks: &[(Check, Group)], demanded: &[Check]) -> Outcome {
    let mut text = String::new();
    let (mut faults, mut lets_through) = (0, false);
    for &(check, group) in checks {
        let name = check.name();
        let Some(trial) = trials.iter().find(|trial| trial.check == group && trial.faults > 0) else {
            if demanded.contains(&check) {
                lets_through = true;
                text.push_str(&format!("{name:<12}nothing is demanded here, so it cannot fail\n"));
            }
            continue;
        };
        let found = trial.faults - trial.escapes.len();
        text.push_str(&format!("{name:<12}{found} of {} faults found\n", trial.faults));
        for Escape { what, document, reason } in &trial.escapes {
            let [what, document, reason] = [what, document, reason].map(|text| visible(text));
            text.push_str(&format!("  not found: {what} in {document}: {reason}\n"));
        }
        faults += trial.faults;
        lets_through |= !trial.escapes.is_empty();
    }
    let (word, exit_code) = match (lets_through, faults) {
        (true, _) => ("fail: faults would get through", FAIL),
        (false, 0) => ("fail: nothing is demanded here, so nothing can fail", FAIL),
        (false, _) => ("pass: every fault that was put in was found", PASS),
    };
    Outcome { exit_code, ..Outcome::text(format!("{text}{word}\n")) }
}
