//! Moving to another release, going back, and standing still, without an operating system.

#[path = "recovery/freeze.rs"]
mod freeze;
mod host;
#[path = "recovery/interruption.rs"]
mod interruption;
#[path = "recovery/repin.rs"]
mod repin;
#[path = "recovery/rollback.rs"]
mod rollback;
#[path = "recovery/world.rs"]
mod world;
