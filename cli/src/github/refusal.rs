//! Why GitHub gave no answer that could be used, each reason in words of its own with what to do.

use lockstep_core::{base_url, date, text::quoted};

use super::{Answer, LIMIT, REPO_READ_TOKEN, Token};
use crate::{configuration::Api, failure::Failure, request::Unanswered};

/// What every reason may name.
pub(super) struct Refusal<'g> {
    pub(super) api: &'g Api,
    pub(super) repository: &'g str,
    pub(super) token: Option<&'g Token>,
    pub(super) timeout_ms: u64,
    pub(super) proxy: Option<&'static str>,
}

/// For a host of repositories whose API is not known.
pub(super) fn no_api(host: &str) -> Failure {
    let host_name = quoted(host);
    Failure::new(format!("it is not known where {host_name} has GitHub's API")).help(format!(
        "say so in `lockstep.toml`: `api = \"https://{host}/api/v3\"` under `[remote]`, or another address on that host"
    ))
}

/// For an API that would see a token that is none of its business.
pub(super) fn foreign_api(api: &Api, host: &str) -> Failure {
    let (api, host) = (quoted(api.as_str()), quoted(host));
    Failure::new(format!("the API {api} is not on {host}, so the token does not go there"))
        .help("the host of `api` under `[remote]` is the policy's `repository_host`, or `api.` before it")
}

/// For a token that cannot be sent.
pub(super) fn unusable(token: &Token) -> Failure {
    Failure::new(format!("the token of `{}` has characters that no token has", token.variable()))
        .help("look for white space, line ends or quotes in the variable")
}

impl Refusal<'_> {
    fn host(&self) -> String {
        quoted(base_url::host(self.api.as_str()).unwrap_or_default())
    }

    /// Whom the service has before it.
    fn whom(&self) -> String {
        match self.token {
            Some(token) => format!("the token of `{}`", token.variable()),
            None => "a request without a token".into(),
        }
    }

    /// How a request may read the repository.
    fn right(&self) -> String {
        let repository = quoted(self.repository);
        match self.token {
            Some(_) => format!("give it the right `contents: read` on {repository}"),
            None => format!("set {REPO_READ_TOKEN} to a token with the right `contents: read` on {repository}"),
        }
    }

    /// A repository that is not there for this token.
    pub(super) fn hidden(&self) -> Failure {
        let (host, repository, whom) = (self.host(), quoted(self.repository), self.whom());
        Failure::new(format!("{host} shows no repository {repository} to {whom} (404)")).help(format!(
            "a private repository is hidden from who has no right there: {}; or it has another name than the pin states",
            self.right()
        ))
    }

    /// An answer that is none of GitHub's API; the reason, as in `it is no JSON`.
    pub(super) fn unexpected(&self, fault: &str) -> Failure {
        Failure::new(format!("the answer of {} is not one of GitHub's API: {fault}", self.host()))
            .help("look where `api` under `[remote]` and the pin's repository lead; otherwise try again later")
    }

    /// A page in an answer's place.
    pub(super) fn page(&self, status: u16) -> Failure {
        if status >= 500 {
            return self.failed(status);
        }
        let help = "a proxy, a sign-in page of the network or a wrong `api` under `[remote]` stands between";
        self.help(format!("{} answered with a page for people ({status})", self.host()), help)
    }

    /// A redirect to another place.
    pub(super) fn led_elsewhere(&self, origin: &str) -> Failure {
        Failure::new(format!("{} sends the request on to {}, where the token does not go", self.host(), quoted(origin)))
            .help("state the repository's present address in the pin, or the API's own under `[remote]`")
    }

    /// Redirects without an end.
    pub(super) fn led_round(&self, redirects: u32) -> Failure {
        Failure::new(format!("{} sends the request on more than {redirects} times", self.host()))
            .help("state the repository's present address in the pin")
    }

    /// An answer that cannot be shown, since it has the token in it.
    pub(super) fn repeats_token(&self) -> Failure {
        Failure::new(format!("the answer of {} repeats {}, so nothing of it is used", self.host(), self.whom()))
            .help("GitHub never does that: look what stands between, and make a new token in place of this one")
    }

    /// No answer at all.
    pub(super) fn unanswered(&self, reason: Unanswered, text: &str) -> Failure {
        let host = self.host();
        match reason {
            Unanswered::Timeout => self.help(
                format!("{host} gave no whole answer in {} ms", self.timeout_ms),
                "try again later, or look whether the network lets it through",
            ),
            Unanswered::TooLarge => Failure::new(format!("the answer of {host} is larger than {LIMIT} bytes"))
                .help("no manifest is that large: look where `manifest_path` and `api` under `[remote]` lead"),
            Unanswered::Connect => {
                self.help(format!("{host} could not be reached: {text}"), "look whether this machine is on the network")
            }
            Unanswered::Broken => self.help(format!("{host} gave no whole answer: {text}"), "try again later"),
            Unanswered::Network => self.help(
                format!("{host} could not be asked safely: {text}"),
                "where a proxy opens secure connections, this machine must trust its certificate: name it in \
                 SSL_CERT_FILE, and for Node in NODE_EXTRA_CA_CERTS",
            ),
        }
    }

    /// A status that is no answer to the question.
    pub(super) fn status(&self, answer: &Answer) -> Failure {
        let (host, repository, whom, status) = (self.host(), quoted(self.repository), self.whom(), answer.status);
        match status {
            401 => Failure::new(format!("{host} refuses {whom} ({status})")).help(format!(
                "it is wrong, expired or revoked: make a new one with the right `contents: read` on {repository}"
            )),
            403 | 429 if status == 429 || is_limit(answer) => {
                Failure::new(format!("{host} takes no more requests from {whom} for now ({status})")).help(when(answer))
            }
            403 if mentions(answer, b"SAML") => {
                Failure::new(format!("{host} wants single sign-on for {whom} ({status})"))
                    .help("authorise the token for the organisation, in the list of tokens of who made it")
            }
            403 => Failure::new(format!("{host} does not let {whom} read {repository} ({status})")).help(self.right()),
            500.. => self.failed(status),
            _ => self.unexpected(&format!("it has the status {status}")),
        }
    }

    fn failed(&self, status: u16) -> Failure {
        Failure::new(format!("{} has a fault of its own ({status})", self.host())).help("try again later")
    }

    /// A failure with help, and with what a proxy has to do with it, where one is set.
    fn help(&self, message: String, help: &str) -> Failure {
        let help = match self.proxy {
            Some(name) => format!("{help}; `{name}` is set, but lockstep uses no proxy and needs a direct way"),
            None => help.into(),
        };
        Failure::new(message).help(help)
    }
}

/// Whether a refusal is about how much was asked. GitHub says so by headers, or in words alone.
fn is_limit(answer: &Answer) -> bool {
    answer.header("x-ratelimit-remaining") == Some("0")
        || answer.header("retry-after").is_some()
        || mentions(answer, b"rate limit")
}

/// When to ask again.
fn when(answer: &Answer) -> String {
    let number = |name| answer.header(name).and_then(|value| value.trim().parse::<u32>().ok());
    let used_up = answer.header("x-ratelimit-remaining") == Some("0");
    let reset = number("x-ratelimit-reset").filter(|_| used_up).and_then(|seconds| date::moment(seconds.into()));
    match (number("retry-after"), reset) {
        (Some(seconds), _) => format!("it asks to wait {seconds} seconds"),
        (None, Some(moment)) => format!("the token's rate limit is used up until {moment}"),
        (None, None) => "try again in some minutes".into(),
    }
}

fn mentions(answer: &Answer, words: &[u8]) -> bool {
    answer.body.windows(words.len()).any(|window| window.eq_ignore_ascii_case(words))
}
