use lockstep_core::{
    inquiry::{Companion, Notice, Part},
    source::{Content, DocumentKind, Sources},
    text::quoted,
};

use crate::{
    base::{self, Sought},
    configuration::{CONFIGURATION_FILE, PRODUCER_MANIFEST},
    failure::Failure,
    file,
    gather::Gathering,
    history, holidays,
    past::Revision,
    repository::{document_request, source},
    request::Reply,
    scope::{Check, Wanted},
};

pub(super) async fn gather(gathering: &Gathering<'_>, sources: &mut Sources<'_>) -> Part<Notice> {
    let Gathering { host, root, scope, .. } = gathering;
    let wanted = scope.wants(Check::Notice);
    if wanted == Wanted::No {
        return Part::Unasked;
    }
    let reason = match base::find(host, root, &scope.base, &scope.environment).await {
        Sought::Found(revision) => match known(gathering, sources, revision).await {
            Ok(notice) => return Part::Known(notice),
            Err(failure) => return Part::Unknown(failure.one_line()),
        },
        Sought::Unknown(reason) => reason,
        Sought::Unnamed if wanted == Wanted::IfPossible && !scope.base.required => return Part::Unasked,
        Sought::Unnamed => "no base is known; name one with `--base REF`".into(),
    };
    if scope.base.required { Part::Unknown(reason) } else { Part::Absent(reason) }
}

async fn known(gathering: &Gathering<'_>, sources: &mut Sources<'_>, revision: Revision) -> Result<Notice, Failure> {
    let Gathering { host, root, configuration, .. } = gathering;
    let settings = &configuration.producer.notice;
    let (limit, place) = (gathering.limit(), settings.record());
    let reply = host.ask(document_request(root, place, limit)).await;
    if reply != Reply::Missing {
        sources.put(source(DocumentKind::Notices, place.to_owned(), reply, limit));
    }
    let commit = revision.commit.clone();
    let manifest = sources.get(DocumentKind::Manifest);
    let base = base_manifest(gathering, &manifest.name, revision).await?;
    // Without another manifest there are no other codes.
    let same = base.find(DocumentKind::Manifest).is_none_or(|base| base.content == manifest.content);
    let changed = if same { Vec::new() } else { changed(gathering, &commit).await? };
    let companions = settings.companions().into_iter().map(|(what, places)| Companion {
        what,
        changed: places.iter().any(|place| changed.iter().any(|path| is_at(path, place))),
        places: places.into_iter().map(str::to_owned).collect(),
    });
    let holidays = holidays::configured(host, root, &configuration.notice).await?;
    Ok(Notice { calendar: configuration.notice.calendar(holidays, None), base, companions: companions.collect() })
}

/// The manifest at the base, where it stands now or where the base's own configuration or nobody says otherwise.
async fn base_manifest(
    gathering: &Gathering<'_>,
    present: &str,
    revision: Revision,
) -> Result<Sources<'static>, Failure> {
    let Gathering { host, root, .. } = gathering;
    let past = host.at(revision);
    let limit = gathering.limit();
    let mut base = Sources::default();
    let configuration = file::request(root, CONFIGURATION_FILE);
    let [found, configuration] = past.all([document_request(root, present, limit), configuration]).await;
    let (mut place, mut reply) = (present.to_owned(), found);
    if reply == Reply::Missing {
        let own = file::repository_configuration(configuration, "")
            .map_err(|failure| Failure::new(format!("at the base, {}", failure.one_line())))?;
        let named = own.as_ref().and_then(|own| own.documents.get(DocumentKind::Manifest));
        place = named.map_or(PRODUCER_MANIFEST, |path| path.as_str()).to_owned();
        reply = past.ask(document_request(root, &place, limit)).await;
    }
    if reply != Reply::Missing {
        base.put(source(DocumentKind::Manifest, place, reply, limit));
    }
    match base.find(DocumentKind::Manifest).map(|source| (&source.name, &source.content)) {
        Some((name, Content::Unreadable(cause))) => {
            Err(Failure::new(format!("at the base, {} could not be read: {cause}", quoted(name))))
        }
        _ => Ok(base),
    }
}

/// The files that differ from a commit, those that git does not know yet among them.
async fn changed(gathering: &Gathering<'_>, commit: &str) -> Result<Vec<String>, Failure> {
    let Gathering { host, root, .. } = gathering;
    let differing = ["diff", "--name-only", "-z", "--no-renames", "--relative", commit, "--"];
    let mut listed = history::git(host, root, &differing).await?;
    listed.extend(history::git(host, root, &["ls-files", "-z", "--others", "--exclude-standard"]).await?);
    let paths = listed.split(|byte| *byte == 0).filter(|path| !path.is_empty());
    Ok(paths.map(|path| String::from_utf8_lossy(path).into_owned()).collect())
}

/// Whether a file is the one at a place, or lies below the folder there.
fn is_at(path: &str, place: &str) -> bool {
    path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
