//! How long the store takes, against the thresholds of `contracts/integration/v1/service-slo-policy.json`.

use std::{
    error::Error,
    process::ExitCode,
    time::{Duration, Instant},
};

use serde_json::json;

use crate::store::{Constraint, Effect, InMemory, Question, Recall, Store, StoreError};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// How many constraints the store holds; each workload is measured by itself.
    #[arg(long, required = true)]
    volume: Vec<u32>,
    /// How often each workload is measured.
    #[arg(long)]
    repetitions: u32,
    /// The most that adding one constraint may take, in milliseconds, at the 95th percentile.
    #[arg(long)]
    append_p95_max_ms: f64,
    /// The most that recalling every constraint may take.
    #[arg(long)]
    replay_p95_max_ms: f64,
    /// The most that one question may take.
    #[arg(long)]
    gate_p95_max_ms: f64,
    /// Prints JSON, which is the only form there is.
    #[arg(long, required = true)]
    json: bool,
}

/// Measures, prints the result and fails where a threshold is exceeded.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Box<dyn Error>> {
    let mut passes = true;
    let mut workloads = Vec::new();
    for volume in &arguments.volume {
        let mut times = Times::default();
        for _ in 0..arguments.repetitions {
            measure(*volume, &mut times).map_err(|error| format!("{error:?}"))?;
        }
        let [append, replay, gate] = [times.append, times.replay, times.gate].map(p95);
        let limits = [arguments.append_p95_max_ms, arguments.replay_p95_max_ms, arguments.gate_p95_max_ms];
        passes &= [append, replay, gate].iter().zip(limits).all(|(time, limit)| *time <= limit);
        workloads.push(json!({ "volume": volume, "append_p95": append, "replay_p95": replay, "gate_p95": gate }));
    }
    println!("{}", json!({ "passes": passes, "workloads": workloads }));
    Ok(if passes { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[derive(Default)]
struct Times {
    append: Vec<Duration>,
    replay: Vec<Duration>,
    gate: Vec<Duration>,
}

fn measure(volume: u32, times: &mut Times) -> Result<(), StoreError> {
    let store = InMemory::default();
    let timed = |times: &mut Vec<Duration>, work: &mut dyn FnMut() -> Result<(), StoreError>| {
        let start = Instant::now();
        let done = work();
        times.push(start.elapsed());
        done
    };
    for number in 0..volume {
        timed(&mut times.append, &mut || store.add(constraint(number)).map(drop))?;
    }
    timed(&mut times.replay, &mut || store.recall(everything()).map(drop))?;
    timed(&mut times.gate, &mut || store.ask(question(0)).map(drop))
}

fn constraint(number: u32) -> Constraint {
    Constraint {
        memory_id: format!("memory_{number}"),
        version: 1,
        actor: format!("actor_{number}"),
        action: "use".into(),
        resource: "usb_drive".into(),
        effect: Effect::Deny,
        writer: "benchmark".into(),
        justification: "a workload".into(),
    }
}

fn question(number: u32) -> Question {
    let constraint = constraint(number);
    Question {
        text: "may it be used?".into(),
        actor: constraint.actor,
        action: constraint.action,
        resource: constraint.resource,
        as_of: None,
    }
}

fn everything() -> Recall {
    Recall { text: "what is known?".into(), record_types: Vec::new(), as_of: None }
}

/// The 95th percentile in milliseconds.
fn p95(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    let place = (times.len() * 95).div_ceil(100).saturating_sub(1);
    times.get(place).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
}
