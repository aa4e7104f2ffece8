//! Why git finds no base, in words that say what to do about it.

use lockstep_core::text::{quoted, shown};

use super::ask;
use crate::{request::Reply, task::Host};

/// Why git refuses the name of a base; `stderr` is what it wrote.
pub(super) async fn reason(host: &Host, root: &str, name: &str, stderr: &str) -> String {
    if stderr.contains("not a git repository") {
        return "the folder lies in no git repository".into();
    }
    if stderr.contains("dubious ownership") || stderr.contains("unsafe repository") {
        return "git does not trust the folder, which another user owns; \
                `git config --global --add safe.directory FOLDER` says that it may"
            .into();
    }
    let is_unknown = stderr.contains("bad revision");
    match ask(host, root, &["rev-parse", "--is-shallow-repository", "HEAD^{commit}", "--"]).await {
        Reply::Ran { exit_code: Some(0), stdout, .. } if stdout.starts_with(b"true\n") => {
            format!("the base {} is not in this shallow clone; fetch it: {}", quoted(name), deepen(name))
        }
        Reply::Ran { exit_code: Some(0), .. } if is_unknown => format!(
            "the base {} is unknown here; `git fetch origin {}` brings it if the server still has it",
            quoted(name),
            shown(fetched(name))
        ),
        Reply::Ran { .. } if is_unknown => "nothing has been committed yet".into(),
        _ => format!("git says {}", quoted(stderr.lines().next().unwrap_or_default())),
    }
}

/// How to get the history that a shallow clone lacks.
pub(super) fn deepen(name: &str) -> String {
    format!("`fetch-depth: 0` of actions/checkout, or `git fetch --unshallow origin {}`", shown(fetched(name)))
}

/// A name as the server knows it.
fn fetched(name: &str) -> &str {
    name.strip_prefix("refs/remotes/origin/").or_else(|| name.strip_prefix("origin/")).unwrap_or(name)
}
