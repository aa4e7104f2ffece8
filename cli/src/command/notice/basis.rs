//! What a notice is counted by: policy, manifest and calendar.

use lockstep_core::{
    facts::Facts,
    notice::{Calendar, Terms},
    source::{DocumentKind, Source, Sources},
    text::visible,
};

use super::arguments::Counting;
use crate::{
    command::policy,
    configuration::{Configuration, PRODUCER_MANIFEST},
    failure::Failure,
    file, holidays,
    request::Reply,
    task::Host,
};

/// What a notice is counted by.
pub(super) struct Basis {
    pub(super) configuration: Configuration,
    pub(super) terms: Terms,
    pub(super) calendar: Calendar,
    /// What the terms were read from, in words.
    pub(super) authority: String,
}

impl Basis {
    pub(super) async fn read(host: &Host, counting: &Counting) -> Result<Self, Failure> {
        let Counting { root, chosen, .. } = counting;
        let configuration = policy::configuration(host, root, chosen).await?.unwrap_or_default();
        let engine = match &chosen.policy {
            Some(named) => file::named_policy(host, named).await?,
            None => policy::configured(host, root, Some(&configuration)).await?,
        };
        let manifest = manifest(host, counting, &configuration).await?;
        let mut authority = format!("the policy {}", visible(&engine.policy().name));
        let mut sources = Sources::default();
        if let Some((name, bytes)) = &manifest {
            authority.push_str(&format!(" and the manifest {}", visible(name)));
            sources.put(Source::bytes(DocumentKind::Manifest, name.as_str(), bytes.as_slice()));
        }
        let facts = Facts::of_trio(&sources, engine.policy());
        if let (Some((name, _)), None) = (&manifest, &facts.manifest.facts) {
            let failure = Failure::new("the manifest cannot be read").about(name);
            return Err(failure.help("`lockstep producer manifest` shows its faults"));
        }
        let terms = Terms::new(engine.policy(), facts.manifest.facts.as_ref());
        let mut holidays = holidays::configured(host, root, &configuration.notice).await?;
        if let Some(file) = &counting.holidays {
            holidays.extend(holidays::named(host, file).await?);
        }
        let calendar = configuration.notice.calendar(holidays, counting.utc_offset);
        Ok(Self { configuration, terms, calendar, authority })
    }
}

/// The manifest that was named, else the repository's, where it has one: a producer's own, or a consumer's mirror.
async fn manifest(
    host: &Host,
    counting: &Counting,
    configuration: &Configuration,
) -> Result<Option<(String, Vec<u8>)>, Failure> {
    if let Some(named) = &counting.manifest {
        return Ok(Some((named.clone(), file::named(host, "manifest", named).await?)));
    }
    let root = &counting.root;
    let configured = configuration.documents.get(DocumentKind::Manifest).map(|path| path.as_str());
    let places = match configured {
        Some(place) => vec![place],
        None => vec![PRODUCER_MANIFEST, DocumentKind::Manifest.default_path()],
    };
    let replies = host.each(places.iter().map(|place| file::request(root, place)).collect()).await;
    for (place, reply) in places.into_iter().zip(replies) {
        let name = file::joined(root, place);
        if reply != Reply::Missing {
            return Ok(file::bytes(reply, "manifest", &name)?.map(|bytes| (name, bytes)));
        }
    }
    Ok(None)
}
