//! Finished texts: one pure function a format.

#[doc(hidden)]
pub mod frame;
pub mod human;
pub mod json;
#[cfg(feature = "pages")]
pub mod page;
pub mod typescript;
#[doc(hidden)]
pub mod violation;
