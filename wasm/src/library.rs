//! The library: `check` and what goes with it.

use std::sync::OnceLock;

use lockstep_core::{
    api::{self, Engine, Format},
    report::Report,
};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::{
    failure,
    input::{self, Input},
    plain,
};

/// The engine with the embedded policy, which takes longer to read than a trio takes to judge.
fn embedded() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(Engine::embedded)
}

/// Judges the documents: a plain object of the form `lockstep-report.v1`.
#[wasm_bindgen]
pub fn check(input: &Input) -> Result<JsValue, JsValue> {
    js_sys::JSON::parse(&judged(input, |report| api::render(report, Format::Json))?)
}

/// Judges the documents: the report's text as the program prints it, in one of the formats of [`Format::named`].
#[wasm_bindgen]
pub fn render(input: &Input, format: &str, color: bool) -> Result<String, JsValue> {
    let Some(format) = Format::named(format, color) else {
        return Err(failure::argument("format", "must be a format that the program knows"));
    };
    judged(input, |report| api::render(report, format))
}

/// Every rule: id, group, severity and summary.
#[wasm_bindgen]
pub fn rules() -> Result<JsValue, JsValue> {
    plain(&api::rules())
}

/// The page of a rule in Markdown, or null for an id that no rule has.
#[cfg(feature = "program")]
#[wasm_bindgen]
pub fn explain(id: &str) -> JsValue {
    api::explain(id).map_or(JsValue::NULL, JsValue::from)
}

/// The embedded policy as JSON text.
#[wasm_bindgen]
pub fn policy() -> String {
    api::policy()
}

/// The version of lockstep.
#[wasm_bindgen]
pub fn version() -> String {
    api::version().to_owned()
}

/// The program's words for an operating system error like `EACCES`, or null where it has none.
#[cfg(feature = "program")]
#[wasm_bindgen]
pub fn cause(code: &str) -> JsValue {
    lockstep_cli::cause(code).map_or(JsValue::NULL, JsValue::from)
}

fn judged<T>(input: &Input, finish: impl FnOnce(&Report<'_>) -> T) -> Result<T, JsValue> {
    failure::report_panics();
    let today = input::today(input)?;
    let own = match input.policy() {
        Some(bytes) => Some(Engine::with_policy(&bytes.to_vec()).map_err(|error| failure::policy(&error))?),
        None => None,
    };
    let engine = own.as_ref().unwrap_or_else(|| embedded());
    let sources = input::sources(input, engine.policy().limits.document_bytes);
    Ok(finish(&engine.check(&sources, today)))
}
