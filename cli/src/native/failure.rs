//! Errors of the operating system, in the program's own words.

use std::io::{self, ErrorKind};

use lockstep_cli::cause;

/// What went wrong, in words that every host has in common.
pub(crate) fn words(error: &io::Error) -> String {
    match (code(error).and_then(cause), error.raw_os_error()) {
        (Some(words), _) => words.into(),
        (None, Some(number)) => format!("operating system error {number}"),
        (None, None) => error.kind().to_string(),
    }
}

/// The symbolic name of an error that has words of its own.
fn code(error: &io::Error) -> Option<&'static str> {
    #[cfg(unix)]
    match error.raw_os_error() {
        Some(1) => return Some("EPERM"),
        Some(5) => return Some("EIO"),
        Some(23) => return Some("ENFILE"),
        Some(24) => return Some("EMFILE"),
        Some(40) if cfg!(target_os = "linux") => return Some("ELOOP"),
        Some(62) if cfg!(target_vendor = "apple") => return Some("ELOOP"),
        _ => {}
    }
    Some(match error.kind() {
        ErrorKind::PermissionDenied => "EACCES",
        ErrorKind::InvalidFilename => "ENAMETOOLONG",
        ErrorKind::InvalidInput => "EINVAL",
        ErrorKind::OutOfMemory => "ENOMEM",
        ErrorKind::IsADirectory => "EISDIR",
        ErrorKind::ResourceBusy => "EBUSY",
        ErrorKind::StaleNetworkFileHandle => "ESTALE",
        ErrorKind::StorageFull => "ENOSPC",
        ErrorKind::QuotaExceeded => "EDQUOT",
        ErrorKind::FileTooLarge => "EFBIG",
        ErrorKind::ReadOnlyFilesystem => "EROFS",
        ErrorKind::CrossesDevices => "EXDEV",
        ErrorKind::AlreadyExists => "EEXIST",
        ErrorKind::DirectoryNotEmpty => "ENOTEMPTY",
        ErrorKind::NotFound => "ENOENT",
        ErrorKind::NotADirectory => "ENOTDIR",
        ErrorKind::ConnectionRefused => "ECONNREFUSED",
        ErrorKind::HostUnreachable => "EHOSTUNREACH",
        ErrorKind::NetworkUnreachable => "ENETUNREACH",
        ErrorKind::NetworkDown => "ENETDOWN",
        ErrorKind::AddrNotAvailable => "EADDRNOTAVAIL",
        _ => return None,
    })
}

/// Whether an error says that nothing stands at a path.
pub(crate) fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}
