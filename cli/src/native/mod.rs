//! The session's requests, fulfilled by the operating system.

mod classify;
mod clock;
mod failure;
mod fleet;
mod folder;
pub(crate) mod host;
mod http;
pub(crate) mod output;
mod stream;
