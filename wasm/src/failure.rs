//! Errors as JavaScript gets them: `code` says which kind, everything without one of these codes is the engine's fault.

use std::{panic::set_hook, sync::Once};

use js_sys::Reflect;
use lockstep_core::{policy::PolicyError, text::Position};
use wasm_bindgen::prelude::JsValue;

/// From here on a panic throws an error that carries its message and place. The instance is of no use after that: its
/// stack is not unwound.
pub(crate) fn report_panics() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| set_hook(Box::new(|panic| wasm_bindgen::throw_str(&panic.to_string()))));
}

/// An argument that the caller got wrong.
pub(crate) fn argument(name: &str, reason: &str) -> JsValue {
    coded("LOCKSTEP_ARGUMENT", reason, &[("argument", name.into())])
}

/// A policy that cannot be used, with line and column from 1.
pub(crate) fn policy(error: &PolicyError) -> JsValue {
    let Position { line, column } = error.position();
    coded("LOCKSTEP_POLICY", error.message(), &[("line", line.into()), ("column", column.into())])
}

fn coded(code: &str, message: &str, details: &[(&str, JsValue)]) -> JsValue {
    let error = JsValue::from(js_sys::Error::new(message));
    for (key, value) in [("code", code.into())].iter().chain(details) {
        // INVARIANT: an error made here is no frozen object and no proxy, so setting cannot fail.
        let _ = Reflect::set(&error, &(*key).into(), value);
    }
    error
}
