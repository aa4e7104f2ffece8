//! The program, for a host written in JavaScript.

use js_sys::{Array, Uint8Array};
use lockstep_cli::{Captured, Reply, Stopped, Unanswered, WireStep};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::{failure, plain};

#[wasm_bindgen]
extern "C" {
    /// What a host knows before the program begins.
    pub type Start;

    #[wasm_bindgen(method, getter, structural)]
    fn arguments(this: &Start) -> Vec<String>;
    #[wasm_bindgen(method, getter, structural, js_name = stdoutIsTerminal)]
    fn stdout_is_terminal(this: &Start) -> bool;
    #[wasm_bindgen(method, getter, structural, js_name = stderrIsTerminal)]
    fn stderr_is_terminal(this: &Start) -> bool;
    #[wasm_bindgen(method, getter, structural)]
    fn threads(this: &Start) -> u32;

    /// An answer to one request.
    pub type Given;

    #[wasm_bindgen(method, getter, structural)]
    fn kind(this: &Given) -> String;
    #[wasm_bindgen(method, getter, structural)]
    fn bytes(this: &Given) -> Uint8Array;
    #[wasm_bindgen(method, getter, structural)]
    fn text(this: &Given) -> String;
    #[wasm_bindgen(method, getter, structural)]
    fn size(this: &Given) -> f64;
    #[wasm_bindgen(method, getter, structural)]
    fn status(this: &Given) -> u16;
    #[wasm_bindgen(method, getter, structural, js_name = contentType)]
    fn content_type(this: &Given) -> Option<String>;
    #[wasm_bindgen(method, getter, structural)]
    fn headers(this: &Given) -> Vec<Array>;
    #[wasm_bindgen(method, getter, structural)]
    fn body(this: &Given) -> Uint8Array;
    #[wasm_bindgen(method, getter, structural)]
    fn names(this: &Given) -> Vec<String>;
    #[wasm_bindgen(method, getter, structural, js_name = exitCode)]
    fn exit_code(this: &Given) -> Option<i32>;
    #[wasm_bindgen(method, getter, structural)]
    fn stdout(this: &Given) -> Uint8Array;
    #[wasm_bindgen(method, getter, structural)]
    fn stderr(this: &Given) -> Uint8Array;
    #[wasm_bindgen(method, getter, structural)]
    fn stopped(this: &Given) -> Option<String>;
    #[wasm_bindgen(method, getter, structural, js_name = durationMs)]
    fn duration_ms(this: &Given) -> f64;
    #[wasm_bindgen(method, getter, structural)]
    fn reason(this: &Given) -> String;
}

/// One run of the program: `resume` it with replies until it is done.
#[wasm_bindgen]
pub struct Session {
    session: lockstep_cli::Session,
}

#[wasm_bindgen]
impl Session {
    /// A run with `{ arguments, stdoutIsTerminal, stderrIsTerminal, threads }`.
    #[wasm_bindgen(constructor)]
    pub fn new(start: &Start) -> Self {
        failure::report_panics();
        #[cfg(feature = "test-panic")]
        assert!(start.arguments() != ["panic!"], "a panic for a test");
        Self {
            session: lockstep_cli::Session::new(lockstep_cli::Start {
                arguments: start.arguments(),
                stdout_is_terminal: start.stdout_is_terminal(),
                stderr_is_terminal: start.stderr_is_terminal(),
                threads: start.threads(),
            }),
        }
    }

    /// Runs until the next requests, `{ done: false, requests }`, or to the end,
    /// `{ done: true, stdout, stderr, exitCode }`.
    pub fn resume(&mut self, replies: Vec<Given>) -> Result<JsValue, JsValue> {
        let replies = replies.iter().map(reply).collect::<Result<Vec<_>, _>>()?;
        plain(&WireStep::from(&self.session.resume(replies)))
    }
}

fn reply(given: &Given) -> Result<Reply, JsValue> {
    Ok(match given.kind().as_str() {
        "bytes" => Reply::Bytes(given.bytes().to_vec()),
        "missing" => Reply::Missing,
        "not-regular" => Reply::NotRegular(given.text()),
        "outside" => Reply::Outside,
        "too-large" => Reply::TooLarge(size(given.size())),
        "failed" => Reply::Failed(given.text()),
        "yes" => Reply::Yes,
        "no" => Reply::No,
        "text" => Reply::Text(given.text()),
        "names" => Reply::Names(given.names()),
        "ran" => Reply::Ran {
            exit_code: given.exit_code(),
            stdout: given.stdout().to_vec(),
            stderr: given.stderr().to_vec(),
        },
        "captured" => Reply::Captured(Captured {
            exit_code: given.exit_code(),
            stopped: given.stopped().map(|word| Stopped::named(&word).ok_or(word)).transpose().map_err(|_| {
                failure::argument("replies", "must have been stopped for a reason that the program knows")
            })?,
            stdout: given.stdout().to_vec(),
            stderr: given.stderr().to_vec(),
            duration_ms: size(given.duration_ms()),
        }),
        "answer" => Reply::Answer {
            status: given.status(),
            content_type: given.content_type(),
            headers: given
                .headers()
                .iter()
                .map(|header| match header.to_vec().as_slice() {
                    [name, value] => Some((name.as_string()?, value.as_string()?)),
                    _ => None,
                })
                .collect::<Option<_>>()
                .ok_or_else(|| failure::argument("replies", "must have headers of a name and a value"))?,
            body: given.body().to_vec(),
        },
        "unanswered" => Reply::Unanswered {
            reason: Unanswered::named(&given.reason())
                .ok_or_else(|| failure::argument("replies", "must have a reason that the program knows"))?,
            text: given.text(),
        },
        _ => return Err(failure::argument("replies", "must be of a kind that the program knows")),
    })
}

/// A size as JavaScript counts; a cast holds at the bounds.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn size(bytes: f64) -> u64 {
    bytes as u64
}
