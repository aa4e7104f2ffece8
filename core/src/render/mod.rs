//! Finished texts: one pure function a format.

pub mod human;
pub mod json;
pub mod page;
