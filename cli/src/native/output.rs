//! Standard output.

use std::io::{self, ErrorKind, Write as _};

use lockstep_cli::Reply;

use super::failure::words;

/// Writes finished bytes to standard output, in one system call where it takes them.
///
/// A reader that has gone away (`lockstep check | head`) is no failure: it wanted no more.
///
/// # Errors
///
/// Where the bytes could not be written, such as on a full disk; the text says why.
pub(crate) fn write(bytes: &[u8]) -> Result<(), String> {
    match attempt(bytes) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(format!("standard output could not be written: {}", words(&error)))
        }
        _ => Ok(()),
    }
}

/// Writes bytes to standard output while the program goes on.
pub(crate) fn reply(bytes: &[u8]) -> Reply {
    match attempt(bytes) {
        Ok(()) => Reply::Yes,
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Reply::No,
        Err(error) => Reply::Failed(words(&error)),
    }
}

fn attempt(bytes: &[u8]) -> io::Result<()> {
    if bytes.is_empty() {
        return Ok(());
    }
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes)?;
    stdout.flush()
}
