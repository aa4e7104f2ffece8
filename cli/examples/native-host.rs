//! The native host alone: its argument is a file with a JSON list of requests; it fulfils them and prints the replies to
//! standard error in the form in which JavaScript hosts give them, bytes as text. For the test that holds the hosts to each other.
#![allow(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "clippy.toml bans I/O for the library; this host is where it belongs"
)]

#[path = "../src/native/mod.rs"]
#[allow(dead_code, reason = "the program writes its outcome, this example does not")]
mod native;

use std::{env, error::Error, fs};

use lockstep_cli::{Captured, Reply, Request, Stopped, Unanswered};
use serde_json::{Value, json};

use crate::native::host::NativeHost;

fn main() -> Result<(), Box<dyn Error>> {
    let requests: Vec<Value> = serde_json::from_slice(&fs::read(env::args().nth(1).ok_or("no requests")?)?)?;
    let mut host = NativeHost::default();
    let replies: Option<Vec<Value>> = requests.iter().map(|given| Some(plain(host.answer(request(given)?)))).collect();
    eprintln!("{}", Value::from(replies.ok_or("not a request")?));
    Ok(())
}

fn request(given: &Value) -> Option<Request> {
    let text = |key: &str| given[key].as_str().map(str::to_owned);
    let number = |key: &str| given[key].as_u64();
    let texts = |key: &str| -> Option<Vec<String>> {
        given[key].as_array()?.iter().map(|item| item.as_str().map(str::to_owned)).collect()
    };
    Some(match given["kind"].as_str()? {
        "read-file" => Request::ReadFile { root: text("root")?, path: text("path")?, limit: number("limit")? },
        "list-files" => Request::ListFiles {
            root: text("root")?,
            folder: text("folder")?,
            endings: texts("endings")?,
            limit: number("limit")?,
        },
        "write-file" => Request::WriteFile {
            root: text("root")?,
            path: text("path")?,
            bytes: text("bytes")?.chars().map(u8::try_from).collect::<Result<_, _>>().ok()?,
            like: text("like"),
        },
        "rename" => Request::Rename { root: text("root")?, from: text("from")?, to: text("to")? },
        "remove" => Request::Remove { root: text("root")?, path: text("path")? },
        "append-file" => Request::AppendFile { path: text("path")?, text: text("text")? },
        "git" => Request::Git {
            root: text("root")?,
            arguments: texts("arguments")?,
            input: text("input")?,
            limit: number("limit")?,
        },
        "run-command" => {
            Request::RunCommand { root: text("root")?, command: text("command")?, timeout_ms: number("timeoutMs")? }
        }
        "run-program" => Request::RunProgram {
            root: text("root")?,
            words: texts("words")?,
            shell: given["shell"].as_bool()?,
            environment: texts("environment")?,
            timeout_ms: number("timeoutMs")?,
            limit: number("limit")?,
        },
        "folder-exists" => Request::FolderExists { path: text("path")? },
        "read-chunk" => Request::ReadChunk { input: text("input")?, limit: number("limit")? },
        "fetch" => Request::Fetch {
            method: text("method")?,
            url: text("url")?,
            headers: lockstep_cli::Headers::default(),
            body: None,
            timeout_ms: number("timeoutMs")?,
            limit: number("limit")?,
        },
        _ => return None,
    })
}

fn plain(reply: Reply) -> Value {
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    match reply {
        Reply::Bytes(bytes) => json!({ "kind": "bytes", "bytes": text(bytes) }),
        Reply::Missing => json!({ "kind": "missing" }),
        Reply::NotRegular(text) => json!({ "kind": "not-regular", "text": text }),
        Reply::Outside => json!({ "kind": "outside" }),
        Reply::TooLarge(size) => json!({ "kind": "too-large", "size": size }),
        Reply::Failed(text) => json!({ "kind": "failed", "text": text }),
        Reply::Yes => json!({ "kind": "yes" }),
        Reply::No => json!({ "kind": "no" }),
        Reply::Names(names) => json!({ "kind": "names", "names": names }),
        Reply::Ran { exit_code, stdout, stderr } => {
            json!({ "kind": "ran", "exitCode": exit_code, "stdout": text(stdout), "stderr": text(stderr) })
        }
        Reply::Captured(Captured { exit_code, stopped, stdout, stderr, duration_ms }) => {
            let stopped = stopped.map(|stopped| if stopped == Stopped::Timeout { "timeout" } else { "output" });
            json!({ "kind": "captured", "exitCode": exit_code, "stopped": stopped, "stdout": text(stdout), "stderr": text(stderr), "durationMs": duration_ms })
        }
        Reply::Answer { status, content_type, headers, body } => {
            json!({ "kind": "answer", "status": status, "contentType": content_type, "headers": headers, "body": text(body) })
        }
        Reply::Unanswered { reason: Unanswered::Timeout, text } => {
            json!({ "kind": "unanswered", "reason": "timeout", "text": text })
        }
        other => json!({ "kind": format!("{other:?}") }),
    }
}
