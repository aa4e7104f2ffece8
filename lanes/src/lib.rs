//! Finds the bytes at which the content of a JSON string may end, many at a time.
//!
//! This is the only crate of the engine with `unsafe` code: calls of vector instructions, each behind the question
//! whether the processor has them.
//!
//! # Example: where a string ends
//!
//! ```
//! let (mut stops, mut wide) = ([0], [0]);
//! lockstep_lanes::mark(b"a string's end\" and more", &mut stops, &mut wide);
//! assert_eq!(stops[0].trailing_zeros(), 14);
//! ```
#![no_std]

#[cfg(any(test, not(all(target_arch = "wasm32", target_feature = "simd128"))))]
mod portable;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod wasm;
#[cfg(target_arch = "x86_64")]
mod x86;

/// How many bytes one element of bits is about; bit `n` stands for byte `n`.
pub const WIDTH: usize = 64;

/// Sets in `stops` the bits of quotation marks, back slashes and control characters below U+0020 of `text`, and in
/// `wide` those of bytes that are not ASCII, to the end of the shorter; behind the text all are stops. Which instructions
/// do it never changes the outcome.
pub fn mark<const BLOCKS: usize>(text: &[u8], stops: &mut [u64; BLOCKS], wide: &mut [u64; BLOCKS]) {
    let (blocks, rest) = text.as_chunks::<WIDTH>();
    let blocks = blocks.get(..BLOCKS).unwrap_or(blocks);
    mark_blocks(blocks, stops, wide);
    if let (Some((last, behind)), Some(wide)) =
        (stops.get_mut(blocks.len()..).and_then(<[u64]>::split_first_mut), wide.get_mut(blocks.len()))
    {
        let mut block = [0; WIDTH];
        for (to, from) in block.iter_mut().zip(rest) {
            *to = *from;
        }
        mark_blocks(&[block], core::slice::from_mut(last), core::slice::from_mut(wide));
        behind.fill(u64::MAX);
    }
    if let Some(behind) = wide.get_mut(blocks.len() + 1..) {
        behind.fill(0);
    }
}

#[inline]
fn mark_blocks(blocks: &[[u8; WIDTH]], stops: &mut [u64], wide: &mut [u64]) {
    #[cfg(target_arch = "x86_64")]
    x86::mark(blocks, stops, wide);
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    wasm::mark(blocks, stops, wide);
    #[cfg(not(any(target_arch = "x86_64", all(target_arch = "wasm32", target_feature = "simd128"))))]
    portable::mark(blocks, stops, wide);
}

#[cfg(test)]
mod tests {
    extern crate std;

    use super::*;
    use std::vec::Vec;

    pub(crate) type Backend = fn(&[[u8; WIDTH]], &mut [u64], &mut [u64]);

    /// Stops, and bytes that are not ASCII.
    fn expected(block: &[u8; WIDTH]) -> (u64, u64) {
        let bits = |wanted: fn(u8) -> bool| {
            block.iter().enumerate().map(|(at, byte)| u64::from(wanted(*byte)) << at).fold(0, |all, bit| all | bit)
        };
        (bits(|byte| byte < 0x20 || byte == b'"' || byte == b'\\'), bits(|byte| !byte.is_ascii()))
    }

    fn backends() -> Vec<Backend> {
        let mut backends: Vec<Backend> = std::vec![portable::mark, mark_blocks];
        #[cfg(target_arch = "x86_64")]
        backends.extend(x86::backends());
        backends
    }

    /// Every byte at every place, among neighbours of every kind; fewer of them where each takes long.
    #[test]
    fn every_backend_finds_every_byte_everywhere() {
        let step = if cfg!(miri) { 37 } else { 1 };
        for neighbour in [b'a', 0, 0x1f, 0x20, b'"', b'\\', 0x7f, 0x80, 0xff] {
            for byte in (0..=u8::MAX).step_by(step) {
                for at in (0..WIDTH).step_by(step) {
                    let mut block = [neighbour; WIDTH];
                    block[at] = byte;
                    for backend in backends() {
                        let (mut stops, mut wide) = ([0], [0]);
                        backend(&[block], &mut stops, &mut wide);
                        assert_eq!((stops[0], wide[0]), expected(&block), "{byte:#x} at {at}");
                    }
                }
            }
        }
    }

    #[test]
    fn behind_the_text_all_are_stops() {
        for length in (0..200).step_by(if cfg!(miri) { 37 } else { 1 }) {
            let (mut stops, mut wide) = ([7; 2], [7; 2]);
            mark(&std::vec![b'a'; length], &mut stops, &mut wide);
            let expected = [0, 1].map(|block| {
                let text = length.saturating_sub(block * WIDTH);
                if text < WIDTH { u64::MAX << text } else { 0 }
            });
            assert_eq!((stops, wide), (expected, [0, 0]), "{length}");
        }
    }
}
