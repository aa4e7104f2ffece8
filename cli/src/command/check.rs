//! `lockstep check`: judge one repository in full, or many in a line each.

use std::{str, sync::Arc};

use lockstep_core::{
    api::Engine,
    date::{self, Date},
    report::Report,
};

use super::handoff;
use crate::{
    arguments::{CheckArguments, Chosen},
    color::Colors,
    configuration::Configuration,
    failure::Failure,
    file,
    fleet::{Tally, check_repository},
    gather,
    outcome::Outcome,
    output::{How, Outputs},
    repository,
    request::{Reply, Request},
    scope::{Check, Environment, Scope, Wanted},
    settings::Settings,
    task::Host,
};

/// The longest list of repositories on standard input, in bytes.
const LIST_LIMIT: u64 = 64 << 20;

/// The `PATH` that stands for a list on standard input.
pub(crate) const STANDARD_INPUT: &str = "-";

pub(crate) async fn run(host: &Host, arguments: CheckArguments, colors: Colors, threads: bool) -> Outcome {
    let outputs = arguments.outputs.clone();
    match check(host, arguments, colors, threads).await {
        Ok(outcome) => outcome,
        Err(failure) => {
            let stdout = outputs.failure(&failure).into_bytes();
            Outcome { stdout, ..Outcome::failure(&failure, colors.stderr) }
        }
    }
}

/// The repositories of the arguments, and how they are judged.
pub(crate) async fn settings(
    host: &Host,
    arguments: CheckArguments,
    color: bool,
) -> Result<(Vec<String>, Settings), Failure> {
    let CheckArguments {
        paths,
        outputs,
        quiet,
        today,
        chosen,
        documents,
        only,
        role,
        base,
        handoff,
        remote,
        offline,
        ..
    } = arguments;
    let is_one = matches!(paths.as_slice(), [root] if root != STANDARD_INPUT);
    let format = if is_one { outputs.of_one() } else { outputs.of_many()? };
    let (today, configuration, engine) = basis(host, today, &chosen).await?;
    let policy_is_given = chosen.policy.is_some();
    let mut scope = Scope { only, base, handoff, remote, offline, environment: Environment::default() };
    if is_one {
        scope.environment = Environment::read(host, gather::variables()).await;
    } else if scope.wants(Check::Remote) == Wanted::Yes {
        scope.environment = Environment::read(host, gather::shared_variables()).await;
    }
    let settings =
        Settings { engine, policy_is_given, configuration, documents, role, today, scope, format, quiet, color };
    Ok((paths, settings))
}

async fn check(host: &Host, arguments: CheckArguments, colors: Colors, threads: bool) -> Result<Outcome, Failure> {
    let outputs = arguments.outputs.clone();
    let (paths, settings) = settings(host, arguments, colors.stdout).await?;
    match paths.as_slice() {
        [list] if list == STANDARD_INPUT => {
            let roots = standard_input(host).await?;
            many(host, roots, settings, threads).await
        }
        [root] => one(host, root, &settings, (&outputs, colors)).await,
        _ => many(host, paths, settings, threads).await,
    }
}

/// What every judgement rests on: today, and the configuration and policy that the user named.
pub(crate) async fn basis(
    host: &Host,
    today: Option<Date>,
    chosen: &Chosen,
) -> Result<(Date, Option<Configuration>, Engine), Failure> {
    let today = match today {
        Some(today) => today,
        None => host_date(host).await?,
    };
    let configuration = match &chosen.configuration {
        Some(named) => Some(file::named_configuration(host, named).await?),
        None => None,
    };
    let engine = match &chosen.policy {
        Some(named) => file::named_policy(host, named).await?,
        None => Engine::embedded(),
    };
    Ok((today, configuration, engine))
}

/// Today by the host's clock.
pub(crate) async fn host_date(host: &Host) -> Result<Date, Failure> {
    let cause = match host.ask(Request::Today).await {
        Reply::Text(text) => match date::parse(&text) {
            Some(today) => return Ok(today),
            None => Reply::misfit(),
        },
        Reply::Failed(cause) => cause,
        _ => Reply::misfit(),
    };
    Err(Failure::new(format!("today's date is unknown: {cause}")).help("give it with `--today YYYY-MM-DD`"))
}

/// The outcome for the only repository of a run.
async fn one(
    host: &Host,
    root: &str,
    settings: &Settings,
    (outputs, colors): (&Outputs, Colors),
) -> Result<Outcome, Failure> {
    let summary = outputs.summary(host).await;
    let how = How { quiet: settings.quiet, color: settings.color };
    let render = |report: Report<'_>| outputs.render(report, summary, how);
    let mut texts = match settings.scope.handoff.leaves_evidence {
        true => handoff::judge(host, root, settings, render).await?,
        false => repository::judge(host, root, settings, render).await?,
    };
    let written = texts.write(host).await;
    let outcome = match written {
        Ok(()) => Outcome { exit_code: texts.exit_code, ..Outcome::default() },
        Err(failure) => Outcome::failure(&failure, colors.stderr),
    };
    Ok(Outcome { stdout: texts.stdout.into_bytes(), ..outcome })
}

async fn many(host: &Host, roots: Vec<String>, settings: Settings, threads: bool) -> Result<Outcome, Failure> {
    let mut text = String::new();
    let settings = Arc::new(settings);
    let tally = if threads {
        let request = Request::CheckRepositories { roots, settings: Arc::clone(&settings) };
        match host.ask(request).await {
            Reply::Judged(tally) => tally,
            Reply::Failed(cause) => return Err(Failure::new(cause)),
            _ => return Err(Failure::new(Reply::misfit())),
        }
    } else {
        let mut tally = Tally::default();
        for root in &roots {
            let line = check_repository(host, root, &settings).await;
            tally.count(line.verdict);
            text.push_str(&line.text);
        }
        tally
    };
    text.push_str(&tally.line(&settings));
    Ok(Outcome { stdout: text.into_bytes(), stderr: Vec::new(), exit_code: tally.exit_code() })
}

async fn standard_input(host: &Host) -> Result<Vec<String>, Failure> {
    let name = "standard input";
    let bytes = match host.ask(Request::ReadStandardInput { limit: LIST_LIMIT }).await {
        Reply::Bytes(bytes) => bytes,
        Reply::TooLarge(_) => {
            return Err(Failure::new(format!("the list of repositories is longer than {LIST_LIMIT} bytes")).about(name));
        }
        Reply::Failed(cause) => {
            return Err(Failure::new(format!("the list of repositories could not be read: {cause}")).about(name));
        }
        _ => return Err(Failure::new(Reply::misfit()).about(name)),
    };
    let text = str::from_utf8(&bytes).map_err(|error| {
        let valid = String::from_utf8_lossy(bytes.get(..error.valid_up_to()).unwrap_or_default());
        let end = valid.len();
        Failure::new("the list of repositories is not UTF-8 text").about(name).at(&valid, end..end)
    })?;
    let roots: Vec<String> = text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
    if roots.is_empty() {
        return Err(Failure::new("the list of repositories is empty, so nothing was checked").about(name));
    }
    Ok(roots)
}
