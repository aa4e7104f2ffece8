//! The keys and brackets of the objects that are open.

use alloc::vec::Vec;

/// Keys of the open objects, for finding those that stand twice. The first ones need no allocation.
#[derive(Debug)]
pub(super) struct Store {
    own: [u64; OWN_KEYS],
    more: Vec<u64>,
    /// How many there are; made smaller, it drops the last ones.
    pub(super) length: usize,
}

/// How many entries need no allocation: a key each, two for each open object or array.
const OWN_KEYS: usize = 64;

/// With more keys than this an object is compared by sorting when it ends; before, each key with all before it.
pub(super) const MANY_KEYS: usize = 48;

impl Store {
    /// A store without entries.
    #[inline(always)]
    pub(super) fn new() -> Self {
        Self { own: [0; OWN_KEYS], more: Vec::new(), length: 0 }
    }

    /// Puts an entry behind the others.
    #[inline(always)]
    pub(super) fn push(&mut self, entry: u64) {
        match self.own.get_mut(self.length) {
            Some(own) => *own = entry,
            None => self.push_more(entry),
        }
        self.length += 1;
    }

    #[cold]
    fn push_more(&mut self, entry: u64) {
        self.more.truncate(self.length - OWN_KEYS);
        self.more.push(entry);
    }

    /// The entry at a place below the length.
    #[inline(always)]
    pub(super) fn get(&self, at: usize) -> u64 {
        match self.own.get(at) {
            Some(own) => *own,
            None => self.more.get(at.wrapping_sub(OWN_KEYS)).copied().unwrap_or_default(),
        }
    }
}
