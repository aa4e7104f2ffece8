//! `lockstep producer`: what a producer's repository is judged by, and what is generated there.

mod arguments;
pub(crate) mod generate;

pub(crate) use arguments::{NAME, command, judgement, parser};
