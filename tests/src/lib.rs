//! Tests that cross crates and hosts.
