use lockstep_core::{
    inquiry::{Part, Schemas},
    text::quoted,
};

use super::pack::{self, Packs};
use crate::{
    gather::Gathering,
    relative_path::RelativePath,
    scope::{Check, Wanted},
};

pub(super) fn gather(gathering: &Gathering<'_>, packs: &Packs) -> Part<Schemas> {
    let wanted = gathering.scope.wants(Check::Schemas);
    let folder = folder(gathering);
    let settings = &gathering.configuration.producer.schemas;
    let is_schema = |path: &String| path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'));
    match (wanted, &packs.listed) {
        (Wanted::No, _) => Part::Unasked,
        (_, Err(reason)) => Part::Unknown(reason.clone()),
        (_, Ok((files, _))) if files.iter().any(is_schema) => {
            Part::Known(Schemas { fixtures: below(gathering, settings.fixtures.as_ref(), "fixtures") })
        }
        (Wanted::Yes, Ok(_)) => Part::Unknown(format!("no schema stands in {}", quoted(&folder))),
        (Wanted::IfPossible, Ok(_)) => Part::Absent(format!("no schema stands in {}", quoted(&folder))),
    }
}

/// The folder of the schemas.
pub(super) fn folder(gathering: &Gathering<'_>) -> String {
    below(gathering, gathering.configuration.producer.schemas.folder.as_ref(), "schemas")
}

fn below(gathering: &Gathering<'_>, configured: Option<&RelativePath>, default: &str) -> String {
    format!("{}/{}", pack::folder(gathering), configured.map_or(default, |path| path.as_str()))
}
