//! Adding to the end of a file.

use std::{
    fs::{self, OpenOptions},
    io::{self, ErrorKind, Write as _},
};

use lockstep_cli::Reply;

use super::{failure::words, folder};

/// Adds text to the end of the file that the user or the environment named, which is made where there is none.
pub(crate) fn append(path: &str, text: &str) -> Reply {
    match attempt(path, text) {
        Ok(reply) => reply,
        Err(error) => Reply::Failed(words(&error)),
    }
}

fn attempt(path: &str, text: &str) -> io::Result<Reply> {
    // A pipe must be recognised before it is opened: opening it would wait for a reader.
    match fs::metadata(path) {
        Ok(found) if !found.is_file() => return Ok(Reply::NotRegular(folder::describe(found.file_type()).into())),
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    // One write, so that what others add at the same time comes before or after it.
    OpenOptions::new().append(true).create(true).open(path)?.write_all(text.as_bytes())?;
    Ok(Reply::Yes)
}

#[cfg(test)]
mod tests {
    use std::{env, process};

    use super::*;

    #[test]
    fn text_comes_to_the_end() {
        let path = env::temp_dir().join(format!("lockstep-{}-append", process::id()));
        let name = path.to_str().unwrap();
        assert_eq!(append(name, "one\n"), Reply::Yes);
        assert_eq!(append(name, "two\n"), Reply::Yes);
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\ntwo\n");
        assert_eq!(append(&format!("{name}/below"), ""), Reply::Failed("a part of the path is no folder".into()));
        fs::remove_file(&path).unwrap();
        assert_eq!(append(&format!("{name}/below"), ""), Reply::Failed("a folder of the path does not exist".into()));
        assert_eq!(append(env::temp_dir().to_str().unwrap(), ""), Reply::NotRegular("a folder".into()));
    }
}
