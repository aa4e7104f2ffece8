//! What a session does to files, done to a map of replies by path.

use std::collections::BTreeMap;

use lockstep_cli::Reply;

type Files = BTreeMap<String, Reply>;

pub(super) fn list(files: &Files, folder: &str, endings: &[String], limit: u64) -> Reply {
    if files.contains_key(folder) {
        return Reply::NotRegular("a file".into());
    }
    let below = |path: &str| folder == "." || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    let mut inside = files.iter().filter(|(path, _)| below(path)).peekable();
    if inside.peek().is_none() && folder != "." {
        return Reply::Missing;
    }
    let names: Vec<String> = inside
        .filter(|(_, reply)| matches!(reply, Reply::Bytes(_) | Reply::TooLarge(_) | Reply::Failed(_)))
        .map(|(path, _)| path.clone())
        .filter(|path| !path.split('/').any(|part| part == ".git"))
        .filter(|path| endings.is_empty() || endings.iter().any(|ending| path.ends_with(ending)))
        .collect();
    let count = names.len() as u64;
    if count > limit { Reply::TooLarge(count) } else { Reply::Names(names) }
}

pub(super) fn write(files: &mut Files, path: &str, bytes: &[u8]) -> Reply {
    if is_folder(files, path) {
        return Reply::NotRegular("a folder".into());
    }
    match files.get(path) {
        Some(other @ (Reply::NotRegular(_) | Reply::Outside | Reply::Failed(_))) => return other.clone(),
        _ => files.insert(path.into(), Reply::Bytes(bytes.to_vec())),
    };
    Reply::Yes
}

pub(super) fn rename(files: &mut Files, from: &str, to: &str) -> Reply {
    if is_folder(files, to) {
        return Reply::Failed("it is a folder".into());
    }
    match files.remove(from) {
        Some(file) => {
            files.insert(to.into(), file);
            Reply::Yes
        }
        None => Reply::Missing,
    }
}

pub(super) fn remove(files: &mut Files, path: &str) -> Reply {
    match files.remove(path) {
        Some(_) => Reply::Yes,
        None if is_folder(files, path) => Reply::Failed("the folder is not empty".into()),
        None => Reply::Missing,
    }
}

pub(super) fn append(files: &mut Files, path: &str, text: &str) -> Reply {
    match files.entry(path.into()).or_insert_with(|| Reply::Bytes(Vec::new())) {
        Reply::Bytes(bytes) => {
            bytes.extend_from_slice(text.as_bytes());
            Reply::Yes
        }
        other => other.clone(),
    }
}

fn is_folder(files: &Files, path: &str) -> bool {
    files.keys().any(|key| key.strip_prefix(path).is_some_and(|rest| rest.starts_with('/')))
}
