//! The matrix: a row for each version, error code, status and field, a column for each document.

use alloc::{format, string::String, vec::Vec};

use super::voice::{Demand, Fields, Speaker, Spoken, VERSIONS, Voice};
use crate::{
    facts::BaselineValue,
    finding::Label,
    openapi::Contract,
    policy::{Policy, ServiceContract},
    source::DocumentKind,
};

/// What is held to be right of a field that the policy does not know.
pub(crate) const UNKNOWN: &str = "unknown";

/// What a schema says of a field without requiring it.
const DEFINED: &str = "defined";

/// What all documents say on each matter.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// Whether the user asked for it, so that it is shown where nothing is wrong, too.
    pub is_named: bool,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A document or source that speaks.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Which of them it is.
    pub speaker: Speaker,
    /// The document that names it.
    pub document: DocumentKind,
}

/// What a row is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A contract version.
    Version(BaselineValue),
    /// Whether this error code is listed.
    Code(String),
    /// With which status this error code comes.
    Status(String),
    /// What the error envelope does with this field.
    Field(String),
}

/// What all documents say on one matter.
#[derive(Clone, Debug)]
pub struct Row {
    /// The matter.
    pub subject: Subject,
    /// What is held to be right: by most of the documents, or by the policy.
    pub agreed: String,
    /// One a column.
    pub cells: Vec<Cell>,
}

/// What one document says on one matter.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// Each statement, and whether it is right.
    pub statements: Vec<(Spoken, bool)>,
    /// Where something should stand that does not.
    pub gap: Option<Label>,
    /// It may be said, though nothing shows that it is.
    pub is_uncertain: bool,
}

/// How it stands with a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It says nothing and need not.
    Silent,
    /// It says what is right.
    Agrees,
    /// It says something else.
    Differs,
    /// It does not say what it should.
    Missing,
    /// It may say it.
    Uncertain,
}

impl Cell {
    /// How it stands with it.
    pub fn state(&self) -> State {
        if self.statements.iter().any(|(_, is_right)| !is_right) {
            State::Differs
        } else if self.gap.is_some() {
            State::Missing
        } else if !self.statements.is_empty() {
            State::Agrees
        } else if self.is_uncertain {
            State::Uncertain
        } else {
            State::Silent
        }
    }

    /// What it says: each text once, in order; that a field is defined only where nothing more is said of it.
    pub fn text(&self) -> String {
        let mut texts: Vec<&str> = Vec::new();
        for (spoken, _) in &self.statements {
            if !texts.contains(&spoken.text.as_str()) {
                texts.push(&spoken.text);
            }
        }
        if let [DEFINED, ..] = texts.as_slice()
            && texts.len() > 1
        {
            texts.remove(0);
        }
        texts.join(", ")
    }
}

/// Whether the source has a text, wherever it stands.
type Mentions<'m> = dyn Fn(&str) -> bool + 'm;

impl Matrix {
    /// Whether anything is missing or differs.
    pub fn has_gaps(&self) -> bool {
        let mut cells = self.rows.iter().flat_map(|row| &row.cells);
        cells.any(|cell| matches!(cell.state(), State::Differs | State::Missing))
    }

    /// What is held to be the service contract version; empty where nothing states one.
    pub fn service_contract(&self) -> &str {
        self.rows.first().map_or("", |row| row.agreed.as_str())
    }

    /// Compares what is said.
    pub(super) fn new(
        (voices, is_mentioned): (&[Voice], &Mentions<'_>),
        contract: Option<&Contract>,
        policy: &Policy,
        is_named: bool,
    ) -> Self {
        let columns = voices.iter().map(|voice| Column { speaker: voice.speaker, document: voice.document }).collect();
        let mut rows: Vec<Row> =
            VERSIONS.iter().enumerate().map(|(number, value)| version(voices, number, *value, policy)).collect();
        let promised = rows.first().and_then(|row| policy.service_contracts.get(&row.agreed));
        let codes = codes(voices, is_mentioned, promised);
        let agreed: Vec<String> =
            codes.iter().filter(|row| !row.agreed.is_empty()).map(|row| row.agreed.clone()).collect();
        rows.extend(codes);
        rows.extend(agreed.iter().map(|code| statuses(voices, contract, code, promised)));
        rows.extend(promised.into_iter().flat_map(|promised| fields(voices, promised, policy)));
        Self { is_named, columns, rows }
    }
}

fn version(voices: &[Voice], number: usize, value: BaselineValue, policy: &Policy) -> Row {
    let said = |voice: &'_ Voice| voice.versions.get(number).cloned().unwrap_or_default();
    let first = |voice: &Voice| voice.versions.get(number)?.statements.first().map(|spoken| spoken.text.clone());
    let stated: Vec<(Speaker, String)> =
        voices.iter().filter_map(|voice| Some((voice.speaker, first(voice)?))).collect();
    let known = |text: &str| match value {
        BaselineValue::ServiceContract => policy.service_contracts.get(text).is_some(),
        BaselineValue::ApiContract => policy.api_contracts.iter().any(|known| known == text),
        _ => policy.integration_baselines.iter().any(|known| known == text),
    };
    // What most say; of equals, what the policy knows, then what the manifest says, then what is said first.
    let rank = |(speaker, text): &(Speaker, String)| {
        let votes = stated.iter().filter(|(_, other)| other == text).count();
        (votes, known(text), *speaker == Speaker::Manifest)
    };
    let agreed =
        stated.iter().rev().max_by_key(|stated| rank(stated)).map(|(_, text)| text.clone()).unwrap_or_default();
    let cell = |voice: &Voice| {
        let said = said(voice);
        let statements = said.statements.into_iter().map(|spoken| (spoken.text == agreed, spoken));
        Cell {
            statements: statements.map(|(is_right, spoken)| (spoken, is_right)).collect(),
            gap: said.gap,
            is_uncertain: false,
        }
    };
    Row { subject: Subject::Version(value), cells: voices.iter().map(cell).collect(), agreed }
}

/// A row for each code that is listed anywhere; `agreed` is empty where it should not be.
fn codes(voices: &[Voice], is_mentioned: &Mentions<'_>, promised: Option<&ServiceContract>) -> Vec<Row> {
    let mut names: Vec<&str> = Vec::new();
    let manifest_first = || {
        let is_manifest = |voice: &&Voice| voice.speaker == Speaker::Manifest;
        voices.iter().filter(is_manifest).chain(voices.iter().filter(move |voice| !is_manifest(voice)))
    };
    for code in manifest_first().filter_map(|voice| voice.codes.as_ref()).flat_map(|listed| &listed.codes) {
        if !names.contains(&code.text.as_str()) {
            names.push(&code.text);
        }
    }
    let row = |name: &str| {
        let has = |voice: &Voice| Some(voice.codes.as_ref()?.codes.iter().any(|code| code.text == name));
        // What the source does not name, it may take from elsewhere: that is no vote against a code.
        let votes = voices.iter().filter_map(|voice| Some((voice.speaker, has(voice)?)));
        let votes: Vec<_> = votes.filter(|(speaker, has)| *has || *speaker != Speaker::Source).collect();
        let (yes, no) = (votes.iter().filter(|(_, has)| *has).count(), votes.iter().filter(|(_, has)| !has).count());
        let manifest = votes.iter().find(|(speaker, _)| *speaker == Speaker::Manifest);
        let is_known = promised.is_some_and(|promised| promised.error_codes.iter().any(|known| known.code == name));
        let is_agreed = yes > no || (yes == no && (is_known || manifest.is_some_and(|(_, has)| *has)));
        let cell = |voice: &Voice| {
            let Some(listed) = &voice.codes else { return Cell::default() };
            let statements = listed.codes.iter().filter(|code| code.text == name);
            let statements: Vec<_> = statements.map(|code| (code.clone(), is_agreed)).collect();
            let is_uncertain = statements.is_empty() && voice.speaker == Speaker::Source && is_mentioned(name);
            let is_gap = is_agreed && statements.is_empty() && !is_uncertain;
            Cell { statements, gap: is_gap.then(|| listed.gap.clone()), is_uncertain }
        };
        Row {
            subject: Subject::Code(name.into()),
            agreed: if is_agreed { name.into() } else { String::new() },
            cells: voices.iter().map(cell).collect(),
        }
    };
    names.into_iter().map(row).collect()
}

fn statuses(voices: &[Voice], contract: Option<&Contract>, code: &str, promised: Option<&ServiceContract>) -> Row {
    let known = promised.and_then(|promised| promised.error_codes.iter().find(|known| known.code == code));
    let of = |voice: &Voice| -> Vec<Spoken> {
        voice.statuses.iter().filter(|(name, _)| name == code).map(|(_, status)| status.clone()).collect()
    };
    let documents = voices.iter().filter(|voice| voice.speaker == Speaker::Document);
    // Where the policy does not know the code, the documents say what is right.
    let wanted: Vec<String> = match known {
        Some(known) => known.statuses.iter().map(|status| format!("{status}")).collect(),
        None => documents.flat_map(of).map(|status| status.text).collect(),
    };
    let is_right = |status: &str| match known {
        Some(known) => known.all_statuses().any(|known| format!("{known}") == status),
        None => wanted.is_empty() || wanted.iter().any(|wanted| wanted == status),
    };
    let cell = |voice: &Voice| {
        if voice.speaker == Speaker::OpenApi {
            return contract.map_or_else(Cell::default, |contract| answered(contract, &wanted, is_right));
        }
        let statements: Vec<_> = of(voice).into_iter().map(|status| (is_right(&status.text), status)).collect();
        let lists = voice.codes.as_ref().and_then(|listed| listed.codes.iter().find(|listed| listed.text == code));
        let lacks = wanted.iter().any(|wanted| statements.iter().all(|(_, status)| status.text != *wanted));
        let gap = lists.filter(|_| voice.speaker == Speaker::Document && lacks).map(|listed| {
            let at = statements.first().map_or(listed, |(_, status)| status);
            Label::new(at.document, at.span, format!("should be {}", wanted.join(", ")))
        });
        let statements = statements.into_iter().map(|(is_right, status)| (status, is_right)).collect();
        Cell { statements, gap, is_uncertain: false }
    };
    Row { subject: Subject::Status(code.into()), agreed: wanted.join(", "), cells: voices.iter().map(cell).collect() }
}

/// Where the OpenAPI file lists answers with these statuses.
fn answered(contract: &Contract, wanted: &[String], is_right: impl Fn(&str) -> bool) -> Cell {
    let answers = || contract.operations.iter().flat_map(|operation| &operation.answers);
    let statements = answers().filter(|answer| answer.is_envelope && is_right(&answer.status.value));
    let document = DocumentKind::OpenApi;
    let spoken = |text: &String, span| Spoken { text: text.clone(), document, span };
    let statements = statements.map(|answer| (spoken(&answer.status.value, answer.status.span), true)).collect();
    let is_covered = |status: &&String| {
        status.parse().is_ok_and(|status| answers().any(|answer| answer.is_envelope && answer.covers(status)))
    };
    let lacking: Vec<&str> = wanted.iter().filter(|status| !is_covered(status)).map(String::as_str).collect();
    let gap = || Label::new(document, contract.paths, format!("no operation answers with {}", lacking.join(", ")));
    Cell { statements, gap: (!lacking.is_empty()).then(gap), is_uncertain: false }
}

/// A row for each field that the policy or anyone speaks of.
fn fields(voices: &[Voice], promised: &ServiceContract, policy: &Policy) -> Vec<Row> {
    let envelope = &promised.non_2xx_envelope;
    let mut known: Vec<(String, Demand, bool)> = Vec::new();
    let lists = [
        (&envelope.requires, Demand::Required),
        (&envelope.optional, Demand::Optional),
        (&envelope.forbids, Demand::Forbidden),
    ];
    for (names, demand) in lists {
        for name in names {
            if let Some((parent, _)) = name.split_once('.')
                && demand == Demand::Required
                && known.iter().all(|(name, ..)| name != parent)
            {
                known.push((parent.into(), demand, true));
            }
            known.push((name.clone(), demand, false));
        }
    }
    // A success has fields that an error may be said not to have.
    let of_success = |name: &str| policy.success_envelope.requires.iter().any(|field| field == name);
    let mut unknown: Vec<&str> = Vec::new();
    for (demand, spoken) in voices.iter().filter_map(|voice| voice.fields.as_ref()).flat_map(|fields| &fields.said) {
        let is_known = known.iter().any(|(name, ..)| *name == spoken.text) || unknown.contains(&spoken.text.as_str());
        let is_lawful = *demand == Demand::Forbidden && of_success(&spoken.text);
        if !is_known && !is_lawful {
            unknown.push(&spoken.text);
        }
    }
    let known = known.iter().map(|(name, demand, is_parent)| (name.as_str(), Some(*demand), *is_parent));
    let rows = known.chain(unknown.into_iter().map(|name| (name, None, false)));
    let row = |(name, demand, is_parent): (&str, Option<Demand>, bool)| Row {
        subject: Subject::Field(name.into()),
        agreed: demand.map_or(UNKNOWN, Demand::as_str).into(),
        cells: voices
            .iter()
            .map(|voice| {
                voice.fields.as_ref().map_or_else(Cell::default, |fields| field(fields, name, demand, is_parent))
            })
            .collect(),
    };
    rows.map(row).collect()
}

/// What a voice does with one field, where `wanted` is demanded; `None` for a field that nobody knows.
fn field(fields: &Fields, name: &str, wanted: Option<Demand>, is_parent: bool) -> Cell {
    let said: Vec<_> = fields.said.iter().filter(|(_, spoken)| spoken.text == name).collect();
    let is_defined = |demand: Demand| fields.is_schema() && demand == Demand::Optional;
    let is_right = |demand: Demand| match wanted {
        None => false,
        Some(Demand::Required) => demand == Demand::Required || is_defined(demand) || demand == Demand::Undefined,
        Some(wanted) => demand == wanted,
    };
    let has = |demand: Demand| said.iter().any(|(said, _)| *said == demand);
    let is_said = !is_parent || fields.is_schema();
    let gap = match wanted {
        Some(_) if has(Demand::Undefined) => fields.gap(name, Demand::Optional),
        Some(Demand::Required) if said.is_empty() || (fields.is_schema() && !has(Demand::Required)) => {
            fields.gap(name, Demand::Required)
        }
        Some(wanted) if said.is_empty() => fields.gap(name, wanted),
        _ => None,
    };
    let statements = said.iter().map(|(demand, spoken)| {
        let text = if is_defined(*demand) { DEFINED } else { demand.as_str() };
        (Spoken { text: text.into(), ..spoken.clone() }, is_right(*demand))
    });
    Cell { statements: statements.collect(), gap: gap.filter(|_| is_said).cloned(), is_uncertain: false }
}
