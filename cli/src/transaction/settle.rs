//! Bringing files to one of their two states, from whatever moment a transaction was interrupted at.

use lockstep_core::{facts::sha256, text::quoted};

use super::{
    finish,
    journal::{self, Journal, Side, Standing, Work, beside, copy, standing},
    put, remove,
};
use crate::{failure::Failure, file, request::Reply, task::Host};

/// A transaction that had been interrupted and no longer is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Settled {
    pub(crate) work: Work,
    /// What it was, in words.
    pub(crate) action: String,
}

/// Brings an interrupted transaction to its end or back to its beginning; `None` where there is none.
pub(crate) async fn settle(host: &Host, root: &str, side: Side) -> Result<Option<Settled>, Failure> {
    let Some(journal) = Journal::read(host.ask(journal::request(root)).await, root)? else { return Ok(None) };
    let all: Vec<usize> = (0..journal.files.len()).collect();
    // Where one file stands in the way, none is touched.
    for (at, entry) in journal.files.iter().enumerate() {
        let found = standing(host, root, entry.path.as_str()).await.hash();
        let known = |found: &Option<String>| {
            [Side::Before, Side::After].into_iter().any(|side| entry.hash(side) == found.as_deref())
        };
        match found {
            Ok(found) if known(&found) => {}
            Ok(_) => return Err(Obstacle::Foreign(None).interruption(&journal, root, at)),
            Err(why) => return Err(Obstacle::Foreign(Some(why)).interruption(&journal, root, at)),
        }
    }
    if let Err((at, obstacle)) = bring(host, root, &journal, side, all).await {
        return Err(obstacle.interruption(&journal, root, at));
    }
    for entry in &journal.files {
        host.ask(remove(root, &beside(entry.path.as_str()))).await;
    }
    finish(host, root, &journal).await?;
    Ok(Some(Settled { work: journal.work, action: journal.action }))
}

/// What keeps a file from having the state that it should.
pub(super) enum Obstacle {
    /// What stands there is neither of its two states, or cannot be compared for this reason.
    Foreign(Option<String>),
    /// A request failed, in these words.
    Failed(Failure),
}

impl Obstacle {
    /// The failure of a transaction that is undone because of it.
    pub(super) fn failure(self, journal: &Journal, root: &str, at: usize) -> Failure {
        match self {
            Self::Failed(failure) => failure,
            Self::Foreign(why) => {
                let path = path(journal, root, at);
                let why = why
                    .map_or_else(|| "it was changed in the meantime".into(), |why| format!("it cannot be read: {why}"));
                Failure::new(format!("{} is not replaced: {why}", quoted(&path)))
            }
        }
    }

    /// The failure of a transaction that stays interrupted because of it.
    pub(super) fn interruption(self, journal: &Journal, root: &str, at: usize) -> Failure {
        let path = path(journal, root, at);
        let why = match self {
            Self::Failed(failure) => {
                return journal.interruption(root).help(format!(
                    "{}; mend that, then `lockstep repin` finishes it and `lockstep rollback` undoes it",
                    failure.one_line()
                ));
            }
            Self::Foreign(None) => "somebody has changed it since".into(),
            Self::Foreign(Some(why)) => format!("it cannot be read: {why}"),
        };
        let [old, new] = [Side::Before, Side::After].map(|side| file::joined(root, &copy(at, side)));
        let old = match journal.files.get(at).is_some_and(|entry| entry.before.is_some()) {
            true => format!("put {} in its place", quoted(&old)),
            false => "remove it".into(),
        };
        Failure::new(format!("interrupted repin: {} is not overwritten: {why}", quoted(&path))).about(&path).help(format!(
            "save what you need of it; then, to finish the {}, put {} in its place and run `lockstep repin`, or, to undo \
             it, {old} and run `lockstep rollback`",
            journal.action,
            quoted(&new),
        ))
    }
}

fn path(journal: &Journal, root: &str, at: usize) -> String {
    journal.files.get(at).map(|entry| file::joined(root, entry.path.as_str())).unwrap_or_default()
}

/// Brings the files of these numbers to a state, in this order; a file that has it is left alone.
///
/// # Errors
///
/// The number of the file that could not be brought there, and why; those before it are there.
pub(super) async fn bring(
    host: &Host,
    root: &str,
    journal: &Journal,
    side: Side,
    numbers: Vec<usize>,
) -> Result<(), (usize, Obstacle)> {
    for (number, entry) in numbers.into_iter().filter_map(|number| Some((number, journal.files.get(number)?))) {
        let path = entry.path.as_str();
        let found = standing(host, root, path).await.hash().map_err(|why| (number, Obstacle::Foreign(Some(why))))?;
        let wanted = entry.hash(side);
        if found.as_deref() == wanted {
            continue;
        }
        let other = if side == Side::After { Side::Before } else { Side::After };
        if found.as_deref() != entry.hash(other) {
            return Err((number, Obstacle::Foreign(None)));
        }
        let failed = |failure| (number, Obstacle::Failed(failure));
        match wanted {
            Some(wanted) => {
                let bytes = copied(host, root, &copy(number, side), wanted).await.map_err(failed)?;
                put(host, root, path, bytes).await.map_err(failed)?;
            }
            None => match host.ask(remove(root, path)).await {
                Reply::Yes | Reply::Missing => {}
                _ => return Err(failed(Failure::new(format!("{} could not be removed", quoted(path))))),
            },
        }
    }
    Ok(())
}

/// The bytes of a copy.
async fn copied(host: &Host, root: &str, path: &str, wanted: &str) -> Result<Vec<u8>, Failure> {
    let name = quoted(&file::joined(root, path));
    match standing(host, root, path).await {
        Standing::Bytes(bytes) if sha256(&bytes) == wanted => Ok(bytes),
        Standing::Bytes(_) => Err(Failure::new(format!("the copy {name} has been changed"))),
        Standing::Nothing => Err(Failure::new(format!("the copy {name} has gone away"))),
        Standing::Unknown(why) => Err(Failure::new(format!("the copy {name} could not be read: {why}"))),
    }
}
