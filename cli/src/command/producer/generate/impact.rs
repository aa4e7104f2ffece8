use std::borrow::Cow;

use lockstep_core::{
    change::{self, Given, Pair, Refusal},
    facts::Facts,
    handover::{self, Release},
    repin::{is_older, is_release},
    source::{DocumentKind, Sources},
    text::quoted,
};

use super::ground::Ground;
use crate::{
    command::consent::Hindrance,
    failure::Failure,
    history,
    past::Revision,
    repository::{document_request, source},
    request::Reply,
};

/// The consumer impact statement of what changed since the last release, as a block for the changelog.
pub(super) async fn text(ground: &Ground<'_>, since: Option<&str>, said: &mut String) -> Result<String, Hindrance> {
    let since = match since {
        Some(since) => Cow::Borrowed(since),
        None => last_release(ground).await?.into(),
    };
    let commit = commit(ground, &since).await?;
    let (manifest, openapi) = (ground.manifest(), ground.settings().alignment.openapi());
    let limit = ground.engine.policy().limits.document_bytes;
    let requests = [manifest.0, openapi].map(|path| document_request(ground.root, path, limit));
    let then = Revision { root: ground.root.into(), commit }.answer(ground.host, requests.into()).await;
    let mut then = then.into_iter();
    let mut next = || then.next().unwrap_or(Reply::Missing);
    let (before, was) = (source(DocumentKind::Manifest, manifest.0, next(), limit), next());
    let mut sources = Sources::default();
    sources.put(before);
    let facts = Facts::of_trio(&sources, ground.engine.policy());
    let old = facts.manifest.facts.as_ref().and_then(Release::read).ok_or_else(|| {
        Failure::new(format!("there is no whole manifest at {}", quoted(&since)))
            .about(manifest.0)
            .help("name the last release that has one with `--since REF`")
    })?;
    let before = sources.get(DocumentKind::Manifest).as_bytes();
    let mut pairs = vec![pair(manifest.0, before, manifest.1)];
    let now = ground.find(openapi).await?;
    match (&was, &now) {
        (Reply::Bytes(was), Some(now)) => pairs.push(pair(openapi, was, now)),
        _ => said
            .push_str(&format!("note: {} does not stand at both, so only manifests are compared\n", quoted(openapi))),
    }
    let comparison = change::compare(&pairs, ground.engine.policy()).map_err(|refusal| {
        let Refusal { name, message, .. } = refusal;
        Failure::new(format!("the two releases cannot be compared: {message}")).about(&name)
    })?;
    let tag = |release: &Release| quoted(&release.baseline.release_tag);
    let (from, to) = (tag(&old), tag(&ground.release));
    said.push_str(&format!("from the manifest at {}, which states {from}, to {to}\n", quoted(&since)));
    Ok(handover::impact(&old, &ground.release, &comparison, ground.engine.policy()).markdown())
}

/// The commit that a name stands for, in full.
async fn commit(ground: &Ground<'_>, name: &str) -> Result<String, Failure> {
    // Behind `--end-of-options` nothing is an option, whatever it begins with.
    let arguments = ["rev-parse", "--verify", "--end-of-options", &format!("{name}^{{commit}}")];
    let said = history::line(ground.host, ground.root, &arguments).await;
    let said =
        said.map_err(|failure| failure.help(format!("{} must be a tag or commit that is fetched", quoted(name))))?;
    Ok(said.lines().last().unwrap_or_default().into())
}

/// The tag of the newest release before the one that the manifest states.
async fn last_release(ground: &Ground<'_>) -> Result<String, Failure> {
    let now = &ground.release.baseline.release_tag;
    let arguments = ["for-each-ref", "--format=%(refname:strip=2)", "refs/tags"];
    let said = history::git(ground.host, ground.root, &arguments).await?;
    let said = String::from_utf8_lossy(&said);
    let earlier = said.lines().filter(|tag| is_release(tag) && is_older(tag, now));
    let last = earlier.reduce(|newest, tag| if is_older(newest, tag) { tag } else { newest });
    last.map(str::to_owned).ok_or_else(|| {
        Failure::new(format!("git knows no release before {}", quoted(now)))
            .help("fetch the tags, or name the last release with `--since REF`")
    })
}

/// A document in both states.
fn pair<'d>(name: &'d str, old: &'d [u8], new: &'d [u8]) -> Pair<'d> {
    let given = |bytes| Some(Given { name, bytes });
    Pair { old: given(old), new: given(new) }
}
