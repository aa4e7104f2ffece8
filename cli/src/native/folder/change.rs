//! Changing what stands below a folder, and having the change on the disk before the reply.

use std::{
    fs::{File, Permissions},
    io::{self, ErrorKind, Write as _},
};

use lockstep_cli::Reply;

use super::{FILE, FOLDER, LINK};
use crate::native::failure::{is_missing, words};

/// A name in a folder, whose links have been followed and do not lead out.
pub(super) trait Spot {
    /// What stands there; a symbolic link is itself.
    fn kind(&self) -> io::Result<&'static str>;

    /// Opens what stands there for writing, or makes it, without following a link.
    fn open(&self, new: bool) -> io::Result<File>;

    /// Moves what stands there in one step.
    fn rename(&self, to: &Self) -> io::Result<()>;

    /// Removes what stands there, an empty folder or something else.
    fn remove(&self, is_folder: bool) -> io::Result<()>;

    /// Has the names of the folder on the disk.
    fn sync(&self) -> io::Result<()>;
}

/// Why there is no [`Spot`] at a path.
#[derive(Debug)]
pub(super) enum Refusal {
    /// A link leads out of the folder.
    Outside,
    /// The operating system says why.
    Error(io::Error),
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self::Error(error)
    }
}

impl Refusal {
    /// The reply where something was to be found.
    pub(super) fn absent(self) -> Reply {
        match self {
            Self::Outside => Reply::Outside,
            Self::Error(error) => absent(&error),
        }
    }

    /// The reply where something was to be put.
    pub(super) fn unfit(self) -> Reply {
        match self {
            Self::Outside => Reply::Outside,
            Self::Error(error) => Reply::Failed(words(&error)),
        }
    }
}

pub(super) fn absent(error: &io::Error) -> Reply {
    if is_missing(error) { Reply::Missing } else { Reply::Failed(words(error)) }
}

/// The error for a path without a last name.
pub(super) fn nameless() -> io::Error {
    ErrorKind::InvalidInput.into()
}

pub(super) fn write(spot: &impl Spot, bytes: &[u8], like: Option<Permissions>) -> Reply {
    let opened = match spot.kind() {
        Ok(FILE) => spot.open(false),
        Ok(kind) => return Reply::NotRegular(kind.into()),
        Err(error) if error.kind() == ErrorKind::NotFound => spot.open(true),
        Err(error) => Err(error),
    };
    let written = opened.and_then(|file| {
        let written = fill(file, bytes, like).and_then(|()| spot.sync());
        if written.is_err() {
            // The first failure is the one to tell; half a file must not pass for a whole one.
            let _ = spot.remove(false);
        }
        written
    });
    changed(written)
}

fn fill(mut file: File, bytes: &[u8], like: Option<Permissions>) -> io::Result<()> {
    file.set_len(0)?;
    if let Some(permissions) = like {
        file.set_permissions(permissions)?;
    }
    file.write_all(bytes)?;
    file.sync_all()
}

pub(super) fn rename<S: Spot>(from: &S, to: &S) -> Reply {
    match (from.kind(), to.kind()) {
        (Err(error), _) => absent(&error),
        // Who keeps a link there means the file behind it.
        (Ok(_), Ok(LINK)) => Reply::NotRegular(LINK.into()),
        (Ok(_), _) => changed(from.rename(to).and_then(|()| to.sync()).and_then(|()| from.sync())),
    }
}

pub(super) fn remove(spot: &impl Spot) -> Reply {
    match spot.kind() {
        Ok(kind) => changed(spot.remove(kind == FOLDER).and_then(|()| spot.sync())),
        Err(error) => absent(&error),
    }
}

fn changed(result: io::Result<()>) -> Reply {
    match result {
        Ok(()) => Reply::Yes,
        Err(error) => Reply::Failed(words(&error)),
    }
}
