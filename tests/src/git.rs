//! As much of git as lockstep asks for, over a repository in memory: HEAD with its files, and one base with others.

use std::collections::BTreeSet;

use lockstep_cli::Reply;
use lockstep_core::source::Content;

use crate::repository::Files;

/// The commit that every name but HEAD stands for; HEAD comes straight after it.
const BASE: &str = "b1a5eb1a5eb1a5eb1a5eb1a5eb1a5eb1a5eb1a5e";
const HEAD: &str = "4ead4ead4ead4ead4ead4ead4ead4ead4ead4ead";

/// Answers a call of git in a repository that has these files, and had those at its base.
///
/// # Panics
///
/// Where it is asked for something that lockstep does not ask for.
pub fn answer(files: &Files, base: &Files, arguments: &[String], input: &str) -> Reply {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let stdout = match arguments.as_slice() {
        ["rev-parse", "--is-shallow-repository", range, "--"] if range.ends_with("^{commit}...HEAD") => {
            format!("false\n{BASE}\n{HEAD}\n^{BASE}\n--\n").into_bytes()
        }
        ["cat-file", "--batch", "--follow-symlinks"] => input.lines().flat_map(|line| object(base, line)).collect(),
        ["--literal-pathspecs", "ls-tree", "-z", BASE, "--", paths @ ..] => list(base, paths),
        ["diff", "--name-only", "-z", "--no-renames", "--relative", BASE, "--"] => differing(files, base),
        ["ls-files", "-z", "--others", "--exclude-standard"] => Vec::new(),
        other => panic!("git {}", other.join(" ")),
    };
    Reply::Ran { exit_code: Some(0), stdout, stderr: Vec::new() }
}

fn object(files: &Files, asked: &str) -> Vec<u8> {
    let path = asked.strip_prefix(&format!("{BASE}:./")).expect("a path at the base");
    match files.get(path) {
        Some(Content::Bytes(bytes)) => {
            [format!("{HEAD} blob {}\n", bytes.len()).as_bytes(), bytes.as_ref(), b"\n"].concat()
        }
        Some(Content::NotRegular(_)) => format!("{HEAD} tree 0\n\n").into_bytes(),
        Some(Content::OutsideRepository) => b"symlink 4\n/etc\n".to_vec(),
        Some(Content::Missing) | None => format!("{asked} missing\n").into_bytes(),
        Some(other) => panic!("git has no {other:?}"),
    }
}

/// Files and the folders they lie in, as far as they are among the paths.
fn list(files: &Files, paths: &[&str]) -> Vec<u8> {
    let present = files.iter().filter(|(_, content)| **content != Content::Missing).map(|(path, _)| path.as_str());
    let folders = |path: &'_ str| path.match_indices('/').map(|(end, _)| path[..end].to_owned()).collect::<Vec<_>>();
    let folders: BTreeSet<String> = present.clone().flat_map(folders).collect();
    let blobs = present.filter(|path| paths.contains(path)).map(|path| format!("100644 blob {HEAD}\t{path}\0"));
    let trees = folders.iter().filter(|path| paths.contains(&path.as_str()));
    blobs.chain(trees.map(|path| format!("040000 tree {HEAD}\t{path}\0"))).collect::<String>().into_bytes()
}

/// The paths at which two states differ.
fn differing(files: &Files, base: &Files) -> Vec<u8> {
    let at = |files: &Files, path: &String| files.get(path).cloned().unwrap_or(Content::Missing);
    let paths: BTreeSet<&String> = files.keys().chain(base.keys()).collect();
    let differ = paths.into_iter().filter(|path| at(files, path) != at(base, path));
    differ.map(|path| format!("{path}\0")).collect::<String>().into_bytes()
}
