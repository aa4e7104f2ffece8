//! The lockstep program: one session, any host.
