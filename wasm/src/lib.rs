//! The lockstep engine for JavaScript hosts, as WebAssembly.
