//! The files of a repository as they stood at a commit, read by git.

use std::{collections::BTreeMap, future::Future, pin::Pin};

use lockstep_core::text::quoted;

use crate::{
    request::{Reply, Request},
    task::Host,
};

/// The most bytes of a list of files.
const LIST_LIMIT: u64 = 64 << 20;

/// How many paths one call of git is given; systems bound what arguments may hold.
const PATHS_A_CALL: usize = 200;

/// How deep submodules may stand in submodules.
const DEEPEST: usize = 8;

/// A folder at a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Revision {
    /// The folder as the user gave it; it may lie anywhere in its git repository.
    pub(crate) root: String,
    /// The commit, in full.
    pub(crate) commit: String,
}

/// What git has at a path.
enum Object<'o> {
    Blob(&'o [u8]),
    Folder,
    /// A symbolic link that leads out of the repository.
    Outside,
    /// A symbolic link whose end git does not find.
    Broken,
    /// Nothing, or a submodule on the way, or what was not fetched.
    Missing,
}

/// An entry of a tree.
struct Entry {
    mode: String,
    id: String,
}

impl Revision {
    /// Answers requests for files of this folder from the commit, and has the host answer all others.
    pub(crate) async fn answer(&self, host: &Host, requests: Vec<Request>) -> Vec<Reply> {
        let files: Vec<(String, u64)> = requests.iter().filter_map(|request| self.file(request)).collect();
        let mut read = self.read(host, &files, DEEPEST).await.into_iter();
        let mut replies = Vec::with_capacity(requests.len());
        for request in requests {
            let reply = match &request {
                Request::ListFiles { root, folder, endings, limit } if *root == self.root => {
                    self.list(host, folder, endings, *limit).await
                }
                request if self.file(request).is_some() => read.next().unwrap_or(Reply::Missing),
                _ => host.exchange(Vec::from([request])).await.pop().unwrap_or(Reply::Missing),
            };
            replies.push(reply);
        }
        replies
    }

    /// Path and limit, where a file of this folder is asked for.
    fn file(&self, request: &Request) -> Option<(String, u64)> {
        match request {
            Request::ReadFile { root, path, limit } if *root == self.root => Some((path.clone(), *limit)),
            _ => None,
        }
    }

    /// Reads files, as a host reads those that stand there now: one call of git, and another where something is missing.
    async fn read(&self, host: &Host, files: &[(String, u64)], depth: usize) -> Vec<Reply> {
        if files.is_empty() {
            return Vec::new();
        }
        let askable = |path: &str| !path.contains(['\n', '\0']);
        let asked: Vec<_> = files.iter().filter(|(path, _)| askable(path)).collect();
        let input: String = asked.iter().map(|(path, _)| format!("{}:./{path}\n", self.commit)).collect();
        let size = |(path, limit): &&(String, u64)| limit.saturating_add(path.len() as u64 + 256);
        let most = asked.iter().map(size).fold(0, u64::saturating_add);
        let output = match self.git(host, &["cat-file", "--batch", "--follow-symlinks"], input, most).await {
            Ok(output) => output,
            Err(Reply::TooLarge(size)) if files.len() == 1 => return Vec::from([Reply::TooLarge(size)]),
            // One of them is too large: which, tells asking one by one.
            Err(Reply::TooLarge(_)) => {
                let mut replies = Vec::new();
                for file in files {
                    replies.extend(self.again(host, std::slice::from_ref(file), depth).await);
                }
                return replies;
            }
            Err(reply) => return vec![reply; files.len()],
        };
        let mut objects = objects(&output);
        let mut replies = Vec::with_capacity(files.len());
        let mut missing = Vec::new();
        for (number, (path, limit)) in files.iter().enumerate() {
            let object = askable(path).then(|| objects.next()).flatten();
            replies.push(match object {
                Some(Object::Blob(bytes)) => blob(bytes, *limit),
                Some(Object::Folder) => Reply::NotRegular("a folder".into()),
                Some(Object::Outside) => Reply::Outside,
                Some(Object::Broken) => Reply::Failed("git cannot follow the symbolic link that stands there".into()),
                Some(Object::Missing) => {
                    missing.push(number);
                    Reply::Missing
                }
                None => Reply::Failed("git cannot be asked for a file of this name".into()),
            });
        }
        for (number, reply) in self.explain(host, files, &missing, depth).await {
            replies.splice(number..=number, [reply]);
        }
        replies
    }

    /// [`Self::read`], which calls itself by this.
    fn again<'s>(
        &'s self,
        host: &'s Host,
        files: &'s [(String, u64)],
        depth: usize,
    ) -> Pin<Box<dyn Future<Output = Vec<Reply>> + 's>> {
        Box::pin(self.read(host, files, depth))
    }

    /// Replies for those of the missing files that do not just miss: they stand in a submodule, or were not fetched.
    async fn explain(
        &self,
        host: &Host,
        files: &[(String, u64)],
        missing: &[usize],
        depth: usize,
    ) -> Vec<(usize, Reply)> {
        let paths = missing.iter().filter_map(|number| Some((*number, files.get(*number)?)));
        let paths: Vec<(usize, &(String, u64))> = paths.collect();
        let entries = match self.entries(host, paths.iter().map(|(_, (path, _))| path.as_str())).await {
            Ok(entries) => entries,
            Err(reply) => return paths.into_iter().map(|(number, _)| (number, reply.clone())).collect(),
        };
        let mut replies = Vec::new();
        for (number, (path, limit)) in paths {
            let on_the_way = ancestors(path).find_map(|folder| Some((folder, entries.get(folder)?)));
            let reply = match (entries.get(path.as_str()), on_the_way) {
                (Some(entry), _) if entry.is_submodule() => Reply::NotRegular("a folder".into()),
                (Some(_), _) => Reply::Failed("git has not fetched what stands there (a partial clone)".into()),
                (None, Some((folder, entry))) if entry.is_submodule() => {
                    let inside = path.get(folder.len() + 1..).unwrap_or_default();
                    self.submodule(host, (folder, &entry.id), (inside.into(), *limit), depth).await
                }
                (None, _) => continue,
            };
            replies.push((number, reply));
        }
        replies
    }

    /// Reads a file of a submodule, at the commit at which it stood.
    async fn submodule(&self, host: &Host, (folder, commit): (&str, &str), file: (String, u64), depth: usize) -> Reply {
        let root = crate::file::joined(&self.root, folder);
        let inner = Self { root, commit: commit.into() };
        // In the empty folder of a submodule that is not checked out, git finds the outer repository, and says below it.
        let arguments = ["rev-parse", "--show-prefix", &format!("{commit}^{{commit}}"), "--"];
        let found = inner.git(host, &arguments, String::new(), LIST_LIMIT).await;
        if depth == 0 || !found.is_ok_and(|output| output.starts_with(b"\n")) {
            return Reply::Failed(format!(
                "it stood in the submodule {} at {commit}, which is not here; `git submodule update --init`, and \
                 in it `git fetch --unshallow`, may bring it",
                quoted(folder)
            ));
        }
        inner.again(host, &[file], depth - 1).await.pop().unwrap_or(Reply::Missing)
    }

    /// What trees hold at some paths and on the way to them.
    async fn entries(&self, host: &Host, paths: impl Iterator<Item = &str>) -> Result<BTreeMap<String, Entry>, Reply> {
        let mut asked: Vec<&str> = paths.flat_map(|path| ancestors(path).chain([path])).collect();
        asked.sort_unstable();
        asked.dedup();
        let mut entries = BTreeMap::new();
        for paths in asked.chunks(PATHS_A_CALL) {
            let mut arguments = Vec::from(["--literal-pathspecs", "ls-tree", "-z", self.commit.as_str(), "--"]);
            arguments.extend(paths);
            let output = self.git(host, &arguments, String::new(), LIST_LIMIT).await?;
            entries.extend(listed(&output));
        }
        Ok(entries)
    }

    /// The regular files below a folder, as a host lists those that stand there now; those of submodules are left out.
    async fn list(&self, host: &Host, folder: &str, endings: &[String], limit: u64) -> Reply {
        let mut arguments = Vec::from(["--literal-pathspecs", "ls-tree", "-r", "-z", self.commit.as_str()]);
        if folder != "." {
            arguments.extend(["--", folder]);
        }
        let output = match self.git(host, &arguments, String::new(), LIST_LIMIT).await {
            Ok(output) => output,
            Err(reply) => return reply,
        };
        let entries: BTreeMap<String, Entry> = listed(&output).collect();
        if entries.contains_key(folder) {
            return Reply::NotRegular("a file".into());
        }
        if entries.is_empty() {
            return Reply::Missing;
        }
        let ends = |path: &str| endings.is_empty() || endings.iter().any(|ending| path.ends_with(ending.as_str()));
        let names = entries.into_iter().filter(|(path, entry)| entry.mode.starts_with("100") && ends(path));
        let names: Vec<String> = names.map(|(path, _)| path).collect();
        let count = names.len() as u64;
        if count > limit { Reply::TooLarge(count) } else { Reply::Names(names) }
    }

    /// What git prints, or the reply in place of what was asked for.
    async fn git(&self, host: &Host, arguments: &[&str], input: String, limit: u64) -> Result<Vec<u8>, Reply> {
        let arguments = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        let request = Request::Git { root: self.root.clone(), arguments, input, limit };
        match host.exchange(Vec::from([request])).await.pop() {
            Some(Reply::Ran { exit_code: Some(0), stdout, .. }) => Ok(stdout),
            Some(Reply::Ran { stderr, .. }) => {
                let stderr = String::from_utf8_lossy(&stderr);
                Err(Reply::Failed(format!("git says {}", quoted(stderr.lines().next().unwrap_or_default()))))
            }
            Some(reply @ (Reply::TooLarge(_) | Reply::Failed(_))) => Err(reply),
            Some(Reply::Missing) => Err(Reply::Failed("git is not installed".into())),
            _ => Err(Reply::Failed(Reply::misfit())),
        }
    }
}

impl Entry {
    fn is_submodule(&self) -> bool {
        self.mode == "160000"
    }
}

/// The folders above a path, the outermost first.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(|(end, _)| path.get(..end))
}

fn blob(bytes: &[u8], limit: u64) -> Reply {
    if bytes.len() as u64 > limit {
        Reply::TooLarge(bytes.len() as u64)
    } else if bytes.starts_with(b"version https://git-lfs.github.com/spec/v") {
        Reply::Failed("a pointer of Git LFS stands there, not the document".into())
    } else {
        Reply::Bytes(bytes.to_vec())
    }
}

/// What `cat-file --batch --follow-symlinks` printed, in the order of its input.
fn objects(output: &[u8]) -> impl Iterator<Item = Object<'_>> {
    let mut rest = output;
    std::iter::from_fn(move || {
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        let header = std::str::from_utf8(rest.get(..end)?).unwrap_or_default();
        rest = rest.get(end + 1..)?;
        // `<object> missing`, `ambiguous` or `submodule` have nothing behind them; all else has as many bytes as it says.
        let (said, Some(size)) = header.rsplit_once(' ').map(|(said, size)| (said, size.parse().ok()))? else {
            return Some(Object::Missing);
        };
        let body = rest.get(..size)?;
        rest = rest.get(size + 1..)?;
        Some(match said.split(' ').next_back() {
            Some("blob") => Object::Blob(body),
            Some("tree") => Object::Folder,
            Some("symlink") => Object::Outside,
            Some("notdir") => Object::Missing,
            _ => Object::Broken,
        })
    })
}

/// What `ls-tree -z` printed, by paths; those that are not UTF-8 name nothing that is asked for.
fn listed(output: &[u8]) -> impl Iterator<Item = (String, Entry)> {
    output.split(|byte| *byte == 0).filter_map(|line| {
        let (entry, path) = std::str::from_utf8(line).ok()?.split_once('\t')?;
        let mut words = entry.split(' ');
        let (mode, id) = (words.next()?.into(), words.nth(1)?.into());
        Some((path.into(), Entry { mode, id }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_git_prints_is_cut_by_the_sizes_it_states() {
        let output = b"aa blob 9\nb missing\nc:./x missing\nsymlink 4\n/etc\nnotdir 5\nc:./y\ndangling 1\nz\nloop 1\nz\nbb tree 0\n\n\
                       c:./s ambiguous\nc:./t submodule\naa blob 0\n\n";
        let read: Vec<String> = objects(output)
            .map(|object| match object {
                Object::Blob(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                Object::Folder => "folder".into(),
                Object::Outside => "outside".into(),
                Object::Broken => "broken".into(),
                Object::Missing => "missing".into(),
            })
            .collect();
        let expected =
            ["b missing", "missing", "outside", "missing", "broken", "broken", "folder", "missing", "missing", ""];
        assert_eq!(read, expected);
        // An answer that was cut off ends the list; it is never a file.
        assert_eq!(objects(b"aa blob 9\nb miss").count(), 0);
        assert_eq!(objects(b"aa blob 9").count(), 0);
    }

    #[test]
    fn entries_are_read_with_any_path() {
        let output = "100644 blob aa\tsrc/a b.rs\x00160000 commit bb\tsub\x00040000 tree cc\td\te\0".as_bytes();
        let found: Vec<_> = listed(output).map(|(path, entry)| (path, entry.mode, entry.id)).collect();
        let expected = [("src/a b.rs", "100644", "aa"), ("sub", "160000", "bb"), ("d\te", "040000", "cc")];
        assert_eq!(found, expected.map(|(path, mode, id)| (path.to_owned(), mode.to_owned(), id.to_owned())));
        assert_eq!(ancestors("a/b/c").collect::<Vec<_>>(), ["a", "a/b"]);
    }
}
