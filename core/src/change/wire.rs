//! The frozen JSON form of a comparison, `lockstep-diff.v1`, which only ever gains keys.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use serde::Serialize;

use super::{ChangeKind, Class, Comparison, DocumentForm, Given, NoticeNeeded, Party, State, Stated};
use crate::{
    notice::{NoticePeriod, WireDay},
    text::{Encoding, LineIndex, shown},
    wire,
};

/// The value of `schema` in every comparison.
pub const DIFF_SCHEMA: &str = "lockstep-diff.v1";

/// What changed between two states of a producer's documents.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DiffReport {
    /// The version of this form: `lockstep-diff.v1`.
    pub schema: &'static str,
    /// The version of lockstep that compared.
    pub version: &'static str,
    /// The policy that says which codes are open and what notice is the least.
    pub policy: String,
    /// The gravest class of all changes.
    pub class: Class,
    /// How many changes there are of each class.
    pub summary: Summary,
    /// Whether the manifest has other bytes, so that every consumer that pins its SHA-256 must repin.
    pub repin_needed: bool,
    /// The notice that must be given before the release, or null.
    pub notice: Option<NoticeNeeded>,
    /// From an announcement to the earliest lawful release; null where nothing was announced, or nothing needs notice.
    pub notice_period: Option<Period>,
    /// The documents that were compared.
    pub documents: Vec<Document>,
    /// The changes: by document, the gravest first.
    pub changes: Vec<Change>,
}

/// From an announcement to the earliest lawful release, on the standard path.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Period {
    /// When it was announced, a day or an instant in UTC.
    pub announced: String,
    /// The offset from UTC at which days begin, `+01:00`.
    pub utc_offset: String,
    /// Each day from that of the announcement on.
    pub days: Vec<WireDay>,
    /// The earliest lawful release.
    pub earliest: String,
}

impl Period {
    fn new(period: &NoticePeriod) -> Self {
        Self {
            announced: period.announcement.announced().to_string(),
            utc_offset: period.utc_offset(),
            days: period.days.iter().map(WireDay::new).collect(),
            earliest: period.earliest.to_string(),
        }
    }
}

/// How many changes there are.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Summary {
    /// Changes after which the contract says the same.
    pub none: u32,
    /// Changes after which it says more.
    pub additive: u32,
    /// Changes after which it no longer holds what it held.
    pub breaking: u32,
    /// Changes to another service contract.
    pub needs_gates: u32,
    /// Changes that are counted and not listed.
    pub omitted: u32,
}

/// A document in its two states.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Document {
    /// What kind of document it is.
    pub form: DocumentForm,
    /// The name of the old state, or null.
    pub old: Option<String>,
    /// The name of the new state, or null.
    pub new: Option<String>,
    /// What became of it.
    pub state: State,
    /// The gravest class of its changes.
    pub class: Class,
}

/// One change.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Change {
    /// What kind it is of.
    pub id: ChangeKind,
    /// How grave it is; follows from `id`.
    pub class: Class,
    /// The number of its document in `documents`, from 0.
    pub document: usize,
    /// What it is about: a code, a key, a field by its dotted path.
    pub name: String,
    /// What happened, in one sentence.
    pub message: String,
    /// What the old document states.
    pub old: Value,
    /// What the new document states.
    pub new: Value,
    /// Where in the interface, such as `GET /v1/health 503`; empty where it holds for the whole document.
    pub uses: Vec<String>,
    /// Whom it harms, and how.
    pub harms: Vec<Harm>,
    /// What the producer must do, or null.
    pub producer: Option<String>,
    /// What consumers must do, or null.
    pub consumer: Option<String>,
    /// The notice that it needs, or null.
    pub notice: Option<NoticeNeeded>,
}

/// What one document states.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Value {
    /// The value, or null where there is none.
    pub value: Option<String>,
    /// Where it stands, each place once and in order; where there is no value, where it would go. Empty where the whole
    /// document is meant.
    pub places: Vec<wire::Label>,
}

/// Someone who is harmed.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Harm {
    /// Who.
    pub party: Party,
    /// How.
    pub how: String,
}

impl From<&Comparison<'_>> for DiffReport {
    fn from(comparison: &Comparison<'_>) -> Self {
        let [none, additive, breaking, needs_gates] = comparison.counts;
        let name = |given: Option<Given<'_>>| given.map(|given| shown(given.name));
        let documents = comparison.documents.iter().map(|document| Document {
            form: document.form,
            old: name(document.pair.old),
            new: name(document.pair.new),
            state: document.state,
            class: document.class,
        });
        let mut places = Places { indexes: Vec::new() };
        let changes = comparison.changes.iter().map(|change| {
            let pair = comparison.documents.get(change.document).map(|document| document.pair);
            Change {
                id: change.kind,
                class: change.kind.class(),
                document: change.document,
                name: change.name.clone(),
                message: change.message.clone(),
                old: places.value(&change.old, pair.and_then(|pair| pair.old)),
                new: places.value(&change.new, pair.and_then(|pair| pair.new)),
                uses: change.uses.clone(),
                harms: change.harms.iter().map(|harm| Harm { party: harm.party, how: harm.how.clone() }).collect(),
                producer: said(&change.producer),
                consumer: said(&change.consumer),
                notice: change.notice.clone(),
            }
        });
        Self {
            schema: DIFF_SCHEMA,
            version: env!("CARGO_PKG_VERSION"),
            policy: shown(&comparison.policy),
            class: comparison.class,
            summary: Summary { none, additive, breaking, needs_gates, omitted: comparison.omitted },
            repin_needed: comparison.needs_repin,
            notice: comparison.notice.clone(),
            notice_period: comparison.period.as_ref().map(Period::new),
            changes: changes.collect(),
            documents: documents.collect(),
        }
    }
}

fn said(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_string())
}

/// Lines of the documents, each indexed once.
struct Places<'d> {
    indexes: Vec<(Given<'d>, LineIndex)>,
}

impl<'d> Places<'d> {
    fn value(&mut self, stated: &Stated, given: Option<Given<'d>>) -> Value {
        let places = match given {
            Some(given) => stated.places.iter().map(|span| self.label(given, *span)).collect(),
            None => Vec::new(),
        };
        Value { value: stated.value.clone(), places }
    }

    fn label(&mut self, given: Given<'d>, span: crate::text::Span) -> wire::Label {
        if !self.indexes.iter().any(|(known, _)| core::ptr::eq(known.bytes, given.bytes)) {
            self.indexes.push((given, LineIndex::new(given.bytes)));
        }
        let index =
            self.indexes.iter().find(|(known, _)| core::ptr::eq(known.bytes, given.bytes)).map(|(_, index)| index);
        let position = |offset| index.map(|index| index.position(given.bytes, offset, Encoding::Utf16));
        let (start, end) = (position(span.start), position(span.end));
        wire::Label {
            document: shown(given.name),
            line: start.map_or(1, |start| start.line),
            column: start.map_or(1, |start| start.column),
            end_line: end.map_or(1, |end| end.line),
            end_column: end.map_or(1, |end| end.column),
            start: span.start,
            end: span.end,
            text: String::new(),
        }
    }
}
