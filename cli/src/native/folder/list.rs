//! Listing the files below a folder.
//!
//! Links are told from folders when they are listed, not when they are entered: a folder that is exchanged for a link in
//! between can show names from elsewhere, but nothing can be read through them.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use lockstep_cli::Reply;

use super::{
    DANGLING, FOLDER,
    portable::{describe, resolve},
};
use crate::native::failure::{is_missing, words};

pub(super) fn list(root: &Path, folder: &str, endings: &[String], limit: u64) -> Reply {
    let start = match resolve(root, folder) {
        Ok((root, inside)) => root.join(inside),
        Err(refusal) => {
            let link = fs::symlink_metadata(root.join(folder)).is_ok_and(|found| found.is_symlink());
            return match refusal.absent() {
                Reply::Missing if link => Reply::NotRegular(DANGLING.into()),
                reply => reply,
            };
        }
    };
    match fs::metadata(&start).map(|found| describe(found.file_type())) {
        Ok(FOLDER) => {}
        Ok(kind) => return Reply::NotRegular(kind.into()),
        Err(error) => return Reply::Failed(words(&error)),
    }
    // As the caller calls them, whatever links were followed to the folder.
    let prefix = Path::new(folder).components().map(|part| part.as_os_str().as_encoded_bytes().to_vec());
    let prefix = prefix.filter(|part| part != b".").collect::<Vec<_>>().join(&b'/');
    match walk(start, prefix, endings, limit) {
        Ok(names) if names.len() as u64 > limit => Reply::TooLarge(names.len() as u64),
        Ok(names) => in_order(names),
        Err(error) => Reply::Failed(words(&error)),
    }
}

/// The names of files, of at most one more than the limit.
fn walk(folder: PathBuf, prefix: Vec<u8>, endings: &[String], limit: u64) -> io::Result<Vec<Vec<u8>>> {
    let mut names = Vec::new();
    let mut folders = vec![(folder, prefix)];
    while let Some((folder, prefix)) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            // It was removed since its name was read.
            Err(error) if is_missing(&error) => continue,
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name();
            let kind = entry.file_type()?;
            if name == ".git" {
                continue;
            }
            let mut path = prefix.clone();
            if !path.is_empty() {
                path.push(b'/');
            }
            path.extend(name.as_encoded_bytes());
            if kind.is_dir() {
                folders.push((entry.path(), path));
            } else if kind.is_file() && (endings.is_empty() || endings.iter().any(|end| path.ends_with(end.as_bytes())))
            {
                names.push(path);
                if names.len() as u64 > limit {
                    return Ok(names);
                }
            }
        }
    }
    Ok(names)
}

fn in_order(mut names: Vec<Vec<u8>>) -> Reply {
    names.sort_unstable();
    let texts: Result<Vec<_>, _> = names.into_iter().map(String::from_utf8).collect();
    match texts {
        Ok(names) => Reply::Names(names),
        Err(error) => Reply::Failed(format!("the name of a file is not UTF-8: `{}`", error.as_bytes().escape_ascii())),
    }
}
