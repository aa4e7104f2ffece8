//! Reading below a folder by comparing resolved paths, for systems without `openat2`.
//!
//! Between the comparison and the opening another process could exchange a part of the path; a
//! repository whose files are exchanged while they are judged has no verdict to protect.

use std::{
    fs::{self, File, FileType, Metadata},
    io::Read as _,
    path::{Path, PathBuf},
};

use lockstep_cli::Reply;

use crate::native::failure::{is_missing, words};

/// What stands where a file is expected, for a link without a target: no missing file, since somebody meant one.
pub(super) const DANGLING: &str = "a symbolic link that leads nowhere";

/// Reads a file below the folder at `root`, at most `limit` bytes of it.
pub(super) fn read(root: &Path, path: &str, limit: u64) -> Reply {
    match resolve(root, path) {
        Ok((root, inside)) => read_file(&root.join(inside), limit),
        Err(Reply::Missing) if fs::symlink_metadata(root.join(path)).is_ok_and(|found| found.is_symlink()) => {
            Reply::NotRegular(DANGLING.into())
        }
        Err(reply) => reply,
    }
}

/// The resolved folder and the path below it that a path leads to, all symbolic links followed.
pub(super) fn resolve(root: &Path, path: &str) -> Result<(PathBuf, PathBuf), Reply> {
    // Joined before it is resolved: on Windows a resolved path knows no forward slashes any more.
    let file = fs::canonicalize(root.join(path)).map_err(|error| failed(&error))?;
    let root = fs::canonicalize(root).map_err(|error| failed(&error))?;
    match file.strip_prefix(&root) {
        Ok(inside) => {
            let inside = inside.to_path_buf();
            Ok((root, inside))
        }
        Err(_) => Err(Reply::Outside),
    }
}

fn read_file(path: &Path, limit: u64) -> Reply {
    // A pipe must be recognised before it is opened: opening it would wait for a writer.
    match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => return Reply::NotRegular(describe(metadata.file_type()).into()),
        Ok(metadata) if metadata.len() > limit => return Reply::TooLarge(metadata.len()),
        Ok(_) => {}
        Err(error) => return failed(&error),
    }
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| {
        let size = file.metadata().as_ref().map_or(0, Metadata::len);
        bytes.try_reserve_exact(usize::try_from(size.min(limit)).unwrap_or(0))?;
        file.take(limit.saturating_add(1)).read_to_end(&mut bytes)
    });
    match read {
        Ok(_) if bytes.len() as u64 > limit => Reply::TooLarge(bytes.len() as u64),
        Ok(_) => Reply::Bytes(bytes),
        Err(error) => failed(&error),
    }
}

fn failed(error: &std::io::Error) -> Reply {
    if is_missing(error) { Reply::Missing } else { Reply::Failed(words(error)) }
}

fn describe(kind: FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        if kind.is_fifo() {
            return "a pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
        if kind.is_char_device() || kind.is_block_device() {
            return "a device";
        }
    }
    if kind.is_dir() { "a folder" } else { "something else" }
}
