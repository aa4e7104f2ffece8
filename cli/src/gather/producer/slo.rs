use lockstep_core::{
    inquiry::{Part, Slo},
    source::{Content, DocumentKind, Sources},
};

use super::{document, read};
use crate::{configuration::ProducerSlo, gather::Gathering, relative_path::RelativePath, scope::Check};

/// The workflows of a repository that configures none.
const WORKFLOWS: [&str; 2] = [".github/workflows/ci.yml", ".github/workflows/release.yml"];

/// Reads policy, document and workflows.
pub(super) async fn gather(gathering: &Gathering<'_>, sources: &mut Sources<'_>) -> Part<Slo> {
    let settings = &gathering.configuration.producer.slo;
    let policy = (DocumentKind::SloPolicy, settings.policy_place(), settings.required);
    if let Err(part) = document(gathering, Check::Slo, policy, sources).await {
        return part;
    }
    sources.put(read(gathering, DocumentKind::SloDocument, settings.document_place()).await);
    Part::Known(Slo { workflows: workflows(gathering, settings, sources).await })
}

/// Reads the workflows. A repository may have another CI: the usual ones must be there where one of them is.
async fn workflows(gathering: &Gathering<'_>, settings: &ProducerSlo, sources: &mut Sources<'_>) -> Vec<DocumentKind> {
    let paths: Vec<&str> = match &settings.workflows {
        Some(named) => named.iter().map(RelativePath::as_str).collect(),
        None => WORKFLOWS.into(),
    };
    let mut found = Vec::with_capacity(paths.len());
    for (path, number) in paths.into_iter().zip(0..) {
        found.push(read(gathering, DocumentKind::Workflow(number), path).await);
    }
    if settings.workflows.is_none() && found.iter().all(|workflow| workflow.content == Content::Missing) {
        return Vec::new();
    }
    let kinds = found.iter().map(|workflow| workflow.kind).collect();
    found.into_iter().for_each(|workflow| sources.put(workflow));
    kinds
}
