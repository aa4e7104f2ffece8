//! Rules of the group pin.
