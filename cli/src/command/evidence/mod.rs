//! `lockstep evidence contract`: check the repository, run its contract tests, and write down what came of both.

mod arguments;

use lockstep_core::{
    api::{self, Format},
    inquiry::Role,
    report::Verdict,
    text::shown,
};

pub(crate) use arguments::{ContractArguments, parser};

use super::check;
use crate::{
    arguments::CheckArguments,
    color::Colors,
    configuration::Configuration,
    evidence::{self, Consumer, ContractEvidence, Status},
    failure::Failure,
    file,
    outcome::{COULD_NOT_JUDGE, FAIL, Outcome, PASS},
    repository::{self, Judged},
    request::{Reply, Request},
    task::Host,
};

/// The most bytes that git prints of a branch or a commit.
const GIT_LIMIT: u64 = 64 << 10;

pub(crate) async fn run(host: &Host, arguments: ContractArguments, colors: Colors) -> Outcome {
    match contract(host, arguments, colors.stdout).await {
        Ok(outcome) => outcome,
        Err(failure) => Outcome::failure(&failure, colors.stderr),
    }
}

async fn contract(host: &Host, arguments: ContractArguments, color: bool) -> Result<Outcome, Failure> {
    let ContractArguments { path: root, command, timeout_ms, today, chosen, .. } = arguments;
    let command = command_line(&command);
    let role = Some(Role::Consumer);
    let arguments = CheckArguments { paths: vec![root.clone()], role, today, chosen, ..CheckArguments::default() };
    let (_, settings) = check::settings(host, arguments, color).await?;
    let judged = repository::judge_in_full(host, &root, &settings, |judged| {
        let Judged { report, configuration, .. } = judged;
        let pin_sync = configuration.evidence.pin_sync_command.clone().unwrap_or_else(|| "lockstep check".into());
        let commands = (command.clone(), pin_sync);
        let draft = ContractEvidence::before_the_command(&report, settings.today, commands);
        let text = api::render(&report, Format::Human { color });
        (draft, text, evidence_place(Some(configuration)))
    });
    let (mut draft, text, place) = match judged.await {
        Ok(judged) => judged,
        Err(failure) => {
            // What kept the run from judging is the reason to tell, whatever becomes of this.
            let _ = evidence::remove(host, &root, &evidence_place(settings.configuration.as_ref())).await;
            return Err(failure);
        }
    };
    // Whatever stops the command, no older evidence stands for it.
    evidence::remove(host, &root, &place).await?;
    draft.consumer = consumer(host, &root).await;
    host.ask(Request::Write { text: text + "\n" }).await;
    let ended = host.ask(Request::RunCommand { root: root.clone(), command, timeout_ms }).await;
    let (exit_code, how) = match &ended {
        Reply::Ran { exit_code: Some(0), .. } => (Some(0), "passed".into()),
        Reply::Ran { exit_code: Some(code), .. } => (Some(*code), format!("ended with exit code {code}")),
        Reply::Ran { exit_code: None, .. } => (None, "were ended by a signal".into()),
        Reply::Unanswered { .. } => (None, format!("took longer than {timeout_ms} ms and were ended")),
        Reply::Failed(cause) => (None, format!("could not be started: {}", shown(cause))),
        _ => (None, format!("could not be started: {}", Reply::misfit())),
    };
    let left = draft.after_the_command(exit_code);
    evidence::write(host, &root, &place, &left).await?;
    let check = left.verification.check_verdict;
    let ran = matches!(ended, Reply::Ran { .. } | Reply::Unanswered { .. });
    let (word, exit_code) = match left.verification.status {
        Status::Passed => ("passed", PASS),
        Status::Failed if check == Verdict::Error || !ran => ("failed", COULD_NOT_JUDGE),
        Status::Failed => ("failed", FAIL),
    };
    let place = file::joined(&root, &place);
    let line = format!("\n{word}: the check says {}, the contract tests {how}; evidence in {place}\n", check.as_str());
    Ok(Outcome { stdout: line.into_bytes(), stderr: Vec::new(), exit_code })
}

fn evidence_place(configuration: Option<&Configuration>) -> String {
    let configured = configuration.and_then(|configuration| configuration.evidence.contract.as_ref());
    configured.map_or(ContractEvidence::DEFAULT_PATH, |path| path.as_str()).to_owned()
}

/// Who is tested, by `package.json` and git, as far as there are any.
async fn consumer(host: &Host, root: &str) -> Consumer {
    let git = |arguments: &[&str]| Request::Git {
        root: root.into(),
        arguments: arguments.iter().map(|argument| (*argument).to_owned()).collect(),
        input: String::new(),
        limit: GIT_LIMIT,
    };
    let said = |reply| match reply {
        Reply::Ran { exit_code: Some(0), stdout, .. } => {
            let text = String::from_utf8_lossy(&stdout).trim().to_owned();
            (!text.is_empty()).then_some(text)
        }
        _ => None,
    };
    let branch = git(&["rev-parse", "--abbrev-ref", "HEAD"]);
    let commit = git(&["rev-parse", "--verify", "HEAD"]);
    let [package, branch, commit] = host.all([file::request(root, "package.json"), branch, commit]).await;
    let package: Option<serde_json::Value> = match package {
        Reply::Bytes(bytes) => serde_json::from_slice(&bytes).ok(),
        _ => None,
    };
    let project = package.and_then(|package| Some(package.get("name")?.as_str()?.to_owned()));
    Consumer { project, branch: said(branch), commit_sha: said(commit) }
}

/// One line for the shell: a single word as it stands; of several, each between single quotes that needs them, so that
/// the program gets them as they are.
fn command_line(words: &[String]) -> String {
    if let [line] = words {
        return line.clone();
    }
    let plain = |word: &str| {
        let harmless = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./:=@%+,".contains(&byte);
        !word.is_empty() && word.bytes().all(harmless)
    };
    let quoted = |word: &String| match plain(word) {
        true => word.clone(),
        false => format!("'{}'", word.replace('\'', r"'\''")),
    };
    words.iter().map(quoted).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::command_line;

    #[test]
    fn words_reach_the_program_as_they_are() {
        let line = |words: &[&str]| command_line(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        assert_eq!(line(&["pnpm run test && echo $HOME"]), "pnpm run test && echo $HOME");
        assert_eq!(line(&["pnpm", "run", "test:memorykernel-contract"]), "pnpm run test:memorykernel-contract");
        assert_eq!(line(&["echo", "a b", "it's", "$HOME", "", "*"]), r"echo 'a b' 'it'\''s' '$HOME' '' '*'");
    }
}
