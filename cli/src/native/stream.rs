//! Inputs that are read piece by piece.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, ErrorKind, Read},
    thread,
    time::Duration,
};

use lockstep_cli::Reply;

use super::failure::{is_missing, words};

/// How long a standard input that was set not to block is left alone before it is asked again.
const PAUSE: Duration = Duration::from_millis(2);

/// The inputs that are open, by the names the user gave them.
#[derive(Debug, Default)]
pub(crate) struct Streams {
    open: BTreeMap<String, Stream>,
}

#[derive(Debug)]
pub(super) enum Stream {
    Standard,
    File(File),
}

impl Streams {
    /// What one read of an input gives, opened where it is not yet open; its end closes it.
    pub(crate) fn read(&mut self, input: String, limit: u64) -> Reply {
        let mut stream = match self.open.remove(&input) {
            Some(stream) => stream,
            None => match Stream::open(&input) {
                Ok(stream) => stream,
                Err(reply) => return reply,
            },
        };
        let mut bytes = vec![0; usize::try_from(limit).unwrap_or(usize::MAX)];
        match stream.read(&mut bytes) {
            Ok(count) => {
                bytes.truncate(count);
                if count > 0 {
                    self.open.insert(input, stream);
                }
                Reply::Bytes(bytes)
            }
            Err(error) => Reply::Failed(words(&error)),
        }
    }
}

impl Stream {
    /// Opens an input by the name that the user gave it; `-` is standard input.
    pub(super) fn open(input: &str) -> Result<Self, Reply> {
        if input == "-" {
            return Ok(Self::Standard);
        }
        // On Windows a folder cannot be opened at all, so it is recognised first.
        let opened = fs::metadata(input).and_then(|metadata| match metadata.is_dir() {
            true => Ok(None),
            false => File::open(input).map(Some),
        });
        match opened {
            Ok(Some(file)) => Ok(Self::File(file)),
            Ok(None) => Err(Reply::NotRegular("a folder".into())),
            Err(error) if is_missing(&error) => Err(Reply::Missing),
            Err(error) => Err(Reply::Failed(words(&error))),
        }
    }

    /// What one read gives; 0 only at the end.
    pub(super) fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = match self {
                Self::Standard => io::stdin().lock().read(bytes),
                Self::File(file) => file.read(bytes),
            };
            match count {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => thread::sleep(PAUSE),
                count => return count,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_comes_in_pieces_and_ends_once() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
        let whole = fs::read(path).unwrap();
        let mut streams = Streams::default();
        let mut pieces = Vec::new();
        loop {
            let Reply::Bytes(bytes) = streams.read(path.into(), 100) else { panic!("no bytes") };
            if bytes.is_empty() {
                break;
            }
            assert!(bytes.len() <= 100);
            pieces.extend(bytes);
        }
        assert_eq!(pieces, whole);
        assert!(streams.open.is_empty());
    }

    #[test]
    fn what_cannot_be_read_says_so() {
        let mut streams = Streams::default();
        let mut read = |input: &str| streams.read(input.into(), 1);
        assert_eq!(read("no-such-file"), Reply::Missing);
        assert_eq!(read(env!("CARGO_MANIFEST_DIR")), Reply::NotRegular("a folder".into()));
        assert_eq!(read("a\0b"), Reply::Failed("the name is not valid".into()));
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_gives_what_is_there() {
        use std::{io::Write as _, os::fd::AsRawFd as _};
        let (reader, mut writer) = io::pipe().unwrap();
        let path = format!("/dev/fd/{}", reader.as_raw_fd());
        let mut streams = Streams::default();
        writer.write_all(b"one").unwrap();
        assert_eq!(streams.read(path.clone(), 100), Reply::Bytes(b"one".into()));
        writer.write_all(b"two").unwrap();
        drop(writer);
        assert_eq!(streams.read(path.clone(), 2), Reply::Bytes(b"tw".into()));
        assert_eq!(streams.read(path.clone(), 2), Reply::Bytes(b"o".into()));
        assert_eq!(streams.read(path, 2), Reply::Bytes(Vec::new()));
    }
}
