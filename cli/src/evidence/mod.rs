//! Evidence: what a run leaves for readers who were not there, in the form that both teams' tools read.
//!
//! It depends on the documents, the day and the state of git alone, so that the same run leaves the same bytes.

mod contract;
mod gate_run;
mod handoff;

use std::borrow::Cow;

use lockstep_core::{
    api,
    date::Date,
    facts::{BaselineValue, sha256},
    render,
    report::Report,
    source::{Content, DocumentKind, Source},
    text::quoted,
};
use serde::Serialize;
use serde_json::Value;

pub use contract::{Consumer, ContractEvidence, ExpectedContracts, PinnedRelease, Status, Verification};
pub use gate_run::{GateRun, RanCommand, Written};
pub use handoff::{Checks, EvidenceMode, HandoffBaseline, HandoffEvidence};

use crate::{
    failure::Failure,
    file,
    request::{Reply, Request},
    task::Host,
};

/// The version of both forms of evidence.
const SCHEMA_VERSION: &str = "v1";

/// A document that was judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct JudgedDocument {
    /// Its path, relative to the repository; of one that stands elsewhere, as the user named it, but for an absolute
    /// path the name of the file alone.
    pub path: String,
    /// SHA-256 of its bytes, 64 lower-case hex digits.
    pub sha256: String,
}

/// What made the evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tools {
    /// The version of lockstep.
    pub lockstep: &'static str,
}

impl Tools {
    fn of_this_run() -> Self {
        Self { lockstep: api::version() }
    }
}

/// The documents of a report that could be read and that the evidence is about.
fn documents(report: &Report<'_>, is_judged: impl Fn(DocumentKind) -> bool) -> Vec<JudgedDocument> {
    let judged = report.sources.iter().filter(|source| is_judged(source.kind));
    judged
        .filter_map(|source| match &source.content {
            Content::Bytes(bytes) => Some(JudgedDocument { path: place(source).into_owned(), sha256: sha256(bytes) }),
            _ => None,
        })
        .collect()
}

/// The path of a document without anything that only this machine knows.
fn place<'s>(source: &'s Source<'_>) -> Cow<'s, str> {
    match file::split(&source.name) {
        Some((_, name)) if file::is_absolute(&source.name) => name.into(),
        _ => source.name.as_ref().into(),
    }
}

/// What the pin of a report states, as far as it can be read.
fn pinned(report: &Report<'_>) -> impl Fn(BaselineValue) -> Option<String> {
    let pin = object(report, DocumentKind::Pin);
    move |value| Some(pin.get(value.pin_key())?.as_str()?.trim().to_owned())
}

/// A JSON document of a report; null where it cannot be read.
fn object(report: &Report<'_>, kind: DocumentKind) -> Value {
    let bytes = report.sources.find(kind).map(Source::as_bytes).unwrap_or_default();
    serde_json::from_slice(bytes).unwrap_or_default()
}

/// The instant of a run: the day it is about, since evidence must not depend on the hour.
fn instant(today: Date) -> String {
    format!("{today}T00:00:00.000Z")
}

/// Puts evidence in its place, whole or not at all.
pub(crate) async fn write(host: &Host, root: &str, path: &str, evidence: &impl Serialize) -> Result<(), Failure> {
    let bytes = render::json::render(evidence).into_bytes();
    let new = format!("{path}.lockstep-new");
    let request = Request::WriteFile { root: root.into(), path: new.clone(), bytes, like: None };
    let mut reply = host.ask(request).await;
    if reply == Reply::Yes {
        reply = host.ask(Request::Rename { root: root.into(), from: new.clone(), to: path.into() }).await;
        if reply == Reply::Yes {
            return Ok(());
        }
        host.ask(Request::Remove { root: root.into(), path: new }).await;
    }
    Err(failure("written", root, path, reply))
}

/// Removes older evidence, so that none stands for a run that did not pass.
pub(crate) async fn remove(host: &Host, root: &str, path: &str) -> Result<(), Failure> {
    match host.ask(Request::Remove { root: root.into(), path: path.into() }).await {
        Reply::Yes | Reply::Missing => Ok(()),
        reply => Err(failure("removed", root, path, reply)),
    }
}

fn failure(done: &str, root: &str, path: &str, reply: Reply) -> Failure {
    let cause = match reply {
        Reply::Outside => "a symbolic link leads out of the repository".into(),
        Reply::NotRegular(what) => format!("{what} stands there"),
        Reply::Missing => "the new file is gone".into(),
        Reply::Failed(cause) => cause,
        _ => Reply::misfit(),
    };
    Failure::new(format!("the evidence {} could not be {done}: {cause}", quoted(path))).about(&file::joined(root, path))
}
