use lockstep_core::{
    inquiry::{Parity, Part},
    source::{DocumentKind, Source, Sources},
    text::quoted,
};

use super::pack::{self, Packs};
use crate::{
    gather::Gathering,
    scope::{Check, Wanted},
};

/// Where the components stand in a repository that has no configuration.
const COMPONENTS: [&str; 2] = ["components/multi-agent-center", "components/outcome-memory"];

/// The folders of the copies, by the components that the configuration names.
pub(super) fn copies(gathering: &Gathering<'_>) -> Vec<String> {
    let components: Vec<&str> = match &gathering.configuration.producer.parity.components {
        Some(components) => components.iter().map(|component| component.as_str()).collect(),
        None => COMPONENTS.into(),
    };
    let canonical = pack::folder(gathering);
    components.into_iter().map(|component| format!("{component}/{canonical}")).collect()
}

/// Says which packs are compared; what a pack lacks becomes a document that is missing.
pub(super) fn gather(gathering: &Gathering<'_>, packs: &Packs, sources: &mut Sources<'_>) -> Part<Parity> {
    let wanted = gathering.scope.wants(Check::Parity);
    if wanted == Wanted::No {
        return Part::Unasked;
    }
    let (settings, folders) = (&gathering.configuration.producer, copies(gathering));
    if folders.is_empty() {
        return Part::Absent("lockstep.toml names no component that has a contract pack".into());
    }
    let (files, listed) = match &packs.listed {
        Ok((files, listed)) => (files, listed),
        Err(reason) => return Part::Unknown(reason.clone()),
    };
    // What the configuration names must be there; so must what the user asked for.
    let is_named = settings.parity.components.is_some() || settings.pack.is_some() || wanted == Wanted::Yes;
    if listed.iter().all(Vec::is_empty) && !is_named {
        let places = folders.iter().map(|copy| quoted(copy)).collect::<Vec<_>>().join(" or ");
        return Part::Absent(format!("no component has a contract pack at {places}"));
    }
    let canonical = pack::folder(gathering);
    let mut lacking: Vec<String> = Vec::new();
    if files.is_empty() {
        lacking.push(canonical.into());
    }
    for (copy, present) in folders.iter().zip(listed) {
        if present.is_empty() {
            lacking.push(copy.clone());
            continue;
        }
        let wanted = files.iter().filter_map(|path| Some(format!("{copy}{}", path.strip_prefix(canonical)?)));
        lacking.extend(wanted.filter(|path| !present.contains(path)));
    }
    for path in lacking {
        // INVARIANT: packs have fewer files than there are numbers.
        let number = u16::try_from(sources.iter().count()).unwrap_or(u16::MAX);
        sources.put(Source::missing(DocumentKind::Pack(number), path));
    }
    Part::Known(Parity { canonical: canonical.into(), copies: folders, endings: pack::endings(gathering) })
}
