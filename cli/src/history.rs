//! A repository's past, by git.

use lockstep_core::text::quoted;

use crate::{
    failure::Failure,
    request::{Reply, Request},
    task::Host,
};

/// How many commits are looked into at a time.
const STRIDE: usize = 64;

/// The most bytes of git's answer about commits.
const LIST_LIMIT: u64 = 64 << 20;

/// The most bytes of files of [`STRIDE`] commits.
const FILES_LIMIT: u64 = 256 << 20;

/// What git wrote to standard output; a git that ends with another exit code is a failure in its own words.
pub(crate) async fn git(host: &Host, root: &str, arguments: &[&str]) -> Result<Vec<u8>, Failure> {
    asked(host, root, arguments, String::new(), LIST_LIMIT).await
}

async fn asked(host: &Host, root: &str, arguments: &[&str], input: String, limit: u64) -> Result<Vec<u8>, Failure> {
    let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
    let command = arguments.first().cloned().unwrap_or_default();
    let why = match host.ask(Request::Git { root: root.into(), arguments, input, limit }).await {
        Reply::Ran { exit_code: Some(0), stdout, .. } => return Ok(stdout),
        Reply::Ran { stderr, .. } => {
            let stderr = String::from_utf8_lossy(&stderr).into_owned();
            stderr.lines().next().unwrap_or("it ended without a word").trim_start_matches("fatal: ").to_owned()
        }
        Reply::Missing => "there is no git on this machine".into(),
        Reply::TooLarge(_) => format!("it wrote more than {limit} bytes"),
        Reply::Failed(cause) => cause,
        _ => Reply::misfit(),
    };
    Err(Failure::new(format!("`git {command}` gave no answer: {why}")))
}

/// One line that git wrote.
pub(crate) async fn line(host: &Host, root: &str, arguments: &[&str]) -> Result<String, Failure> {
    let bytes = git(host, root, arguments).await?;
    Ok(String::from_utf8_lossy(&bytes).trim_end_matches(['\r', '\n']).to_owned())
}

/// Whether the history ends early because not all of it was fetched.
pub(crate) async fn is_shallow(host: &Host, root: &str) -> Result<bool, Failure> {
    Ok(line(host, root, &["rev-parse", "--is-shallow-repository"]).await? == "true")
}

/// Three files as they stood at a commit.
pub(crate) struct Past {
    /// The whole commit.
    pub(crate) commit: String,
    pub(crate) files: [Vec<u8>; 3],
}

/// The first, from the newest commit back, for which `wanted` says so, of the commits that changed one of three files
/// and have all of them.
pub(crate) async fn newest(
    host: &Host,
    root: &str,
    paths: [&str; 3],
    mut wanted: impl FnMut(&Past) -> bool,
) -> Result<Option<Past>, Failure> {
    if let Some(path) = paths.into_iter().find(|path| path.contains(['\n', '\r'])) {
        return Err(Failure::new(format!("git cannot be asked for {}: a line break is in its name", quoted(path))));
    }
    let literal = paths.map(|path| format!(":(literal){path}"));
    let [pin, matrix, manifest] = &literal;
    let arguments = ["log", "--full-history", "--format=%H", "HEAD", "--", pin, matrix, manifest];
    let listed = git(host, root, &arguments).await?;
    let listed = String::from_utf8_lossy(&listed).into_owned();
    let commits: Vec<&str> = listed.lines().collect();
    for commits in commits.chunks(STRIDE) {
        let names = commits.iter().flat_map(|commit| paths.iter().map(move |path| format!("{commit}:./{path}\n")));
        let answer = asked(host, root, &["cat-file", "--batch"], names.collect(), FILES_LIMIT).await?;
        let mut blobs = Blobs(&answer);
        for commit in commits {
            let [pin, matrix, manifest] = [blobs.next(), blobs.next(), blobs.next()];
            if let (Some(Some(pin)), Some(Some(matrix)), Some(Some(manifest))) = (pin, matrix, manifest) {
                let past = Past { commit: (*commit).into(), files: [pin, matrix, manifest] };
                if wanted(&past) {
                    return Ok(Some(past));
                }
            }
        }
    }
    Ok(None)
}

/// The answers of `git cat-file --batch`: each a head and the bytes, or a line that says it is missing.
struct Blobs<'b>(&'b [u8]);

impl Iterator for Blobs<'_> {
    /// `None` for a file that is missing or no file.
    type Item = Option<Vec<u8>>;

    fn next(&mut self) -> Option<Self::Item> {
        let end = self.0.iter().position(|byte| *byte == b'\n')?;
        let (head, rest) = self.0.split_at_checked(end)?;
        let rest = rest.get(1..)?;
        let head = String::from_utf8_lossy(head);
        let mut words = head.rsplit(' ');
        let (size, kind) = (words.next().and_then(|word| word.parse::<usize>().ok()), words.next());
        let (Some(size), Some(kind)) = (size, kind) else {
            self.0 = rest;
            return Some(None);
        };
        let bytes = rest.get(..size)?.to_vec();
        self.0 = rest.get(size + 1..)?;
        Some((kind == "blob").then_some(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::Blobs;

    #[test]
    fn blobs_come_one_after_another() {
        let answer = b"0a blob 3\na\nb\nabc:./x y 7 missing\n0b tree 2\n\0\n\n0c blob 0\n\n";
        let found: Vec<_> = Blobs(answer).collect();
        assert_eq!(found, [Some(b"a\nb".to_vec()), None, None, Some(Vec::new())]);
        assert_eq!(Blobs(b"0a blob 9\nshort\n").next(), None);
    }
}
