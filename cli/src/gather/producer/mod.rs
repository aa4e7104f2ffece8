//! Finds out what the checks of a producer's repository need.

mod alignment;
mod bundle;
mod components;
mod handoff;
mod notice;
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
    Inquiry {
        role: Role::Producer,
        today: Some(settings.today),
        without_documents: gathering.scope.wants(Check::Manifest) == Wanted::No,
        alignment: alignment::gather(gathering, sources).await,
        parity: parity::gather(gathering, sources).await,
        components: components::gather(gathering, sources).await,
        schemas: schemas::gather(gathering, sources).await,
        handoff: handoff::gather(gathering, sources).await,
        rehearsal: rehearsal::gather(gathering, sources).await,
        bundle: bundle::gather(gathering, sources).await,
        slo: slo::gather(gathering, sources).await,
        notice: notice::gather(gathering, sources).await,
        governance: records::gather(gathering, Check::Status, sources).await,
        cutover: records::gather(gathering, Check::Decision, sources).await,
        waivers: waivers::gather(gathering, sources),
        ..Inquiry::default()
    }
}
