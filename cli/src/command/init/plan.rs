//! What `lockstep init` found, what it is about to write, and how it says so.

use lockstep_core::{
    repin::diff,
    source::DocumentKind,
    text::{quoted, visible},
};

use super::discovery::{KINDS, Place};
use crate::transaction::Replacement;

/// A file that is written: whole, whatever of it is new.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) path: &'static str,
    /// What stands there; `None` where nothing does.
    pub(super) before: Option<String>,
    pub(super) after: String,
    /// What it is good for.
    pub(super) what: String,
}

/// Everything that was found out.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) changes: Vec<Change>,
    documents: Vec<String>,
    left: Vec<String>,
    next: Vec<(String, &'static str)>,
}

impl Plan {
    /// Where the documents stand; a consumer need not have a handoff payload.
    pub(super) fn documents(&mut self, places: &[Place; 4]) {
        let lines = KINDS.into_iter().zip(places).filter_map(|(kind, place)| match place {
            Place::Known(path) => Some(format!("{} ({})", visible(path), kind.title())),
            Place::Found(path) => Some(format!("{} ({}, by its content)", visible(path), kind.title())),
            Place::Nowhere if kind == DocumentKind::Handoff => None,
            Place::Nowhere => Some(format!(
                "no {}; name it with `--{} FILE`, or put it at {}",
                kind.title(),
                kind.as_str(),
                quoted(kind.default_path())
            )),
        });
        self.documents = lines.collect();
    }

    /// A file is made.
    pub(super) fn create(&mut self, path: &'static str, after: String, what: &str) {
        self.changes.push(Change { path, before: None, after, what: what.into() });
    }

    /// Something is added to a file.
    pub(super) fn change(&mut self, path: &'static str, before: &str, after: String, what: &str) {
        self.changes.push(Change { path, before: Some(before.into()), after, what: what.into() });
    }

    /// A file stays as it is, for a reason that goes on from its name.
    pub(super) fn leave(&mut self, path: &str, reason: &str) {
        self.left.push(format!("{path} {reason}"));
    }

    /// A command that the user runs afterwards, and what it does.
    pub(super) fn next(&mut self, command: String, what: &'static str) {
        self.next.push((command, what));
    }

    /// What was found, what is written and what is left.
    pub(super) fn summary(&self) -> String {
        let changes = self.changes.iter().map(|change| {
            let how = if change.before.is_some() { "adds to" } else { "makes" };
            format!("{how} {}: {}", change.path, change.what)
        });
        let lists = [("found", &self.documents), ("writes", &changes.collect()), ("leaves", &self.left)];
        let lists = lists.into_iter().filter(|(_, lines)| !lines.is_empty());
        lists.map(|(title, lines)| format!("{title}\n  {}\n", lines.join("\n  "))).collect()
    }

    /// What was done, and what comes next.
    pub(super) fn closing(&self, done: &str) -> String {
        let steps = self.next.iter().map(|(command, what)| format!("  {command}    # {what}\n"));
        format!("{done}; next\n{}", steps.collect::<String>())
    }

    /// The changes as files that are replaced.
    pub(super) fn replacements(&self) -> Vec<Replacement> {
        let replacement = |change: &Change| {
            // INVARIANT: every change is of a file that is named in this command.
            let path = change.path.parse().ok()?;
            let before = change.before.clone().map(String::into_bytes);
            Some(Replacement { path, before, after: change.after.clone().into_bytes() })
        };
        self.changes.iter().filter_map(replacement).collect()
    }

    /// All changes as one patch.
    pub(super) fn patch(&self) -> String {
        let patch = |change: &Change| {
            let before = change.before.as_ref().map(String::as_bytes);
            diff::visible(&diff::unified(change.path, before, change.after.as_bytes()))
        };
        self.changes.iter().map(patch).collect()
    }
}
