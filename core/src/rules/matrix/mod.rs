//! Rules of the group matrix.
