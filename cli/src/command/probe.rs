//! `lockstep probe`: a consumer's recorded requests against a running service and the producer's OpenAPI file.

mod arguments;

use std::str;

use lockstep_core::{
    api::Engine,
    base_url,
    envelope::{Classifier, ContractState},
    interaction::{Asked, Document, Inputs, Interaction, Interactions, Observed, ProbeReport, judge},
    openapi::OpenApi,
    render,
    text::{Spanned, quoted},
};

pub(crate) use arguments::{ProbeArguments, parser};

use crate::{
    color::Colors,
    failure::Failure,
    file,
    outcome::Outcome,
    request::{Headers, Reply, Request, Unanswered},
    settings::OutputFormat,
    task::Host,
};

pub(crate) async fn run(host: &Host, arguments: ProbeArguments, colors: Colors) -> Outcome {
    match probe(host, &arguments, colors.stdout).await {
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

async fn probe(host: &Host, arguments: &ProbeArguments, color: bool) -> Result<Outcome, Failure> {
    let base_url = arguments.base_url.as_ref().map(|url| address(url, arguments.allow_remote)).transpose()?;
    let engine = Engine::embedded();
    let classifier = Classifier::new(engine.policy(), &ContractState::named(&arguments.contract));
    let classifier = classifier.map_err(|error| Failure::new(error.to_string()))?;
    let text = text(host, "interaction list", &arguments.interactions).await?;
    let interactions = Interactions::read(&text)
        .map_err(|fault| faulty("interactions file is faulty", fault, &arguments.interactions, &text))?;
    let specification = match &arguments.openapi {
        Some(file) => Some((file, self::text(host, "OpenAPI", file).await?)),
        None => None,
    };
    let openapi = match &specification {
        Some((file, text)) => {
            let read = OpenApi::read(text).map_err(|fault| faulty("OpenAPI file cannot be used", fault, file, text))?;
            Some((Document { name: file, text }, read))
        }
        None => None,
    };
    let mut observed = Vec::new();
    if let Some(base_url) = base_url {
        for interaction in &interactions.all {
            let limit = engine.policy().limits.envelope_bytes;
            observed.push(ask(host, base_url, interaction, &text, (arguments.timeout_ms, limit)).await);
        }
    }
    let report = judge(&Inputs {
        file: Document { name: &arguments.interactions, text: &text },
        interactions: &interactions,
        openapi: openapi.as_ref().map(|(document, read)| (*document, read)),
        service: base_url.map(|base_url| Asked { base_url, classifier: &classifier, observed: &observed }),
    });
    let text = match arguments.format {
        OutputFormat::Human => report.human(color),
        OutputFormat::Json => render::json::render(&ProbeReport::from(&report)),
    };
    Ok(Outcome { stdout: text.into_bytes(), stderr: Vec::new(), exit_code: report.verdict().exit_code() })
}

/// The base URL without a slash at its end, where it may be asked.
pub(crate) fn address(url: &str, allow_remote: bool) -> Result<&str, Failure> {
    let url = url.trim_end_matches('/');
    if let Some(fault) = base_url::fault(url) {
        let help = "write `http://` or `https://`, host and port, such as `http://127.0.0.1:4010`";
        return Err(Failure::new(format!("the base URL {} {fault}", quoted(url))).help(help));
    }
    if !allow_remote && !base_url::names_this_machine(url) {
        let message = format!("the base URL {} does not name this machine", quoted(url));
        let help = "the requests would leave this machine; `--allow-remote` sends them all the same";
        return Err(Failure::new(message).help(help));
    }
    Ok(url)
}

async fn text(host: &Host, what: &str, name: &str) -> Result<String, Failure> {
    let bytes = file::named(host, what, name).await?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = str::from_utf8(error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default());
        let valid = valid.unwrap_or_default();
        Failure::new(format!("the {what} is not UTF-8 text")).about(name).at(valid, valid.len()..valid.len())
    })
}

fn faulty(what: &str, fault: Spanned<String>, name: &str, text: &str) -> Failure {
    Failure::new(format!("the {what}: {}", fault.value)).about(name).at(text, fault.span.range())
}

/// Sends one request as it is recorded.
async fn ask(
    host: &Host,
    base_url: &str,
    interaction: &Interaction<'_>,
    file: &str,
    (timeout_ms, limit): (u64, u64),
) -> Observed {
    let kind = interaction.content_type.iter().map(|kind| ("content-type".into(), kind.value.clone().into_owned()));
    let request = Request::Fetch {
        method: interaction.method.value.clone().into_owned(),
        url: format!("{base_url}{}", interaction.path.value),
        headers: Headers(kind.collect()),
        body: interaction.body.as_ref().map(|body| body.sent(file).to_owned()),
        timeout_ms,
        limit,
    };
    match host.ask(request).await {
        Reply::Answer { status, body, .. } => Observed::Answer { status, body },
        Reply::Unanswered { reason: Unanswered::Timeout, text } => {
            Observed::Unanswered(format!("{text}, which is {timeout_ms} ms"))
        }
        Reply::Unanswered { reason: Unanswered::TooLarge, text } => {
            Observed::Unanswered(format!("{text}, more than {limit} bytes"))
        }
        Reply::Unanswered { text, .. } => Observed::Unanswered(text),
        _ => Observed::Unanswered(Reply::misfit()),
    }
}
