//! Where a state of documents stands: in a file, in a folder, or at a commit of git.

use lockstep_core::text::quoted;

use crate::{
    base::reference_fault,
    configuration::{CONFIGURATION_FILE, PRODUCER_MANIFEST},
    failure::Failure,
    file, history,
    past::Revision,
    relative_path::RelativePath,
    request::{Reply, Request},
    task::Host,
};

/// Where one of the two states stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A file or a folder.
    Path(String),
    /// A file or a folder at a commit; an empty path is the whole tree.
    Git { reference: String, path: String },
}

/// A document that was read.
pub(super) struct Found {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

/// What stands at a place.
pub(super) enum State {
    File(Found),
    /// The documents of a producer's tree, each at its place in the list of them.
    Tree(Vec<Option<Found>>),
}

impl Place {
    /// Reads what the user wrote: `REF:PATH` as git has it, unless it can only be a path, as `./a:b` and `C:\a` are.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let is_path = file::is_absolute(text) || text.starts_with('.') || text == "~" || text.starts_with("~/");
        let Some((reference, path)) = text.split_once(':').filter(|_| !is_path) else {
            return match text.is_empty() {
                true => Err("it names nothing".into()),
                false => Ok(Self::Path(text.into())),
            };
        };
        match reference_fault(reference) {
            Some(fault) => Err(format!("{} before the colon names no commit: {fault}", quoted(reference))),
            None => Ok(Self::Git { reference: reference.into(), path: path.into() }),
        }
    }

    /// The place as the user wrote it.
    fn name(&self) -> String {
        match self {
            Self::Path(path) => path.clone(),
            Self::Git { reference, path } => format!("{reference}:{path}"),
        }
    }

    /// Reads what stands there, each document up to `limit` bytes.
    pub(super) async fn state(&self, host: &Host, limit: u64) -> Result<State, Failure> {
        match self {
            Self::Path(path) => match file::split(path) {
                Some((root, name)) => {
                    let request = Request::ReadFile { root: root.into(), path: name.into(), limit };
                    match host.ask(request).await {
                        Reply::NotRegular(kind) if kind == "a folder" => self.tree(host, (path, ""), limit).await,
                        reply => self.file(reply, limit),
                    }
                }
                None => self.tree(host, (path, ""), limit).await,
            },
            Self::Git { reference, path } => {
                let (revision, path) = revision(host, reference, path).await?;
                let (root, host) = (revision.root.clone(), host.at(revision));
                if path.is_empty() {
                    return self.tree(&host, (&root, ""), limit).await;
                }
                let request = Request::ReadFile { root: root.clone(), path: path.clone(), limit };
                match host.ask(request).await {
                    Reply::NotRegular(kind) if kind == "a folder" => self.tree(&host, (&root, &path), limit).await,
                    reply => self.file(reply, limit),
                }
            }
        }
    }

    /// The document of the host's reply.
    fn file(&self, reply: Reply, limit: u64) -> Result<State, Failure> {
        let name = self.name();
        match document(reply, &name, limit)? {
            Some(bytes) => Ok(State::File(Found { name, bytes })),
            None => Err(Failure::new("there is nothing to compare: the document does not exist").about(&name)),
        }
    }

    /// The documents of the tree below a folder of a root, where its own configuration says that they stand.
    async fn tree(&self, host: &Host, (root, folder): (&str, &str), limit: u64) -> Result<State, Failure> {
        let below = |path: &str| if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") };
        let reply = host.ask(file::request(root, &below(CONFIGURATION_FILE))).await;
        let name = |path: &str| match self {
            Self::Git { reference, .. } => format!("{reference}:{}", below(path)),
            Self::Path(_) => file::joined(root, path),
        };
        let configuration = file::configuration(reply, &name(CONFIGURATION_FILE))?.unwrap_or_default();
        let alignment = &configuration.producer.alignment;
        let manifest = configuration.documents.manifest.as_ref().map_or(PRODUCER_MANIFEST, |path| path.as_str());
        let paths = [manifest, alignment.contract_source(), alignment.openapi()];
        let requests = paths.map(|path| Request::ReadFile { root: root.into(), path: below(path), limit });
        let mut documents = Vec::new();
        for (path, reply) in paths.into_iter().zip(host.all(requests).await) {
            let name = name(path);
            documents.push(document(reply, &name, limit)?.map(|bytes| Found { name, bytes }));
        }
        if documents.iter().all(Option::is_none) {
            let help = format!("a producer's tree has at least one of {}", paths.map(quoted).join(", "));
            return Err(Failure::new("no document of a producer stands there").about(&self.name()).help(help));
        }
        Ok(State::Tree(documents))
    }
}

/// The commit of a reference, and a path in its tree as git reads it: from the repository's root, unless it begins
/// with a dot.
async fn revision(host: &Host, reference: &str, path: &str) -> Result<(Revision, String), Failure> {
    let commit = format!("{reference}^{{commit}}");
    let answer = history::line(host, ".", &["rev-parse", "--show-cdup", &commit, "--"]).await.map_err(|failure| {
        failure
            .about(&format!("{reference}:{path}"))
            .help("in a clone that lacks it, `git fetch --tags` or `git fetch --unshallow` may bring it")
    })?;
    let mut lines = answer.lines();
    let (up, commit) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    let is_here = path == "." || path.starts_with("./");
    let root = if is_here || up.is_empty() { "." } else { up.trim_end_matches('/') };
    let path = match path {
        "" | "." | "./" => String::new(),
        path => path.parse::<RelativePath>().map(|path| path.as_str().to_owned()).map_err(|error| {
            let help = "write it as `git ls-tree -r --name-only REF` prints it";
            Failure::new(format!("{} is {error}", quoted(path))).help(help)
        })?,
    };
    Ok((Revision { root: root.into(), commit: commit.into() }, path))
}

/// The bytes of a document from the host's reply; `None` where it does not exist.
fn document(reply: Reply, name: &str, limit: u64) -> Result<Option<Vec<u8>>, Failure> {
    match reply {
        Reply::TooLarge(size) => {
            let message = format!("the document has {size} bytes, more than the limit of {limit}");
            Err(Failure::new(message).about(name))
        }
        reply => file::bytes(reply, "document", name),
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn a_commit_and_its_path_are_told_from_a_file() {
        let git = |reference: &str, path: &str| Ok(Place::Git { reference: reference.into(), path: path.into() });
        let path = |path: &str| Ok(Place::Path(path.into()));
        for (text, expected) in [
            ("v0.3.2:openapi/openapi.yaml", git("v0.3.2", "openapi/openapi.yaml")),
            ("HEAD~2:", git("HEAD~2", "")),
            ("origin/main:a:b", git("origin/main", "a:b")),
            ("main:./a", git("main", "./a")),
            ("a/b.json", path("a/b.json")),
            (".", path(".")),
            ("./a:b.json", path("./a:b.json")),
            ("../a:b", path("../a:b")),
            ("/a:b", path("/a:b")),
            ("C:\\a\\b.json", path("C:\\a\\b.json")),
            ("c:/a", path("c:/a")),
            ("\\\\host\\share:a", path("\\\\host\\share:a")),
        ] {
            assert_eq!(Place::read(text), expected, "{text}");
        }
        for text in ["", ":a", "-x:a", "a..b:c", "a\n:b"] {
            assert!(Place::read(text).is_err(), "{text:?}");
        }
    }
}
