//! `lockstep rollback --rehearse`: goes back in a copy of the repository and shows that a draft goes on.

use lockstep_core::{
    api::{self, Format},
    date::Date,
    facts::BaselineValue,
    render,
    repin::Baseline,
    report::Verdict,
    text::quoted,
};

use super::{
    RollbackArguments,
    evidence::{REHEARSAL_SCHEMA, Rehearsal, RehearsalStatus, RehearsedCheck, RehearsedCommand, RehearsedRelease},
    restored, target, today,
};
use crate::{
    color::Colors,
    command::{consent::Hindrance, repin::tag},
    failure::Failure,
    file, history,
    outcome::{FAIL, Outcome, PASS},
    request::{Reply, Request},
    task::Host,
    transaction::{self, FOLDER, Work},
    trio::Trio,
};

/// Where the evidence goes, relative to the repository.
const EVIDENCE: &str = "artifacts/memorykernel-rollback-rehearsal.json";

/// The most milliseconds that one declared command may take: half an hour.
const COMMAND_MS: u64 = 30 * 60 * 1000;

pub(super) async fn rehearse(host: &Host, arguments: &RollbackArguments, colors: Colors) -> Result<Outcome, Hindrance> {
    let root = &arguments.path;
    let trio = Trio::read(host, root, &arguments.chosen).await?;
    let commands = &trio.configuration.rehearsal.commands;
    if commands.is_empty() {
        return Err(Failure::new("no command is declared that a rehearsal could run, so it would show nothing")
            .about(&file::joined(root, "lockstep.toml"))
            .help(
                "declare the fallback tests: `[rehearsal]` with `commands = [\"pnpm run test:memorykernel-contract\"]`",
            )
            .into());
    }
    let today = today(host, arguments).await?;
    // A run that breaks off leaves no evidence, not even an older one.
    match host.ask(Request::Remove { root: root.clone(), path: EVIDENCE.into() }).await {
        Reply::Yes | Reply::Missing => {}
        Reply::Failed(cause) => {
            return Err(Failure::new(format!("the older evidence could not be removed: {cause}"))
                .about(EVIDENCE)
                .into());
        }
        _ => return Err(Failure::new("the older evidence could not be removed").about(EVIDENCE).into()),
    }
    let commit = history::line(host, root, &["rev-parse", "HEAD"]).await?;
    let inside = history::line(host, root, &["rev-parse", "--show-prefix"]).await?;
    transaction::hide(host, root).await?;
    let copy = format!("{FOLDER}/rehearsal");
    remove(host, root, &copy).await;
    history::git(host, root, &["worktree", "add", "--quiet", "--detach", &copy, "HEAD"]).await?;
    let below = file::joined(root, &format!("{copy}/{inside}"));
    let done = inner(host, below.trim_end_matches('/'), arguments, (commit, today), colors).await;
    remove(host, root, &copy).await;
    let (rehearsal, report) = done?;
    transaction::put(host, root, EVIDENCE, render::json::render(&rehearsal).into_bytes()).await?;
    Ok(outcome(&rehearsal, report))
}

/// Removes the copy, if there is one, with what git knows of it.
async fn remove(host: &Host, root: &str, copy: &str) {
    // That there is none is no failure, and one that stays in the way is the next command's.
    let _ = history::git(host, root, &["worktree", "remove", "--force", "--force", copy]).await;
    let _ = history::git(host, root, &["worktree", "prune"]).await;
}

/// The rehearsal in the copy, and the report where the check does not pass.
async fn inner(
    host: &Host,
    copy: &str,
    arguments: &RollbackArguments,
    (commit, today): (String, Date),
    colors: Colors,
) -> Result<(Rehearsal, String), Hindrance> {
    let trio = Trio::read(host, copy, &arguments.chosen).await?;
    let target = target::find(host, &trio, arguments.to.as_deref(), today).await?;
    let from = trio.facts().pin.facts.as_ref().map(Baseline::of_pin).unwrap_or_default();
    let action = format!("rehearsed rollback from {} to {}", tag(&from), tag(&target.baseline));
    transaction::replace(host, copy, (Work::Rollback, &action), restored(&trio, &target)?).await?;
    let back = Trio::read(host, copy, &arguments.chosen).await?;
    let report = back.engine.check(&back.sources, Some(today));
    let tally = report.tally();
    let mut commands = Vec::new();
    for command in &trio.configuration.rehearsal.commands {
        commands.push(ran(host, copy, command).await);
    }
    let passed = report.verdict() == Verdict::Pass && commands.iter().all(|command| command.exit_code == Some(0));
    let release = |baseline: &Baseline| RehearsedRelease {
        release_tag: baseline.text(BaselineValue::ReleaseTag).into(),
        commit_sha: baseline.text(BaselineValue::CommitSha).into(),
    };
    let rehearsal = Rehearsal {
        schema: REHEARSAL_SCHEMA,
        version: api::version(),
        date: today.to_string(),
        consumer_commit_sha: commit,
        from: release(&from),
        to: release(&target.baseline),
        restored_from_commit_sha: target.commit.clone(),
        check: RehearsedCheck {
            verdict: report.verdict().as_str(),
            errors: tally.errors,
            warnings: tally.warnings,
            notes: tally.notes,
        },
        commands,
        status: if passed { RehearsalStatus::Passed } else { RehearsalStatus::Failed },
    };
    let shown = match report.verdict() {
        Verdict::Pass => String::new(),
        _ => api::render(&report, Format::Human { color: colors.stdout }),
    };
    Ok((rehearsal, shown))
}

/// Runs a declared command in the copy.
async fn ran(host: &Host, copy: &str, command: &str) -> RehearsedCommand {
    let request = Request::RunCommand { root: copy.into(), command: command.into(), timeout_ms: COMMAND_MS };
    let (exit_code, failure) = match host.ask(request).await {
        Reply::Ran { exit_code: Some(code), .. } => (Some(code), None),
        Reply::Ran { exit_code: None, .. } => (None, Some("a signal ended it".into())),
        Reply::Unanswered { .. } => (None, Some(format!("it took longer than {} minutes", COMMAND_MS / 60_000))),
        Reply::Failed(cause) => (None, Some(cause)),
        _ => (None, Some(Reply::misfit())),
    };
    RehearsedCommand { command: command.into(), exit_code, failure }
}

fn outcome(rehearsal: &Rehearsal, report: String) -> Outcome {
    let Rehearsal { from, to, check, commands, status, .. } = rehearsal;
    let mut text = report;
    let [from, to] = [from, to].map(|release| quoted(&release.release_tag));
    text.push_str(&format!("rehearsed the rollback from {from} to {to}\n  check: {}\n", check.verdict));
    for RehearsedCommand { command, exit_code, failure } in commands {
        let how = match (exit_code, failure) {
            (Some(code), _) => format!("exit code {code}"),
            (None, failure) => failure.clone().unwrap_or_default(),
        };
        text.push_str(&format!("  {}: {how}\n", quoted(command)));
    }
    let (word, exit_code) = match status {
        RehearsalStatus::Passed => ("passed", PASS),
        RehearsalStatus::Failed => ("failed", FAIL),
    };
    text.push_str(&format!("{word}; the evidence is in {EVIDENCE}\n"));
    Outcome { exit_code, ..Outcome::text(text) }
}
