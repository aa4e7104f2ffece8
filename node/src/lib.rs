//! The lockstep engine for Node, as a native addon.
//!
//! Only conversions of bytes and errors: `npm/lockstep/lib/library.cjs` checks arguments, `lockstep_core::api` judges.
//! `lockstep-wasm` exports the same names with the same meaning; a test compares them.

pub mod classifier;
mod failure;
mod input;
mod raw;
mod session;

use std::sync::OnceLock;

use lockstep_core::{
    api::{self, Engine, Format},
    report::Report,
    wire,
};
use napi::bindgen_prelude::{Env, Error, Function, JsObjectValue as _, Object, Result, Status, Unknown};
use napi_derive::napi;

use crate::{failure::guarded, input::Input};

/// The engine with the embedded policy, which takes longer to read than a trio takes to judge.
fn embedded() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(Engine::embedded)
}

/// Judges the documents: a plain object of the form `lockstep-report.v1`.
#[napi]
pub fn check<'env>(env: &'env Env, input: Object<'env>) -> Result<Unknown<'env>> {
    let text = judged(env, &input, |report| serde_json::to_string(&wire::Report::from(report)))?.map_err(failed)?;
    parse(env, text)
}

/// Judges the documents: the report's text as the program prints it, in one of the formats of [`Format::named`].
#[napi]
pub fn render<'env>(env: &'env Env, input: Object<'env>, format: String, color: bool) -> Result<String> {
    let Some(format) = Format::named(&format, color) else {
        return Err(failure::argument(env, "format", "must be a format that the program knows"));
    };
    judged(env, &input, |report| api::render(report, format))
}

/// Every rule: id, group, severity and summary.
#[napi]
pub fn rules(env: &Env) -> Result<Unknown<'_>> {
    let text = guarded(|| serde_json::to_string(&api::rules()))?.map_err(failed)?;
    parse(env, text)
}

/// The page of a rule in Markdown, or null for an id that no rule has.
#[napi]
pub fn explain(id: String) -> Result<Option<String>> {
    guarded(|| api::explain(&id))
}

/// The embedded policy as JSON text.
#[napi]
pub fn policy() -> Result<String> {
    guarded(api::policy)
}

/// The version of lockstep.
#[napi]
pub fn version() -> &'static str {
    api::version()
}

/// The program's words for an operating system error like `EACCES`, or null where it has none.
#[napi]
pub fn cause(code: String) -> Option<&'static str> {
    lockstep_cli::cause(&code)
}

fn judged<T>(env: &Env, input: &Object<'_>, finish: impl FnOnce(&Report<'_>) -> T) -> Result<T> {
    let Input { policy, documents, today } = Input::read(env, input)?;
    let own = match policy {
        Some(bytes) => Some(Engine::with_policy(bytes).map_err(|error| failure::policy(env, &error))?),
        None => None,
    };
    guarded(|| {
        let engine = own.as_ref().unwrap_or_else(|| embedded());
        let sources = input::sources(documents, engine.policy().limits.document_bytes);
        finish(&engine.check(&sources, today))
    })
}

/// One text and `JSON.parse` are several times faster than as many calls as a report has values.
fn parse(env: &Env, text: String) -> Result<Unknown<'_>> {
    let json: Object<'_> = env.get_global()?.get_named_property("JSON")?;
    let parse: Function<'_, String, Unknown<'_>> = json.get_named_property("parse")?;
    parse.call(text)
}

/// What went wrong outside the engine's judgement.
fn failed(reason: impl std::fmt::Display) -> Error {
    Error::new(Status::GenericFailure, reason.to_string())
}
