//! What the program asks its host for, and what a host can answer.

use std::{fmt, sync::Arc};

use serde::{Serialize, Serializer};

use crate::{
    command::classify::{Batch, Summary},
    fleet::Tally,
    settings::Settings,
};

/// One effect that the host is asked for.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Request {
    /// Read a file below a folder, without following symbolic links out of it and without ever
    /// waiting for a pipe or a device.
    ///
    /// Replies: `Bytes`, `Missing`, `NotRegular`, `Outside`, `TooLarge`, `Failed`.
    ReadFile {
        /// The folder as the user gave it, relative to the working directory.
        root: String,
        /// The file, relative to the folder, with forward slashes.
        path: String,
        /// The most bytes to read.
        limit: u64,
    },
    /// List the regular files below a folder, however deep. Symbolic links are neither followed nor listed, nor is what
    /// is named `.git`, with all that stands below it.
    ///
    /// Replies: `Names` (paths relative to `root` with forward slashes, in the order of their bytes), `Missing`,
    /// `NotRegular` (no folder stands there), `Outside`, `TooLarge` (more than `limit` files; how many at least),
    /// `Failed` (also where the name of one that would be listed is not UTF-8).
    ListFiles {
        /// The folder as the user gave it, relative to the working directory.
        root: String,
        /// The folder to list, relative to `root`, with forward slashes; `.` is `root` itself.
        folder: String,
        /// How the names of listed files may end, such as `.rs`; all are listed where none is given.
        endings: Vec<String>,
        /// The most files to list.
        limit: u64,
    },
    /// Put a file at a path with all its bytes, and have them on the disk before the reply. Folders that lack below
    /// `root` are made. A file that could not be written whole is removed.
    ///
    /// A file that stands there is overwritten, so a file that matters is never written this way but replaced by
    /// [`Request::Rename`]. Replies: `Yes`, `Outside`, `NotRegular` (something else than a file stands there, such as a
    /// symbolic link), `Failed`.
    WriteFile {
        /// The folder as the user gave it, relative to the working directory.
        root: String,
        /// The file, relative to the folder, with forward slashes.
        path: String,
        /// All of what it holds; in JSON a text in which each character up to `\u{ff}` is the byte of its number.
        #[serde(serialize_with = "as_characters")]
        bytes: Vec<u8>,
        /// A file, relative to the folder, whose permissions the new one gets, where it exists.
        like: Option<String>,
    },
    /// Put a file in the place of another in one step, and have that on the disk before the reply. A symbolic link is
    /// moved or replaced itself.
    ///
    /// Replies: `Yes`, `Missing` (there is no `from`), `NotRegular` (a symbolic link stands at `to`, which is never
    /// replaced), `Outside`, `Failed`.
    Rename {
        /// The folder as the user gave it, relative to the working directory.
        root: String,
        /// The file that moves, relative to the folder.
        from: String,
        /// Where it moves, relative to the folder; a file that stands there is gone afterwards.
        to: String,
    },
    /// Remove a file, a symbolic link or an empty folder, and have that on the disk before the reply.
    ///
    /// Replies: `Yes`, `Missing`, `Outside`, `Failed`.
    Remove {
        /// The folder as the user gave it, relative to the working directory.
        root: String,
        /// What to remove, relative to the folder.
        path: String,
    },
    /// Add text to the end of a file, which is made where there is none. Replies: `Yes`, `NotRegular`, `Failed`.
    AppendFile {
        /// The path as the user or the environment gave it, relative to the working directory.
        path: String,
        /// What is added.
        text: String,
    },
    /// Run git in a folder to read its repository's history, without a pager, a prompt, a lock that is not needed, words
    /// of another language, hooks, or a connection to anywhere. The repository is the one that the folder stands in,
    /// whatever the environment says.
    ///
    /// Arguments must be those of a command that prints for machines, such as `diff --raw`: patches may start programs
    /// that the repository's configuration names, unless `--no-ext-diff` and `--no-textconv` are there.
    ///
    /// Replies: `Ran`, `Missing` (there is no git), `TooLarge` (more output than `limit`), `Failed` (the folder cannot be
    /// entered, git cannot be started).
    Git {
        /// The folder as the user gave it, relative to the working directory.
        root: String,
        /// The arguments, without the program's name.
        arguments: Vec<String>,
        /// What git reads from its standard input.
        input: String,
        /// The most bytes of its standard output.
        limit: u64,
    },
    /// Run a command that the user or the configuration declared, by the system's shell, in a folder; what it prints goes
    /// where this program's own output goes, what it reads is empty. A command that takes too long is ended with all
    /// that it started.
    ///
    /// What it started and left running at its end goes on. Replies: `Ran` (without output), `Unanswered` (`Timeout`),
    /// `Failed` (it cannot be started).
    RunCommand {
        /// The folder as the user gave it, relative to the working directory.
        root: String,
        /// The command line.
        command: String,
        /// The most milliseconds it may take.
        timeout_ms: u64,
    },
    /// Run a program that the user or the configuration declared, in a folder, and keep what it writes; what it reads is
    /// empty. It gets the variables of the environment that are named and no others. One that takes too long or writes too
    /// much is ended with all that it started; so is what it left running when it ended by itself.
    ///
    /// Replies: `Captured`, `Missing` (there is no such program), `Failed` (it cannot be started).
    RunProgram {
        /// The folder as the user gave it, relative to the working directory.
        root: String,
        /// The program and its arguments, at least one word; or, for the system's shell, one line.
        words: Vec<String>,
        /// Whether it is a line for the system's shell.
        shell: bool,
        /// The names of variables that it gets, where they are set.
        environment: Vec<String>,
        /// The most milliseconds it may take.
        timeout_ms: u64,
        /// The most bytes that it may write to each of its outputs.
        limit: u64,
    },
    /// Say whether a folder stands at a path. Replies: `Yes`, `No`, `Failed`.
    FolderExists {
        /// The path as the user gave it, relative to the working directory.
        path: String,
    },
    /// Read standard input to its end. Replies: `Bytes`, `TooLarge`, `Failed`.
    ReadStandardInput {
        /// The most bytes to read.
        limit: u64,
    },
    /// Read an environment variable. Replies: `Text`, `Missing`.
    Environment {
        /// Its name.
        name: String,
    },
    /// The date by the host's clock in UTC, `YYYY-MM-DD`. Replies: `Text`, `Failed`.
    Today,
    /// Send one HTTP request and read its whole answer.
    ///
    /// Of the answer's headers the host gives those of [`ANSWER_HEADERS`].
    ///
    /// The host adds `user-agent`, `accept-encoding: identity` and what frames the message. It
    /// follows no redirect, uses no proxy, keeps no cookie and unpacks nothing. Any status is an
    /// answer. Replies: `Answer`, `Unanswered`.
    Fetch {
        /// Such as `GET`.
        method: String,
        /// An absolute `http` or `https` URL.
        url: String,
        /// Names and values of further headers.
        headers: Headers,
        /// The body, where one is sent.
        body: Option<String>,
        /// The most milliseconds that the whole exchange may take, from the look-up of the name to
        /// the last byte of the body.
        timeout_ms: u64,
        /// The most bytes of an answer's body.
        limit: u64,
    },
    /// Read what comes next from an input, which is opened by the first request and stays open
    /// until its end. Pipes and devices are waited for: the user has named them.
    ///
    /// Replies: `Bytes` (what one read gave, empty only at the end), `Missing`, `NotRegular` (a
    /// folder), `Failed`.
    ReadChunk {
        /// The path as the user gave it, relative to the working directory; `-` is standard input.
        input: String,
        /// The most bytes to read; not 0.
        limit: u64,
    },
    /// Say whether standard input is a terminal. (Asked only where it matters: a host may take long to tell.) Replies:
    /// `Yes`, `No`.
    StandardInputIsTerminal,
    /// Write to standard output now. Replies: `Yes`, `No` (the reader has gone away), `Failed`.
    Write {
        /// All of what is written.
        text: String,
    },
    /// Write to standard error now, where a failure changes nothing. Replies: `Yes`.
    ShowProgress {
        /// All of what is written.
        text: String,
    },
    /// Classify every envelope of a batch and write to standard output what is written while it
    /// goes on; asked only of a host that said it has threads, so it never crosses into
    /// JavaScript.
    ///
    /// Replies: `Classified`, `Failed`.
    #[serde(skip)]
    Classify {
        /// What is classified, and how.
        batch: Arc<Batch>,
    },
    /// Check many repositories at once and write a line for each to standard output; asked only of
    /// a host that said it has threads, so it never crosses into JavaScript.
    ///
    /// Replies: `Judged`, `Failed`.
    #[serde(skip)]
    CheckRepositories {
        /// The repositories, in the order of their lines.
        roots: Vec<String>,
        /// How to check and print each with [`check_repository`](crate::check_repository).
        settings: Arc<Settings>,
    },
}

/// Names and values of a request's headers. `Debug` shows only the names: a value can be a token.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
pub struct Headers(pub Vec<(String, String)>);

impl fmt::Debug for Headers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

/// The headers of an answer, beside `content-type`, that a host hands on: what a refusal says about itself.
pub const ANSWER_HEADERS: [&str; 4] = ["location", "retry-after", "x-ratelimit-remaining", "x-ratelimit-reset"];

/// Bytes as a text in which each character is the byte of its number: JSON has no bytes.
fn as_characters<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&bytes.iter().map(|byte| char::from(*byte)).collect::<String>())
}

/// A host's answer to one [`Request`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The bytes that were read.
    Bytes(Vec<u8>),
    /// Nothing stands there, or the variable is not set.
    Missing,
    /// Something stands there that is no regular file: `a folder`, `a device`, `a pipe`,
    /// `a socket`, `a symbolic link` or `something else`; or, where a folder is needed, `a file`.
    NotRegular(String),
    /// A symbolic link leads out of the folder.
    Outside,
    /// The file is larger than the limit and was not read; its size in bytes.
    TooLarge(u64),
    /// The host could not do it; the reason in the words of [`cause`](crate::cause).
    Failed(String),
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// A piece of text.
    Text(String),
    /// Names of files.
    Names(Vec<String>),
    /// A program ran to its end.
    Ran {
        /// Its exit code; `None` where a signal ended it.
        exit_code: Option<i32>,
        /// What it wrote to standard output.
        stdout: Vec<u8>,
        /// What it wrote to standard error, at most 64 KiB of it.
        stderr: Vec<u8>,
    },
    /// A program was run and what it wrote was kept.
    Captured(Captured),
    /// The repositories were checked.
    Judged(Tally),
    /// The envelopes were classified.
    Classified(Box<Summary>),
    /// A service answered.
    Answer {
        /// The HTTP status.
        status: u16,
        /// The value of the header `content-type`, where it has one that is text.
        content_type: Option<String>,
        /// The headers of [`ANSWER_HEADERS`] that it has, as name in lower case and value.
        headers: Vec<(String, String)>,
        /// The body as it was sent.
        body: Vec<u8>,
    },
    /// A service gave no answer that could be read to its end.
    Unanswered {
        /// The kind of failure, which is the same in every host.
        reason: Unanswered,
        /// What happened, in the words of [`cause`](crate::cause) where it has some.
        text: String,
    },
}

/// How a program ended, and what it wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Captured {
    /// Its exit code; `None` where a signal ended it.
    pub exit_code: Option<i32>,
    /// Why it was ended before it had ended by itself.
    pub stopped: Option<Stopped>,
    /// What it wrote to standard output, at most the limit.
    pub stdout: Vec<u8>,
    /// What it wrote to standard error, at most the limit.
    pub stderr: Vec<u8>,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
}

/// Why a program was ended; as text `timeout` or `output`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// It took longer than it may.
    Timeout,
    /// It wrote more than it may to one of its outputs.
    Output,
}

impl Stopped {
    /// The reason of a word, which is how JavaScript hosts say it.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        match word {
            "timeout" => Some(Self::Timeout),
            "output" => Some(Self::Output),
            _ => None,
        }
    }
}

/// Why a request to a service has no answer; as text in kebab case, such as `too-large`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unanswered {
    /// No connection came about: an unknown name, nothing that listens, no way to the host.
    Connect,
    /// The exchange took longer than it may.
    Timeout,
    /// The body is larger than the limit.
    TooLarge,
    /// The connection ended early, or what came is not HTTP.
    Broken,
    /// Anything else, such as TLS that could not be agreed on.
    Network,
}

impl Unanswered {
    /// The reason of a name in kebab case, which is how JavaScript hosts say it.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "connect" => Self::Connect,
            "timeout" => Self::Timeout,
            "too-large" => Self::TooLarge,
            "broken" => Self::Broken,
            "network" => Self::Network,
            _ => return None,
        })
    }
}

impl Reply {
    /// What a program says about an answer that does not fit its question.
    pub(crate) fn misfit() -> String {
        "the host gave an answer that does not fit the question".into()
    }
}
