//! A host made of canned replies.

use std::collections::BTreeMap;

use lockstep_cli::{Outcome, Reply, Request, Session, Start, Step, Tally, Unanswered};

/// The default place of the pin.
pub(crate) const PIN: &str = "config/memorykernel-integration-pin.json";

/// What the operating system would be.
pub(crate) struct Fake {
    /// Replies by path, whatever the root.
    pub(crate) files: BTreeMap<String, Reply>,
    /// Replies by method and URL; nothing listens elsewhere.
    pub(crate) answers: BTreeMap<String, Reply>,
    pub(crate) environment: Vec<(&'static str, &'static str)>,
    pub(crate) folder: Reply,
    pub(crate) standard_input: Reply,
    pub(crate) today: Reply,
    pub(crate) terminal: bool,
    pub(crate) threads: u32,
}

impl Default for Fake {
    fn default() -> Self {
        Self {
            files: BTreeMap::new(),
            answers: BTreeMap::new(),
            environment: Vec::new(),
            folder: Reply::Yes,
            standard_input: Reply::Bytes(Vec::new()),
            today: Reply::Text("2026-03-02".into()),
            terminal: false,
            threads: 0,
        }
    }
}

/// What a run came to.
pub(crate) struct Run {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: u8,
    /// How often the session asked.
    pub(crate) rounds: usize,
    /// What it asked, a JSON text a round.
    pub(crate) asked: Vec<String>,
}

/// The example consumer, in order.
pub(crate) fn consumer() -> Fake {
    Fake::default()
        .file(PIN, include_str!("../../../examples/consumer/config/memorykernel-integration-pin.json"))
        .file(
            "docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md",
            include_str!("../../../examples/consumer/docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md"),
        )
        .file(
            "config/memorykernel-producer-manifest.json",
            include_str!("../../../examples/consumer/config/memorykernel-producer-manifest.json"),
        )
}

impl Fake {
    pub(crate) fn file(self, path: &str, text: &str) -> Self {
        self.reply(path, Reply::Bytes(text.as_bytes().to_vec()))
    }

    pub(crate) fn reply(mut self, path: &str, reply: Reply) -> Self {
        self.files.insert(path.into(), reply);
        self
    }

    pub(crate) fn answer(mut self, asked: &str, status: u16, body: impl Into<Vec<u8>>) -> Self {
        let content_type = Some("application/json".into());
        self.answers
            .insert(asked.into(), Reply::Answer { status, content_type, headers: Vec::new(), body: body.into() });
        self
    }

    pub(crate) fn without(mut self, path: &str) -> Self {
        self.files.remove(path);
        self
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        let mut session = Session::new(Start {
            arguments: arguments.iter().map(ToString::to_string).collect(),
            stdout_is_terminal: self.terminal,
            stderr_is_terminal: self.terminal,
            threads: self.threads,
        });
        let mut replies = Vec::new();
        let mut asked = Vec::new();
        loop {
            match session.resume(replies) {
                Step::Need(requests) => {
                    asked.push(serde_json::to_string(&requests).unwrap_or_default());
                    replies = requests.iter().map(|request| self.fulfil(request)).collect();
                }
                Step::Done(Outcome { stdout, stderr, exit_code }) => {
                    let text = |bytes| String::from_utf8(bytes).unwrap();
                    return Run {
                        stdout: text(stdout),
                        stderr: text(stderr),
                        code: exit_code,
                        rounds: asked.len(),
                        asked,
                    };
                }
            }
        }
    }

    fn fulfil(&self, request: &Request) -> Reply {
        match request {
            Request::ReadFile { path, .. } => self.files.get(path).cloned().unwrap_or(Reply::Missing),
            Request::FolderExists { .. } => self.folder.clone(),
            Request::ReadStandardInput { .. } => self.standard_input.clone(),
            Request::Environment { name } => {
                let found = self.environment.iter().find(|(known, _)| known == name);
                found.map_or(Reply::Missing, |(_, value)| Reply::Text((*value).into()))
            }
            Request::Fetch { method, url, .. } => {
                let refused = || Reply::Unanswered { reason: Unanswered::Connect, text: "connection refused".into() };
                self.answers.get(&format!("{method} {url}")).cloned().unwrap_or_else(refused)
            }
            Request::Today => self.today.clone(),
            Request::CheckRepositories { .. } => Reply::Judged(Tally { pass: 1, fail: 1, error: 0 }),
            _ => Reply::Missing,
        }
    }
}
