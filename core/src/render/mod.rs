//! Finished texts: one pure function a format.

mod alignment;
#[doc(hidden)]
pub mod frame;
pub mod github;
pub mod human;
pub mod json;
pub mod junit;
pub mod markdown;
#[cfg(feature = "pages")]
pub mod page;
pub mod sarif;
pub mod typescript;
#[doc(hidden)]
pub mod violation;
pub(crate) mod wording;
