//! The lockstep engine: bytes of contract documents go in, a sorted list of findings with exact
//! places comes out, and every host gives the same bytes.
//!
//! [`api`] is the door; [`source`], [`date`], [`report`], [`wire`], [`finding`], [`policy`] and [`text`] are what
//! passes through it. [`envelope`] judges what a service answers, [`adapter`] says what a consumer does with it.
//! With the feature of its name, `assert` is for a producer's tests of its answers and documents.
//! Modules that the documentation hides are public for this workspace alone and may change in any release.
//!
//! The crate is `no_std` on purpose: without `std` the compiler itself proves that a verdict
//! depends on nothing but its inputs (no I/O, no clock, no environment).
//!
//! # Example: judge three documents
//!
//! ```
//! use lockstep_core::{api::Engine, source::{DocumentKind, Source, Sources}};
//!
//! let sources = Sources::new(
//!     Source::bytes(DocumentKind::Pin, "pin.json", b"{}"),
//!     Source::missing(DocumentKind::Matrix, "matrix.md"),
//!     Source::missing(DocumentKind::Manifest, "manifest.json"),
//! );
//! let engine = Engine::embedded();
//! let report = engine.check(&sources, None);
//! assert_eq!(report.verdict().exit_code(), 1);
//! ```
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    warn(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic)
)]

extern crate alloc;

pub mod adapter;
#[doc(hidden)]
pub mod alignment;
pub mod api;
#[cfg(feature = "assert")]
pub mod assert;
#[doc(hidden)]
pub mod base_url;
pub mod change;
pub mod date;
pub mod envelope;
#[doc(hidden)]
pub mod facts;
pub mod finding;
mod fingerprint;
pub mod freeze;
pub mod gate;
#[doc(hidden)]
pub mod handover;
#[doc(hidden)]
pub mod inquiry;
pub mod interaction;
#[doc(hidden)]
pub mod json;
#[doc(hidden)]
pub mod markdown;
#[doc(hidden)]
pub mod negative;
pub mod notice;
#[doc(hidden)]
pub mod openapi;
mod order;
#[doc(hidden)]
pub mod path;
pub mod policy;
pub mod render;
#[doc(hidden)]
pub mod repin;
pub mod report;
pub mod rules;
pub mod source;
pub mod text;
#[doc(hidden)]
pub mod tree;
pub mod waiver;
pub mod wire;
mod words;
#[doc(hidden)]
pub mod yaml;
