use alloc::{format, string::String, vec::Vec};

use crate::{
    facts::{SloFacts, stated},
    finding::{Finding, Label, Severity, Sink},
    rules::{
        Context, Group, Needs, Rule, asked, page,
        shell::{self, Run},
    },
    source::DocumentKind,
    text::{Span, quoted},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "slo-workflow",
    group: Group::Slo,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::SloPolicy]),
    summary: "CI and release hold the service to the objectives",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

Each workflow that `workflows` under `[producer.slo]` in `lockstep.toml` names, by default `.github/workflows/ci.yml` and `release.yml` where one of them is there, runs `benchmark_command` with the policy's values: `--volume` for each workload and no other, `--repetitions`, `--append-p95-max-ms`, `--replay-p95-max-ms`, `--gate-p95-max-ms`, and the output's form, such as `--json`.

## Why

A threshold that CI does not apply is a wish. The old verifier searched the values anywhere in the workflow, in a comment, too, and `--repetitions 3` in `--repetitions 30`.

## Bad

```yaml .github/workflows/ci.yml
          --gate-p95-max-ms 80
```

## Good

```yaml .github/workflows/ci.yml
          --gate-p95-max-ms 8
```

## Fix

Run the benchmark with the values of the policy, in every workflow."##;

/// What to do about another run.
const HELP: &str = "run the benchmark with the values of the policy, or change both";

/// The options of the benchmark with the values that each must have; those without a value are flags.
fn options<'a>(facts: SloFacts<'_, 'a>) -> Vec<(String, Vec<&'a str>)> {
    let workloads = facts.numbers(SloFacts::WORKLOADS);
    let workloads = workloads.present().into_iter().flat_map(|volumes| &volumes.value).map(|volume| volume.value);
    let repetitions = facts.number(SloFacts::REPETITIONS);
    let repetitions = repetitions.present().map(|number| ("--repetitions".into(), [number.value].into()));
    let latencies = facts.thresholds().filter(|(key, _)| SloFacts::OF_LATENCIES.contains(key));
    let latencies = latencies.map(|(key, value)| (format!("--{}-ms", key.replace('_', "-")), [value].into()));
    let output = facts.string(SloFacts::OUTPUT);
    let output = output.present().map(|output| (format!("--{}", output.value), Vec::new()));
    let volumes = [("--volume".into(), workloads.collect())];
    volumes.into_iter().chain(repetitions).chain(latencies).chain(output).collect()
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let (Some(facts), Some(asked)) = (context.facts.slo(), context.inquiry.slo.known()) else { return };
    let command = facts.string(SloFacts::COMMAND);
    let Some(command) = stated(&command) else { return sink.skip("the SLO policy names no command") };
    let options = options(facts);
    for workflow in &asked.workflows {
        let Some(text) = context.facts.text(*workflow) else { continue };
        let runs = shell::runs(text, command.value);
        if runs.is_empty() {
            let message = format!("{} does not run the benchmark", context.name(*workflow));
            let label = Label::new(*workflow, Span::default(), "no such command");
            sink.report(Finding::new(label, message, quoted(command.value), "no such command", HELP));
        }
        for run in &runs {
            options.iter().for_each(|(option, wanted)| hold(context, *workflow, run, (option, wanted), sink));
        }
    }
}

/// Reports where a run has other values of an option than the policy.
fn hold(
    context: &Context<'_>,
    workflow: DocumentKind,
    run: &Run<'_>,
    (option, wanted): (&str, &[&str]),
    sink: &mut Sink,
) {
    let name = context.name(workflow);
    let lacks = |wanted: &str| {
        let message = format!("{name} runs the benchmark without {}", quoted(wanted));
        Finding::new(Label::new(workflow, run.place, "this run"), message, quoted(wanted), "not there", HELP)
    };
    if wanted.is_empty() && !run.has(option) {
        return sink.report(lacks(option));
    }
    let found = run.values(option);
    let mut missing = wanted.iter().filter(|wanted| found.iter().all(|(found, _)| found != *wanted));
    for (value, place) in found.iter().filter(|(found, _)| !wanted.is_empty() && !wanted.contains(found)) {
        let label = match missing.next() {
            Some(wanted) => format!("the policy says {}", quoted(wanted)),
            None => "not in the policy".into(),
        };
        let message = format!("{name} runs the benchmark with a value of {} that is not the policy's", quoted(option));
        sink.report(Finding::new(
            Label::new(workflow, *place, label),
            message,
            quoted(&wanted.join(", ")),
            quoted(value),
            HELP,
        ));
    }
    missing.for_each(|wanted| sink.report(lacks(&format!("{option} {wanted}"))));
}
