use lockstep_core::{
    inquiry::{Parity, Part},
    source::{DocumentKind, Source, Sources},
    text::quoted,
};

use super::pack::{self, Pack};
use crate::{
    gather::Gathering,
    scope::{Check, Wanted},
};

/// Where the components stand in a repository that has no configuration.
const COMPONENTS: [&str; 2] = ["components/multi-agent-center", "components/outcome-memory"];

/// Reads the components' packs; what a pack lacks is a document that is missing.
pub(super) async fn gather(gathering: &Gathering<'_>, pack: &Pack, sources: &mut Sources<'_>) -> Part<Parity> {
    let wanted = gathering.scope.wants(Check::Parity);
    if wanted == Wanted::No {
        return Part::Unasked;
    }
    let settings = &gathering.configuration.producer;
    let components: Vec<&str> = match &settings.parity.components {
        Some(components) => components.iter().map(|component| component.as_str()).collect(),
        None => COMPONENTS.into(),
    };
    if components.is_empty() {
        return Part::Absent("lockstep.toml names no component that has a contract pack".into());
    }
    let canonical = pack::folder(gathering);
    let copies: Vec<String> = components.iter().map(|component| format!("{component}/{canonical}")).collect();
    let (files, listed) = match (&pack.files, pack::list(gathering, &copies).await) {
        (Ok(files), Ok(listed)) => (files, listed),
        (Err(reason), _) => return Part::Unknown(reason.clone()),
        (_, Err(reason)) => return Part::Unknown(reason),
    };
    // What the configuration names must be there; so must what the user asked for.
    let is_named = settings.parity.components.is_some() || settings.pack.is_some() || wanted == Wanted::Yes;
    if listed.iter().all(Vec::is_empty) && !is_named {
        let places = copies.iter().map(|copy| quoted(copy)).collect::<Vec<_>>().join(" or ");
        return Part::Absent(format!("no component has a contract pack at {places}"));
    }
    let present = listed.iter().flatten().map(|path| (path.clone(), DocumentKind::Pack as fn(u16) -> DocumentKind));
    pack::put(gathering, present.collect(), sources).await;
    let below = |path: &String| path.strip_prefix(canonical).map(str::to_owned);
    let mut lacking: Vec<String> = Vec::new();
    if files.is_empty() {
        lacking.push(canonical.into());
    }
    for (copy, present) in copies.iter().zip(&listed) {
        match present.is_empty() {
            true => lacking.push(copy.clone()),
            false => lacking.extend(
                files
                    .iter()
                    .filter_map(below)
                    .map(|path| format!("{copy}{path}"))
                    .filter(|path| !present.contains(path)),
            ),
        }
    }
    for path in lacking {
        // INVARIANT: packs have fewer files than there are numbers.
        let number = u16::try_from(sources.iter().count()).unwrap_or(u16::MAX);
        sources.put(Source::missing(DocumentKind::Pack(number), path));
    }
    Part::Known(Parity { canonical: canonical.into(), copies, endings: pack::endings(gathering) })
}
