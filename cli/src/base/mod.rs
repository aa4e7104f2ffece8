//! The base of a change: which it is, by the command line or by the CI system, and where the change left it.

mod arguments;
mod diagnosis;
mod event;
mod known;
mod settings;

use lockstep_core::text::{quoted, shown};

use arguments::reference;
pub(crate) use arguments::{BaseArguments, fault as reference_fault, new_only, options};
pub(crate) use known::known;
pub use settings::{AtomicMode, AtomicSettings};

use crate::{
    past::Revision,
    request::{Reply, Request},
    scope::Environment,
    task::Host,
};

/// The variables of the environment that name a base.
///
/// Sources: GitHub's "Variables reference" and GitLab's "Predefined CI/CD variables".
pub(crate) const VARIABLES: &[&str] = &[
    "GITHUB_EVENT_PATH",
    "GITHUB_EVENT_NAME",
    "GITHUB_BASE_REF",
    "CI_MERGE_REQUEST_DIFF_BASE_SHA",
    "CI_COMMIT_BEFORE_SHA",
];

/// The largest payload of an event, in bytes; GitHub sends none above 25 MB.
const PAYLOAD_LIMIT: u64 = 32 << 20;

/// The most bytes of git's answer about commits.
const ANSWER_LIMIT: u64 = 64 << 10;

/// What became of the search for a base.
pub(crate) enum Sought {
    /// Nobody names one.
    Unnamed,
    /// One is named, but there is none to compare with; the reason.
    Unknown(String),
    /// Where the change left its base.
    Found(Revision),
}

/// How one name of a base fared.
enum Attempt {
    Found(String),
    /// It is a commit, but there is no common one to compare with; the reason.
    Apart(String),
    /// Git knows no such commit, or nothing at all; what it wrote to standard error.
    Refused(String),
    /// Git could not be asked; the reason.
    Failed(String),
}

/// Finds the merge base of HEAD and what the command line or the CI system names.
pub(crate) async fn find(host: &Host, root: &str, arguments: &BaseArguments, environment: &Environment) -> Sought {
    let names = match named(host, arguments, environment).await {
        Ok(names) => names,
        Err(reason) => return Sought::Unknown(reason),
    };
    let mut refusal = None;
    for name in &names {
        match attempt(host, root, name).await {
            Attempt::Found(commit) => return Sought::Found(Revision { root: root.into(), commit }),
            Attempt::Apart(reason) | Attempt::Failed(reason) => return Sought::Unknown(reason),
            Attempt::Refused(stderr) => refusal = refusal.or(Some(stderr)),
        }
    }
    match (names.first(), refusal) {
        (Some(name), Some(stderr)) => Sought::Unknown(diagnosis::reason(host, root, name, &stderr).await),
        _ => Sought::Unnamed,
    }
}

/// What may be the base, the best first; nothing where nobody names one.
async fn named(host: &Host, arguments: &BaseArguments, environment: &Environment) -> Result<Vec<String>, String> {
    if let Some(name) = &arguments.reference {
        // A clone of one branch knows the others only as those of the server it came from.
        return Ok(Vec::from([name.clone(), format!("refs/remotes/origin/{name}")]));
    }
    let branch = environment.get("GITHUB_BASE_REF").map(|branch| format!("refs/remotes/origin/{branch}"));
    let branch = branch.filter(|name| reference(name).is_ok());
    if let Some(path) = environment.get("GITHUB_EVENT_PATH") {
        return match (payload(host, path).await, branch) {
            (Ok(Some(commit)), branch) => Ok([commit].into_iter().chain(branch).collect()),
            (_, Some(branch)) => Ok(Vec::from([branch])),
            (Ok(None), None) => {
                let event = environment.get("GITHUB_EVENT_NAME").unwrap_or("unknown");
                Err(format!("the event {} has no base", quoted(event)))
            }
            (Err(reason), None) => Err(reason),
        };
    }
    if let Some(branch) = branch {
        return Ok(Vec::from([branch]));
    }
    let gitlab = ["CI_MERGE_REQUEST_DIFF_BASE_SHA", "CI_COMMIT_BEFORE_SHA"];
    match gitlab.into_iter().find_map(|name| environment.get(name)) {
        Some(commit) => Ok(Vec::from([commit_of(commit)?])),
        None => Ok(Vec::new()),
    }
}

/// The commit that the payload of GitHub's event names, if it names one.
async fn payload(host: &Host, file: &str) -> Result<Option<String>, String> {
    let slash = file.rfind(['/', '\\']);
    let (root, path) =
        slash.and_then(|slash| Some((file.get(..=slash)?, file.get(slash + 1..)?))).unwrap_or((".", file));
    let request = Request::ReadFile { root: root.into(), path: path.into(), limit: PAYLOAD_LIMIT };
    let fault = |fault: &str| format!("the payload of the event, {}, could not be read: {fault}", quoted(file));
    match host.ask(request).await {
        Reply::Bytes(bytes) => match event::base(&bytes) {
            Ok(commit) => commit.map(|commit| commit_of(&commit)).transpose(),
            Err(error) => Err(fault(&shown(&error))),
        },
        Reply::Failed(cause) => Err(fault(&cause)),
        Reply::TooLarge(size) => Err(fault(&format!("it has {size} bytes"))),
        _ => Err(fault("it is no file")),
    }
}

/// What a CI system says a commit is: nothing but hexadecimal digits, which for a branch that is new are all zero.
fn commit_of(text: &str) -> Result<String, String> {
    if !text.is_empty() && text.bytes().all(|byte| byte == b'0') {
        return Err("the branch is new: the CI system names no commit before this change".into());
    }
    let is_commit = matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_commit {
        Ok(text.into())
    } else {
        Err(format!("the CI system names {} as the base, which is no commit", quoted(text)))
    }
}

/// Asks git for the best common commit of HEAD and a base; a clone that is shallow may not have it.
async fn attempt(host: &Host, root: &str, name: &str) -> Attempt {
    // INVARIANT: a name begins with no hyphen. Behind `--` git would look for files, so it takes none of these for one.
    let range = format!("{name}^{{commit}}...HEAD");
    let stdout = match ask(host, root, &["rev-parse", "--is-shallow-repository", &range, "--"]).await {
        Reply::Ran { exit_code: Some(0), stdout, .. } => stdout,
        Reply::Ran { stderr, .. } => return Attempt::Refused(String::from_utf8_lossy(&stderr).into_owned()),
        Reply::Missing => return Attempt::Failed("git is not installed".into()),
        Reply::Failed(cause) => return Attempt::Failed(format!("git could not be run: {cause}")),
        _ => return Attempt::Failed(format!("git could not be run: {}", Reply::misfit())),
    };
    let text = String::from_utf8_lossy(&stdout);
    let is_shallow = text.starts_with("true\n");
    let mut ends = text.lines().filter(|line| is_object_name(line));
    let common = text.lines().find_map(|line| line.strip_prefix('^').filter(|line| is_object_name(line)));
    match common {
        // In a shallow clone a better common commit may be cut off, unless one side is it.
        Some(commit) if !is_shallow || ends.any(|end| end == commit) => Attempt::Found(commit.into()),
        _ if is_shallow => Attempt::Apart(format!(
            "the clone is too shallow to tell where the change left {}; fetch the whole history: {}",
            quoted(name),
            diagnosis::deepen(name)
        )),
        _ => Attempt::Apart(format!("{} and HEAD have no commit in common", quoted(name))),
    }
}

async fn ask(host: &Host, root: &str, arguments: &[&str]) -> Reply {
    let arguments = arguments.iter().map(|argument| (*argument).to_owned()).collect();
    host.ask(Request::Git { root: root.into(), arguments, input: String::new(), limit: ANSWER_LIMIT }).await
}

/// Whether a line is the name of an object, by SHA-1 or SHA-256.
fn is_object_name(line: &str) -> bool {
    matches!(line.len(), 40 | 64) && line.bytes().all(|byte| byte.is_ascii_hexdigit())
}
