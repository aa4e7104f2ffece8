//! What the program asks its host for, and what a host can answer.

use std::sync::Arc;

use serde::Serialize;

use crate::{fleet::Tally, settings::Settings};

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

/// A host's answer to one [`Request`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The bytes that were read.
    Bytes(Vec<u8>),
    /// Nothing stands there, or the variable is not set.
    Missing,
    /// Something stands there that is no regular file: `a folder`, `a device`, `a pipe`,
    /// `a socket` or `something else`.
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
    /// The repositories were checked.
    Judged(Tally),
}

impl Reply {
    /// What a program says about an answer that does not fit its question.
    pub(crate) fn misfit() -> String {
        "the host gave an answer that does not fit the question".into()
    }
}
