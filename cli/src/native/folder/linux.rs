//! Reading below a folder with `openat2`: the kernel refuses a path that leaves the folder, in the
//! same call that opens it.

use std::{
    io,
    os::fd::OwnedFd,
    path::{Path, PathBuf},
};

use lockstep_cli::Reply;
use rustix::{
    buffer::spare_capacity,
    fs::{AtFlags, CWD, FileType, Mode, OFlags, ResolveFlags, fstat, openat, openat2, statat},
    io::{Errno, read},
};

use super::portable::{self, DANGLING};
use crate::native::failure::words;

/// How often an opening is tried again that the kernel could not decide because something was
/// renamed meanwhile.
const ATTEMPTS: usize = 16;

/// A folder below which files are read.
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
        let descriptor = match &self.descriptor {
            Ok(descriptor) => descriptor,
            Err(error) => return failed(*error),
        };
        match beneath(descriptor, Path::new(path)) {
            Ok(file) => read_file(&file, limit),
            // A link with an absolute target; it is fine if it leads back into the folder.
            Err(Errno::XDEV) => match portable::resolve(&self.root, path) {
                Ok((_, inside)) => match beneath(descriptor, &inside) {
                    Ok(file) => read_file(&file, limit),
                    Err(Errno::XDEV) => Reply::Outside,
                    Err(error) => failed(error),
                },
                Err(reply) => reply,
            },
            // What cannot be opened for reading at all: a socket, a device without a driver.
            Err(Errno::NXIO) => match statat(descriptor, path, AtFlags::empty()) {
                Ok(stat) => Reply::NotRegular(describe(FileType::from_raw_mode(stat.st_mode)).into()),
                Err(error) => failed(error),
            },
            // Kernels before 5.6, and sandboxes that do not know the call; old ones forbid what they
            // do not know. Where reading itself is forbidden, the detour finds that, too.
            Err(Errno::NOSYS | Errno::PERM) => portable::read(&self.root, path, limit),
            Err(Errno::NOENT) if leads_nowhere(descriptor, path) => Reply::NotRegular(DANGLING.into()),
            Err(error) => failed(error),
        }
    }
}

/// Whether a link stands at the path of a file that was not found.
fn leads_nowhere(descriptor: &OwnedFd, path: &str) -> bool {
    let stat = statat(descriptor, path, AtFlags::SYMLINK_NOFOLLOW);
    stat.is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode) == FileType::Symlink)
}

fn beneath(descriptor: &OwnedFd, path: &Path) -> Result<OwnedFd, Errno> {
    // Without NONBLOCK a pipe would wait for a writer; regular files do not care.
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
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
    match error {
        Errno::NOENT | Errno::NOTDIR => Reply::Missing,
        _ => Reply::Failed(words(&io::Error::from(error))),
    }
}

fn describe(kind: FileType) -> &'static str {
    match kind {
        FileType::Directory => "a folder",
        FileType::Fifo => "a pipe",
        FileType::Socket => "a socket",
        FileType::CharacterDevice | FileType::BlockDevice => "a device",
        _ => "something else",
    }
}
