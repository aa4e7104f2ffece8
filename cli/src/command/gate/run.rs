//! `lockstep gate run`: runs declared commands and leaves evidence of how they ended.

use lockstep_core::{
    gate::{Command, DATE, Gates, Suite, Words},
    text::visible,
};

use super::{Start, gather, unknown};
use crate::{
    command::consent::Hindrance,
    evidence::{self, GateRun, RanCommand, Status},
    failure::Failure,
    file, history,
    outcome::{FAIL, Outcome, PASS},
    request::Request,
    task::Host,
};

/// Variables of the environment that every command gets: what programs need to find each other and their caches. Tokens
/// are not among them; the gate file names those that a command needs.
const ENVIRONMENT: [&str; 32] = [
    "PATH",
    "HOME",
    "USER",
    "LOGNAME",
    "SHELL",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "TZ",
    "TERM",
    "TMPDIR",
    "TMP",
    "TEMP",
    "CI",
    "NO_COLOR",
    "CARGO_HOME",
    "CARGO_TARGET_DIR",
    "RUSTUP_HOME",
    "RUSTUP_TOOLCHAIN",
    "NODE_OPTIONS",
    "PNPM_HOME",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "SystemRoot",
    "SystemDrive",
    "ComSpec",
    "PATHEXT",
    "USERPROFILE",
    "APPDATA",
    "LOCALAPPDATA",
    "ProgramFiles",
];

/// The most lines of a failed command's output that are shown.
const SHOWN: usize = 20;

pub(super) async fn run(host: &Host, start: &Start, gates: &Gates<'_>, names: &[String]) -> Result<Outcome, Hindrance> {
    let suites = suites(start, gates, names)?;
    // What a suite leaves may be tracked itself.
    let state = state(host, start).await;
    let mut text = String::new();
    let mut passed = true;
    for suite in suites {
        let ran = suite_ran(host, start, suite, state.clone()).await?;
        passed &= ran.status == Status::Passed;
        let place = suite.evidence.value.replace(DATE, &start.today.to_string());
        evidence::write(host, &start.root, &place, &ran).await?;
        text.push_str(&told(&ran, &file::joined(&start.root, &place)));
    }
    Ok(Outcome { exit_code: if passed { PASS } else { FAIL }, ..Outcome::text(text) })
}

/// The suites of these names, of suites or of gates; all where none is named.
fn suites<'g>(start: &Start, gates: &'g Gates<'_>, names: &[String]) -> Result<Vec<&'g Suite>, Failure> {
    let mut numbers = Vec::new();
    for name in names {
        match (gates.suite(name), gates.gate(name)) {
            (Some(suite), _) => numbers.push(suite),
            (None, Some(gate)) => numbers.extend(gates.suites_of(&gates.with_required(&[gate]))),
            (None, None) => return Err(unknown(start, gates, name)),
        }
    }
    if names.is_empty() {
        numbers = (0..gates.suites.len()).collect();
    }
    numbers.sort_unstable();
    numbers.dedup();
    let suites: Vec<&Suite> = numbers.into_iter().filter_map(|number| gates.suites.get(number)).collect();
    if suites.is_empty() {
        return Err(Failure::new("nothing is declared that could be run").about(&start.named()).help(
            "a suite in the gate file names commands and where their evidence goes; `lockstep gate init --dry-run` shows some",
        ));
    }
    Ok(suites)
}

async fn suite_ran(
    host: &Host,
    start: &Start,
    suite: &Suite,
    state: (Option<String>, Option<bool>),
) -> Result<GateRun, Failure> {
    let place = suite.evidence.value.replace(DATE, &start.today.to_string());
    // Whatever stops the commands, no older evidence of the day stands for them.
    evidence::remove(host, &start.root, &place).await?;
    let mut commands = Vec::new();
    let total = suite.commands.len();
    for (number, command) in suite.commands.iter().enumerate() {
        let line = visible(&command.words.line()).into_owned();
        let begin = format!("{} {}/{total} {}: {line}\n", suite.name.value, number + 1, command.name.value);
        host.ask(Request::ShowProgress { text: begin }).await;
        let ran = RanCommand::of(command, host.ask(request(start, command)).await);
        host.ask(Request::ShowProgress { text: format!("  {}\n", how(&ran)) }).await;
        commands.push(ran);
    }
    Ok(GateRun::of(&suite.name.value, start.today, state, commands))
}

/// The commit that is checked out, and whether tracked files differ from it, as far as git knows.
async fn state(host: &Host, start: &Start) -> (Option<String>, Option<bool>) {
    let commit = gather::head(host, &start.root).await.ok();
    let status = ["status", "--porcelain", "--untracked-files=no"];
    let changes = history::git(host, &start.root, &status).await.ok();
    (commit, changes.map(|changes| !changes.is_empty()))
}

fn request(start: &Start, command: &Command) -> Request {
    let (words, shell) = match &command.words {
        Words::Program(words) => (words.clone(), false),
        Words::Shell(line) => (vec![line.clone()], true),
    };
    let root = match &command.folder {
        Some(folder) => file::joined(&start.root, folder),
        None => start.root.clone(),
    };
    let environment = ENVIRONMENT.iter().map(ToString::to_string).chain(command.environment.iter().cloned());
    Request::RunProgram {
        root,
        words,
        shell,
        environment: environment.collect(),
        timeout_ms: command.timeout_ms,
        limit: command.output_bytes,
    }
}

/// How a command ended, in a few words.
fn how(ran: &RanCommand) -> String {
    match (&ran.failure, ran.exit_code) {
        (Some(failure), _) => format!("failed: {}", visible(failure)),
        (None, Some(0)) => "passed".into(),
        (None, Some(code)) => format!("failed: exit code {code}"),
        (None, None) => "failed".into(),
    }
}

/// What a suite came to; of a command that failed, the end of what it wrote.
fn told(ran: &GateRun, place: &str) -> String {
    let mut text = String::new();
    for command in &ran.commands {
        text.push_str(&format!("{}  {}\n", command.name, how(command)));
        if command.exit_code == Some(0) {
            continue;
        }
        for (stream, written) in [("stdout", &command.stdout), ("stderr", &command.stderr)] {
            let from = written.tail.len().saturating_sub(SHOWN);
            for line in written.tail.iter().skip(from) {
                text.push_str(&format!("  {stream}: {line}\n"));
            }
        }
    }
    let word = if ran.status == Status::Passed { "passed" } else { "failed" };
    text.push_str(&format!("{word}: {}; evidence in {place}\n", ran.suite));
    text
}
