//! A whole repository in memory, with its past and the services it asks: what rules beyond the three documents judge.
//!
//! A case changes the reference (`examples/consumer`) as in [`crate::case`]. Its targets are `pin`, `matrix`, `manifest`
//! or the path of any file; the attribute `base` changes the state before the change under review instead; the target
//! `environment` sets variables, a line each; a target that begins with `https://` is what the producer's host answers
//! there, with a status as its attribute (200 without one); `mirror` stands for the mirror's bytes, `mirror crlf` for
//! them with other line ends. Without such a target, it has the baseline of the reference.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use lockstep_cli::{Outcome, Reply, Request, Session, Start, Step, Unanswered};
use lockstep_core::{
    facts::sha256,
    source::{Content, DocumentKind, Source},
};

use crate::{
    case::{Block, Case, change, replace},
    git, workspace,
};

/// Files by their paths.
pub type Files = BTreeMap<String, Content<'static>>;

/// A repository and what surrounds it.
#[derive(Clone, Debug)]
pub struct Repository {
    /// What stands there now.
    pub files: Files,
    /// What stood there before the change under review.
    pub base: Files,
    /// Variables of the environment.
    pub environment: BTreeMap<String, String>,
    /// Status and body of answers by URL; nobody answers elsewhere.
    pub answers: BTreeMap<String, (u16, Vec<u8>)>,
}

/// What a run of the program came to.
#[derive(Clone, Debug)]
pub struct Run {
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// The exit code.
    pub code: u8,
}

impl Repository {
    /// The reference: `examples/consumer` without what its tests make.
    ///
    /// # Panics
    ///
    /// Where its files cannot be read.
    pub fn reference() -> Self {
        Self::example("consumer")
    }

    /// The example of that name.
    ///
    /// # Panics
    ///
    /// Where its files cannot be read.
    pub fn example(name: &str) -> Self {
        let root = workspace().join("examples").join(name);
        let mut files = Files::new();
        collect(&root, &root, &mut files);
        let answers = producer(&files);
        Self { base: files.clone(), files, environment: BTreeMap::new(), answers }
    }

    /// The repository with a token for the producer's, so that it is asked.
    #[must_use]
    pub fn with_token(mut self) -> Self {
        self.environment
            .insert("MEMORYKERNEL_REPO_READ_TOKEN".into(), "ghp_0123456789abcdefghijABCDEFGHIJ012345".into());
        self
    }

    /// A repository without any file.
    pub fn empty() -> Self {
        let files = Files::new();
        Self { base: files.clone(), files, environment: BTreeMap::new(), answers: BTreeMap::new() }
    }

    /// The repository with a change.
    ///
    /// Where the manifest changes, pin and matrix of the same state get its new hash, and where a file changes that a
    /// producer's evidence bundle lists, the bundle gets its new digest, unless a block says `unpinned`.
    #[must_use]
    pub fn with(mut self, case: &Case) -> Self {
        let before = self.files.clone();
        for (position, block) in case.is.iter().enumerate() {
            let same = |other: &&Block| other.target == block.target && other.is_base() == block.is_base();
            let number = case.is.iter().take(position).filter(same).count();
            let was = case.was.iter().filter(same).nth(number);
            self.change(block, was);
        }
        if !case.is.iter().any(|block| block.attribute.contains("unpinned")) {
            self.rehash(&before);
        }
        self
    }

    /// Puts the new digest of each changed file into the evidence bundle.
    fn rehash(&mut self, before: &Files) {
        const BUNDLE: &str = "docs/implementation/RELEASE_EVIDENCE_BUNDLE_LATEST.json";
        let Some(content) = self.files.remove(BUNDLE) else { return };
        let mut bundle = Source { kind: DocumentKind::Bundle, name: BUNDLE.into(), content };
        for (path, old) in before {
            // A copy has the digest of what is listed, too.
            if bundle.lossy().contains(&format!("\"{path}\""))
                && let (Some(old), Some(new)) = (bytes(old), self.files.get(path).and_then(bytes))
            {
                replace(&mut bundle, &sha256(old), sha256(new).as_bytes());
            }
        }
        self.files.insert(BUNDLE.into(), bundle.content);
    }

    fn change(&mut self, block: &Block, was: Option<&Block>) {
        if block.target == "environment" {
            let set = block.text.lines().filter_map(|line| line.split_once('='));
            self.environment.extend(set.map(|(name, value)| (name.to_owned(), value.to_owned())));
            return;
        }
        if block.target.starts_with("https://") {
            let status = block.attribute.split(' ').find_map(|word| word.parse().ok()).unwrap_or(200);
            let body = match block.attribute.as_str() {
                "mirror" => mirror(&self.files).unwrap_or_default().to_vec(),
                "mirror crlf" => {
                    String::from_utf8_lossy(mirror(&self.files).unwrap_or_default()).replace('\n', "\r\n").into_bytes()
                }
                _ => block.text.clone().into_bytes(),
            };
            self.answers.insert(block.target.clone(), (status, body));
            return;
        }
        let kind = DocumentKind::TRIO.into_iter().find(|kind| kind.as_str() == block.target);
        let path = kind.map_or_else(|| block.target.clone(), |kind| kind.default_path().to_owned());
        let files = if block.is_base() { &mut self.base } else { &mut self.files };
        let manifest = DocumentKind::Manifest.default_path();
        let hash = |files: &Files| files.get(manifest).and_then(|content| Some(sha256(bytes(content)?)));
        let pinned = hash(files);
        let kind = kind.unwrap_or(DocumentKind::Record(0));
        let content = files.remove(&path).unwrap_or(Content::Missing);
        let mut document = Source { kind, name: path.clone().into(), content };
        change(&mut document, block, was);
        files.insert(path, document.content);
        if let (DocumentKind::Manifest, false, Some(from), Some(to)) =
            (kind, block.attribute.contains("unpinned"), pinned, hash(files))
        {
            for kind in [DocumentKind::Pin, DocumentKind::Matrix] {
                let content = files.remove(kind.default_path()).unwrap_or(Content::Missing);
                let mut document = Source { kind, name: kind.default_path().into(), content };
                replace(&mut document, &from, to.as_bytes());
                files.insert(kind.default_path().to_owned(), document.content);
            }
        }
    }

    /// Runs the program in the repository; it changes nothing.
    pub fn run(&self, arguments: &[&str]) -> Run {
        drive(arguments, |request| self.answer(&request))
    }

    /// What the host of this repository answers to a request that changes nothing.
    pub fn answer(&self, request: &Request) -> Reply {
        match request {
            Request::ReadFile { path, limit, .. } => match self.files.get(path) {
                Some(Content::Bytes(bytes)) if bytes.len() as u64 > *limit => Reply::TooLarge(bytes.len() as u64),
                Some(Content::Bytes(bytes)) => Reply::Bytes(bytes.to_vec()),
                Some(Content::NotRegular(what)) => Reply::NotRegular(what.to_string()),
                Some(Content::OutsideRepository) => Reply::Outside,
                Some(Content::TooLarge(size)) => Reply::TooLarge(*size),
                Some(Content::Unreadable(why)) => Reply::Failed(why.to_string()),
                Some(Content::Missing) | None => Reply::Missing,
            },
            Request::ListFiles { folder, endings, .. } => {
                let below = format!("{folder}/");
                let ends = |path: &str| endings.is_empty() || endings.iter().any(|ending| path.ends_with(ending));
                let exist = self.files.iter().filter(|(_, content)| bytes(content).is_some()).map(|(path, _)| path);
                let names: Vec<String> = exist.filter(|path| path.starts_with(&below)).cloned().collect();
                match names.is_empty() {
                    true => Reply::Missing,
                    false => Reply::Names(names.into_iter().filter(|path| ends(path)).collect()),
                }
            }
            Request::Git { arguments, input, .. } => git::answer(&self.files, &self.base, arguments, input),
            Request::FolderExists { .. } => Reply::Yes,
            Request::Environment { name } => self.environment.get(name).cloned().map_or(Reply::Missing, Reply::Text),
            Request::Fetch { url, .. } => match self.answers.get(url) {
                Some((status, body)) => {
                    Reply::Answer { status: *status, content_type: None, headers: Vec::new(), body: body.clone() }
                }
                None => Reply::Unanswered { reason: Unanswered::Connect, text: "connection refused".into() },
            },
            _ => Reply::Missing,
        }
    }
}

/// Runs the program over a host without terminals and threads.
///
/// # Panics
///
/// Where it prints what is no UTF-8.
pub fn drive(arguments: &[&str], mut fulfil: impl FnMut(Request) -> Reply) -> Run {
    let arguments = arguments.iter().map(|argument| (*argument).to_owned()).collect();
    let mut session = Session::new(Start { arguments, ..Start::default() });
    let mut replies = Vec::new();
    loop {
        match session.resume(replies) {
            Step::Need(requests) => replies = requests.into_iter().map(&mut fulfil).collect(),
            Step::Done(Outcome { stdout, stderr, exit_code }) => {
                let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
                return Run { stdout: text(stdout), stderr: text(stderr), code: exit_code };
            }
        }
    }
}

/// Fulfils a request that changes files, or gives another one back.
///
/// # Errors
///
/// The request, where it changes none.
pub fn change_files(files: &mut Files, request: Request) -> Result<Reply, Request> {
    Ok(match request {
        Request::WriteFile { path, bytes, .. } => {
            files.insert(path, Content::Bytes(bytes.into()));
            Reply::Yes
        }
        Request::Rename { from, to, .. } => match files.remove(&from) {
            Some(content) => {
                files.insert(to, content);
                Reply::Yes
            }
            None => Reply::Missing,
        },
        Request::Remove { path, .. } => files.remove(&path).map_or(Reply::Missing, |_| Reply::Yes),
        request => return Err(request),
    })
}

/// What the producer's host answers about the reference's baseline.
fn producer(files: &Files) -> BTreeMap<String, (u16, Vec<u8>)> {
    const REPOSITORY: &str = "https://api.github.com/repos/saagar210/MemoryKernel";
    const COMMIT: &str = "7e4806a34b98e6c06ee33fa9f11499a975e7b922";
    let tag = format!(r#"{{ "ref": "refs/tags/v0.4.0", "object": {{ "type": "commit", "sha": "{COMMIT}" }} }}"#);
    let path = "contents/contracts/integration/v1/producer-contract-manifest.json";
    BTreeMap::from([
        (REPOSITORY.into(), (200, br#"{ "full_name": "saagar210/MemoryKernel" }"#.to_vec())),
        (format!("{REPOSITORY}/git/ref/tags/v0.4.0"), (200, tag.into_bytes())),
        (format!("{REPOSITORY}/{path}?ref={COMMIT}"), (200, mirror(files).unwrap_or_default().to_vec())),
    ])
}

fn mirror(files: &Files) -> Option<&[u8]> {
    bytes(files.get(DocumentKind::Manifest.default_path())?)
}

fn bytes<'c>(content: &'c Content<'static>) -> Option<&'c [u8]> {
    match content {
        Content::Bytes(bytes) => Some(bytes),
        _ => None,
    }
}

fn collect(root: &Path, folder: &Path, files: &mut Files) {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            if !matches!(name.as_str(), "node_modules" | "artifacts" | ".lockstep") {
                collect(root, &path, files);
            }
        } else {
            let inside = path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
            files.insert(inside, Content::Bytes(fs::read(&path).expect("a file").into()));
        }
    }
}
