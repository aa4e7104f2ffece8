//! The least that a process takes: to start, and to end.

fn main() {}
