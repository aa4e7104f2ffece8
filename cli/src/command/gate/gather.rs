//! What an evaluation looks at: files, folders, the check of the repository, the commit.

use std::collections::BTreeSet;

use lockstep_core::{
    api::{self, Format},
    date::Date,
    gate::{Baseline, Found, Gates, Gathered, Needs},
    inquiry::Role,
    source::DocumentKind,
};
use serde_json::Value;

use super::Start;
use crate::{
    arguments::CheckArguments,
    command::check,
    configuration::{Configuration, PRODUCER_MANIFEST},
    failure::Failure,
    file, history,
    relative_path::RelativePath,
    repository,
    request::{Reply, Request},
    task::Host,
};

/// The largest file that is evidence, in bytes.
const LIMIT: u64 = 64 << 20;

/// The most files below a folder of evidence.
const MOST_FILES: u64 = 10_000;

pub(super) async fn gather(
    host: &Host,
    start: &Start,
    gates: &Gates<'_>,
    numbers: &[usize],
) -> Result<Gathered, Failure> {
    let needs = Needs::of(gates, numbers);
    let mut gathered = Gathered::default();
    for folder in needs.folders {
        let (root, endings) = (start.root.clone(), Vec::new());
        let request = Request::ListFiles { root, folder: folder.clone(), endings, limit: MOST_FILES };
        gathered.folders.insert(folder, names(host.ask(request).await));
    }
    let listed = Needs::listed(gates, numbers, &gathered);
    read(host, start, needs.files.into_iter().chain(listed).collect(), &mut gathered).await;
    let cited = Needs::cited(gates, numbers, &gathered);
    read(host, start, cited, &mut gathered).await;
    if needs.check {
        gathered.check = Some(checked(host, start).await);
    }
    if needs.head {
        gathered.head = Some(head(host, &start.root).await);
    }
    Ok(gathered)
}

/// The files below a folder; one that is not there has none.
fn names(reply: Reply) -> Result<Vec<String>, String> {
    match reply {
        Reply::Names(names) => Ok(names),
        Reply::Missing => Ok(Vec::new()),
        other => Err(reason(other)),
    }
}

async fn read(host: &Host, start: &Start, paths: BTreeSet<String>, gathered: &mut Gathered) {
    let request = |path: &String| Request::ReadFile { root: start.root.clone(), path: path.clone(), limit: LIMIT };
    let replies = host.each(paths.iter().map(request).collect()).await;
    let found = replies.into_iter().map(|reply| match reply {
        Reply::Bytes(bytes) => Found::Bytes(bytes),
        Reply::Missing => Found::Missing,
        other => Found::Unreadable(reason(other)),
    });
    gathered.files.extend(paths.into_iter().zip(found));
}

fn reason(reply: Reply) -> String {
    match reply {
        Reply::NotRegular(what) => format!("it is {what}"),
        Reply::Outside => "a symbolic link leads out of the repository".into(),
        Reply::TooLarge(size) => format!("{size} are too many"),
        Reply::Failed(cause) => cause,
        _ => Reply::misfit(),
    }
}

/// The report of the repository as it stands now.
async fn checked(host: &Host, start: &Start) -> Found {
    let arguments = CheckArguments {
        paths: vec![start.root.clone()],
        today: Some(start.today),
        chosen: start.chosen.clone(),
        // Evidence that is made now depends on nothing but the repository and the day.
        offline: true,
        ..CheckArguments::default()
    };
    let judged = async {
        let (_, settings) = check::settings(host, arguments, false).await?;
        repository::judge(host, &start.root, &settings, |report| api::render(&report, Format::Json)).await
    };
    match judged.await {
        Ok(report) => Found::Bytes(report.into_bytes()),
        Err(failure) => Found::Unreadable(failure.one_line()),
    }
}

/// The commit that is checked out, or why it is not known.
pub(super) async fn head(host: &Host, root: &str) -> Result<String, String> {
    history::line(host, root, &["rev-parse", "--verify", "HEAD"]).await.map_err(|failure| failure.one_line())
}

/// Whose repository it is, and where its baseline stands.
pub(super) async fn anchor<'s>(host: &Host, start: &'s Start) -> (Role, &'s str) {
    let Configuration { documents, role, .. } = &start.configuration;
    let pin = documents.pin.as_ref().map_or(DocumentKind::Pin.default_path(), RelativePath::as_str);
    let manifest = documents.manifest.as_ref().map_or(PRODUCER_MANIFEST, RelativePath::as_str);
    let producer = (Role::Producer, manifest);
    match role.map(Role::from) {
        Some(Role::Producer) => producer,
        Some(Role::Consumer) => (Role::Consumer, pin),
        None => match host.all([pin, manifest].map(|place| file::request(&start.root, place))).await {
            [Reply::Missing, Reply::Bytes(_)] => producer,
            _ => (Role::Consumer, pin),
        },
    }
}

/// The baseline now.
///
/// # Errors
///
/// That the document which states it could not be read.
pub(super) async fn baseline(host: &Host, start: &Start) -> Result<Baseline, String> {
    let (_, place) = anchor(host, start).await;
    match host.ask(file::request(&start.root, place)).await {
        Reply::Bytes(bytes) => Ok(stated(&bytes)),
        _ => Err(format!("{place} could not be read")),
    }
}

/// The baseline now, and a week earlier or why that is not known.
pub(super) async fn baselines(host: &Host, start: &Start) -> (Baseline, Result<Baseline, String>) {
    match baseline(host, start).await {
        Ok(now) => (now, a_week_ago(host, start).await),
        Err(reason) => (Baseline::default(), Err(reason)),
    }
}

async fn a_week_ago(host: &Host, start: &Start) -> Result<Baseline, String> {
    let (_, place) = anchor(host, start).await;
    let day = week_before(start.today).ok_or("the calendar has no such day")?;
    let words = |failure: Failure| failure.one_line();
    let before = format!("--before={day}T23:59:59Z");
    let commit = history::line(host, &start.root, &["rev-list", "-1", &before, "HEAD"]).await.map_err(words)?;
    if commit.is_empty() {
        return Err(format!("there is no commit of {day} or earlier"));
    }
    let blob = format!("{commit}:./{place}");
    history::git(host, &start.root, &["cat-file", "blob", &blob]).await.map(|bytes| stated(&bytes)).map_err(words)
}

fn week_before(day: Date) -> Option<Date> {
    let mut day = day;
    for _ in 0..7 {
        day = day.yesterday().ok()?;
    }
    Some(day)
}

/// The baseline that a pin or a manifest states.
fn stated(bytes: &[u8]) -> Baseline {
    let value: Value = serde_json::from_slice(bytes).unwrap_or_default();
    let text = |keys: &[&str]| {
        let found = keys.iter().find_map(|key| value.get(key)?.as_str());
        found.map(str::to_owned)
    };
    Baseline {
        release_tag: text(&["release_tag"]),
        commit_sha: text(&["commit_sha"]),
        service_contract_version: text(&["expected_service_contract_version"]),
        api_contract_version: text(&["expected_api_contract_version"]),
        integration_baseline: text(&["expected_integration_baseline", "integration_baseline"]),
    }
}
