//! One HTTP exchange.

use std::{
    io::{self, ErrorKind},
    sync::Arc,
    time::Duration,
};

use lockstep_cli::{ANSWER_HEADERS, Reply, Unanswered, cause};
use ureq::{
    Agent, Body, Error,
    config::{AutoHeaderValue, Config},
    http::{self, HeaderMap, HeaderName, HeaderValue, Response, header},
    tls::{Certificate, RootCerts, TlsConfig},
};

use super::failure;

/// The most bytes of an answer's head, the same in every host.
const HEAD_LIMIT: usize = 64 * 1024;

/// The fields of `Request::Fetch`.
pub(crate) struct Exchange {
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<String>,
    pub(crate) timeout_ms: u64,
    pub(crate) limit: u64,
}

/// Sends the request and reads the whole answer.
pub(crate) fn fetch(exchange: &Exchange) -> Reply {
    attempt(exchange).unwrap_or_else(|Failure { reason, text }| Reply::Unanswered { reason, text })
}

struct Failure {
    reason: Unanswered,
    text: String,
}

impl Failure {
    fn named(reason: Unanswered, code: &str) -> Self {
        Self { reason, text: cause(code).unwrap_or(code).into() }
    }
}

fn attempt(exchange: &Exchange) -> Result<Reply, Failure> {
    let agent = agent(exchange)?;
    // Without a body, these would announce chunks that never come; an empty one has a length.
    let empty = matches!(exchange.method.as_str(), "POST" | "PUT" | "PATCH").then_some("");
    let sent = match exchange.body.as_deref().or(empty) {
        Some(body) => request(exchange, body).and_then(|request| agent.run(request)),
        None => request(exchange, ()).and_then(|request| agent.run(request)),
    };
    sent.and_then(|answer| read(answer, exchange.limit)).map_err(explain)
}

fn request<B>(exchange: &Exchange, body: B) -> Result<http::Request<B>, Error> {
    let mut headers = HeaderMap::new();
    for (name, value) in &exchange.headers {
        headers.insert(
            HeaderName::try_from(name).map_err(http::Error::from)?,
            HeaderValue::try_from(value).map_err(http::Error::from)?,
        );
    }
    // Each exchange has its own connection: one that was kept could have died unnoticed.
    headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    let mut request = http::Request::builder().method(exchange.method.as_str()).uri(&exchange.url).body(body)?;
    *request.headers_mut() = headers;
    Ok(request)
}

fn agent(exchange: &Exchange) -> Result<Agent, Failure> {
    let configuration = Config::builder()
        .timeout_global(Some(Duration::from_millis(exchange.timeout_ms)))
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .max_response_header_size(HEAD_LIMIT)
        .allow_non_standard_methods(true)
        .proxy(None)
        .user_agent(concat!("lockstep/", env!("CARGO_PKG_VERSION")))
        .accept(AutoHeaderValue::None)
        .accept_encoding("identity");
    // Reading the system's certificates takes several milliseconds.
    let secure = exchange.url.get(..6).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https:"));
    let configuration = if secure { configuration.tls_config(tls()?) } else { configuration };
    Ok(configuration.build().into())
}

fn tls() -> Result<TlsConfig, Failure> {
    let certificates = rustls_native_certs::load_native_certs().certs;
    if certificates.is_empty() {
        return Err(Failure {
            reason: Unanswered::Network,
            text: "the operating system has no certificates to trust: install them (`ca-certificates` on most Linux \
                   systems) or name a file of them in SSL_CERT_FILE"
                .into(),
        });
    }
    let roots: RootCerts = certificates.iter().map(|certificate| Certificate::from_der(certificate).to_owned()).into();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    Ok(TlsConfig::builder().root_certs(roots).unversioned_rustls_crypto_provider(provider).build())
}

fn read(mut answer: Response<Body>, limit: u64) -> Result<Reply, Error> {
    let status = answer.status().as_u16();
    let text = |name: &str| answer.headers().get(name)?.to_str().ok().map(str::to_owned);
    let content_type = text(header::CONTENT_TYPE.as_str());
    let headers = ANSWER_HEADERS.iter().filter_map(|name| Some(((*name).to_owned(), text(name)?))).collect();
    // A limit that is reached is a failure even where the body ends there.
    let room = limit.saturating_add(1);
    let body = answer.body_mut().with_config().limit(room).read_to_vec()?;
    Ok(Reply::Answer { status, content_type, headers, body })
}

fn explain(error: Error) -> Failure {
    match error {
        Error::Timeout(_) => Failure::named(Unanswered::Timeout, "ETIMEDOUT"),
        Error::BodyExceedsLimit(_) => Failure::named(Unanswered::TooLarge, "EMSGSIZE"),
        Error::HostNotFound => Failure::named(Unanswered::Connect, "ENOTFOUND"),
        Error::ConnectionFailed => Failure::named(Unanswered::Connect, "EHOSTUNREACH"),
        Error::Protocol(_) | Error::LargeResponseHeader(..) => Failure::named(Unanswered::Broken, "EBADMSG"),
        Error::Http(_) | Error::BadUri(_) => Failure::named(Unanswered::Network, "EDESTADDRREQ"),
        Error::Rustls(error) => explain_tls(&error),
        Error::Io(error) => explain_io(&error),
        other => Failure { reason: Unanswered::Network, text: other.to_string() },
    }
}

fn explain_io(error: &io::Error) -> Failure {
    if let Some(error) = error.get_ref().and_then(|inner| inner.downcast_ref()) {
        return explain_tls(error);
    }
    match error.kind() {
        ErrorKind::TimedOut | ErrorKind::WouldBlock => Failure::named(Unanswered::Timeout, "ETIMEDOUT"),
        ErrorKind::UnexpectedEof
        | ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::NotConnected => Failure::named(Unanswered::Broken, "ECONNRESET"),
        _ if is_unknown_name(error) => Failure::named(Unanswered::Connect, "ENOTFOUND"),
        _ => Failure { reason: Unanswered::Connect, text: failure::words(error) },
    }
}

/// Whether an error comes from the look-up of a name, which has no kind of its own.
fn is_unknown_name(error: &io::Error) -> bool {
    match error.raw_os_error() {
        None => true,
        // From WSAHOST_NOT_FOUND to WSANO_DATA.
        Some(number) => cfg!(windows) && (11001..=11004).contains(&number),
    }
}

fn explain_tls(error: &rustls::Error) -> Failure {
    let code = match error {
        rustls::Error::InvalidCertificate(_) => "EKEYREJECTED",
        _ => "EPROTO",
    };
    Failure::named(Unanswered::Network, code)
}

#[cfg(test)]
mod tests;
