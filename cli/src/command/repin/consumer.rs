//! The consumer's side of the new pair: which version at which commit.

use lockstep_core::{facts::ApprovedRow, repin::Consumer};

use crate::{
    failure::Failure,
    history,
    request::{Reply, Request},
    task::Host,
    trio::Trio,
};

/// The largest `package.json`, in bytes.
const PACKAGE_LIMIT: u64 = 1 << 20;

/// What the user said, else what `package.json` and git say in the form of the previous row, else the previous row.
pub(super) async fn consumer(
    host: &Host,
    trio: &Trio,
    (version, commit): (Option<&str>, Option<&str>),
) -> Result<Consumer, Failure> {
    let facts = trio.facts();
    let layout = &trio.engine.policy().matrix;
    let rows: Vec<&ApprovedRow<'_>> = facts.matrix.facts.iter().flat_map(|matrix| matrix.rows()).collect();
    let previous = rows.iter().find(|row| row.is_approved(layout)).or(rows.first());
    let stated = |cell: Option<&str>| cell.filter(|text| !text.is_empty()).map(str::to_owned);
    let previous_version = stated(previous.and_then(|row| Some(row.consumer_version.as_ref()?.value.as_ref())));
    let previous_commit = stated(previous.and_then(|row| Some(row.consumer_commit.as_ref()?.value.as_ref())));
    let version = match version {
        Some(version) => Some(version.to_owned()),
        None => packaged(host, &trio.root, previous_version.as_deref()).await.or(previous_version),
    };
    let commit = match commit {
        Some(commit) => Some(commit.to_owned()),
        None => head(host, &trio.root, previous_commit.as_deref()).await.or(previous_commit),
    };
    let unknown = |what: &str| {
        Failure::new(format!("the application's {what} is not known"))
            .help(format!("give it with `--consumer-{what}`: neither the repository nor an earlier row says it"))
    };
    Ok(Consumer {
        version: version.ok_or_else(|| unknown("version"))?,
        commit: commit.ok_or_else(|| unknown("commit"))?,
    })
}

/// The version in `package.json`, with a `v` where the previous row has one.
async fn packaged(host: &Host, root: &str, previous: Option<&str>) -> Option<String> {
    let request = Request::ReadFile { root: root.into(), path: "package.json".into(), limit: PACKAGE_LIMIT };
    let Reply::Bytes(bytes) = host.ask(request).await else { return None };
    let package: serde_json::Value = serde_json::from_slice(&bytes).ok()?;
    let version = package.get("version")?.as_str().filter(|version| !version.trim().is_empty())?;
    let numbered =
        |text: &str| text.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let marked = previous.is_some_and(numbered) && !numbered(version);
    Some(format!("{}{version}", if marked { "v" } else { "" }))
}

/// The commit that is checked out, as long as that of the previous row.
async fn head(host: &Host, root: &str, previous: Option<&str>) -> Option<String> {
    let hex = |text: &&str| (4..=40).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let short = match previous.filter(hex) {
        Some(previous) => format!("--short={}", previous.len()),
        None => "--short".into(),
    };
    let commit = history::line(host, root, &["rev-parse", &short, "HEAD"]).await.ok()?;
    Some(commit).filter(|commit| !commit.is_empty())
}
