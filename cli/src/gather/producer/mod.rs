//! Finds out what the checks of a producer's repository need.

mod alignment;
mod bundle;
mod changelog;
mod components;
mod handoff;
mod notice;
mod pack;
mod parity;
mod records;
mod rehearsal;
mod schemas;
mod slo;

use lockstep_core::{
    inquiry::{Inquiry, Part, Role},
    source::{Content, DocumentKind, Source, Sources},
    text::quoted,
};

use super::{Gathering, waivers};
use crate::{
    repository::{document_request, source},
    scope::{Check, Wanted},
    settings::Settings,
};

/// Finds out everything that the checks of the scope need; documents that they judge join the sources.
pub(super) async fn gather(
    gathering: &Gathering<'_>,
    settings: &Settings,
    sources: &mut Sources<'_>,
) -> Inquiry<'static> {
    let inquiry = Inquiry {
        role: Role::Producer,
        today: Some(settings.today),
        without_documents: gathering.scope.wants(Check::Manifest) == Wanted::No,
        alignment: alignment::gather(gathering, sources).await,
        components: components::gather(gathering, sources).await,
        handoff: handoff::gather(gathering, sources).await,
        rehearsal: rehearsal::gather(gathering, sources).await,
        slo: slo::gather(gathering, sources).await,
        // Most of what a bundle lists is among the sources by now.
        bundle: bundle::gather(gathering, sources).await,
        notice: notice::gather(gathering, sources).await,
        changelog: changelog::gather(gathering, sources).await,
        governance: records::gather(gathering, Check::Status, sources).await,
        cutover: records::gather(gathering, Check::Decision, sources).await,
        waivers: waivers::gather(gathering, sources),
        ..Inquiry::default()
    };
    // Last, since a pack holds documents of other checks, which have been read by now.
    let packs = pack::gather(gathering, sources).await;
    Inquiry {
        schemas: schemas::gather(gathering, &packs),
        parity: parity::gather(gathering, &packs, sources),
        ..inquiry
    }
}

/// Reads the document that a check judges, at its place.
///
/// # Errors
///
/// What the check comes to where nothing stands there and nothing has to: a check that the user named, or whose document
/// the configuration requires, judges the missing document.
async fn document<T>(
    gathering: &Gathering<'_>,
    check: Check,
    (kind, place, required): (DocumentKind, &str, bool),
    sources: &mut Sources<'_>,
) -> Result<(), Part<T>> {
    let wanted = gathering.scope.wants(check);
    if wanted == Wanted::No {
        return Err(Part::Unasked);
    }
    let found = read(gathering, kind, place).await;
    if found.content == Content::Missing && wanted == Wanted::IfPossible && !required {
        return Err(Part::Absent(format!("no {} stands at {}", kind.title(), quoted(place))));
    }
    sources.put(found);
    Ok(())
}

/// A document at its place, whatever stands there.
async fn read(gathering: &Gathering<'_>, kind: DocumentKind, place: &str) -> Source<'static> {
    let limit = gathering.limit();
    let reply = gathering.host.ask(document_request(gathering.root, place, limit)).await;
    source(kind, place.to_owned(), reply, limit)
}
