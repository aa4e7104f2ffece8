//! `lockstep check`: judge one repository in full, or many in a line each.

use std::{str, sync::Arc};

use lockstep_core::{
    api::{self, Engine, Format},
    date::{self, Date},
    finding::Severity,
    render,
    report::{Report, Verdict},
};

use crate::{
    arguments::CheckArguments,
    color::Colors,
    failure::Failure,
    file,
    fleet::{Tally, check_repository},
    gather,
    outcome::Outcome,
    repository,
    request::{Reply, Request},
    scope::{Check, Environment, Scope, Wanted},
    settings::{OutputFormat, Settings},
    task::Host,
};

/// The longest list of repositories on standard input, in bytes.
const LIST_LIMIT: u64 = 64 << 20;

/// The `PATH` that stands for a list on standard input.
pub(crate) const STANDARD_INPUT: &str = "-";

pub(crate) async fn run(host: &Host, arguments: CheckArguments, colors: Colors, threads: bool) -> Outcome {
    let format = arguments.format;
    match check(host, arguments, colors.stdout, threads).await {
        Ok(outcome) => outcome,
        Err(failure) => {
            let mut outcome = Outcome::failure(&failure, colors.stderr);
            if format == OutputFormat::Json {
                outcome.stdout = render::json::render(&failure.document()).into_bytes();
            }
            outcome
        }
    }
}

async fn check(host: &Host, arguments: CheckArguments, color: bool, threads: bool) -> Result<Outcome, Failure> {
    let CheckArguments { paths, format, quiet, today, chosen, documents, only, remote, offline, .. } = arguments;
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
    let policy_is_given = chosen.policy.is_some();
    let mut scope = Scope { only, remote, offline, environment: Environment::default() };
    match paths.as_slice() {
        [root] if root != STANDARD_INPUT => scope.environment = Environment::read(host, gather::variables()).await,
        _ if scope.wants(Check::Remote) == Wanted::Yes => {
            scope.environment = Environment::read(host, gather::shared_variables()).await;
        }
        _ => {}
    }
    let settings = Settings { engine, policy_is_given, configuration, documents, today, scope, format, quiet, color };
    match paths.as_slice() {
        [list] if list == STANDARD_INPUT => {
            let roots = standard_input(host).await?;
            many(host, roots, settings, threads).await
        }
        [root] => repository::judge(host, root, &settings, |report| one(report, &settings)).await,
        _ => many(host, paths, settings, threads).await,
    }
}

async fn host_date(host: &Host) -> Result<Date, Failure> {
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
fn one(mut report: Report<'_>, settings: &Settings) -> Outcome {
    let verdict = report.verdict();
    let text = match settings.format {
        OutputFormat::Json => api::render(&report, Format::Json),
        OutputFormat::Human if settings.quiet && verdict == Verdict::Pass => String::new(),
        OutputFormat::Human => {
            if settings.quiet {
                report.findings.retain(|finding| finding.severity == Severity::Error);
                report.skipped.clear();
            }
            api::render(&report, Format::Human { color: settings.color })
        }
    };
    Outcome { stdout: text.into_bytes(), stderr: Vec::new(), exit_code: verdict.exit_code() }
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
