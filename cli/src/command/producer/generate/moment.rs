//! When and at which commit something is generated. A file that is only checked is held against what would be generated
//! on the day and at the commit that it states itself, since both move on as soon as it is committed.

use lockstep_core::{
    date::{self, Date},
    facts::is_lower_hex,
    text::quoted,
};
use serde_json::Value;

use super::ground::Ground;
use crate::{
    command::check::host_date,
    failure::Failure,
    history,
    past::Revision,
    repository::document_request,
    request::{Reply, Request},
    task::Host,
};

/// The variable by which builds are made reproducible: seconds since 1970 in UTC.
const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// Today: by the command line, else the environment, else the host's clock.
pub(super) async fn today(host: &Host, given: Option<Date>) -> Result<Date, Failure> {
    if let Some(today) = given {
        return Ok(today);
    }
    let Reply::Text(text) = host.ask(Request::Environment { name: EPOCH.into() }).await else {
        return host_date(host).await;
    };
    let moment = text.trim().parse().ok().and_then(date::moment);
    moment.and_then(|moment| date::parse(moment.get(..10)?)).ok_or_else(|| {
        Failure::new(format!("the variable `{EPOCH}` holds {}, no seconds since 1970", quoted(&text)))
            .help("set it to a number, or unset it, or give the day with `--today YYYY-MM-DD`")
    })
}

/// What stands in the place of a file that is generated.
pub(super) struct Standing {
    pub(super) bytes: Option<Vec<u8>>,
    /// The same as JSON, where the file is only checked.
    checked: Option<Value>,
}

impl Standing {
    pub(super) async fn read(ground: &Ground<'_>, place: &str, check: bool) -> Result<Self, Failure> {
        let bytes = ground.find(place).await?;
        let checked = || bytes.as_deref().and_then(|bytes| serde_json::from_slice(bytes).ok()).unwrap_or_default();
        let checked = check.then(checked);
        Ok(Self { bytes, checked })
    }

    /// The text at a pointer of a file that is only checked.
    fn text(&self, pointer: &str) -> Option<&str> {
        self.checked.as_ref()?.pointer(pointer)?.as_str()
    }

    /// The day on which the file is generated; `pointer` is where it states the instant.
    pub(super) fn day(&self, ground: &Ground<'_>, pointer: &str) -> Date {
        self.text(pointer).and_then(date::day_of_instant).unwrap_or(ground.today)
    }

    /// The commit at which it is generated, in full; `pointer` is where it states it.
    pub(super) async fn commit(&self, ground: &Ground<'_>, pointer: &str) -> Result<String, Failure> {
        match self.text(pointer).filter(|commit| is_lower_hex(commit, 40)) {
            Some(commit) => Ok(commit.into()),
            None => head(ground.host, ground.root).await,
        }
    }
}

/// The commit that is checked out, in full.
async fn head(host: &Host, root: &str) -> Result<String, Failure> {
    history::line(host, root, &["rev-parse", "--verify", "HEAD^{commit}"])
        .await
        .map_err(|failure| failure.help("what is generated names the commit that it is made at; make a first commit"))
}

/// Says which of the files are not at the commit as they stand: whoever looks there finds other bytes. Of a file that is
/// only checked nobody asks, since its commit need not be fetched.
pub(super) async fn tell_changed(
    (ground, standing): (&Ground<'_>, &Standing),
    commit: &str,
    files: &[(&str, &[u8])],
    said: &mut String,
) {
    if standing.checked.is_some() {
        return;
    }
    let revision = Revision { root: ground.root.into(), commit: commit.into() };
    let requests = files.iter().map(|(path, bytes)| document_request(ground.root, path, bytes.len() as u64));
    let replies = revision.answer(ground.host, requests.collect()).await;
    let differ =
        files.iter().zip(replies).filter(|((_, now), then)| !matches!(then, Reply::Bytes(then) if then == now));
    let differ: Vec<String> = differ.map(|((path, _), _)| quoted(path)).collect();
    if !differ.is_empty() {
        let (names, commit) = (differ.join(", "), quoted(commit));
        said.push_str(&format!("note: not as at commit {commit}, but as they stand: {names}\n"));
    }
}
