//! One HTTP exchange with the service.

use std::time::Duration;

use lockstep_core::adapter::{Exchange, TransportFailure};
use ureq::{Agent, Error, config::Config, http};

/// A request to send.
#[derive(Clone, Copy, Debug)]
pub struct Request<'r> {
    /// `GET` or `POST`.
    pub method: &'r str,
    /// The whole address.
    pub url: &'r str,
    /// The JSON to send, where there is a body.
    pub body: Option<&'r str>,
    /// How long the whole exchange may take.
    pub timeout: Duration,
    /// The most bytes that the answer's body may have.
    pub limit: u64,
}

/// What became of a request.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// An answer with this status and this whole body.
    Answered(u16, Vec<u8>),
    /// None, for this reason, in these words.
    Failed(TransportFailure, String),
}

impl Outcome {
    /// The same, as lockstep takes it in.
    pub fn exchange(&self) -> Exchange<'_> {
        match self {
            Self::Answered(status, body) => Exchange::Answered { status: *status, body },
            Self::Failed(failure, text) => Exchange::Failed(*failure, text),
        }
    }
}

/// Sends requests.
pub trait Http: Send + Sync {
    /// Sends one request and returns within its timeout, whatever the service does.
    fn send(&self, request: &Request<'_>) -> Outcome;
}

/// Sends requests over TCP, each over a connection of its own.
#[derive(Clone, Copy, Debug, Default)]
pub struct Client;

impl Http for Client {
    fn send(&self, request: &Request<'_>) -> Outcome {
        attempt(request).unwrap_or_else(|error| Outcome::Failed(failure(&error), error.to_string()))
    }
}

fn attempt(request: &Request<'_>) -> Result<Outcome, Error> {
    let agent: Agent = Config::builder()
        // From the look-up of the name to the last byte of the body.
        .timeout_global(Some(request.timeout))
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(None)
        .build()
        .into();
    let head = http::Request::builder().method(request.method).uri(request.url).header("connection", "close");
    let mut answer = match (request.method, request.body) {
        ("GET", _) => agent.run(head.body(())?),
        (_, Some(body)) => agent.run(head.header("content-type", "application/json").body(body)?),
        // Without even an empty body, ureq would send one in chunks.
        (_, None) => agent.run(head.body("")?),
    }?;
    // A body that ends exactly at ureq's limit counts as too large.
    let body = answer.body_mut().with_config().limit(request.limit.saturating_add(1)).read_to_vec()?;
    Ok(Outcome::Answered(answer.status().as_u16(), body))
}

fn failure(error: &Error) -> TransportFailure {
    match error {
        Error::Timeout(_) => TransportFailure::Timeout,
        Error::HostNotFound | Error::ConnectionFailed => TransportFailure::Connect,
        Error::Io(error) if error.kind() == std::io::ErrorKind::ConnectionRefused => TransportFailure::Connect,
        Error::BodyExceedsLimit(_) => TransportFailure::Body,
        Error::Io(_) | Error::Protocol(_) | Error::LargeResponseHeader(..) => TransportFailure::Request,
        _ => TransportFailure::Other,
    }
}
