//! Eight bytes in an ordinary register at a time, for processors without a backend of their own.

use crate::WIDTH;

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x80 * ONES;

pub(crate) fn mark(blocks: &[[u8; WIDTH]], stops: &mut [u64], wide: &mut [u64]) {
    for ((block, stops), wide) in blocks.iter().zip(stops).zip(wide) {
        (*stops, *wide) = (0, 0);
        let (words, _) = block.as_chunks::<8>();
        for (index, word) in words.iter().enumerate() {
            let word = u64::from_le_bytes(*word);
            let low = word & !HIGHS;
            // Each byte's high bit is set where the byte is another: no carry leaves a byte, since all sums stay below
            // 0x100.
            let differs = |byte: u8| (low ^ (ONES * u64::from(byte))) + (0x7f * ONES);
            let no_control = low + (0x60 * ONES);
            let found = !(differs(b'"') & differs(b'\\') & no_control) & !word & HIGHS;
            *stops |= gather(found) << (8 * index);
            *wide |= gather(word & HIGHS) << (8 * index);
        }
    }
}

/// The high bits of eight bytes, side by side.
fn gather(highs: u64) -> u64 {
    (highs >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}
