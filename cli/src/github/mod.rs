//! A client of GitHub's API for one repository: few endpoints, one host, every failure in words of its own.
//!
//! No text of an answer reaches a message: only numbers, hashes and origins that were parsed do.

mod address;
mod refusal;
mod token;

use std::cell::Cell;

use lockstep_core::{facts::is_lower_hex, inquiry::Line};
use serde::{
    Deserialize,
    de::{DeserializeOwned, IgnoredAny},
};

pub(crate) use token::{GITHUB_TOKEN, REPO_READ_TOKEN, Token};

use crate::{
    configuration::{Api, RemoteSettings},
    failure::Failure,
    request::{Headers, Reply, Request},
    scope::Environment,
    task::Host,
};
use address::{Redirect, escaped};
use refusal::Refusal;

/// The most bytes of an answer's body.
const LIMIT: u64 = 1 << 20;

/// The most exchanges of a run; with the time of each, the bound of all.
const EXCHANGES: u32 = 16;

/// The most redirects that one request follows.
const REDIRECTS: u32 = 3;

/// The most tags that lead to one another.
const TAGS: u32 = 5;

/// What a raw file is asked for as.
const RAW: &str = "application/vnd.github.raw+json";

/// What everything else is asked for as.
const JSON: &str = "application/vnd.github+json";

/// The variables that say which proxy other programs use.
const PROXIES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// The variables that this client looks at.
pub(crate) const VARIABLES: &[&str] = &[REPO_READ_TOKEN, GITHUB_TOKEN, PROXIES[0], PROXIES[1], PROXIES[2], PROXIES[3]];

/// A repository on GitHub, as far as a token opens it.
#[derive(Debug)]
pub(crate) struct GitHub<'h> {
    host: &'h Host,
    api: Api,
    /// Owner and name, as `owner/name`.
    repository: String,
    /// Public repositories are open without one, too.
    token: Option<Token>,
    timeout_ms: u64,
    /// The variable that names a proxy, which other programs would use.
    proxy: Option<&'static str>,
    /// How many requests were sent.
    sent: Cell<u32>,
}

/// What a tag stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    /// There is no such tag.
    Missing,
    /// A commit; its hash, 40 digits of lower-case hexadecimal.
    Commit(String),
    /// Something else: `tree` or `blob`.
    Other(&'static str),
}

/// The parts of an answer that say what came.
struct Answer {
    status: u16,
    content_type: Option<String>,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether it is a page for people, as captive portals and blocking proxies send them. What a file of the
    /// repository begins with says nothing.
    fn is_page(&self, accept: &str) -> bool {
        let kind = self.content_type.as_deref().unwrap_or_default().trim_start();
        let is_file = accept == RAW && self.status == 200;
        kind.get(..9).is_some_and(|kind| kind.eq_ignore_ascii_case("text/html"))
            || (!is_file && self.body.trim_ascii_start().first() == Some(&b'<'))
    }
}

#[derive(Deserialize)]
struct Reference {
    #[serde(rename = "ref")]
    name: String,
    object: Object,
}

#[derive(Deserialize)]
struct TagObject {
    object: Object,
}

#[derive(Deserialize)]
struct Object {
    #[serde(rename = "type")]
    kind: String,
    sha: String,
}

#[derive(Deserialize)]
struct Comparison {
    status: String,
}

impl<'h> GitHub<'h> {
    /// A client for the repository `owner/name` on `repository_host`; nothing is sent yet.
    ///
    /// # Errors
    ///
    /// Where no API is known for the host, the API is another's, or the token cannot be one.
    pub(crate) fn new(
        host: &'h Host,
        (repository_host, owner, name): (&str, &str, &str),
        settings: &RemoteSettings,
        token: Option<Token>,
        environment: &Environment,
    ) -> Result<Self, Failure> {
        let api = match &settings.api {
            Some(api) => api.clone(),
            None if repository_host == "github.com" => Api::of_github(),
            None => return Err(refusal::no_api(repository_host)),
        };
        if !address::belongs(&api, repository_host) {
            return Err(refusal::foreign_api(&api, repository_host));
        }
        if let Some(token) = token.as_ref().filter(|token| token.authorization().is_none()) {
            return Err(refusal::unusable(token));
        }
        let proxy = PROXIES.into_iter().find(|name| environment.get(name).is_some());
        let repository = format!("{owner}/{name}");
        Ok(Self { host, api, repository, token, timeout_ms: settings.timeout_ms(), proxy, sent: Cell::new(0) })
    }

    /// What a tag stands for; annotated tags are followed to what they lead to.
    pub(crate) async fn tag(&self, name: &str) -> Result<Tag, Failure> {
        let Some(answer) = self.get(&format!("/git/ref/tags/{}", escaped(name, false)), JSON).await? else {
            // A repository that the token does not open is answered like a tag that is not there.
            return match self.get("", JSON).await? {
                Some(answer) => self.read::<IgnoredAny>(&answer).map(|_| Tag::Missing),
                None => Err(self.refusal().hidden()),
            };
        };
        let reference: Reference = self.read(&answer)?;
        if reference.name != format!("refs/tags/{name}") {
            return Err(self.refusal().unexpected("it is about another tag"));
        }
        let mut object = reference.object;
        for _ in 0..=TAGS {
            let sha = self.sha(object.sha)?;
            match object.kind.as_str() {
                "commit" => return Ok(Tag::Commit(sha)),
                "tree" => return Ok(Tag::Other("tree")),
                "blob" => return Ok(Tag::Other("blob")),
                "tag" => {}
                _ => return Err(self.refusal().unexpected("it names an object of no kind that git has")),
            }
            let answer = self.get(&format!("/git/tags/{sha}"), JSON).await?;
            let answer = answer.ok_or_else(|| self.refusal().unexpected("it names a tag that is not there"))?;
            object = self.read::<TagObject>(&answer)?.object;
        }
        Err(self.refusal().unexpected("the tag leads to a tag, and that to another, more often than is sensible"))
    }

    /// The bytes of a file at a commit, branch or tag; `None` where there is no such file or no such commit.
    pub(crate) async fn contents(&self, path: &str, reference: &str) -> Result<Option<Vec<u8>>, Failure> {
        let part = format!("/contents/{}?ref={}", escaped(path, true), escaped(reference, false));
        Ok(self.get(&part, RAW).await?.map(|answer| answer.body))
    }

    /// How a commit lies to another; `None` where one of them is not there, or they have no commit in common.
    pub(crate) async fn compare(&self, commit: &str, with: &str) -> Result<Option<Line>, Failure> {
        // The second page has no files, and of the commits the second: the answer stays small.
        let (commit, with) = (escaped(commit, false), escaped(with, false));
        let part = format!("/compare/{commit}...{with}?per_page=1&page=2");
        let Some(answer) = self.get(&part, JSON).await? else { return Ok(None) };
        match self.read::<Comparison>(&answer)?.status.as_str() {
            "identical" | "ahead" => Ok(Some(Line::Before)),
            "behind" => Ok(Some(Line::After)),
            "diverged" => Ok(Some(Line::Apart)),
            _ => Err(self.refusal().unexpected("it compares two commits with a word that is not known")),
        }
    }

    /// Whether there is a commit of this hash.
    pub(crate) async fn has_commit(&self, sha: &str) -> Result<bool, Failure> {
        match self.get(&format!("/git/commits/{}", escaped(sha, false)), JSON).await? {
            Some(answer) => self.read::<IgnoredAny>(&answer).map(|_| true),
            None => Ok(false),
        }
    }

    /// The answer about a part of the repository; `None` where there is none.
    async fn get(&self, part: &str, accept: &str) -> Result<Option<Answer>, Failure> {
        let mut url = format!("{}/repos/{}{part}", self.api.as_str(), self.repository);
        for _ in 0..=REDIRECTS {
            let answer = self.exchange(url, accept).await?;
            if answer.is_page(accept) {
                return Err(self.refusal().page(answer.status));
            }
            match answer.status {
                200 => return Ok(Some(answer)),
                // GitHub: 409 where the repository is empty, 422 where a hash is that of another object.
                404 | 409 | 422 => return Ok(None),
                301 | 302 | 303 | 307 | 308 => match address::redirect(&self.api, answer.header("location")) {
                    Redirect::Same(next) => url = next,
                    Redirect::Elsewhere(origin) => return Err(self.refusal().led_elsewhere(&origin)),
                    Redirect::Nowhere => return Err(self.refusal().unexpected("it is a redirect to no address")),
                },
                _ => return Err(self.refusal().status(&answer)),
            }
        }
        Err(self.refusal().led_round(REDIRECTS))
    }

    /// One request and its answer, whatever its status.
    async fn exchange(&self, url: String, accept: &str) -> Result<Answer, Failure> {
        self.sent.set(self.sent.get() + 1);
        if self.sent.get() > EXCHANGES {
            return Err(self.refusal().unexpected("more requests would be needed than lockstep sends"));
        }
        let authorization = self.token.as_ref().and_then(Token::authorization).map(|value| ("authorization", value));
        let headers = [("accept", accept.into()), ("x-github-api-version", "2022-11-28".into())];
        let headers = headers.into_iter().chain(authorization).map(|(name, value)| (name.into(), value));
        let headers = Headers(headers.collect());
        let (method, timeout_ms) = ("GET".into(), self.timeout_ms);
        match self.host.ask(Request::Fetch { method, url, headers, body: None, timeout_ms, limit: LIMIT }).await {
            Reply::Answer { status, content_type, headers, body } => {
                if headers.iter().any(|(_, value)| self.is_repeated(value.as_bytes())) || self.is_repeated(&body) {
                    return Err(self.refusal().repeats_token());
                }
                Ok(Answer { status, content_type, headers, body })
            }
            Reply::Unanswered { reason, text } => Err(self.refusal().unanswered(reason, &text)),
            Reply::Failed(text) => Err(Failure::new(text)),
            _ => Err(Failure::new(Reply::misfit())),
        }
    }

    fn is_repeated(&self, bytes: &[u8]) -> bool {
        self.token.as_ref().is_some_and(|token| token.is_in(bytes))
    }

    fn read<T: DeserializeOwned>(&self, answer: &Answer) -> Result<T, Failure> {
        serde_json::from_slice(&answer.body).map_err(|error| {
            let fault = if error.is_data() { "its JSON has another form than GitHub's" } else { "it is no JSON" };
            self.refusal().unexpected(fault)
        })
    }

    /// A hash out of an answer.
    fn sha(&self, sha: String) -> Result<String, Failure> {
        if self.is_repeated(sha.as_bytes()) {
            return Err(self.refusal().repeats_token());
        }
        match is_lower_hex(&sha, 40) {
            true => Ok(sha),
            false => Err(self.refusal().unexpected("it names an object by something else than a hash")),
        }
    }

    fn refusal(&self) -> Refusal<'_> {
        let Self { api, repository, token, timeout_ms, proxy, .. } = self;
        Refusal { api, repository, token: token.as_ref(), timeout_ms: *timeout_ms, proxy: *proxy }
    }
}
