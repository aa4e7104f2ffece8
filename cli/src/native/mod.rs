//! The session's requests, fulfilled by the operating system.

mod append;
mod classify;
mod clock;
mod command;
mod failure;
mod fleet;
mod folder;
mod git;
pub(crate) mod host;
mod http;
pub(crate) mod output;
mod stream;
