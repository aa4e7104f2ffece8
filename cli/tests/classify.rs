//! `lockstep classify`: every kind of input, however it is read, over canned replies and in the native program.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "clippy.toml bans I/O for the library; these tests start the program"
)]

use std::{
    collections::BTreeMap,
    env, fs,
    path::PathBuf,
    process::{self, Command, Stdio},
};

use lockstep_cli::{Outcome, Reply, Request, Session, Start, Step};
use serde_json::Value;

const SUCCESS: &str = r#"{"service_contract_version":"service.v2","api_contract_version":"api.v1","data":{"n":1}}"#;
const ERROR: &str =
    r#"{"service_contract_version":"service.v3","error":{"code":"write_conflict","message":"the row was changed"}}"#;
const NO_MESSAGE: &str = r#"{"service_contract_version":"service.v3","error":{"code":"write_conflict"}}"#;
/// The largest envelope by the policy `small`, in bytes.
const LIMIT: usize = 5000;

/// A host that gives inputs in pieces of `chunk` bytes.
struct Inputs<'i> {
    inputs: BTreeMap<&'i str, Reply>,
    chunk: usize,
    terminal: bool,
    /// After so many writes nobody reads any more.
    writes: usize,
}

#[derive(Debug, PartialEq, Eq)]
struct Run {
    stdout: String,
    stderr: String,
    code: u8,
    /// What was shown as progress.
    progress: Vec<String>,
    /// The most bytes of one input that were asked for.
    read: usize,
}

impl<'i> Inputs<'i> {
    fn new(inputs: &[(&'i str, &[u8])]) -> Self {
        let inputs = inputs.iter().map(|(name, bytes)| (*name, Reply::Bytes(bytes.to_vec()))).collect();
        Self { inputs, chunk: usize::MAX, terminal: false, writes: usize::MAX }
    }

    fn chunk(self, chunk: usize) -> Self {
        Self { chunk, ..self }
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let mut session = Session::new(Start {
            arguments: std::iter::once("classify").chain(arguments.iter().copied()).map(str::to_owned).collect(),
            stderr_is_terminal: self.terminal,
            ..Start::default()
        });
        let mut run = Run { stdout: String::new(), stderr: String::new(), code: 0, progress: Vec::new(), read: 0 };
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        let mut writes = 0;
        let mut replies = Vec::new();
        loop {
            let requests = match session.resume(replies) {
                Step::Need(requests) => requests,
                Step::Done(Outcome { stdout, stderr, exit_code }) => {
                    run.stdout.push_str(&String::from_utf8(stdout).unwrap());
                    run.stderr = String::from_utf8(stderr).unwrap();
                    run.code = exit_code;
                    run.read = places.into_values().max().unwrap_or_default();
                    return run;
                }
            };
            replies = requests
                .into_iter()
                .map(|request| match request {
                    Request::ReadChunk { input, limit } => match self.inputs.get(input.as_str()) {
                        Some(Reply::Bytes(bytes)) => {
                            let place = places.entry(input).or_default();
                            let rest = &bytes[*place..];
                            let chunk = &rest[..rest.len().min(self.chunk).min(limit as usize)];
                            *place += chunk.len();
                            Reply::Bytes(chunk.to_vec())
                        }
                        Some(reply) => reply.clone(),
                        None => Reply::Missing,
                    },
                    Request::Write { text } => {
                        writes += 1;
                        run.stdout.push_str(&text);
                        if writes <= self.writes { Reply::Yes } else { Reply::No }
                    }
                    Request::StandardInputIsTerminal if self.terminal => Reply::Yes,
                    Request::StandardInputIsTerminal => Reply::No,
                    Request::ShowProgress { text } => {
                        run.progress.push(text);
                        Reply::Yes
                    }
                    Request::ReadFile { path, .. } if path == "small" => {
                        let policy = lockstep_core::api::policy();
                        let default = "\"envelope_bytes\": 16777216";
                        assert!(policy.contains(default));
                        Reply::Bytes(policy.replace(default, &format!("\"envelope_bytes\": {LIMIT}")).into_bytes())
                    }
                    _ => Reply::Missing,
                })
                .collect();
        }
    }
}

fn classify(text: &str, arguments: &[&str]) -> Run {
    Inputs::new(&[("-", text.as_bytes())]).run(arguments)
}

fn document(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap()
}

fn record(status: u16, body: &str, as_text: bool) -> String {
    let body = if as_text { Value::from(body).to_string() } else { body.to_owned() };
    format!(r#"{{"at":"é","status":{status},"body":{body}}}"#)
}

fn har(entries: &[Value]) -> String {
    serde_json::to_string_pretty(&serde_json::json!({ "log": { "version": "1.2", "entries": entries } })).unwrap()
}

fn entry(status: u16, content: Value) -> Value {
    serde_json::json!({ "response": { "status": status, "content": content } })
}

/// An input of each kind with its exit code: envelopes of many sorts, line ends of both kinds, bytes that are no text.
fn samples() -> Vec<(&'static str, Vec<u8>, u8)> {
    let lines = [SUCCESS, ERROR, NO_MESSAGE, "", "\r", "garbage", "[]", "{\"a\":1,\"a\":2}", "\u{feff}{}", SUCCESS];
    let mut ndjson = lines.join("\r\n").into_bytes();
    ndjson.extend(b"\n{\"service_contract_version\":\"\xff\"}");
    let records = [
        record(200, SUCCESS, false),
        record(409, ERROR, true),
        record(500, ERROR, false),
        record(500, "not JSON\nat all", true),
        record(0, "", true),
        r#"{"status":204}"#.into(),
        r#"{"body":null}"#.into(),
        r#"{"body":"\ud800"}"#.into(),
        SUCCESS.into(),
        String::new(),
        "{\"status\":500,\"body\":{".into(),
    ];
    let entries = [
        entry(200, serde_json::json!({ "text": SUCCESS })),
        entry(409, serde_json::json!({ "text": "eyJhIjoxfQ==", "encoding": "base64" })),
        entry(0, serde_json::json!({})),
        entry(500, serde_json::json!({ "text": "half \\ud800" })),
    ];
    vec![
        ("body", ERROR.replace(',', ",\n  ").into_bytes(), 0),
        ("body", NO_MESSAGE.replace(',', ",\r\n  ").into_bytes(), 1),
        ("ndjson", ndjson, 1),
        ("ndjson", format!("{SUCCESS}\n{ERROR}\r\n").into_bytes(), 0),
        ("records", records.join("\n").into_bytes(), 1),
        ("har", har(&entries).replace("half \\\\", "half \\").into_bytes(), 1),
    ]
}

#[test]
fn every_kind_is_recognised_and_the_same_however_it_is_read() {
    for (kind, bytes, code) in samples() {
        for format in ["human", "json", "ndjson"] {
            let inputs = Inputs::new(&[("in", &bytes)]);
            let named = inputs.run(&["--input", kind, "--format", format, "in"]);
            assert_eq!((named.code, named.stderr.as_str()), (code, ""), "{kind}: {}", named.stdout);
            assert_eq!(inputs.run(&["--format", format, "in"]), named, "{kind}");
            for size in (1..=20).chain((21..=bytes.len()).step_by(50)) {
                let inputs = Inputs::new(&[("in", &bytes)]).chunk(size);
                assert_eq!(inputs.run(&["--format", format, "in"]), named, "{kind} in pieces of {size}");
            }
        }
    }
}

#[test]
fn the_native_program_prints_the_same() {
    let folder = Folder::new("same");
    let samples = samples();
    for (number, (_, bytes, _)) in samples.iter().enumerate() {
        fs::write(folder.0.join(number.to_string()), bytes).unwrap();
    }
    // More than a block, so that threads take turns; and a line that is larger than a block.
    let mut long = format!("{}{NO_MESSAGE}\n\n", format!("{SUCCESS}\n").repeat(40)).repeat(400);
    long.push_str(&format!("{}\n{ERROR}\n", "x".repeat(3 << 20)));
    fs::write(folder.0.join("long"), &long).unwrap();
    let names: Vec<String> = (0..samples.len()).map(|number| number.to_string()).chain(["long".into()]).collect();
    let alone = names.iter().map(|name| vec![name.as_str()]);
    let together: Vec<&str> = names.iter().map(String::as_str).chain(["missing"]).collect();
    let mut inputs: Vec<(&str, &[u8])> = Vec::new();
    inputs.extend(names.iter().map(String::as_str).zip(samples.iter().map(|(_, bytes, _)| bytes.as_slice())));
    inputs.push(("long", long.as_bytes()));
    let inputs = Inputs::new(&inputs).chunk(1 << 20);
    for files in alone.chain([together]) {
        for format in ["human", "json", "ndjson"] {
            let arguments = [&["--format", format][..], &files].concat();
            let expected = inputs.run(&arguments);
            let found = native(&folder, &arguments);
            assert!(found == (expected.stdout, expected.stderr, i32::from(expected.code)), "{arguments:?}");
        }
    }
}

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = env::temp_dir().join(format!("lockstep-classify-{name}-{}", process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn native(folder: &Folder, arguments: &[&str]) -> (String, String, i32) {
    let output = Command::new(env!("CARGO_BIN_EXE_lockstep"))
        .arg("classify")
        .args(arguments)
        .current_dir(&folder.0)
        .env_clear()
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

#[test]
fn counts_and_examples_are_those_of_the_envelopes() {
    let text = format!("{SUCCESS}\n{NO_MESSAGE}\n\n").repeat(10);
    let run = classify(&text, &["--format", "json"]);
    let found = document(&run);
    assert_eq!((&found["total"], &found["conforming"]), (&30.into(), &10.into()));
    let expected = serde_json::json!({ "conforming": 10, "envelope-empty": 10, "envelope-missing-field": 10 });
    assert_eq!(found["classes"], expected);
    let places: Vec<_> = found["examples"].as_array().unwrap().iter().map(|of| of["line"].as_u64().unwrap()).collect();
    assert_eq!(places, [2, 3, 5, 6, 8, 9, 11, 12, 14, 15]);
    let human = classify(&text, &[]).stdout;
    assert!(human.contains("envelope-empty                 10   33.3 %\n"), "{human}");
    assert!(human.contains("the first 10 of 20 that do not conform:"), "{human}");
    assert!(human.contains("--> standard input:15:1\n"), "{human}");
    assert!(human.contains("fail: 30 envelopes, 20 not conforming to `overlap`\n"), "{human}");
    let lines = classify(&text, &["--format", "ndjson"]).stdout;
    assert_eq!(lines.lines().count(), 21);
    let last: Value = serde_json::from_str(lines.lines().last().unwrap()).unwrap();
    assert_eq!(last["summary"]["classes"], expected);
    assert_eq!(last["summary"]["examples"], Value::Null);
}

#[test]
fn everything_is_told_about_a_single_body() {
    let run = classify(ERROR, &["--status", "409"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    for line in [
        "pass: the envelope conforms\n",
        "  answer    error, status 409\n",
        "  contract  judged under `service.v3`, claims `service.v3`\n",
        "  code      `write_conflict`, known, agrees with the status\n",
        "  consumer  goes on without the answer: ",
        "  promotion not blocked\n",
    ] {
        assert!(run.stdout.contains(line), "{line}: {}", run.stdout);
    }
    let run = classify(SUCCESS, &["--format", "json"]);
    assert_eq!(document(&run)["examples"][0]["classification"]["conforming"], true);
    let run = classify(SUCCESS, &["--answer", "health"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("fail: the envelope does not conform: envelope-answer-data\n"), "{}", run.stdout);
}

#[test]
fn the_contract_and_the_status_decide() {
    let code = |text: &str, arguments: &[&str]| classify(text, arguments).code;
    assert_eq!(code(ERROR, &["--contract", "service.v2"]), 1);
    assert_eq!(code(ERROR, &["--contract", "service.v3"]), 0);
    assert_eq!(code(ERROR, &["--status", "418"]), 1);
    let lines = format!("{ERROR}\n{ERROR}");
    assert_eq!(code(&lines, &[]), 0);
    assert_eq!(code(&lines, &["--status", "418"]), 1);
    // The status of a record counts before that of the command line.
    assert_eq!(code(&record(409, ERROR, false), &["--status", "418"]), 0);
    assert_eq!(code(&record(418, ERROR, true), &["--status", "409"]), 1);
    let answers = format!("{SUCCESS}\n{SUCCESS}");
    assert_eq!((code(&answers, &[]), code(&answers, &["--answer", "health"])), (0, 1));
}

#[test]
fn of_very_many_violations_the_first_are_shown() {
    let text = format!("{{{}\"a\":0}}", "\"a\":0,".repeat(150));
    let run = classify(&text, &["--input", "body"]);
    // One for each field that is missing, and a warning for the key that no contract names.
    let hidden = 150 + 3 + 1 - 100;
    assert!(
        run.stdout.contains(&format!("\n{hidden} more violations of this envelope are not shown\n")),
        "{}",
        run.stdout
    );
}

#[test]
fn frames_stand_in_the_input() {
    let body = NO_MESSAGE.replace("\"error\"", "\"errör\"");
    let lines = format!("{SUCCESS}\n{}\n", record(500, &body, false));
    let run = classify(&lines, &["--input", "records"]);
    // What is missing is shown where the record's body ends.
    let column = lines.lines().nth(1).unwrap().chars().count() - 1;
    assert!(run.stdout.contains(&format!("--> standard input:2:{column}\n")), "{}", run.stdout);
    assert!(run.stdout.contains(r#"2 | {"at":"é","status":500,"body":{"service"#), "{}", run.stdout);
    let run = classify(&format!("\n{}", record(500, "[\n1,\n]", true)), &["--input", "records"]);
    assert!(run.stdout.contains("--> standard input:2 (body):3:1\n"), "{}", run.stdout);
    let run = classify(&har(&[entry(500, serde_json::json!({ "text": "x" }))]), &[]);
    assert!(run.stdout.contains("--> standard input (log.entries[0]):1:1\n"), "{}", run.stdout);
}

#[test]
fn an_envelope_that_is_too_large_is_told_and_not_kept() {
    let endless = "x".repeat(100 * LIMIT);
    let inputs = Inputs::new(&[("-", endless.as_bytes())]).chunk(700);
    let run = inputs.run(&["--format", "json", "--policy", "small"]);
    assert_eq!(document(&run)["classes"], serde_json::json!({ "envelope-too-large": 1 }));
    let body = inputs.run(&["--input", "body", "--policy", "small"]);
    assert_eq!(body.code, 1);
    assert!(body.read < 2 * LIMIT, "{}", body.read);
    // The escapes of a record's text are not the body's bytes.
    let text = "é".repeat(LIMIT / 2);
    for (text, class) in [(text.clone(), "envelope-syntax"), (text + "x", "envelope-too-large")] {
        let text = record(200, &text, true).replace('é', "\\u00e9");
        let run = classify(&format!("{text}\n{text}"), &["--format", "json", "--policy", "small"]);
        assert_eq!(document(&run)["classes"], serde_json::json!({ class: 2 }));
    }
}

#[test]
fn nothing_to_classify_is_no_pass() {
    for (text, arguments, message) in [
        ("", &[][..], "error: the input is empty, so nothing was classified\n --> standard input\n"),
        ("", &["--input", "ndjson"], "error: the input is empty, so nothing was classified\n --> standard input\n"),
        ("{\"log\":{\"entries\":[]}}", &[], "error: the HAR file has no entries, so nothing was classified\n"),
        ("{\"log\":{}}", &[], "error: the HAR file cannot be used: missing field `entries` at line 1 column 9\n"),
        ("{\"log\":", &[], "error: the HAR file cannot be used: EOF while parsing a value at line 1 column 7\n"),
        ("", &["no-such-file"], "error: `no-such-file` does not exist\n"),
    ] {
        let run = classify(text, arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{text}");
        assert!(run.stderr.starts_with(message), "{}", run.stderr);
    }
    let content = serde_json::json!({ "text": "%", "encoding": "base64" });
    let run = classify(&har(&[entry(200, content)]), &[]);
    assert!(run.stderr.contains("the content of `log.entries[0]` is no base64\n"), "{}", run.stderr);
    // An answer without a body is an answer.
    assert_eq!(classify("", &["--input", "body"]).code, 1);
    assert_eq!(classify("\n", &[]).code, 1);
}

#[test]
fn files_are_read_in_order_and_a_missing_one_costs_the_verdict() {
    let lines = format!("{NO_MESSAGE}\n{SUCCESS}");
    let mut inputs = Inputs::new(&[("a", SUCCESS.as_bytes()), ("b", lines.as_bytes()), ("-", ERROR.as_bytes())]);
    inputs.inputs.insert("dir", Reply::NotRegular("a folder".into()));
    assert_eq!(inputs.run(&["a", "-"]).code, 0);
    let run = inputs.run(&["a", "b", "-", "--format", "json"]);
    let found = document(&run);
    assert_eq!((run.code, &found["total"]), (1, &4.into()));
    assert_eq!((&found["examples"][0]["file"], &found["examples"][0]["line"]), (&"b".into(), &1.into()));
    let run = inputs.run(&["b", "dir", "none", "a", "--format", "ndjson"]);
    assert_eq!((run.code, run.stdout.lines().count()), (2, 2));
    assert_eq!(run.stderr, "error: `dir` is a folder, no file\nerror: `none` does not exist\n");
    assert!(run.stdout.contains(r#""total":3,"conforming":2"#), "{}", run.stdout);
}

#[test]
fn output_ends_where_nobody_reads_it() {
    let text = "\n".repeat(1 << 20);
    let inputs = Inputs { writes: 2, ..Inputs::new(&[("-", text.as_bytes())]).chunk(4000) };
    let run = inputs.run(&["--input", "ndjson", "--format", "ndjson"]);
    assert_eq!(run.code, 1);
    assert!(run.read < 20_000, "{}", run.read);
}

#[test]
fn progress_is_for_long_inputs_and_terminals() {
    let long = format!("{}\n", " ".repeat((1 << 20) - 1)).repeat(70);
    let mut inputs = Inputs::new(&[("-", long.as_bytes()), ("short", SUCCESS.as_bytes())]);
    assert_eq!(inputs.run(&["-"]).progress.len(), 0);
    inputs.terminal = true;
    let run = inputs.run(&["-"]);
    assert_eq!(run.progress.iter().map(|line| line.trim()).collect::<Vec<_>>(), ["64.0 MiB", ""]);
    assert_eq!(inputs.run(&["short"]).progress.len(), 0);
    let run = inputs.run(&[]);
    assert_eq!((run.code, run.read), (2, 0));
    assert!(run.stderr.contains("name a FILE, or give standard input"), "{}", run.stderr);
}

#[test]
fn what_cannot_be_judged_by_is_said_in_the_form_asked_for() {
    let run = classify(SUCCESS, &["--contract", "service.v9", "--format", "json"]);
    assert_eq!((run.code, &document(&run)["schema"]), (2, &"lockstep-error.v1".into()));
    assert!(run.stderr.contains("there are service.v2, service.v3"), "{}", run.stderr);
    let run = classify(SUCCESS, &["--policy", "none", "--format", "ndjson"]);
    assert_eq!((run.code, run.stdout.lines().count()), (2, 1));
    assert_eq!(classify(SUCCESS, &["--policy", "none"]).stdout, "");
}
