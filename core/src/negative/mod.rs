//! Negative tests: faults that are put into the documents one at a time, each of which the right rule must find.
//!
//! A check that passes says little where it could not fail: a rule that the policy switched off, a demand that the
//! configuration lost. Nothing is written: each fault is judged over changed sources.

mod boundary;
mod fields;
mod handoff;
mod producer;
mod records;
mod trio;

use alloc::{borrow::Cow, boxed::Box, format, string::String, vec::Vec};

use crate::{
    api::Engine,
    facts::Facts,
    finding::{Finding, Severity},
    inquiry::{Inquiry, Part, Role},
    policy::SeveritySetting,
    report::{Report, Verdict},
    rules::{self, Group},
    source::{Content, DocumentKind, Source, Sources},
    text::{Span, quoted},
};

/// One fault in one document.
#[derive(Clone, Debug)]
pub struct Fixture<'a> {
    /// The fault in some words, lower case.
    pub what: String,
    /// The group whose check it belongs to.
    pub check: Group,
    /// The document with the fault.
    pub source: Source<'a>,
    /// What must find it.
    pub finder: Finder,
}

/// What must find a fault, as an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finder {
    /// This rule.
    Rule(&'static str),
    /// Any rule of the check, in the document that has the fault.
    AnyOf(Group),
}

/// A fault that was not found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Escape {
    /// The fault in some words.
    pub what: String,
    /// The document that had it.
    pub document: String,
    /// What should have found it, and why it did not, as far as that can be told.
    pub reason: String,
}

/// What became of the faults of one check.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The check; that of a consumer's three documents is [`Group::Agreement`].
    pub check: Group,
    /// How many faults were put in.
    pub faults: usize,
    /// Those that were not found.
    pub escapes: Vec<Escape>,
}

/// The checks that negative tests are about.
pub const CHECKS: [Group; 13] = [
    Group::Agreement,
    Group::Manifest,
    Group::Alignment,
    Group::Parity,
    Group::Components,
    Group::Schemas,
    Group::Governance,
    Group::Cutover,
    Group::Boundary,
    Group::Handoff,
    Group::Rehearsal,
    Group::Bundle,
    Group::Slo,
];

/// Puts every known fault into the documents, one at a time.
///
/// # Errors
///
/// The report of the documents as they are, where they do not pass: a fault more would show nothing.
pub fn run<'a>(
    engine: &'a Engine,
    sources: &'a Sources<'a>,
    inquiry: &Inquiry<'a>,
) -> Result<Vec<Trial>, Box<Report<'a>>> {
    // What git and the producer's repository say is no part of the documents.
    let inquiry = &Inquiry { atomic: Part::Unasked, remote: Part::Unasked, ..inquiry.clone() };
    let report = engine.judge(sources, inquiry);
    if matches!(report.verdict(), Verdict::Fail | Verdict::Error) {
        return Err(Box::new(report));
    }
    let facts = Facts::read(sources, engine.policy(), inquiry);
    let fixtures = fixtures(sources, &facts, engine, inquiry);
    let trial = |check| {
        let own: Vec<&Fixture<'_>> = fixtures.iter().filter(|fixture| fixture.check == check).collect();
        let escapes = own.iter().filter_map(|fixture| escape(engine, sources, inquiry, fixture)).collect();
        Trial { check, faults: own.len(), escapes }
    };
    Ok(CHECKS.map(trial).into())
}

fn fixtures<'a>(
    sources: &'a Sources<'a>,
    facts: &Facts<'a>,
    engine: &Engine,
    inquiry: &Inquiry<'a>,
) -> Vec<Fixture<'a>> {
    let mut fixtures = Vec::new();
    match inquiry.role {
        _ if inquiry.without_documents => {}
        Role::Consumer => trio::add(&mut fixtures, sources, facts, engine.policy()),
        Role::Producer => trio::add_manifest(&mut fixtures, sources, facts),
    }
    if inquiry.role == Role::Producer {
        producer::add(&mut fixtures, sources, facts, inquiry);
        producer::add_drift(&mut fixtures, sources, facts, (engine.policy(), inquiry));
        producer::add_packs(&mut fixtures, sources, inquiry);
        producer::add_evidence(&mut fixtures, sources, facts, inquiry);
    }
    if let Some(components) = inquiry.components.known() {
        fields::add_components(&mut fixtures, sources, facts, components);
    }
    if let Some(rehearsal) = inquiry.rehearsal.known() {
        fields::add_rehearsal(&mut fixtures, sources, facts, rehearsal);
    }
    let updated = &engine.policy().matrix.updated_label;
    records::add(&mut fixtures, sources, facts, (Group::Governance, inquiry.governance.known()), updated);
    records::add(&mut fixtures, sources, facts, (Group::Cutover, inquiry.cutover.known()), updated);
    if let Some(boundary) = inquiry.boundary.known() {
        boundary::add(&mut fixtures, sources, boundary);
    }
    if let Some(handoff) = inquiry.handoff.known() {
        handoff::add(&mut fixtures, sources, facts, handoff);
    }
    fixtures
}

/// Judges the documents with a fault; `None` where it was found.
fn escape(engine: &Engine, sources: &Sources<'_>, inquiry: &Inquiry<'_>, fixture: &Fixture<'_>) -> Option<Escape> {
    let mut sources = sources.clone();
    let document = fixture.source.kind;
    let name = fixture.source.name.clone().into_owned();
    sources.put(fixture.source.clone());
    let report = engine.judge(&sources, inquiry);
    let is_right = |finding: &&Finding| match fixture.finder {
        Finder::Rule(id) => finding.rule == id,
        Finder::AnyOf(group) => {
            finding.primary.document == document && rules::find(finding.rule).is_some_and(|rule| rule.group == group)
        }
    };
    let right: Vec<&Finding> = report.findings.iter().filter(is_right).collect();
    if right.iter().any(|finding| finding.severity == Severity::Error) {
        return None;
    }
    let reason = match (fixture.finder, right.first()) {
        (_, Some(finding)) => format!("`{}` finds it, but only as a {}", finding.rule, finding.severity.as_str()),
        (Finder::Rule(id), None) if engine.policy().severities.get(id) == Some(&SeveritySetting::Off) => {
            format!("the policy switches `{id}` off")
        }
        (Finder::Rule(id), None) => format!("`{id}` does not find it"),
        (Finder::AnyOf(group), None) => format!("no rule of {} finds it", quoted(group.as_str())),
    };
    Some(Escape { what: fixture.what.clone(), document: name, reason })
}

/// A document in which something else stands at these places, which are in order and do not overlap.
fn replaced<'a>(source: &Source<'a>, spans: &[Span], text: &str) -> Source<'a> {
    let old = source.as_bytes();
    let mut bytes = Vec::with_capacity(old.len() + text.len());
    let mut kept = 0;
    for span in spans {
        bytes.extend_from_slice(old.get(kept..span.range().start).unwrap_or_default());
        bytes.extend_from_slice(text.as_bytes());
        kept = span.range().end;
    }
    bytes.extend_from_slice(old.get(kept..).unwrap_or_default());
    Source { content: Content::Bytes(Cow::Owned(bytes)), ..source.clone() }
}

/// The document of that kind as it is, where it is there.
fn present<'s, 'a>(sources: &'s Sources<'a>, kind: DocumentKind) -> Option<&'s Source<'a>> {
    sources.find(kind).filter(|source| matches!(source.content, Content::Bytes(_)))
}
