//! The lockstep engine for Node, as a native addon.
