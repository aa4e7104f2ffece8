//! The forms of evidence that are JSON: where each says what it is, how it ended, of what day and of what it is.

use alloc::{
    borrow::Cow,
    format,
    string::{String, ToString as _},
    vec::Vec,
};

use super::{State, file::Kind};
use crate::{
    date::{self, Date},
    facts::whole_number,
    json,
    text::{Span, Spanned, quoted},
    tree::{Tree, Value},
};

/// How deep evidence may nest.
const DEPTH: usize = 128;

/// Where a form of evidence says what.
pub(super) struct Form {
    /// The value by which the form is known.
    known_by: (&'static str, &'static str),
    /// What only this form has.
    has: &'static str,
    /// Where it says how it ended, the word of a pass and that of a fail.
    ended: (&'static str, &'static str, &'static str),
    /// What must be so where it passed; a list of objects is looked into.
    borne_out: &'static [(&'static str, &'static str)],
    /// Where its day stands.
    date: Option<&'static str>,
    /// The key of a document's path in `documents`.
    document: Option<&'static str>,
    /// Where the commit stands that it is about.
    pub(super) commit: Option<&'static str>,
    /// Where it says whether tracked files had been changed since that commit.
    pub(super) changed: Option<&'static str>,
}

static REPORT: Form = Form {
    known_by: ("/schema", "lockstep-report.v1"),
    has: "/documents",
    ended: ("/verdict", "pass", "fail"),
    borne_out: &[("/summary/errors", "0")],
    date: None,
    document: Some("name"),
    commit: None,
    changed: None,
};

static CONTRACT: Form = Form {
    known_by: ("/schema_version", "v1"),
    has: "/verification/contract_test_command",
    ended: ("/verification/status", "passed", "failed"),
    borne_out: &[("/verification/check_verdict", "pass"), ("/verification/command_exit_code", "0")],
    date: Some("/generated_at"),
    document: Some("path"),
    commit: Some("/consumer/commit_sha"),
    changed: None,
};

static HANDOFF: Form = Form {
    known_by: ("/schema_version", "v1"),
    has: "/handoff_payload_path",
    ended: ("/status", "passed", "failed"),
    borne_out: &[],
    date: Some("/generated_at_utc"),
    document: Some("path"),
    commit: None,
    changed: None,
};

static REHEARSAL: Form = Form {
    known_by: ("/schema", "lockstep-rehearsal.v1"),
    has: "/commands",
    ended: ("/status", "passed", "failed"),
    borne_out: &[("/check/verdict", "pass"), ("/commands/*/exit_code", "0")],
    date: Some("/date"),
    document: None,
    commit: Some("/consumer_commit_sha"),
    changed: None,
};

static RUN: Form = Form {
    known_by: ("/schema", super::RUN_SCHEMA),
    has: "/commands",
    ended: ("/status", "passed", "failed"),
    borne_out: &[("/commands/*/exit_code", "0")],
    date: Some("/date"),
    document: None,
    commit: Some("/commit_sha"),
    changed: Some("/changed_since_commit"),
};

static RECORD: Form = Form {
    known_by: ("/schema", super::DECISION_SCHEMA),
    has: "/gate",
    ended: ("/outcome", "GO", "NO-GO"),
    borne_out: &[],
    date: Some("/date"),
    document: None,
    commit: None,
    changed: None,
};

impl Form {
    /// The form of a kind of evidence that is JSON.
    pub(super) fn of(kind: &Kind) -> Option<&'static Self> {
        Some(match kind {
            Kind::Check | Kind::Report => &REPORT,
            Kind::Contract => &CONTRACT,
            Kind::Handoff => &HANDOFF,
            Kind::Rehearsal => &REHEARSAL,
            Kind::Run(_) => &RUN,
            Kind::Record(_) => &RECORD,
            _ => return None,
        })
    }

    /// Refuses what is not of this form.
    pub(super) fn recognise(&self, root: &Tree<'_>) -> Result<(), Spanned<String>> {
        let (pointer, version) = self.known_by;
        let Some(found) = at(root, pointer) else {
            return Err(Spanned {
                value: format!("`{pointer}` is missing, which would be `{version}`"),
                span: root.span,
            });
        };
        if found.text() != Some(version) {
            return Err(Spanned { value: format!("`{pointer}` is not `{version}`"), span: found.span });
        }
        match at(root, self.has) {
            Some(_) => Ok(()),
            None => Err(Spanned { value: format!("`{}` is missing", self.has), span: root.span }),
        }
    }

    /// How it ended, in its own word and with the place of that.
    pub(super) fn ended(&self, root: &Tree<'_>) -> Result<(State, Spanned<String>), Spanned<String>> {
        let (pointer, pass, fail) = self.ended;
        let Some(found) = at(root, pointer) else {
            return Err(Spanned { value: format!("`{pointer}` is missing"), span: root.span });
        };
        let state = match found.text() {
            Some(word) if word == pass => State::Pass,
            Some(word) if word == fail => State::Fail,
            _ => State::Unknown,
        };
        if state == State::Pass
            && let Some((pointer, wanted, other)) = self.contradiction(root)
        {
            let value = format!("it says `{pass}`, but `{pointer}` is {} and not `{wanted}`", scalar(other));
            return Err(Spanned { value, span: other.span });
        }
        Ok((state, Spanned { value: scalar(found), span: found.span }))
    }

    /// What does not bear the pass out.
    fn contradiction<'t, 'a>(&self, root: &'t Tree<'a>) -> Option<(&'static str, &'static str, &'t Tree<'a>)> {
        self.borne_out.iter().find_map(|(pointer, wanted)| {
            let is_so = |found: &Tree<'_>| match &found.value {
                Value::Text(text) => text.as_ref() == *wanted,
                Value::Number(digits) => digits.as_ref() == *wanted,
                _ => false,
            };
            let found = match pointer.split_once("/*") {
                Some((list, rest)) => {
                    let all = at(root, list)?;
                    let elements = all.list()?;
                    if elements.is_empty() {
                        return Some((*pointer, *wanted, all));
                    }
                    // An element that lacks the value does not bear anything out either.
                    elements.iter().map(|element| at(element, rest).unwrap_or(element)).find(|found| !is_so(found))?
                }
                None => at(root, pointer).filter(|found| !is_so(found))?,
            };
            Some((*pointer, *wanted, found))
        })
    }

    /// Its day, where the form has one.
    pub(super) fn date(&self, root: &Tree<'_>) -> Result<Option<Spanned<Date>>, Spanned<String>> {
        let Some(pointer) = self.date else { return Ok(None) };
        let Some(found) = at(root, pointer) else {
            return Err(Spanned { value: format!("`{pointer}`, its day, is missing"), span: root.span });
        };
        let text = found.text().unwrap_or_default();
        match date::parse(text).or_else(|| date::day_of_instant(text)) {
            Some(value) => Ok(Some(Spanned { value, span: found.span })),
            None => {
                Err(Spanned { value: format!("`{pointer}` is {}, which is no day", scalar(found)), span: found.span })
            }
        }
    }

    /// The documents that were judged: their names and their SHA-256, which one that could not be read has not.
    pub(super) fn documents<'t>(&self, root: &'t Tree<'_>) -> Vec<(&'t str, Option<&'t str>, Span)> {
        let list = self.document.and_then(|_| root.get("documents")?.list()).unwrap_or_default();
        let of = |document: &'t Tree<'_>| {
            let name = document.get(self.document?).and_then(Tree::text).unwrap_or_default();
            Some((name, document.get("sha256").and_then(Tree::text), document.span))
        };
        list.iter().filter_map(of).collect()
    }
}

/// The names of the documents that bytes of a kind of evidence say were judged.
pub(super) fn documents(kind: &Kind, bytes: &[u8]) -> Vec<String> {
    let read = || {
        let root = read(core::str::from_utf8(bytes).ok()?).ok()?;
        Some(Form::of(kind)?.documents(&root).into_iter().map(|(name, ..)| name.into()).collect())
    };
    read().unwrap_or_default()
}

/// Evidence as JSON.
pub(super) fn read(text: &str) -> Result<Tree<'_>, Spanned<String>> {
    json::tree(text, DEPTH)
}

/// The value at a JSON pointer (RFC 6901).
pub(super) fn at<'t, 'a>(root: &'t Tree<'a>, pointer: &str) -> Option<&'t Tree<'a>> {
    let mut tree = root;
    for token in pointer.strip_prefix('/')?.split('/') {
        let token = token.replace("~1", "/").replace("~0", "~");
        tree = match tree.list() {
            Some(list) => list.get(usize::try_from(whole_number(&token)?).ok()?)?,
            None => tree.get(&token)?,
        };
    }
    Some(tree)
}

/// A value for a message.
pub(super) fn scalar(tree: &Tree<'_>) -> String {
    match &tree.value {
        Value::Text(text) => quoted(text),
        Value::Number(digits) => quoted(digits),
        Value::Boolean(value) => quoted(&value.to_string()),
        _ => tree.type_name().into(),
    }
}

/// The text of bytes.
pub(super) fn text(bytes: &[u8]) -> Result<Cow<'_, str>, Spanned<String>> {
    core::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| {
        let end = error.valid_up_to();
        Spanned { value: "it is not UTF-8 text".into(), span: Span::new(end, end) }
    })
}
