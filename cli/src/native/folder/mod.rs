//! Reading and changing files below a folder: never out of it, and never waiting for what is no regular file.

mod change;
#[cfg(target_os = "linux")]
mod linux;
mod list;
mod portable;

#[cfg(target_os = "linux")]
pub(crate) use linux::Folder;
pub(crate) use portable::describe;

/// What stands at a path, as replies say it.
const FILE: &str = "a file";
const FOLDER: &str = "a folder";
const LINK: &str = "a symbolic link";
/// What stands where a file is expected, for a link without a target: no missing file, since somebody meant one.
const DANGLING: &str = "a symbolic link that leads nowhere";

/// A folder below which files are read and changed.
#[cfg(not(target_os = "linux"))]
#[derive(Debug)]
pub(crate) struct Folder {
    root: std::path::PathBuf,
}

#[cfg(not(target_os = "linux"))]
impl Folder {
    /// The folder at a path; it need not exist.
    pub(crate) fn open(root: &str) -> Self {
        Self { root: root.into() }
    }

    /// Reads a file below the folder, at most `limit` bytes of it.
    pub(crate) fn read(&self, path: &str, limit: u64) -> lockstep_cli::Reply {
        portable::read(&self.root, path, limit)
    }

    /// Lists the files of a folder.
    pub(crate) fn list(&self, folder: &str, endings: &[String], limit: u64) -> lockstep_cli::Reply {
        list::list(&self.root, folder, endings, limit)
    }

    /// Puts a file below the folder.
    pub(crate) fn write(&self, path: &str, bytes: &[u8], like: Option<&str>) -> lockstep_cli::Reply {
        portable::write(&self.root, path, bytes, like)
    }

    /// Moves a file below the folder.
    pub(crate) fn rename(&self, from: &str, to: &str) -> lockstep_cli::Reply {
        portable::rename(&self.root, from, to)
    }

    /// Removes a file or an empty folder below the folder.
    pub(crate) fn remove(&self, path: &str) -> lockstep_cli::Reply {
        portable::remove(&self.root, path)
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests;
