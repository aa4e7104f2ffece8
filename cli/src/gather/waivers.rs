//! The waivers of a repository's configuration, which then is one of the documents.

use lockstep_core::{
    source::{DocumentKind, Source, Sources},
    waiver::Waiver,
};

use super::Gathering;

pub(super) fn gather(gathering: &Gathering<'_>, sources: &mut Sources<'_>) -> Vec<Waiver> {
    let configuration = gathering.configuration;
    if !configuration.waivers.is_empty() {
        let (name, text) = (configuration.file.clone(), configuration.text.clone().into_bytes());
        sources.put(Source::bytes(DocumentKind::Configuration, name, text));
    }
    configuration.waivers.iter().map(crate::waivers::Waiver::known).collect()
}
