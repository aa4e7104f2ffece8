//! Moving to another release, going back, and standing still.

mod freeze;
mod interruption;
mod repin;
mod rollback;
mod world;
