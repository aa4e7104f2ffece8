//! The program, for a host written in JavaScript.

use lockstep_cli::{Captured, Reply, Start, Stopped, Unanswered, WireStep};
use napi::bindgen_prelude::{Env, JsObjectValue as _, Object, Result, Unknown};
use napi_derive::napi;

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
        let session = guarded(|| {
            #[cfg(feature = "test-panic")]
            assert!(start.arguments != ["panic!"], "a panic for a test");
            lockstep_cli::Session::new(start)
        })?;
        Ok(Self { session })
    }

    /// Runs until the next requests, `{ done: false, requests }`, or to the end,
    /// `{ done: true, stdout, stderr, exitCode }`.
    #[napi]
    pub fn resume<'env>(&mut self, env: &'env Env, replies: Vec<Object<'_>>) -> Result<Unknown<'env>> {
        let replies = replies.iter().map(|given| reply(env, given)).collect::<Result<Vec<_>>>()?;
        let text = guarded(|| serde_json::to_string(&WireStep::from(&self.session.resume(replies))))?;
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
        "names" => Reply::Names(given.get_named_property("names")?),
        "ran" => Reply::Ran {
            exit_code: given.get_named_property("exitCode")?,
            stdout: given.get_named_property::<&[u8]>("stdout")?.to_vec(),
            stderr: given.get_named_property::<&[u8]>("stderr")?.to_vec(),
        },
        "captured" => Reply::Captured(Captured {
            exit_code: given.get_named_property("exitCode")?,
            stopped: given
                .get_named_property::<Option<String>>("stopped")?
                .map(|word| Stopped::named(&word).ok_or(word))
                .transpose()
                .map_err(|_| {
                    failure::argument(env, "replies", "must have been stopped for a reason that the program knows")
                })?,
            stdout: given.get_named_property::<&[u8]>("stdout")?.to_vec(),
            stderr: given.get_named_property::<&[u8]>("stderr")?.to_vec(),
            duration_ms: size(given.get_named_property("durationMs")?),
        }),
        "answer" => Reply::Answer {
            status: given.get_named_property("status")?,
            content_type: given.get_named_property("contentType")?,
            headers: given
                .get_named_property::<Vec<Vec<String>>>("headers")?
                .into_iter()
                .map(|header| <[String; 2]>::try_from(header).map(|[name, value]| (name, value)))
                .collect::<std::result::Result<_, _>>()
                .map_err(|_| failure::argument(env, "replies", "must have headers of a name and a value"))?,
            body: given.get_named_property::<&[u8]>("body")?.to_vec(),
        },
        "unanswered" => Reply::Unanswered {
            reason: Unanswered::named(&given.get_named_property::<String>("reason")?)
                .ok_or_else(|| failure::argument(env, "replies", "must have a reason that the program knows"))?,
            text: given.get_named_property("text")?,
        },
        _ => return Err(failure::argument(env, "replies", "must be of a kind that the program knows")),
    })
}

/// A size as JavaScript counts; a cast holds at the bounds.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn size(bytes: f64) -> u64 {
    bytes as u64
}
