//! The journal: what a transaction does, written down before it is done.

use lockstep_core::facts::sha256;
use serde::{Deserialize, Serialize};

use super::FOLDER;
use crate::{
    failure::Failure,
    file,
    relative_path::RelativePath,
    request::{Reply, Request},
    task::Host,
};

/// The value of `schema` in every journal.
pub(super) const JOURNAL_SCHEMA: &str = "lockstep-journal.v1";

/// Where the journal stands, relative to the repository.
pub(super) const JOURNAL: &str = ".lockstep/journal.json";

/// The largest file that takes part in a transaction, in bytes: the largest document that any policy allows.
const LIMIT: u64 = 1 << 30;

/// Whose work a transaction is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Work {
    Repin,
    Rollback,
    Init,
    Decision,
    Generate,
}

/// What a transaction does; the form `lockstep-journal.v1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Journal {
    pub(super) schema: String,
    pub(super) work: Work,
    /// The same in words, such as "repin from `v0.3.2` to `v0.4.0`".
    pub(super) action: String,
    pub(super) files: Vec<Entry>,
}

/// A file that a transaction replaces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    #[serde(serialize_with = "as_text")]
    pub(super) path: RelativePath,
    /// SHA-256 of what stood there; null where nothing did.
    pub(super) before: Option<String>,
    /// SHA-256 of what will stand there.
    pub(super) after: String,
}

fn as_text<S: serde::Serializer>(path: &RelativePath, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(path.as_str())
}

/// Which of its two states a file is to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Before,
    After,
}

impl Side {
    /// The ending of copies of that state.
    fn ending(self) -> &'static str {
        match self {
            Self::Before => "old",
            Self::After => "new",
        }
    }
}

/// Where the copy of a state of the file of that number stands, relative to the repository.
pub(super) fn copy(number: usize, side: Side) -> String {
    format!("{FOLDER}/transaction/{number}.{}", side.ending())
}

/// Where a file is written before it is put in the place of `path`: beside it, so that both are on one file system.
pub(super) fn beside(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let slash = if folder.is_empty() { "" } else { "/" };
    format!("{folder}{slash}.{name}.lockstep")
}

impl Entry {
    /// The hash of a state; `None` where it is that nothing stands there.
    pub(super) fn hash(&self, side: Side) -> Option<&str> {
        match side {
            Side::Before => self.before.as_deref(),
            Side::After => Some(&self.after),
        }
    }
}

impl Journal {
    /// The text of the journal's file.
    pub(super) fn render(&self) -> String {
        lockstep_core::render::json::render(self)
    }

    /// Reads the journal from the host's answer to [`request`]; `None` where none stands.
    pub(super) fn read(reply: Reply, root: &str) -> Result<Option<Self>, Failure> {
        let name = file::joined(root, JOURNAL);
        let unreadable = |why: String| {
            Failure::new(format!("interrupted repin: its journal cannot be read: {why}")).about(&name).help(
                "compare pin, matrix and mirror with what git has; once they are right, remove the folder `.lockstep`",
            )
        };
        let bytes = match reply {
            Reply::Missing => return Ok(None),
            Reply::Bytes(bytes) => bytes,
            Reply::Failed(cause) => return Err(unreadable(cause)),
            Reply::NotRegular(kind) => return Err(unreadable(format!("it is {kind}"))),
            Reply::Outside => return Err(unreadable("it leads out of the repository".into())),
            Reply::TooLarge(size) => return Err(unreadable(format!("it has {size} bytes"))),
            _ => return Err(unreadable(Reply::misfit())),
        };
        let journal: Self = serde_json::from_slice(&bytes).map_err(|error| unreadable(error.to_string()))?;
        if journal.schema != JOURNAL_SCHEMA {
            return Err(unreadable("another version of lockstep wrote it".into()));
        }
        Ok(Some(journal))
    }

    /// What every command says while the journal stands.
    pub(super) fn interruption(&self, root: &str) -> Failure {
        let (work, command) = match self.work {
            Work::Repin | Work::Rollback => ("repin", "lockstep repin"),
            Work::Init => ("init", "lockstep repin"),
            Work::Decision => ("decision", "lockstep repin"),
            Work::Generate => ("generation", "lockstep producer generate"),
        };
        Failure::new(format!("interrupted {work}: the {} was begun and is not finished", self.action))
            .about(&file::joined(root, JOURNAL))
            .help(format!("`{command}` finishes it, `lockstep rollback` undoes it; nothing is lost either way"))
    }
}

/// The request for the journal of a repository.
pub(super) fn request(root: &str) -> Request {
    Request::ReadFile { root: root.into(), path: JOURNAL.into(), limit: 1 << 20 }
}

/// What stands at a path.
pub(super) enum Standing {
    Nothing,
    Bytes(Vec<u8>),
    /// What cannot be compared, and why.
    Unknown(String),
}

impl Standing {
    /// The hash, or `None` where nothing stands there.
    ///
    /// # Errors
    ///
    /// Why it is not known.
    pub(super) fn hash(&self) -> Result<Option<String>, String> {
        match self {
            Self::Nothing => Ok(None),
            Self::Bytes(bytes) => Ok(Some(sha256(bytes))),
            Self::Unknown(why) => Err(why.clone()),
        }
    }
}

/// Reads what stands at a path below a repository.
pub(super) async fn standing(host: &Host, root: &str, path: &str) -> Standing {
    match host.ask(Request::ReadFile { root: root.into(), path: path.into(), limit: LIMIT }).await {
        Reply::Bytes(bytes) => Standing::Bytes(bytes),
        Reply::Missing => Standing::Nothing,
        Reply::Failed(cause) => Standing::Unknown(cause),
        Reply::NotRegular(kind) => Standing::Unknown(format!("it is {kind}")),
        Reply::Outside => Standing::Unknown("a symbolic link leads out of the repository".into()),
        Reply::TooLarge(size) => Standing::Unknown(format!("it has {size} bytes")),
        _ => Standing::Unknown(Reply::misfit()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn journal() -> Journal {
        let path = "config/pin.json".parse().unwrap();
        let entry = Entry { path, before: None, after: "a".repeat(64) };
        let action = "repin from `v0.3.2` to `v0.4.0`".into();
        Journal { schema: JOURNAL_SCHEMA.into(), work: Work::Repin, action, files: vec![entry] }
    }

    #[test]
    fn a_journal_is_what_its_own_text_says() {
        let text = journal().render();
        assert_eq!(Journal::read(Reply::Bytes(text.into_bytes()), ".").unwrap(), Some(journal()));
        assert_eq!(Journal::read(Reply::Missing, ".").unwrap(), None);
    }

    #[test]
    fn a_journal_that_cannot_be_read_is_an_interruption_all_the_same() {
        let text = journal().render();
        let changed = [
            text.replace("config/", "../"),
            text.replace("journal.v1", "journal.v2"),
            text.replace("\"work\"", "\"job\""),
            String::new(),
        ];
        let replies = changed.map(|text| Reply::Bytes(text.into_bytes())).into_iter();
        for reply in replies.chain([Reply::Failed("permission denied".into()), Reply::Outside, Reply::Yes]) {
            let failure = Journal::read(reply, "app").unwrap_err().human(false);
            assert!(failure.starts_with("error: interrupted repin: its journal cannot be read"), "{failure}");
            assert!(failure.contains("app/.lockstep/journal.json"), "{failure}");
        }
    }

    #[test]
    fn a_file_is_written_beside_its_place() {
        assert_eq!(beside("config/pin.json"), "config/.pin.json.lockstep");
        assert_eq!(beside("pin.json"), ".pin.json.lockstep");
    }
}
