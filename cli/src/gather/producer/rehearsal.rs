use lockstep_core::{
    inquiry::{Part, Rehearsal},
    source::{Content, DocumentKind, Sources},
    text::quoted,
};

use crate::{
    gather::Gathering,
    repository::{document_request, source},
    scope::{Check, Wanted},
};

pub(super) async fn gather(gathering: &Gathering<'_>, sources: &mut Sources<'_>) -> Part<Rehearsal> {
    let wanted = gathering.scope.wants(Check::Rehearsal);
    if wanted == Wanted::No {
        return Part::Unasked;
    }
    let settings = &gathering.configuration.producer.rehearsal;
    let path = settings.place();
    let limit = gathering.limit();
    let reply = gathering.host.ask(document_request(gathering.root, path, limit)).await;
    let payload = source(DocumentKind::Rehearsal, path.to_owned(), reply, limit);
    // Most releases are rehearsed by nobody, and a repository is not told about that at every check.
    match (&payload.content, &settings.path, wanted) {
        (Content::Missing, None, Wanted::Yes) => {
            return Part::Unknown(format!("no rehearsal payload stands at {}", quoted(path)));
        }
        (Content::Missing, None, _) => return Part::Unasked,
        _ => sources.put(payload),
    }
    Part::Known(settings.inquiry())
}
