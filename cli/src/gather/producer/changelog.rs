use lockstep_core::{
    inquiry::{Changelog, Part},
    source::{DocumentKind, Sources},
};

use crate::{
    gather::Gathering,
    repository::{document_request, source},
    scope::{Check, Wanted},
};

/// The changelog is judged where the user or the configuration names it: MemoryKernel's scripts never did, and between
/// releases an entry may still be to come.
pub(super) async fn gather(gathering: &Gathering<'_>, sources: &mut Sources<'_>) -> Part<Changelog> {
    let Gathering { host, root, scope, configuration, .. } = gathering;
    let settings = &configuration.producer.changelog;
    match scope.wants(Check::Changelog) {
        Wanted::No => return Part::Unasked,
        Wanted::IfPossible if settings.path.is_none() => return Part::Unasked,
        Wanted::IfPossible | Wanted::Yes => {}
    }
    let limit = gathering.limit();
    let reply = host.ask(document_request(root, settings.path(), limit)).await;
    sources.put(source(DocumentKind::Changelog, settings.path().to_owned(), reply, limit));
    Part::Known(Changelog {})
}
