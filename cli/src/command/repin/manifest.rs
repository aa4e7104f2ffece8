//! The manifest to move to, wherever it is.

use lockstep_core::{base_url, facts::stated, repin, text::quoted};

use crate::{
    command::consent::Hindrance,
    failure::Failure,
    file,
    producer::{MANIFEST, TOKEN_VARIABLES, contents, no_repository},
    request::{Reply, Request, Unanswered},
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
        return Ok(Offer { name: format!("{MANIFEST} at {manifest}"), bytes, tag: Some(manifest.into()) });
    }
    let bytes = file::named(host, "manifest", manifest).await?;
    Ok(Offer { name: manifest.into(), bytes, tag: None })
}

async fn address(host: &Host, url: &str) -> Result<Vec<u8>, Failure> {
    if url.starts_with("http://") && !base_url::names_this_machine(url) {
        return Err(Failure::new(format!("{} is not fetched: the connection would not be secure", quoted(url)))
            .help("give an `https` address; `http` is for this machine alone"));
    }
    fetch(host, url, Vec::new(), "").await
}

/// The manifest at a tag of the pin's repository.
async fn release(host: &Host, trio: &Trio, tag: &str) -> Result<Vec<u8>, Failure> {
    let facts = trio.facts();
    let pin = facts.pin.facts.as_ref();
    let repository = pin.and_then(|pin| stated(&pin.repository)).map(|repository| repository.value);
    let repository = repository.ok_or_else(|| Failure::new("the pin does not say which repository the tag is of"))?;
    let url = contents(repository, MANIFEST, tag).ok_or_else(|| Failure::new(no_repository(repository)))?;
    let mut token = None;
    for name in TOKEN_VARIABLES {
        if let (None, Reply::Text(text)) = (&token, host.ask(Request::Environment { name: name.into() }).await) {
            token = Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        }
    }
    let mut headers = vec![("accept".to_owned(), "application/vnd.github.raw+json".to_owned())];
    let help = match &token {
        Some(token) => {
            headers.push(("authorization".into(), format!("Bearer {token}")));
            "the token may lack the right to read the repository; or name the manifest's file"
        }
        None => "a private repository needs a token in MEMORYKERNEL_REPO_READ_TOKEN; or name the manifest's file",
    };
    fetch(host, &url, headers, help).await
}

async fn fetch(host: &Host, url: &str, headers: Vec<(String, String)>, help: &str) -> Result<Vec<u8>, Failure> {
    let request = Request::Fetch {
        method: "GET".into(),
        url: url.into(),
        headers,
        body: None,
        timeout_ms: TIMEOUT_MS,
        limit: LIMIT,
    };
    let failure = |why: String| {
        let failure = Failure::new(format!("the manifest could not be fetched: {why}")).about(url);
        if help.is_empty() { failure } else { failure.help(help) }
    };
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
