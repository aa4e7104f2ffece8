//! Rules of the group document.
