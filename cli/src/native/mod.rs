//! The session's requests, fulfilled by the operating system.

mod clock;
mod failure;
mod fleet;
mod folder;
pub(crate) mod host;
pub(crate) mod output;
