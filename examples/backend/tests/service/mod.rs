//! A service of one test: it answers, or misbehaves, by the path of the request.

use std::{
    io::{self, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use serde_json::{Value, json};

/// What the service does with a request.
#[derive(Clone)]
pub(crate) enum Reply {
    /// It answers with this status and body.
    Answer(u16, Vec<u8>),
    /// It answers so, but later.
    Later(Duration, u16, Vec<u8>),
    /// It keeps the connection open and says nothing.
    Silence,
    /// It sends a byte of the body now and then.
    Drip,
    /// It sends a body that does not end.
    Endless,
    /// It sends half an answer and goes.
    Cut,
    /// It speaks another protocol.
    NoHttp,
}

/// Requests in the order in which they came: method and path, and the body.
type Requests = Vec<(String, Vec<u8>)>;

/// A service on a free port; its threads end with the test's process.
pub(crate) struct Service {
    pub(crate) url: String,
    requests: Arc<Mutex<Requests>>,
}

impl Service {
    /// A service that replies by method and path, such as `GET /v1/health`.
    pub(crate) fn start(reply: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Requests::new()));
        let (heard, reply) = (Arc::clone(&requests), Arc::new(reply));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (heard, reply) = (Arc::clone(&heard), Arc::clone(&reply));
                thread::spawn(move || serve(stream?, &heard, reply.as_ref()));
            }
        });
        Self { url, requests }
    }

    /// A healthy service of this contract that answers questions so.
    pub(crate) fn healthy(version: &'static str, answer: Reply) -> Self {
        Self::start(move |request| match request {
            "POST /v1/query/ask" => answer.clone(),
            other => preflight(version, other),
        })
    }

    /// What was asked so far.
    pub(crate) fn requests(&self) -> Requests {
        self.requests.lock().unwrap().clone()
    }
}

/// What a healthy service answers in a preflight.
pub(crate) fn preflight(version: &str, request: &str) -> Reply {
    match request {
        "GET /v1/health" => success(version, &json!({ "status": "ok" })),
        "POST /v1/db/schema-version" => success(
            version,
            &json!({ "current_version": 2, "target_version": 2, "pending_versions": [], "inferred_from_legacy": false }),
        ),
        _ => Reply::Answer(404, Vec::new()),
    }
}

/// A success envelope of this contract.
pub(crate) fn success(version: &str, data: &Value) -> Reply {
    let body = json!({ "service_contract_version": version, "api_contract_version": "api.v1", "data": data });
    Reply::Answer(200, body.to_string().into_bytes())
}

/// A context package with something to say, and notes of this length that nobody reads.
pub(crate) fn package(padding: usize) -> Value {
    json!({
        "context_package_id": "cpkg_1",
        "answer": { "result": "deny", "why": "a constraint forbids it" },
        "selected_items": [{ "record_type": "constraint", "memory_id": "m1", "why": { "reasons": ["it fits"] } }],
        "ordering_trace": ["-".repeat(padding)],
    })
}

/// An error envelope as the contract of this version wants it.
pub(crate) fn error(version: &str, status: u16, code: &str) -> Reply {
    let mut body = json!({ "service_contract_version": version, "error": { "code": code, "message": "no" } });
    if version == "service.v2" {
        body["legacy_error"] = "no".into();
    }
    Reply::Answer(status, body.to_string().into_bytes())
}

fn serve(mut stream: TcpStream, heard: &Mutex<Requests>, reply: &dyn Fn(&str) -> Reply) -> io::Result<()> {
    let (request, body) = read(&mut stream)?;
    heard.lock().unwrap().push((request.clone(), body));
    match reply(&request) {
        Reply::Answer(status, body) => answer(&mut stream, status, &body),
        Reply::Later(delay, status, body) => {
            thread::sleep(delay);
            answer(&mut stream, status, &body)
        }
        Reply::Silence => stream.read_to_end(&mut Vec::new()).map(drop),
        Reply::Drip => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n")?;
            loop {
                stream.write_all(b" ")?;
                thread::sleep(Duration::from_millis(20));
            }
        }
        Reply::Endless => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")?;
            let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
            loop {
                stream.write_all(chunk.as_bytes())?;
            }
        }
        Reply::Cut => stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"data\""),
        Reply::NoHttp => stream.write_all(b"SSH-2.0-service\r\n\r\n"),
    }
}

/// Method and path, and the body.
fn read(stream: &mut TcpStream) -> io::Result<(String, Vec<u8>)> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        head.extend(byte);
    }
    let head = String::from_utf8_lossy(&head).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body)?;
    let (method, path) = head.split_once(' ').unwrap_or_default();
    Ok((format!("{} {}", method.to_ascii_uppercase(), path.split(' ').next().unwrap_or_default()), body))
}

fn answer(stream: &mut TcpStream, status: u16, body: &[u8]) -> io::Result<()> {
    write!(stream, "HTTP/1.1 {status} No\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len())?;
    stream.write_all(body)
}
