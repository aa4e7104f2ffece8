//! `lockstep preflight`: asks a running service what the consumer would ask it, and says what the consumer would do.

mod arguments;

use std::fmt::Write as _;

use lockstep_core::{
    adapter::{
        Adapter, Asked, BASE_URL_VARIABLE, Call, ENABLED_VARIABLE, Exchange, Expected, PreflightStatus, Settings, Step,
        TIMEOUT_VARIABLE, TransportFailure,
    },
    finding::Severity,
    render::{
        self,
        frame::{self, Painter},
        violation,
    },
    source::DocumentKind,
    text::{quoted, shown, visible},
};

use super::{policy, probe::address};
pub(crate) use arguments::{PreflightArguments, parser};

use crate::{
    color::Colors,
    failure::Failure,
    file,
    outcome::{Outcome, PASS},
    request::{Headers, Reply, Request, Unanswered},
    settings::OutputFormat,
    task::Host,
};

/// Exit code: the consumer would fall back.
const NOT_READY: u8 = 1;

/// The violations that are shown of one answer.
const VIOLATIONS: usize = 100;

pub(crate) async fn run(host: &Host, arguments: PreflightArguments, colors: Colors) -> Outcome {
    match preflight(host, &arguments, colors.stdout).await {
        Ok(outcome) => outcome,
        Err(failure) => {
            let mut outcome = Outcome::failure(&failure, colors.stderr);
            if arguments.format == OutputFormat::Json {
                outcome.stdout = render::json::render(&failure.document()).into_bytes();
            }
            outcome
        }
    }
}

async fn preflight(host: &Host, arguments: &PreflightArguments, color: bool) -> Result<Outcome, Failure> {
    let PreflightArguments { path: root, chosen, .. } = arguments;
    let configuration = policy::configuration(host, root, chosen).await?;
    let engine = match &chosen.policy {
        Some(named) => file::named_policy(host, named).await?,
        None => policy::configured(host, root, configuration.as_ref()).await?,
    };
    let place = configuration.as_ref().and_then(|configuration| configuration.documents.get(DocumentKind::Pin));
    let place = place.map_or(DocumentKind::Pin.default_path(), |place| place.as_str());
    let pin = file::below(host, "pin", root, place).await?;
    let name = file::joined(root, place);
    let expected = Expected::from_pin(&pin).map_err(|fault| {
        let text = String::from_utf8_lossy(&pin);
        let message = format!("the consumer could not load the pin: {}", fault.value);
        Failure::new(message).about(&name).at(&text, fault.span.range()).help("`lockstep check` shows all its faults")
    })?;
    let settings = settings(host, arguments, &expected).await;
    if settings.enabled {
        address(&settings.base_url, arguments.allow_remote)?;
    }
    let limit = engine.policy().limits.envelope_bytes;
    let adapter = Adapter::new(engine.policy(), expected, settings.clone())
        .map_err(|error| Failure::new(error.to_string()).about(&name))?;
    let mut preflight = adapter.preflight();
    let mut bodies: Vec<Vec<u8>> = Vec::new();
    let status = loop {
        let call = match preflight.step() {
            Step::Ask(call) => call,
            Step::Done(status) => break *status,
        };
        let reply = host.ask(fetch(call, limit)).await;
        preflight.observe(&exchange(&reply));
        bodies.push(match reply {
            Reply::Answer { body, .. } => body,
            _ => Vec::new(),
        });
    };
    let text = match arguments.format {
        OutputFormat::Json => render::json::render(&status),
        OutputFormat::Human => human(&status, &bodies, settings.timeout_ms, color),
    };
    let exit_code = if status.ready { PASS } else { NOT_READY };
    Ok(Outcome { stdout: text.into_bytes(), stderr: Vec::new(), exit_code })
}

/// The consumer's settings: the command line comes before the consumer's environment, the pin last.
async fn settings(host: &Host, arguments: &PreflightArguments, expected: &Expected) -> Settings {
    let variable = |name: &str| Request::Environment { name: name.into() };
    let replies = host.all([ENABLED_VARIABLE, BASE_URL_VARIABLE, TIMEOUT_VARIABLE].map(variable)).await;
    let [enabled, base_url, timeout_ms] = replies.map(|reply| match reply {
        Reply::Text(text) => Some(text),
        _ => None,
    });
    let base_url = arguments.base_url.as_deref().or(base_url.as_deref());
    let settings = Settings::new(expected, enabled.as_deref(), base_url, timeout_ms.as_deref());
    Settings { timeout_ms: arguments.timeout_ms.unwrap_or(settings.timeout_ms), ..settings }
}

fn fetch(call: Call, limit: u64) -> Request {
    let Call { method, url, timeout_ms, .. } = call;
    Request::Fetch { method: method.into(), url, headers: Headers::default(), body: None, timeout_ms, limit }
}

fn exchange(reply: &Reply) -> Exchange<'_> {
    match reply {
        Reply::Answer { status, body, .. } => Exchange::Answered { status: *status, body },
        Reply::Unanswered { reason, text } => {
            let failure = match reason {
                Unanswered::Connect => TransportFailure::Connect,
                Unanswered::Timeout => TransportFailure::Timeout,
                Unanswered::TooLarge => TransportFailure::Body,
                Unanswered::Broken => TransportFailure::Request,
                Unanswered::Network => TransportFailure::Other,
            };
            Exchange::Failed(failure, text)
        }
        _ => Exchange::Failed(TransportFailure::Other, "the host gave an answer that does not fit the question"),
    }
}

fn human(status: &PreflightStatus, bodies: &[Vec<u8>], timeout_ms: u64, color: bool) -> String {
    let mut painter = Painter::new(color);
    for (asked, body) in status.requests.iter().zip(bodies) {
        for violation in asked.violations.iter().take(VIOLATIONS) {
            violation::draw(&mut painter, &format!("answer of {}", asked.path), body, violation);
            painter.text.push('\n');
        }
        // INVARIANT: writing to a String never fails.
        let _ = match asked.violations.len().saturating_sub(VIOLATIONS) {
            0 => Ok(()),
            more => writeln!(painter.text, "violations of this answer that are not shown: {more}\n"),
        };
    }
    for asked in &status.requests {
        let _ = writeln!(painter.text, "{:4}  {:21}  {}", asked.method, asked.path, outcome(asked, status.ready));
    }
    let style = if status.ready { frame::NOTE } else { frame::ERROR };
    painter.title(style, if status.ready { "ready" } else { "not ready" }, "", &visible(&status.label));
    let claimed = match (&status.service_contract_version, &status.api_contract_version) {
        (None, None) => "nothing".into(),
        (service, api) => {
            let stated = |version: &Option<String>| version.as_deref().map_or_else(|| "nothing".into(), quoted);
            format!("{} and {}", stated(service), stated(api))
        }
    };
    let (enrichment, reason) = match &status.fallback_reason {
        Some(reason) => ("off: drafts go on without MemoryKernel", reason.as_str()),
        None => ("on: every draft asks MemoryKernel", "none"),
    };
    let lines = [
        ("why", visible(&status.message).into_owned()),
        ("what to do", visible(&status.action).into_owned()),
        ("enrichment", enrichment.into()),
        ("fallback", shown(reason)),
        ("service", format!("{}, at most {timeout_ms} ms a request", quoted(&status.base_url))),
        ("claims", claimed),
        (
            "expected",
            format!(
                "{} and {}, as release {} of {} pins",
                quoted(&status.expected_service_contract_version),
                quoted(&status.expected_api_contract_version),
                quoted(&status.release_tag),
                quoted(&status.integration_baseline)
            ),
        ),
    ];
    for (name, text) in lines {
        let _ = writeln!(painter.text, "  {name:10}  {text}");
    }
    painter.text
}

/// What became of a request, in a few words.
fn outcome(asked: &Asked, ready: bool) -> String {
    let Some(status) = asked.status else {
        return format!("no answer: {}", asked.failure.as_deref().unwrap_or_default());
    };
    let broken = asked.violations.iter().any(|violation| violation.severity == Severity::Error);
    match (broken, (200..300).contains(&status)) {
        (true, _) => format!("{status}, which breaks the contract"),
        // Of a service that is ready, only an endpoint that its release does not have.
        (false, false) if ready => format!("{status}, which this release does not have"),
        (false, _) => status.to_string(),
    }
}
