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
    inquiry::{Inquiry, Role},
    source::Sources,
};

use super::{Gathering, waivers};
use crate::{
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
        bundle: bundle::gather(gathering, sources).await,
        slo: slo::gather(gathering, sources).await,
        notice: notice::gather(gathering, sources).await,
        changelog: changelog::gather(gathering, sources).await,
        governance: records::gather(gathering, Check::Status, sources).await,
        cutover: records::gather(gathering, Check::Decision, sources).await,
        waivers: waivers::gather(gathering, sources),
        ..Inquiry::default()
    };
    // Last, since a pack holds documents of other checks, which have been read by now.
    let pack = pack::gather(gathering, sources).await;
    Inquiry {
        schemas: schemas::gather(gathering, &pack),
        parity: parity::gather(gathering, &pack, sources).await,
        ..inquiry
    }
}
