//! Finished texts: one pure function a format.

#[doc(hidden)]
pub mod frame;
pub mod human;
pub mod json;
pub mod page;
