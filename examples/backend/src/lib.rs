//! The backend of a desktop application that enriches drafts with MemoryKernel: what a Tauri application has below its
//! commands, without Tauri.
//!
//! [`commands`] is what the front end calls, [`Backend`] the adapter behind it, [`Http`] how requests are sent. What an
//! answer means is decided by [`lockstep_core::adapter`] and [`lockstep_core::envelope`] alone.
#![forbid(unsafe_code)]
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic)]

mod backend;
pub mod commands;
mod http;

pub use backend::{Backend, LONGEST_CALL};
pub use http::{Client, Http, Outcome, Request};

/// The pin that this application is built against.
pub const PIN: &[u8] = include_bytes!("../../consumer/config/memorykernel-integration-pin.json");
