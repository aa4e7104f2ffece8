//! Rules of the group agreement.
