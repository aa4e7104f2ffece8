use std::borrow::Cow;

use lockstep_core::{
    inquiry::{Atomic, Part},
    source::{Content, DocumentKind, Source, Sources},
    text::quoted,
};

use super::Gathering;
use crate::{
    base::{self, Sought},
    configuration::{CONFIGURATION_FILE, Configuration},
    file,
    past::Revision,
    repository::{content, document_request},
    request::Reply,
    scope::{Check, Wanted},
    settings::Settings,
    task::Host,
};

/// The variables of the environment that this check looks at.
pub(super) const VARIABLES: &[&str] = base::VARIABLES;

pub(super) async fn gather(
    gathering: &Gathering<'_>,
    settings: &Settings,
    sources: &mut Sources<'_>,
) -> Part<Atomic<'static>> {
    let Gathering { host, root, scope, configuration, .. } = gathering;
    let wanted = scope.wants(Check::Atomic);
    if wanted == Wanted::No {
        return Part::Unasked;
    }
    let reason = match base::find(host, root, &scope.base, &scope.environment).await {
        Sought::Found(revision) => {
            put_freeze_record(gathering, sources).await;
            match base_sources(gathering, settings, sources, revision).await {
                Ok(base) => return Part::Known(Atomic { base, unit: configuration.atomic.mode.into() }),
                Err(reason) => reason,
            }
        }
        Sought::Unknown(reason) => reason,
        Sought::Unnamed if wanted == Wanted::IfPossible && !scope.base.required => return Part::Unasked,
        Sought::Unnamed => "no base is known; name one with `--base REF`".into(),
    };
    if scope.base.required { Part::Unknown(reason) } else { Part::Absent(reason) }
}

/// Puts the record of freezes among the sources, where there is one.
async fn put_freeze_record(gathering: &Gathering<'_>, sources: &mut Sources<'_>) {
    let (limit, place) = (gathering.limit(), freeze_place(gathering.configuration));
    let reply = gathering.host.ask(document_request(gathering.root, place, limit)).await;
    if reply != Reply::Missing {
        sources.put(owned(DocumentKind::Freeze, place, reply, limit));
    }
}

/// What the base had: the documents at the places that its own configuration names.
///
/// Most repositories have none, or none that moves a document: then all is read in one round.
async fn base_sources(
    gathering: &Gathering<'_>,
    settings: &Settings,
    sources: &Sources<'_>,
    revision: Revision,
) -> Result<Sources<'static>, String> {
    let past = gathering.host.at(revision);
    let mut read = Reading { host: &past, gathering, replies: Vec::new() };
    let here = DocumentKind::TRIO.map(|kind| sources.get(kind).name.clone().into_owned());
    let defaults = DocumentKind::TRIO.map(|kind| kind.default_path().to_owned());
    let further = [CONFIGURATION_FILE.into(), freeze_place(gathering.configuration).into()];
    read.all(here.iter().chain(&defaults).chain(&further).cloned()).await;
    let own = match read.reply(CONFIGURATION_FILE) {
        _ if settings.configuration.is_some() => None,
        reply => file::repository_configuration(reply, "")
            .map_err(|failure| format!("at the base, {}", failure.one_line()))?,
    };
    let default = Configuration::default();
    let configuration = settings.configuration.as_ref().or(own.as_ref()).unwrap_or(&default);
    let configured = DocumentKind::TRIO.map(|kind| match configuration.documents.get(kind) {
        Some(path) => path.as_str().to_owned(),
        None => kind.default_path().to_owned(),
    });
    read.all(configured.iter().cloned().chain([freeze_place(configuration).into()])).await;
    let [pin, matrix, manifest] = [0, 1, 2].map(|number: usize| {
        // INVARIANT: the lists are of the trio.
        let kind = DocumentKind::TRIO.get(number).copied().unwrap_or(DocumentKind::Pin);
        let configured = configured.get(number).map_or("", String::as_str);
        // A place that the command line names holds for both sides, unless the document has moved there only now.
        let named = settings.documents.get(kind).map(|path| path.as_str());
        let place = named.filter(|path| read.reply(path) != Reply::Missing).unwrap_or(configured);
        owned(kind, place, read.reply(place), gathering.limit())
    });
    let mut base = Sources::new(pin, matrix, manifest);
    let place = freeze_place(configuration);
    if read.reply(place) != Reply::Missing {
        base.put(owned(DocumentKind::Freeze, place, read.reply(place), gathering.limit()));
    }
    let unread = base.iter().find_map(|source| match &source.content {
        Content::Unreadable(cause) => Some(format!("at the base, {} could not be read: {cause}", quoted(&source.name))),
        _ => None,
    });
    unread.map_or(Ok(base), Err)
}

/// What was read at the base, by path.
struct Reading<'r> {
    host: &'r Host,
    gathering: &'r Gathering<'r>,
    replies: Vec<(String, Reply)>,
}

impl Reading<'_> {
    /// Reads what was not read yet, in one round.
    async fn all(&mut self, paths: impl Iterator<Item = String>) {
        let mut new: Vec<String> = paths.filter(|path| !self.replies.iter().any(|(read, _)| read == path)).collect();
        new.sort_unstable();
        new.dedup();
        let limit = self.gathering.limit();
        let requests = new.iter().map(|path| document_request(self.gathering.root, path, limit)).collect();
        let replies = self.host.each(requests).await;
        self.replies.extend(new.into_iter().zip(replies));
    }

    fn reply(&self, path: &str) -> Reply {
        self.replies.iter().find(|(read, _)| read == path).map_or(Reply::Missing, |(_, reply)| reply.clone())
    }
}

/// Where freezes are recorded.
fn freeze_place(configuration: &Configuration) -> &str {
    configuration.freeze.record()
}

fn owned(kind: DocumentKind, place: &str, reply: Reply, limit: u64) -> Source<'static> {
    Source { kind, name: Cow::Owned(place.into()), content: content(reply, limit) }
}
