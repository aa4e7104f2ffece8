//! The consumer's side of the new pair: which version at which commit.

use lockstep_core::{
    facts::{ApprovedRow, BaselineValue},
    repin::{Baseline, Consumer},
};

use super::RepinArguments;
use crate::{
    failure::Failure,
    file,
    request::{Reply, Request},
    task::Host,
    trio::Trio,
};

/// The largest `package.json`, in bytes.
const PACKAGE_LIMIT: u64 = 1 << 20;

/// What the user said, else what `package.json` and git say in the form of the previous row, else the previous row.
pub(super) async fn consumer(host: &Host, trio: &Trio, arguments: &RepinArguments) -> Result<Consumer, Failure> {
    let facts = trio.facts();
    let layout = &trio.engine.policy().matrix;
    let pinned = facts.pin.facts.as_ref().map(Baseline::of_pin).unwrap_or_default();
    let [tag, commit] = [BaselineValue::ReleaseTag, BaselineValue::CommitSha].map(|value| pinned.text(value));
    let rows = facts.matrix.facts.iter().flat_map(|matrix| matrix.rows_of(tag, commit).chain(matrix.rows()));
    let rows: Vec<&ApprovedRow<'_>> = rows.collect();
    let previous = rows.iter().find(|row| row.is_approved(layout)).or(rows.first());
    let stated = |cell: Option<&str>| cell.filter(|text| !text.is_empty()).map(str::to_owned);
    let previous_version = stated(previous.and_then(|row| Some(row.consumer_version.as_ref()?.value.as_ref())));
    let previous_commit = stated(previous.and_then(|row| Some(row.consumer_commit.as_ref()?.value.as_ref())));
    let version = match &arguments.consumer_version {
        Some(version) => Some(version.clone()),
        None => packaged(host, &trio.root, previous_version.as_deref()).await?.or(previous_version),
    };
    let commit = match &arguments.consumer_commit {
        Some(commit) => Some(commit.clone()),
        None => head(host, &trio.root, previous_commit.as_deref()).await?.or(previous_commit),
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

/// The version in `package.json`, with a `v` where the previous row has one; `None` where it says none.
async fn packaged(host: &Host, root: &str, previous: Option<&str>) -> Result<Option<String>, Failure> {
    let request = Request::ReadFile { root: root.into(), path: "package.json".into(), limit: PACKAGE_LIMIT };
    let bytes = match host.ask(request).await {
        Reply::Bytes(bytes) => bytes,
        Reply::Failed(cause) => {
            let failure = Failure::new(format!("the application's version could not be read: {cause}"));
            return Err(failure.about(&file::joined(root, "package.json")).help("give it with `--consumer-version`"));
        }
        _ => return Ok(None),
    };
    let package: serde_json::Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let version = package.get("version").and_then(|version| version.as_str()).filter(|text| !text.trim().is_empty());
    let numbered =
        |text: &str| text.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let marked = previous.is_some_and(numbered);
    Ok(version.map(|version| if marked && !numbered(version) { format!("v{version}") } else { version.into() }))
}

/// The commit that is checked out, as long as that of the previous row; `None` where there is no git or no commit.
async fn head(host: &Host, root: &str, previous: Option<&str>) -> Result<Option<String>, Failure> {
    let hex = |text: &&str| (4..=40).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let short = match previous.filter(hex) {
        Some(previous) => format!("--short={}", previous.len()),
        None => "--short".into(),
    };
    let arguments = vec!["rev-parse".into(), short, "HEAD".into()];
    let request = Request::Git { root: root.into(), arguments, input: String::new(), limit: 1024 };
    match host.ask(request).await {
        Reply::Ran { exit_code: Some(0), stdout, .. } => {
            let commit = String::from_utf8_lossy(&stdout).trim().to_owned();
            Ok(Some(commit).filter(|commit| !commit.is_empty()))
        }
        Reply::Failed(cause) => Err(Failure::new(format!("the application's commit could not be read: {cause}"))
            .help("give it with `--consumer-commit`")),
        _ => Ok(None),
    }
}
