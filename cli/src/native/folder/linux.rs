//! Reading and changing files below a folder with `openat2`: the kernel refuses a path that leaves the folder, in the
//! same call that opens it.

use std::{
    ffi::OsString,
    fs::{File, Permissions},
    io,
    os::fd::OwnedFd,
    path::{Path, PathBuf},
};

use lockstep_cli::Reply;
use rustix::{
    buffer::spare_capacity,
    fs::{
        AtFlags, CWD, FileType, Mode, OFlags, ResolveFlags, fstat, fsync, mkdirat, openat, openat2, renameat, statat,
        unlinkat,
    },
    io::{Errno, read},
};

use super::{
    DANGLING, FILE, FOLDER, LINK,
    change::{self, Refusal, Spot, absent, nameless},
    list::list,
    portable,
};

/// How often an opening is tried again that the kernel could not decide because something was
/// renamed meanwhile.
const ATTEMPTS: usize = 16;

/// A folder below which files are read and changed.
#[derive(Debug)]
pub(crate) struct Folder {
    root: PathBuf,
    descriptor: Result<OwnedFd, Errno>,
}

impl Folder {
    /// The folder at a path; it need not exist.
    pub(crate) fn open(root: &str) -> Self {
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        Self { root: PathBuf::from(root), descriptor: openat(CWD, root, flags, Mode::empty()) }
    }

    /// Reads a file below the folder, at most `limit` bytes of it.
    pub(crate) fn read(&self, path: &str, limit: u64) -> Reply {
        // Without NONBLOCK a pipe would wait for a writer; regular files do not care.
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let refusal = match self.enter(Path::new(path), flags) {
            Ok(file) => return read_file(&file, limit),
            Err(refusal) => refusal,
        };
        match (&self.descriptor, errno(&refusal)) {
            // What cannot be opened for reading at all: a socket, a device without a driver.
            (Ok(descriptor), Some(Errno::NXIO)) => match statat(descriptor, path, AtFlags::empty()) {
                Ok(stat) => Reply::NotRegular(describe(FileType::from_raw_mode(stat.st_mode)).into()),
                Err(error) => failed(error),
            },
            (Ok(descriptor), Some(Errno::NOENT)) if leads_nowhere(descriptor, path) => {
                Reply::NotRegular(DANGLING.into())
            }
            _ if needs_detour(&refusal) => portable::read(&self.root, path, limit),
            _ => refusal.absent(),
        }
    }

    /// Lists the files of a folder.
    pub(crate) fn list(&self, folder: &str, endings: &[String], limit: u64) -> Reply {
        list(&self.root, folder, endings, limit)
    }

    /// Puts a file below the folder.
    pub(crate) fn write(&self, path: &str, bytes: &[u8], like: Option<&str>) -> Reply {
        match self.spot(path, true) {
            Ok(spot) => change::write(&spot, bytes, like.and_then(|like| self.permissions(like))),
            Err(refusal) if needs_detour(&refusal) => portable::write(&self.root, path, bytes, like),
            Err(refusal) => refusal.unfit(),
        }
    }

    /// Moves a file below the folder.
    pub(crate) fn rename(&self, from: &str, to: &str) -> Reply {
        match (self.spot(from, false), self.spot(to, false)) {
            (Ok(from), Ok(to)) => change::rename(&from, &to),
            (Err(refusal), _) | (_, Err(refusal)) if needs_detour(&refusal) => portable::rename(&self.root, from, to),
            (Err(refusal), _) => refusal.absent(),
            (_, Err(refusal)) => refusal.unfit(),
        }
    }

    /// Removes a file or an empty folder below the folder.
    pub(crate) fn remove(&self, path: &str) -> Reply {
        match self.spot(path, false) {
            Ok(spot) => change::remove(&spot),
            Err(refusal) if needs_detour(&refusal) => portable::remove(&self.root, path),
            Err(refusal) => refusal.absent(),
        }
    }

    fn permissions(&self, path: &str) -> Option<Permissions> {
        let file = self.enter(Path::new(path), OFlags::PATH | OFlags::CLOEXEC).ok()?;
        let found = File::from(file).metadata().ok()?;
        found.is_file().then(|| found.permissions())
    }

    /// The place of a path; with `make`, folders that lack are made.
    fn spot(&self, path: &str, make: bool) -> Result<HeldSpot, Refusal> {
        let path = Path::new(path);
        let name = path.file_name().ok_or_else(nameless)?;
        let above = path.parent().ok_or_else(nameless)?;
        Ok(HeldSpot { folder: self.below(above, make)?, name: name.to_owned() })
    }

    /// A folder below the folder; with `make`, made where it lacks.
    fn below(&self, path: &Path, make: bool) -> Result<OwnedFd, Refusal> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        if path.as_os_str().is_empty() {
            return self.enter(Path::new("."), flags);
        }
        let entered = self.enter(path, flags);
        match &entered {
            Err(refusal) if make && errno(refusal) == Some(Errno::NOENT) => {}
            _ => return entered,
        }
        let above = self.below(path.parent().ok_or_else(nameless)?, true)?;
        let name = path.file_name().ok_or_else(nameless)?;
        match mkdirat(&above, name, Mode::RWXU | Mode::RWXG | Mode::RWXO) {
            Err(Errno::EXIST) => {}
            made => made.and_then(|()| sync(&above)).map_err(io::Error::from)?,
        }
        self.enter(path, flags)
    }

    /// Opens what stands below the folder.
    fn enter(&self, path: &Path, flags: OFlags) -> Result<OwnedFd, Refusal> {
        let descriptor = self.descriptor.as_ref().map_err(|error| io::Error::from(*error))?;
        match beneath(descriptor, path, flags) {
            // A link with an absolute target; it is fine if it leads back into the folder.
            Err(Errno::XDEV) => {
                let (_, inside) = portable::resolve(&self.root, path)?;
                let inside = if inside.as_os_str().is_empty() { Path::new(".") } else { &inside };
                beneath(descriptor, inside, flags).map_err(|error| match error {
                    Errno::XDEV => Refusal::Outside,
                    error => io::Error::from(error).into(),
                })
            }
            opened => Ok(opened.map_err(io::Error::from)?),
        }
    }
}

/// A name in a folder that is held open: nothing can be put in that folder's place.
struct HeldSpot {
    folder: OwnedFd,
    name: OsString,
}

impl Spot for HeldSpot {
    fn kind(&self) -> io::Result<&'static str> {
        let stat = statat(&self.folder, &self.name, AtFlags::SYMLINK_NOFOLLOW)?;
        Ok(describe(FileType::from_raw_mode(stat.st_mode)))
    }

    fn open(&self, new: bool) -> io::Result<File> {
        let flags = OFlags::WRONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let flags = if new { flags | OFlags::CREATE | OFlags::EXCL } else { flags };
        Ok(openat(&self.folder, &self.name, flags, Mode::from_raw_mode(0o666))?.into())
    }

    fn rename(&self, to: &Self) -> io::Result<()> {
        Ok(renameat(&self.folder, &self.name, &to.folder, &to.name)?)
    }

    fn remove(&self, is_folder: bool) -> io::Result<()> {
        let flags = if is_folder { AtFlags::REMOVEDIR } else { AtFlags::empty() };
        Ok(unlinkat(&self.folder, &self.name, flags)?)
    }

    fn sync(&self) -> io::Result<()> {
        Ok(sync(&self.folder)?)
    }
}

fn sync(folder: &OwnedFd) -> Result<(), Errno> {
    match fsync(folder) {
        // Some file systems have no such thing.
        Err(Errno::INVAL) => Ok(()),
        synced => synced,
    }
}

/// The number of an error of the operating system.
fn errno(refusal: &Refusal) -> Option<Errno> {
    match refusal {
        Refusal::Outside => None,
        Refusal::Error(error) => Errno::from_io_error(error),
    }
}

/// Kernels before 5.6, and sandboxes that do not know the call; old ones forbid what they do not know. Where the access
/// itself is forbidden, the detour finds that, too.
fn needs_detour(refusal: &Refusal) -> bool {
    matches!(errno(refusal), Some(Errno::NOSYS | Errno::PERM))
}

/// Whether a link stands at the path of a file that was not found.
fn leads_nowhere(descriptor: &OwnedFd, path: &str) -> bool {
    let stat = statat(descriptor, path, AtFlags::SYMLINK_NOFOLLOW);
    stat.is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode) == FileType::Symlink)
}

fn beneath(descriptor: &OwnedFd, path: &Path, flags: OFlags) -> Result<OwnedFd, Errno> {
    let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
    let mut opened = Err(Errno::AGAIN);
    for _ in 0..ATTEMPTS {
        opened = openat2(descriptor, path, flags, Mode::empty(), resolve);
        if !matches!(opened, Err(Errno::AGAIN | Errno::INTR)) {
            break;
        }
    }
    opened
}

fn read_file(file: &OwnedFd, limit: u64) -> Reply {
    let stat = match fstat(file) {
        Ok(stat) => stat,
        Err(error) => return failed(error),
    };
    let kind = FileType::from_raw_mode(stat.st_mode);
    if kind != FileType::RegularFile {
        return Reply::NotRegular(describe(kind).into());
    }
    let size = u64::try_from(stat.st_size).unwrap_or(0);
    if size > limit {
        return Reply::TooLarge(size);
    }
    match read_to_end(file, size, limit) {
        Ok(bytes) if bytes.len() as u64 > limit => Reply::TooLarge(bytes.len() as u64),
        Ok(bytes) => Reply::Bytes(bytes),
        Err(error) => failed(error),
    }
}

/// Reads until the end of the file, or until it has more than `limit` bytes.
fn read_to_end(file: &OwnedFd, size: u64, limit: u64) -> Result<Vec<u8>, Errno> {
    let mut bytes = Vec::new();
    // One byte more than the file has: a read that leaves it free has met the end, so that a file
    // takes one call and not two.
    let mut room = usize::try_from(size).map_err(|_| Errno::NOMEM)?.saturating_add(1);
    loop {
        bytes.try_reserve_exact(room).map_err(|_| Errno::NOMEM)?;
        let before = bytes.len();
        match read(file, spare_capacity(&mut bytes)) {
            Err(Errno::INTR) => {}
            Err(error) => return Err(error),
            Ok(_) if bytes.len() == before || bytes.len() as u64 == size || bytes.len() as u64 > limit => {
                return Ok(bytes);
            }
            // The file has grown, or it is one of those that do not know their size.
            Ok(_) => room = 8192,
        }
    }
}

fn failed(error: Errno) -> Reply {
    absent(&io::Error::from(error))
}

fn describe(kind: FileType) -> &'static str {
    match kind {
        FileType::Directory => FOLDER,
        FileType::RegularFile => FILE,
        FileType::Symlink => LINK,
        FileType::Fifo => "a pipe",
        FileType::Socket => "a socket",
        FileType::CharacterDevice | FileType::BlockDevice => "a device",
        _ => "something else",
    }
}
