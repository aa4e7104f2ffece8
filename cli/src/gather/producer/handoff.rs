use lockstep_core::{
    inquiry::{Handoff, Part},
    source::{DocumentKind, Sources},
};

use super::document;
use crate::{gather::Gathering, scope::Check};

/// Reads the published payload, which must agree with the manifest.
pub(super) async fn gather(gathering: &Gathering<'_>, sources: &mut Sources<'_>) -> Part<Handoff> {
    let settings = &gathering.configuration.producer.handoff;
    let payload = (DocumentKind::Handoff, settings.place(), settings.required);
    if let Err(part) = document(gathering, Check::Handoff, payload, sources).await {
        return part;
    }
    Part::Known(Handoff { consumer_commands: settings.consumer_commands(), ..Handoff::default() })
}
