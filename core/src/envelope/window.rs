//! The places in a text at which a string may end, marked some way ahead.

use lockstep_lanes::WIDTH;

/// How many blocks of [`WIDTH`] bytes are marked at once: a few kilobytes, which stay in the nearest cache.
const BLOCKS: usize = 32;

/// Where nothing is marked yet: no place is within such a window.
const UNMARKED: usize = usize::MAX >> 1;

/// The marks of the bytes around the place that is looked at; behind the text there are only stops.
#[derive(Debug)]
pub(super) struct Window {
    /// The number of the first block that is marked.
    first: usize,
    stops: [u64; BLOCKS],
    wide: [u64; BLOCKS],
}

impl Window {
    /// A window in which nothing is marked.
    #[inline(always)]
    pub(super) fn new() -> Self {
        Self { first: UNMARKED, stops: [0; BLOCKS], wide: [0; BLOCKS] }
    }

    /// Readies it for `end` and what follows in a text that goes on where it, of `length` bytes, was cut: marks so near
    /// to the cut may say that the text ends there.
    #[inline(always)]
    pub(super) fn extend(&mut self, end: usize, length: usize) {
        if end + BLOCKS * WIDTH > length {
            self.first = UNMARKED;
        }
    }

    /// The stops among the [`WIDTH`] bytes from `place`, the end of the text among them; and whether a byte before the
    /// first of them is not ASCII.
    #[inline(always)]
    pub(super) fn look(&mut self, text: &[u8], place: usize) -> (u64, bool) {
        let mut block = (place / WIDTH).wrapping_sub(self.first);
        if block >= BLOCKS - 1 {
            self.mark(text, place / WIDTH);
            block = 0;
        }
        let stops = join(&self.stops, block, place % WIDTH);
        let before = !stops & stops.wrapping_sub(1);
        (stops, join(&self.wide, block, place % WIDTH) & before != 0)
    }

    #[inline(never)]
    fn mark(&mut self, text: &[u8], first: usize) {
        self.first = first;
        lockstep_lanes::mark(text.get(first * WIDTH..).unwrap_or_default(), &mut self.stops, &mut self.wide);
    }
}

/// The bits of [`WIDTH`] bytes that begin within one block and end within the next.
#[inline(always)]
fn join(bits: &[u64; BLOCKS], block: usize, shift: usize) -> u64 {
    // The remainders only spare the question whether there are such elements.
    let bits = |block: usize| bits.get(block % BLOCKS).copied().unwrap_or_default();
    bits(block) >> shift | bits(block + 1) << 1 << (WIDTH - 1 - shift)
}
