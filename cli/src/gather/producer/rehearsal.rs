use lockstep_core::{
    inquiry::{Part, Rehearsal},
    source::{Content, DocumentKind, Sources},
    text::quoted,
};

use crate::{
    configuration::Text,
    gather::Gathering,
    repository::{document_request, source},
    scope::{Check, Wanted},
};

/// Where the payload stands in a repository that has no configuration.
const PATH: &str = "docs/implementation/SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json";

pub(super) async fn gather(gathering: &Gathering<'_>, sources: &mut Sources<'_>) -> Part<Rehearsal> {
    let wanted = gathering.scope.wants(Check::Rehearsal);
    if wanted == Wanted::No {
        return Part::Unasked;
    }
    let settings = &gathering.configuration.producer.rehearsal;
    let path = settings.path.as_ref().map_or(PATH, |path| path.as_str());
    let limit = gathering.limit();
    let reply = gathering.host.ask(document_request(gathering.root, path, limit)).await;
    let payload = source(DocumentKind::Rehearsal, path.to_owned(), reply, limit);
    // Most releases are rehearsed by nobody, and a repository is not told about that at every check.
    match (&payload.content, &settings.path, wanted) {
        (Content::Missing, None, Wanted::Yes) => {
            return Part::Absent(format!("no rehearsal payload stands at {}", quoted(path)));
        }
        (Content::Missing, None, _) => return Part::Unasked,
        _ => sources.put(payload),
    }
    let default = Rehearsal::default();
    let or = |configured: &Option<Vec<Text>>, default| configured.as_deref().map_or(default, Text::all);
    Part::Known(Rehearsal {
        producer_checks: or(&settings.producer_checks, default.producer_checks),
        consumer_checks: or(&settings.consumer_checks, default.consumer_checks),
        rollback_triggers: or(&settings.rollback_triggers, default.rollback_triggers),
    })
}
