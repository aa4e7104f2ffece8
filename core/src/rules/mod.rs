//! The rules: each reads the facts and says what is wrong.
//!
//! One rule a file, `rules/<group>/<id with underscores>.rs`; this list is the only place that
//! names them all, and a test compares it with the folder (`BLESS=1` rewrites it).

mod agreement;
mod document;
mod manifest;
mod matrix;
mod pin;

use alloc::{format, string::String};

use crate::{
    date::Date,
    facts::{Facts, ManifestFacts, MatrixFacts, PinFacts},
    finding::{Finding, Label, Severity, Sink},
    policy::Policy,
    source::{DocumentKind, Sources},
    text::quoted,
};

/// What a rule is about; the groups are the folders under `rules/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Whether a document exists and is well-formed.
    Document,
    /// The integration pin by itself.
    Pin,
    /// The producer manifest mirror by itself and against the pin.
    Manifest,
    /// The compatibility matrix by itself and against the pin.
    Matrix,
    /// One value in all documents that state it.
    Agreement,
}

impl Group {
    /// The group as one lower-case word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Pin => "pin",
            Self::Manifest => "manifest",
            Self::Matrix => "matrix",
            Self::Agreement => "agreement",
        }
    }
}

/// What a rule needs before it can run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: it is about whether the documents can be read at all.
    Nothing,
    /// Each of these documents.
    Each(&'static [DocumentKind]),
    /// At least two of these documents.
    TwoOf(&'static [DocumentKind]),
    /// Each of these documents and today's date.
    EachAndToday(&'static [DocumentKind]),
}

/// One rule: what it is called, how much it weighs, what it needs, how it is explained, and the
/// function that checks it.
#[derive(Debug)]
pub struct Rule {
    /// Its public, stable name in kebab case; the file's name with hyphens.
    pub id: &'static str,
    /// What it is about.
    pub group: Group,
    /// How much its findings weigh, unless the policy says otherwise.
    pub severity: Severity,
    /// What it needs before it can run.
    pub needs: Needs,
    /// What it demands: one sentence, lower case, no full stop.
    pub summary: &'static str,
    /// Its page, in Markdown: what, why, a bad and a good example, how to fix.
    pub documentation: &'static str,
    /// Reports what is wrong.
    pub check: fn(&Context<'_>, &mut Sink),
}

/// What a rule may look at.
#[derive(Debug)]
pub struct Context<'a> {
    /// The policy.
    pub policy: &'a Policy,
    /// The documents' bytes, for rules about bytes.
    pub sources: &'a Sources<'a>,
    /// What the documents say.
    pub facts: &'a Facts<'a>,
    /// Today, where the host gave it.
    pub today: Option<Date>,
}

impl<'a> Context<'a> {
    /// What the pin says, if it could be read.
    pub fn pin(&self) -> Option<&'a PinFacts<'a>> {
        self.facts.pin.facts.as_ref()
    }

    /// What the matrix says, if it could be read.
    pub fn matrix(&self) -> Option<&'a MatrixFacts<'a>> {
        self.facts.matrix.facts.as_ref()
    }

    /// What the manifest mirror says, if it could be read.
    pub fn manifest(&self) -> Option<&'a ManifestFacts<'a>> {
        self.facts.manifest.facts.as_ref()
    }

    /// The name findings give a document, quoted.
    pub fn name(&self, kind: DocumentKind) -> String {
        quoted(&self.sources.get(kind).name)
    }
}

/// Every rule, in the order in which they run and are listed.
pub const ALL: &[&Rule] = &[
    // BEGIN LIST (`BLESS=1 cargo test -p lockstep-tests rules` rewrites it from the folders)
    // END LIST
];

/// Ids that rules once had; they are never given to another rule.
pub const RETIRED: &[&str] = &[];

/// The rule with that id.
pub fn find(id: &str) -> Option<&'static Rule> {
    ALL.iter().find(|rule| rule.id == id).copied()
}
