//! The program, for a host written in JavaScript.

use std::borrow::Cow;

use lockstep_cli::{Outcome, Reply, Request, Start, Step};
use napi::bindgen_prelude::{Env, JsObjectValue as _, Object, Result, Unknown};
use napi_derive::napi;
use serde::Serialize;

use crate::{
    failed,
    failure::{self, guarded},
    parse,
};

/// One run of the program: `resume` it with replies until it is done.
#[napi]
pub struct Session {
    session: lockstep_cli::Session,
}

/// What `resume` gives back.
#[derive(Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
enum Answer<'a> {
    Need { done: bool, requests: &'a [Request] },
    Done { done: bool, stdout: Cow<'a, str>, stderr: Cow<'a, str>, exit_code: u8 },
}

#[napi]
impl Session {
    /// A run with `{ arguments, stdoutIsTerminal, stderrIsTerminal, threads }`.
    #[napi(constructor)]
    pub fn new(start: Object<'_>) -> Result<Self> {
        let start = Start {
            arguments: start.get_named_property("arguments")?,
            stdout_is_terminal: start.get_named_property("stdoutIsTerminal")?,
            stderr_is_terminal: start.get_named_property("stderrIsTerminal")?,
            threads: start.get_named_property("threads")?,
        };
        Ok(Self { session: guarded(|| lockstep_cli::Session::new(start))? })
    }

    /// Runs until the next requests, `{ done: false, requests }`, or to the end,
    /// `{ done: true, stdout, stderr, exitCode }`.
    #[napi]
    pub fn resume<'env>(&mut self, env: &'env Env, replies: Vec<Object<'_>>) -> Result<Unknown<'env>> {
        let replies = replies.iter().map(|given| reply(env, given)).collect::<Result<Vec<_>>>()?;
        let text = guarded(|| {
            serde_json::to_string(&match &self.session.resume(replies) {
                Step::Need(requests) => Answer::Need { done: false, requests },
                Step::Done(Outcome { stdout, stderr, exit_code }) => Answer::Done {
                    done: true,
                    stdout: String::from_utf8_lossy(stdout),
                    stderr: String::from_utf8_lossy(stderr),
                    exit_code: *exit_code,
                },
            })
        })?;
        parse(env, text.map_err(failed)?)
    }
}

fn reply(env: &Env, given: &Object<'_>) -> Result<Reply> {
    let kind: String = given.get_named_property("kind")?;
    Ok(match kind.as_str() {
        "bytes" => Reply::Bytes(given.get_named_property::<&[u8]>("bytes")?.to_vec()),
        "missing" => Reply::Missing,
        "not-regular" => Reply::NotRegular(given.get_named_property("text")?),
        "outside" => Reply::Outside,
        "too-large" => Reply::TooLarge(size(given.get_named_property("size")?)),
        "failed" => Reply::Failed(given.get_named_property("text")?),
        "yes" => Reply::Yes,
        "no" => Reply::No,
        "text" => Reply::Text(given.get_named_property("text")?),
        _ => return Err(failure::argument(env, "replies", "must be of a kind that the program knows")),
    })
}

/// A size as JavaScript counts; a cast holds at the bounds.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn size(bytes: f64) -> u64 {
    bytes as u64
}
