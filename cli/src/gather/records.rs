use std::collections::BTreeMap;

use lockstep_core::{
    facts::BaselineValue,
    inquiry::{self, Part, Record, Records},
    source::{DocumentKind, Source, Sources},
};

use super::Gathering;
use crate::{
    configuration::{Cutover, CutoverDocument, GovernanceDocument, Said, Text, said},
    repository::{document_request, source},
    scope::{Check, Wanted},
};

/// Reads the documents that a check looks at and says what they must state.
pub(super) async fn gather(gathering: &Gathering<'_>, check: Check, sources: &mut Sources<'_>) -> Part<Records> {
    let wanted = gathering.scope.wants(check);
    let (paths, records) = match check {
        Check::Cutover => of_cutover(&gathering.configuration.cutover),
        _ => of_governance(&gathering.configuration.governance.documents),
    };
    if wanted == Wanted::No || (wanted == Wanted::IfPossible && records == Records::default()) {
        return Part::Unasked;
    }
    if let Some(reason) = lack(check, &records) {
        return Part::Unknown(reason.into());
    }
    known(gathering, &paths, records, sources).await
}

/// Why a configuration does not say enough for a check.
fn lack(check: Check, records: &Records) -> Option<&'static str> {
    match check {
        Check::Cutover if records.documents.is_empty() => Some(
            "lockstep.toml names no record of the cutover: add `[[cutover.documents]]` with a `path` and, under \
             `by_contract`, the decisions that it must state",
        ),
        Check::Cutover if records.documents.iter().all(|record| record.by_contract.is_empty()) => Some(
            "lockstep.toml demands no decision on the cutover: say under `by_contract` of one of the \
             `[[cutover.documents]]` what it must state under each service contract",
        ),
        _ if records.documents.is_empty() => Some(
            "lockstep.toml names no governance document: add `[[governance.documents]]` with a `path` and what it must \
             state",
        ),
        _ => None,
    }
}

/// Reads the documents at these paths, one for each of the records.
pub(super) async fn known(
    gathering: &Gathering<'_>,
    paths: &[&str],
    records: Records,
    sources: &mut Sources<'_>,
) -> Part<Records> {
    let kinds = place(gathering, paths, sources).await;
    let documents = records.documents.into_iter().zip(kinds);
    let documents = documents.map(|(record, document)| Record { document, ..record }).collect();
    Part::Known(Records { documents, ..records })
}

/// Reads the documents that are not among the sources yet, and says which each of them is.
async fn place(gathering: &Gathering<'_>, paths: &[&str], sources: &mut Sources<'_>) -> Vec<DocumentKind> {
    let limit = gathering.engine.policy().limits.document_bytes;
    let numbered = |source: &Source<'_>| matches!(source.kind, DocumentKind::Record(_));
    let mut next = sources.iter().filter(|source| numbered(source)).count();
    let mut kinds = Vec::with_capacity(paths.len());
    let mut unread: Vec<(&str, DocumentKind)> = Vec::new();
    for path in paths {
        let known = sources.iter().find(|source| source.name == *path).map(|source| source.kind);
        let asked = unread.iter().find(|(asked, _)| asked == path).map(|(_, kind)| *kind);
        kinds.push(known.or(asked).unwrap_or_else(|| {
            // INVARIANT: a configuration of at most 1 MiB names fewer documents.
            let kind = DocumentKind::Record(u16::try_from(next).unwrap_or(u16::MAX));
            next += 1;
            unread.push((path, kind));
            kind
        }));
    }
    let requests = unread.iter().map(|(path, _)| document_request(gathering.root, path, limit)).collect();
    for ((path, kind), reply) in unread.into_iter().zip(gathering.host.each(requests).await) {
        sources.put(source(kind, path.to_owned(), reply, limit));
    }
    kinds
}

/// The paths of governance documents, and what each of them must state.
pub(super) fn of_governance(documents: &[GovernanceDocument]) -> (Vec<&str>, Records) {
    let record = |document: &GovernanceDocument| Record {
        document: DocumentKind::Record(0),
        section: document.section.clone(),
        updated: document.updated,
        commands: Text::all(&document.commands),
        always: said(&document.statements, &document.phrases),
        by_contract: by_contract(&document.by_contract),
    };
    let paths = documents.iter().map(|document| document.path.as_str()).collect();
    (paths, Records { documents: documents.iter().map(record).collect(), fixed: Vec::new() })
}

/// The paths of a cutover's records, and what each of them must state.
pub(super) fn of_cutover(cutover: &Cutover) -> (Vec<&str>, Records) {
    let record = |document: &CutoverDocument| Record {
        document: DocumentKind::Record(0),
        section: document.section.clone(),
        updated: false,
        commands: Vec::new(),
        always: said(&document.statements, &document.phrases),
        by_contract: by_contract(&document.by_contract),
    };
    let api = cutover.api_contract.clone().map(|fixed| (BaselineValue::ApiContract, fixed));
    let integration = cutover.integration_baseline.clone().map(|fixed| (BaselineValue::IntegrationBaseline, fixed));
    let paths = cutover.documents.iter().map(|document| document.path.as_str()).collect();
    let documents = cutover.documents.iter().map(record).collect();
    (paths, Records { documents, fixed: api.into_iter().chain(integration).collect() })
}

fn by_contract(configured: &BTreeMap<String, Said>) -> BTreeMap<String, inquiry::Said> {
    let demands = configured.iter();
    demands.map(|(contract, demands)| (contract.clone(), said(&demands.statements, &demands.phrases))).collect()
}
