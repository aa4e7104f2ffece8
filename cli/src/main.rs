//! The native host of the lockstep program.

fn main() {}
