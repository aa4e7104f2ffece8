//! The 128-bit vectors of WebAssembly; a machine without them refuses the whole module.

use core::arch::wasm32::{i8x16_bitmask, u8x16_eq, u8x16_lt, u8x16_splat, v128, v128_load, v128_or};

use crate::WIDTH;

pub(crate) fn mark(blocks: &[[u8; WIDTH]], stops: &mut [u64], wide: &mut [u64]) {
    for ((block, stops), wide) in blocks.iter().zip(stops).zip(wide) {
        (*stops, *wide) = (0, 0);
        let (parts, _) = block.as_chunks::<16>();
        for (index, part) in parts.iter().enumerate() {
            // SAFETY: `part` is 16 bytes that may be read, and the load needs no alignment.
            let part = unsafe { v128_load(part.as_ptr().cast::<v128>()) };
            let quotes = u8x16_eq(part, u8x16_splat(b'"'));
            let slashes = u8x16_eq(part, u8x16_splat(b'\\'));
            let controls = u8x16_lt(part, u8x16_splat(0x20));
            let found = i8x16_bitmask(v128_or(v128_or(quotes, slashes), controls));
            *stops |= u64::from(found) << (16 * index);
            *wide |= u64::from(i8x16_bitmask(part)) << (16 * index);
        }
    }
}
