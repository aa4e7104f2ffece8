//! The commands, one a file.

pub(crate) mod check;
pub(crate) mod classify;
pub(crate) mod completions;
pub(crate) mod consent;
pub(crate) mod diff;
pub(crate) mod evidence;
pub(crate) mod explain;
pub(crate) mod freeze;
pub(crate) mod gate;
pub(crate) mod handoff;
pub(crate) mod init;
pub(crate) mod negative;
pub(crate) mod notice;
pub(crate) mod policy;
pub(crate) mod preflight;
pub(crate) mod probe;
pub(crate) mod producer;
pub(crate) mod repin;
pub(crate) mod rollback;
pub(crate) mod rules;
