//! Errors as JavaScript gets them: `code` says which kind, everything without one of these codes is the engine's fault.

use std::{
    cell::RefCell,
    panic::{AssertUnwindSafe, catch_unwind, set_hook},
    sync::Once,
};

use lockstep_core::{policy::PolicyError, text::Position};
use napi::{
    JsValue as _,
    bindgen_prelude::{Env, Error, Object, Result},
};

use crate::failed;

thread_local! {
    static PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Runs `work`; a panic in it becomes an error that carries the panic's message and place.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T> {
    static HOOK: Once = Once::new();
    // A library does not write to its host's standard error, as the default hook does.
    HOOK.call_once(|| set_hook(Box::new(|panic| PANIC.set(panic.to_string()))));
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => Ok(result),
        Err(payload) => {
            // A payload may panic as it is dropped.
            std::mem::forget(payload);
            Err(failed(PANIC.take()))
        }
    }
}

/// An argument that the caller got wrong.
pub(crate) fn argument(env: &Env, name: &str, reason: &str) -> Error {
    coded(env, "LOCKSTEP_ARGUMENT", reason, |error| error.set("argument", name))
}

/// A policy that cannot be used, with line and column from 1.
pub(crate) fn policy(env: &Env, error: &PolicyError) -> Error {
    let Position { line, column } = error.position();
    coded(env, "LOCKSTEP_POLICY", error.message(), |object| {
        object.set("line", line)?;
        object.set("column", column)
    })
}

fn coded(env: &Env, code: &str, message: &str, details: impl FnOnce(&mut Object<'_>) -> Result<()>) -> Error {
    let thrown = || {
        let mut object = env.create_error(failed(message))?;
        object.set("code", code)?;
        details(&mut object)?;
        Ok(object.to_unknown().into())
    };
    thrown().unwrap_or_else(|error| error)
}
