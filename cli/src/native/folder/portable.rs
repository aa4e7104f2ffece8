//! Reading and changing files below a folder by comparing resolved paths, for systems without `openat2`.
//!
//! Between the comparison and the opening another process could exchange a part of the path; a
//! repository whose files are exchanged while they are judged has no verdict to protect.

use std::{
    ffi::OsString,
    fs::{self, File, FileType, Metadata, OpenOptions, Permissions},
    io::{self, ErrorKind, Read as _},
    path::{Path, PathBuf},
};

use lockstep_cli::Reply;

use super::{
    DANGLING, FILE, FOLDER, LINK,
    change::{self, Refusal, Spot, absent, nameless},
};

/// Reads a file below the folder at `root`, at most `limit` bytes of it.
pub(super) fn read(root: &Path, path: &str, limit: u64) -> Reply {
    let refusal = match resolve(root, path) {
        Ok((root, inside)) => return read_file(&root.join(inside), limit),
        Err(refusal) => refusal,
    };
    match refusal.absent() {
        Reply::Missing if fs::symlink_metadata(root.join(path)).is_ok_and(|found| found.is_symlink()) => {
            Reply::NotRegular(DANGLING.into())
        }
        reply => reply,
    }
}

/// Puts a file below the folder at `root`.
pub(super) fn write(root: &Path, path: &str, bytes: &[u8], like: Option<&str>) -> Reply {
    let like = like.and_then(|like| permissions(root, like));
    NamedSpot::find(root, path, true).map_or_else(Refusal::unfit, |spot| change::write(&spot, bytes, like))
}

/// Moves a file below the folder at `root`.
pub(super) fn rename(root: &Path, from: &str, to: &str) -> Reply {
    let from = match NamedSpot::find(root, from, false) {
        Ok(from) => from,
        Err(refusal) => return refusal.absent(),
    };
    NamedSpot::find(root, to, false).map_or_else(Refusal::unfit, |to| change::rename(&from, &to))
}

/// Removes a file or an empty folder below the folder at `root`.
pub(super) fn remove(root: &Path, path: &str) -> Reply {
    NamedSpot::find(root, path, false).map_or_else(Refusal::absent, |spot| change::remove(&spot))
}

fn permissions(root: &Path, path: &str) -> Option<Permissions> {
    let (root, inside) = resolve(root, path).ok()?;
    let found = fs::metadata(root.join(inside)).ok()?;
    found.is_file().then(|| found.permissions())
}

/// The resolved folder and the path below it that a path leads to, all symbolic links followed.
pub(super) fn resolve(root: &Path, path: impl AsRef<Path>) -> Result<(PathBuf, PathBuf), Refusal> {
    // Joined before it is resolved: on Windows a resolved path knows no forward slashes any more.
    let file = fs::canonicalize(root.join(path))?;
    let root = fs::canonicalize(root)?;
    match file.strip_prefix(&root) {
        Ok(inside) => {
            let inside = inside.to_path_buf();
            Ok((root, inside))
        }
        Err(_) => Err(Refusal::Outside),
    }
}

/// A name in a folder by its resolved path.
struct NamedSpot {
    folder: PathBuf,
    name: OsString,
}

impl NamedSpot {
    /// The place of a path; with `make`, folders that lack are made.
    fn find(root: &Path, path: &str, make: bool) -> Result<Self, Refusal> {
        let path = Path::new(path);
        let name = path.file_name().ok_or_else(nameless)?.to_owned();
        let above = path.parent().and_then(Path::to_str).ok_or_else(nameless)?;
        match resolve(root, above) {
            Err(Refusal::Error(error)) if make && error.kind() == ErrorKind::NotFound && !above.is_empty() => {
                Self::find(root, above, true)?.make()?;
                Self::find(root, path.to_str().ok_or_else(nameless)?, false)
            }
            resolved => resolved.map(|(root, inside)| Self { folder: root.join(inside), name }),
        }
    }

    /// Makes a folder there.
    fn make(&self) -> io::Result<()> {
        match fs::create_dir(self.path()) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
            made => made.and_then(|()| self.sync()),
        }
    }

    fn path(&self) -> PathBuf {
        self.folder.join(&self.name)
    }
}

impl Spot for NamedSpot {
    fn kind(&self) -> io::Result<&'static str> {
        fs::symlink_metadata(self.path()).map(|found| describe(found.file_type()))
    }

    fn open(&self, new: bool) -> io::Result<File> {
        OpenOptions::new().write(true).create_new(new).open(self.path())
    }

    fn rename(&self, to: &Self) -> io::Result<()> {
        fs::rename(self.path(), to.path())
    }

    fn remove(&self, is_folder: bool) -> io::Result<()> {
        if is_folder { fs::remove_dir(self.path()) } else { fs::remove_file(self.path()) }
    }

    fn sync(&self) -> io::Result<()> {
        // Windows has no such thing: it opens no folder as a file.
        if !cfg!(unix) {
            return Ok(());
        }
        match File::open(&self.folder)?.sync_all() {
            // Some file systems have no such thing either.
            Err(error) if error.kind() == ErrorKind::InvalidInput => Ok(()),
            synced => synced,
        }
    }
}

fn read_file(path: &Path, limit: u64) -> Reply {
    // A pipe must be recognised before it is opened: opening it would wait for a writer.
    match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => return Reply::NotRegular(describe(metadata.file_type()).into()),
        Ok(metadata) if metadata.len() > limit => return Reply::TooLarge(metadata.len()),
        Ok(_) => {}
        Err(error) => return absent(&error),
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
        Err(error) => absent(&error),
    }
}

/// What stands at a path, as replies say it.
pub(crate) fn describe(kind: FileType) -> &'static str {
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
    match () {
        () if kind.is_dir() => FOLDER,
        () if kind.is_file() => FILE,
        () if kind.is_symlink() => LINK,
        () => "something else",
    }
}
