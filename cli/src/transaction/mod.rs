//! Several files replaced as one: afterwards all of them are new or all are old, whatever happens in between.
//!
//! 1. New contents and copies of the old ones are written below `.lockstep/`. Until here nothing has changed.
//! 2. A journal that says what goes where is put in place by a rename: the point of no return.
//! 3. Each file is written beside its place and renamed into it.
//! 4. The journal is removed, then the copies.
//!
//! A host request that fails before 2 undoes nothing, since nothing was done; one that fails in 3 undoes all from the
//! copies. Where the program ends in between, or undoing fails, the journal stays: then every command but `repin` and
//! `rollback` ends with "interrupted repin", `repin` goes on with 3 and `rollback` undoes it. The copies stay until the
//! journal is gone, so both ways are open at any moment, however often they are interrupted. A file whose hash is that of
//! neither state was changed by somebody else: it is never overwritten.

mod journal;
mod settle;

use lockstep_core::{facts::sha256, text::quoted};

use self::{
    journal::{Entry, JOURNAL, JOURNAL_SCHEMA, Journal, beside, copy},
    settle::{Obstacle, bring},
};
use crate::{
    failure::Failure,
    file,
    relative_path::RelativePath,
    request::{Reply, Request},
    task::Host,
};

pub(crate) use self::{
    journal::{Side, Work},
    settle::settle,
};

/// The folder of the program's own files, relative to the repository.
pub(crate) const FOLDER: &str = ".lockstep";

/// The most files that are looked for when copies are cleaned up.
const MOST_COPIES: u64 = 1000;

/// What a transaction that failed has come to.
const UNCHANGED: &str = "nothing was changed; mend that and run the command again";

/// A file as it was read and as it is to be.
#[derive(Clone, Debug)]
pub(crate) struct Replacement {
    pub(crate) path: RelativePath,
    /// What stood there when the new contents were computed; `None` where nothing did.
    pub(crate) before: Option<Vec<u8>>,
    pub(crate) after: Vec<u8>,
}

/// The request for the journal, to be sent along with a repository's documents.
pub(crate) fn request(root: &str) -> Request {
    journal::request(root)
}

/// Refuses to judge while a transaction is not finished; `reply` is the answer to [`request`].
pub(crate) fn refuse_interrupted(reply: Reply, root: &str) -> Result<(), Failure> {
    match Journal::read(reply, root)? {
        Some(journal) => Err(journal.interruption(root)),
        None => Ok(()),
    }
}

/// Replaces the files, all or none; `action` says in words what that does.
pub(crate) async fn replace(
    host: &Host,
    root: &str,
    (work, action): (Work, &str),
    mut files: Vec<Replacement>,
) -> Result<(), Failure> {
    refuse_interrupted(host.ask(request(root)).await, root)?;
    files.retain(|file| file.before.as_ref() != Some(&file.after));
    if files.is_empty() {
        return Ok(());
    }
    let journal = Journal {
        schema: JOURNAL_SCHEMA.into(),
        work,
        action: action.into(),
        files: files
            .iter()
            .map(|file| Entry {
                path: file.path.clone(),
                before: file.before.as_deref().map(sha256),
                after: sha256(&file.after),
            })
            .collect(),
    };
    if let Err(failure) = begin(host, root, &journal, &files).await {
        // The rename of the journal may have come about although its answer says otherwise.
        return match host.ask(remove(root, JOURNAL)).await {
            Reply::Yes | Reply::Missing => {
                clean(host, root).await;
                Err(failure.help(UNCHANGED))
            }
            _ => Err(journal.interruption(root)),
        };
    }
    let all: Vec<usize> = (0..journal.files.len()).collect();
    let Err((at, obstacle)) = bring(host, root, &journal, Side::After, all).await else {
        return finish(host, root, &journal).await;
    };
    // What is not ours at `at` is left alone; where a request failed there, its effect is not known.
    let touched = if matches!(obstacle, Obstacle::Foreign(_)) { 0..at } else { 0..at + 1 };
    let failure = obstacle.failure(&journal, root, at);
    match bring(host, root, &journal, Side::Before, touched.rev().collect()).await {
        Ok(()) => {
            finish(host, root, &journal).await?;
            Err(failure.help(UNCHANGED))
        }
        Err((at, obstacle)) => Err(obstacle.interruption(&journal, root, at)),
    }
}

/// Writes the copies and puts the journal in place.
async fn begin(host: &Host, root: &str, journal: &Journal, files: &[Replacement]) -> Result<(), Failure> {
    clean(host, root).await;
    hide(host, root).await?;
    for (number, file) in files.iter().enumerate() {
        write(host, root, &copy(number, Side::After), file.after.clone(), None).await?;
        if let Some(before) = &file.before {
            write(host, root, &copy(number, Side::Before), before.clone(), None).await?;
        }
    }
    put(host, root, JOURNAL, journal.render().into_bytes()).await
}

/// Makes the folder of the program's own files, which git is to ignore.
pub(crate) async fn hide(host: &Host, root: &str) -> Result<(), Failure> {
    write(host, root, &format!("{FOLDER}/.gitignore"), b"*\n".to_vec(), None).await
}

/// Writes a file beside its place and renames it into it, with the permissions of what stands there.
pub(crate) async fn put(host: &Host, root: &str, path: &str, bytes: Vec<u8>) -> Result<(), Failure> {
    let new = beside(path);
    write(host, root, &new, bytes, Some(path)).await?;
    let rename = Request::Rename { root: root.into(), from: new.clone(), to: path.into() };
    let cause = match host.ask(rename).await {
        Reply::Yes => return Ok(()),
        Reply::Missing => "the new file has gone away".into(),
        other => reason(other),
    };
    host.ask(remove(root, &new)).await;
    Err(unwritten(root, path, &cause))
}

async fn write(host: &Host, root: &str, path: &str, bytes: Vec<u8>, like: Option<&str>) -> Result<(), Failure> {
    let like = like.map(Into::into);
    match host.ask(Request::WriteFile { root: root.into(), path: path.into(), bytes, like }).await {
        Reply::Yes => Ok(()),
        other => {
            // Part of it may be there.
            host.ask(remove(root, path)).await;
            Err(unwritten(root, path, &reason(other)))
        }
    }
}

fn unwritten(root: &str, path: &str, cause: &str) -> Failure {
    Failure::new(format!("{} could not be written: {cause}", quoted(&file::joined(root, path))))
}

/// Why a host did not do something.
fn reason(reply: Reply) -> String {
    match reply {
        Reply::Failed(cause) => cause,
        Reply::NotRegular(kind) => format!("{kind} stands there"),
        Reply::Outside => "a symbolic link leads out of the repository".into(),
        _ => Reply::misfit(),
    }
}

fn remove(root: &str, path: &str) -> Request {
    Request::Remove { root: root.into(), path: path.into() }
}

/// Removes the journal, which ends the transaction, and then what it needed.
async fn finish(host: &Host, root: &str, journal: &Journal) -> Result<(), Failure> {
    match host.ask(remove(root, JOURNAL)).await {
        Reply::Yes | Reply::Missing => {}
        _ => return Err(journal.interruption(root)),
    }
    clean(host, root).await;
    Ok(())
}

/// Removes copies without a journal. Where that fails they stay, and the next transaction tries again.
async fn clean(host: &Host, root: &str) {
    let folder = format!("{FOLDER}/transaction");
    let list =
        Request::ListFiles { root: root.into(), folder: folder.clone(), endings: Vec::new(), limit: MOST_COPIES };
    let Reply::Names(names) = host.ask(list).await else { return };
    for path in names.into_iter().chain([beside(JOURNAL), folder]) {
        host.ask(remove(root, &path)).await;
    }
}
