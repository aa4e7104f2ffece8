//! The manifest to move to, wherever it is.

use lockstep_core::{
    base_url,
    facts::{repository, stated},
    repin,
    text::quoted,
};

use crate::{
    command::consent::Hindrance,
    failure::Failure,
    file,
    github::{self, GITHUB_TOKEN, GitHub, REPO_READ_TOKEN, Token},
    request::{Headers, Reply, Request, Unanswered},
    scope::Environment,
    task::Host,
    trio::Trio,
};

/// The largest manifest that is fetched, in bytes.
const LIMIT: u64 = 1 << 20;

/// The most milliseconds that fetching takes.
const TIMEOUT_MS: u64 = 10_000;

/// A manifest and what it was called.
pub(super) struct Offer {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
    /// The tag that the user asked for, where it was one.
    pub(super) tag: Option<String>,
}

/// Reads the manifest of a file, an address or a tag.
pub(super) async fn read(host: &Host, trio: &Trio, manifest: &str) -> Result<Offer, Hindrance> {
    if manifest.starts_with("https://") || manifest.starts_with("http://") {
        let bytes = address(host, manifest).await?;
        return Ok(Offer { name: manifest.into(), bytes, tag: None });
    }
    if repin::is_release(manifest) {
        let bytes = release(host, trio, manifest).await?;
        return Ok(Offer {
            name: format!("{} at {manifest}", trio.configuration.remote.manifest_path()),
            bytes,
            tag: Some(manifest.into()),
        });
    }
    let bytes = file::named(host, "manifest", manifest).await?;
    Ok(Offer { name: manifest.into(), bytes, tag: None })
}

async fn address(host: &Host, url: &str) -> Result<Vec<u8>, Failure> {
    if url.starts_with("http://") && !base_url::names_this_machine(url) {
        return Err(Failure::new(format!("{} is not fetched: the connection would not be secure", quoted(url)))
            .help("give an `https` address; `http` is for this machine alone"));
    }
    fetch(host, url).await
}

/// The manifest at a tag of the pin's repository.
async fn release(host: &Host, trio: &Trio, tag: &str) -> Result<Vec<u8>, Failure> {
    let facts = trio.facts();
    let policy_host = &trio.engine.policy().repository_host;
    let stated = facts.pin.facts.as_ref().and_then(|pin| stated(&pin.repository));
    let (owner, name) = stated.and_then(|url| repository(url.value.trim(), policy_host)).ok_or_else(|| {
        Failure::new(format!("the pin states no repository at {}, which the tag would be of", quoted(policy_host)))
    })?;
    let environment = Environment::read(host, github::VARIABLES.iter().copied()).await;
    let token = Token::find(&environment, &[REPO_READ_TOKEN, GITHUB_TOKEN]);
    let help = match &token {
        Some(token) => format!(
            "there is no such tag, or it has no manifest, or the token of {} may not read the repository; a file can be \
             named in place of a tag",
            token.variable()
        ),
        None => format!(
            "there is no such tag, or it has no manifest; a private repository needs a token in {REPO_READ_TOKEN}; a file \
             can be named in place of a tag"
        ),
    };
    let settings = &trio.configuration.remote;
    let github = GitHub::new(host, (policy_host, owner, name), settings, token, &environment)?;
    let path = settings.manifest_path();
    github.contents(path, tag).await?.ok_or_else(|| {
        Failure::new(format!("the manifest could not be fetched: {} is not there at {}", quoted(path), quoted(tag)))
            .help(help)
    })
}

async fn fetch(host: &Host, url: &str) -> Result<Vec<u8>, Failure> {
    let request = Request::Fetch {
        method: "GET".into(),
        url: url.into(),
        headers: Headers::default(),
        body: None,
        timeout_ms: TIMEOUT_MS,
        limit: LIMIT,
    };
    let failure = |why: String| Failure::new(format!("the manifest could not be fetched: {why}")).about(url);
    match host.ask(request).await {
        Reply::Answer { status: 200, body, .. } if body.len() as u64 <= LIMIT => Ok(body),
        Reply::Answer { status: 200, .. } | Reply::Unanswered { reason: Unanswered::TooLarge, .. } => {
            Err(failure(format!("it is larger than {LIMIT} bytes")))
        }
        Reply::Answer { status: status @ 300..=399, .. } => {
            Err(failure(format!("the answer has status {status} and leads elsewhere, which is not followed")))
        }
        Reply::Answer { status, .. } => Err(failure(format!("the answer has status {status}"))),
        Reply::Unanswered { text, .. } => Err(failure(text)),
        _ => Err(failure(Reply::misfit())),
    }
}
