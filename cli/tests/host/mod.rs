//! A host made of canned replies, and of files that a session can change.

mod tree;

use std::{
    cell::RefCell,
    collections::{BTreeMap, VecDeque},
    path::Path,
};

use lockstep_cli::{Outcome, Reply, Request, Session, Start, Step, Tally, Unanswered};

/// The default place of the pin.
pub(crate) const PIN: &str = "config/memorykernel-integration-pin.json";

/// What the operating system would be.
pub(crate) struct Fake {
    /// Replies by path, whatever the root; files that are written, renamed and removed change it.
    pub(crate) files: RefCell<BTreeMap<String, Reply>>,
    /// Replies by git's arguments with a blank between them; a folder without a repository elsewhere.
    pub(crate) git: BTreeMap<String, Reply>,
    /// Replies by command line; the shell finds no others.
    pub(crate) commands: BTreeMap<String, Reply>,
    /// Replies by method and URL; nothing listens elsewhere.
    pub(crate) answers: BTreeMap<String, Reply>,
    pub(crate) environment: Vec<(&'static str, &'static str)>,
    pub(crate) folder: Reply,
    pub(crate) standard_input: Reply,
    /// What each read of standard input gives, where it is read piece by piece; then its end.
    pub(crate) chunks: RefCell<VecDeque<String>>,
    pub(crate) input_is_terminal: bool,
    pub(crate) today: Reply,
    /// Whether both output streams are one.
    pub(crate) terminal: bool,
    pub(crate) threads: u32,
}

impl Default for Fake {
    fn default() -> Self {
        Self {
            files: RefCell::default(),
            git: BTreeMap::new(),
            commands: BTreeMap::new(),
            answers: BTreeMap::new(),
            environment: Vec::new(),
            folder: Reply::Yes,
            standard_input: Reply::Bytes(Vec::new()),
            chunks: RefCell::default(),
            input_is_terminal: false,
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

/// The example producer, in order.
pub(crate) fn producer() -> Fake {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/producer");
    let mut fake = Fake::default();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        #[expect(clippy::disallowed_methods, reason = "the example is read once, and no session sees how")]
        let entries = folder.read_dir().expect("the example is there");
        for entry in entries.map(|entry| entry.expect("it can be listed").path()) {
            let path = entry.strip_prefix(&root).expect("it is below").to_str().expect("UTF-8").replace('\\', "/");
            #[expect(clippy::disallowed_methods, reason = "the example is read once, and no session sees how")]
            match std::fs::read(&entry) {
                Ok(bytes) => fake = fake.reply(&path, Reply::Bytes(bytes)),
                Err(_) => folders.push(entry),
            }
        }
    }
    fake
}

impl Fake {
    pub(crate) fn file(self, path: &str, text: &str) -> Self {
        self.reply(path, Reply::Bytes(text.as_bytes().to_vec()))
    }

    pub(crate) fn reply(mut self, path: &str, reply: Reply) -> Self {
        self.files.get_mut().insert(path.into(), reply);
        self
    }

    /// The paths of all files.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.files.borrow().keys().cloned().collect()
    }

    /// The text of a file as it now stands.
    pub(crate) fn text(&self, path: &str) -> Option<String> {
        match self.files.borrow().get(path) {
            Some(Reply::Bytes(bytes)) => Some(String::from_utf8(bytes.clone()).unwrap()),
            _ => None,
        }
    }

    /// What git writes for arguments with a blank between them.
    pub(crate) fn git(mut self, arguments: &str, exit_code: i32, stdout: &str) -> Self {
        self.git.insert(arguments.into(), ran(exit_code, stdout, ""));
        self
    }

    /// How a declared command ends.
    pub(crate) fn command(mut self, command: &str, exit_code: i32) -> Self {
        self.commands.insert(command.into(), ran(exit_code, "", ""));
        self
    }

    pub(crate) fn answer(mut self, asked: &str, status: u16, body: impl Into<Vec<u8>>) -> Self {
        let content_type = Some("application/json".into());
        self.answers
            .insert(asked.into(), Reply::Answer { status, content_type, headers: Vec::new(), body: body.into() });
        self
    }

    pub(crate) fn without(mut self, path: &str) -> Self {
        self.files.get_mut().remove(path);
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

    /// What a host with such an operating system replies; what is written goes nowhere.
    pub(crate) fn fulfil(&self, request: &Request) -> Reply {
        match request {
            Request::ReadFile { path, .. } => self.files.borrow().get(path).cloned().unwrap_or(Reply::Missing),
            Request::ListFiles { folder, endings, limit, .. } => {
                tree::list(&self.files.borrow(), folder, endings, *limit)
            }
            Request::WriteFile { path, bytes, .. } => tree::write(&mut self.files.borrow_mut(), path, bytes),
            Request::Rename { from, to, .. } => tree::rename(&mut self.files.borrow_mut(), from, to),
            Request::Remove { path, .. } => tree::remove(&mut self.files.borrow_mut(), path),
            Request::AppendFile { path, text } => tree::append(&mut self.files.borrow_mut(), path, text),
            Request::Git { arguments, .. } => {
                let known = self.git.get(&arguments.join(" ")).cloned();
                known.unwrap_or_else(|| {
                    ran(128, "", "fatal: not a git repository (or any of the parent directories): .git\n")
                })
            }
            Request::RunCommand { command, .. } => {
                self.commands.get(command).cloned().unwrap_or_else(|| ran(127, "", ""))
            }
            Request::RunProgram { words, .. } => self.commands.get(&words.join(" ")).cloned().unwrap_or(Reply::Missing),
            Request::FolderExists { .. } => self.folder.clone(),
            Request::ReadStandardInput { .. } => self.standard_input.clone(),
            Request::ReadChunk { input, .. } if input == "-" => {
                Reply::Bytes(self.chunks.borrow_mut().pop_front().unwrap_or_default().into_bytes())
            }
            Request::StandardInputIsTerminal if self.input_is_terminal => Reply::Yes,
            Request::StandardInputIsTerminal => Reply::No,
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
            Request::Write { .. } | Request::ShowProgress { .. } => Reply::Yes,
            Request::ReadChunk { .. } | Request::Classify { .. } => Reply::Missing,
        }
    }
}

/// A program that ran to its end.
fn ran(exit_code: i32, stdout: &str, stderr: &str) -> Reply {
    Reply::Ran { exit_code: Some(exit_code), stdout: stdout.into(), stderr: stderr.into() }
}

#[test]
fn a_session_changes_the_files() {
    let fake = Fake::default().file("a/b.rs", "b").file("a/c.md", "c").git("status", 0, "clean").command("true", 0);
    let list = |endings: &[&str]| {
        let endings = endings.iter().map(ToString::to_string).collect();
        fake.fulfil(&Request::ListFiles { root: ".".into(), folder: "a".into(), endings, limit: 2 })
    };
    let names = |names: &[&str]| Reply::Names(names.iter().map(ToString::to_string).collect());
    let write = |path: &str, bytes: &[u8]| {
        fake.fulfil(&Request::WriteFile { root: ".".into(), path: path.into(), bytes: bytes.into(), like: None })
    };
    let remove = |path: &str| fake.fulfil(&Request::Remove { root: ".".into(), path: path.into() });
    assert_eq!(list(&[]), names(&["a/b.rs", "a/c.md"]));
    assert_eq!(list(&[".md"]), names(&["a/c.md"]));
    assert_eq!(write("a", b""), Reply::NotRegular("a folder".into()));
    assert_eq!(write("a/new", b"n"), Reply::Yes);
    assert_eq!(list(&[]), Reply::TooLarge(3));
    let rename = Request::Rename { root: ".".into(), from: "a/new".into(), to: "a/c.md".into() };
    assert_eq!(fake.fulfil(&rename), Reply::Yes);
    assert_eq!(fake.fulfil(&rename), Reply::Missing);
    assert_eq!(fake.text("a/c.md").as_deref(), Some("n"));
    assert_eq!(fake.fulfil(&Request::AppendFile { path: "a/c.md".into(), text: "ew".into() }), Reply::Yes);
    assert_eq!(fake.text("a/c.md").as_deref(), Some("new"));
    assert_eq!(remove("a"), Reply::Failed("the folder is not empty".into()));
    assert_eq!(remove("a/c.md"), Reply::Yes);
    assert_eq!(remove("a/c.md"), Reply::Missing);
    let git = |argument: &str| Request::Git {
        root: ".".into(),
        arguments: vec![argument.into()],
        input: String::new(),
        limit: 9,
    };
    assert_eq!(fake.fulfil(&git("status")), ran(0, "clean", ""));
    assert!(matches!(fake.fulfil(&git("log")), Reply::Ran { exit_code: Some(128), .. }));
    let run = |command: &str| Request::RunCommand { root: ".".into(), command: command.into(), timeout_ms: 9 };
    assert_eq!(fake.fulfil(&run("true")), ran(0, "", ""));
    assert_eq!(fake.fulfil(&run("false")), ran(127, "", ""));
}
