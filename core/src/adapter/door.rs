//! The state machine for hosts that pass text: a JSON text in, a JSON text out.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use serde::Serialize;

use super::{
    Adapter, BASE_URL_VARIABLE, Call, ENABLED_VARIABLE, Enrichment, Exchange, Expected, Preflight, PreflightStatus,
    Settings, Step, TIMEOUT_VARIABLE, TransportFailure, notes,
};
use crate::{
    json,
    policy::Policy,
    render,
    tree::{Tree, Value},
};

/// How deep an input may nest.
const DEPTH: usize = 8;

/// What comes next in a preflight; one of the two is null.
#[derive(Serialize)]
struct PreflightAnswer {
    next: Option<Call>,
    result: Option<PreflightStatus>,
}

/// What comes of a question, and what the front end goes on with.
#[derive(Serialize)]
struct EnrichmentAnswer {
    enrichment: Enrichment,
    notes: Option<String>,
    message: String,
}

pub(crate) fn preflight(input: &str) -> Result<String, String> {
    let input = json::tree(input, DEPTH).map_err(|fault| fault.value)?;
    let adapter = adapter(&input)?;
    Ok(render::json::render(&match observed(&adapter, &input)?.step() {
        Step::Ask(call) => PreflightAnswer { next: Some(call), result: None },
        Step::Done(status) => PreflightAnswer { next: None, result: Some(*status) },
    }))
}

pub(crate) fn enrichment(input: &str) -> Result<String, String> {
    let input = json::tree(input, DEPTH).map_err(|fault| fault.value)?;
    let adapter = adapter(&input)?;
    let enrichment = match text(&input, "error")? {
        Some(error) => adapter.adapter_error(error),
        None => {
            let Step::Done(preflight) = observed(&adapter, &input)?.step() else {
                return Err("`exchanges` ends before the preflight does".into());
            };
            let question = input.get("question").filter(|question| !is_null(question)).map(exchange).transpose()?;
            adapter.enrichment(&preflight, question.as_ref())
        }
    };
    let super::Notes { notes, message } = notes(text(&input, "notes")?, &enrichment);
    Ok(render::json::render(&EnrichmentAnswer { enrichment, notes, message }))
}

fn adapter(input: &Tree<'_>) -> Result<Adapter, String> {
    let pin = text(input, "pin")?.ok_or("`pin` is missing")?;
    let expected = Expected::from_pin(pin.as_bytes()).map_err(|fault| format!("the pin is faulty: {}", fault.value))?;
    let policy = match text(input, "policy")? {
        Some(policy) => Policy::read(policy.as_bytes()).map_err(|error| format!("the policy is faulty: {error}"))?,
        None => Policy::embedded(),
    };
    let variable = |name: &str| input.get("environment").map_or(Ok(None), |environment| text(environment, name));
    let settings = Settings::new(
        &expected,
        variable(ENABLED_VARIABLE)?,
        variable(BASE_URL_VARIABLE)?,
        variable(TIMEOUT_VARIABLE)?,
    );
    Adapter::new(&policy, expected, settings).map_err(|error| error.to_string())
}

/// The preflight after the exchanges of the input.
fn observed<'a>(adapter: &'a Adapter, input: &Tree<'_>) -> Result<Preflight<'a>, String> {
    let mut preflight = adapter.preflight();
    let exchanges = match input.get("exchanges") {
        Some(exchanges) => exchanges.list().ok_or("`exchanges` must be an array")?,
        None => &[],
    };
    for exchange in exchanges.iter().map(exchange).collect::<Result<Vec<_>, _>>()? {
        preflight.observe(&exchange);
    }
    Ok(preflight)
}

fn exchange<'t>(value: &'t Tree<'_>) -> Result<Exchange<'t>, String> {
    if let Some(failure) = text(value, "failure")? {
        let failure = TransportFailure::named(failure)
            .ok_or("`failure` must be `connect`, `timeout`, `request`, `body` or `other`")?;
        return Ok(Exchange::Failed(failure, text(value, "text")?.unwrap_or_default()));
    }
    let status = match value.get("status").map(|status| &status.value) {
        Some(Value::Number(digits)) => digits.parse().ok(),
        _ => None,
    };
    let status = status.ok_or("an exchange has a `status`, a whole number, or a `failure`")?;
    Ok(Exchange::Answered { status, body: text(value, "body")?.unwrap_or_default().as_bytes() })
}

/// The text at `key`; none where it is missing or null.
fn text<'t>(value: &'t Tree<'_>, key: &str) -> Result<Option<&'t str>, String> {
    match value.get(key) {
        None => Ok(None),
        Some(found) if is_null(found) => Ok(None),
        Some(found) => found.text().map(Some).ok_or_else(|| format!("`{key}` must be a string")),
    }
}

fn is_null(value: &Tree<'_>) -> bool {
    matches!(value.value, Value::Null)
}
