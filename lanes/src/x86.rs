//! The vectors of x86-64 processors, of 256 and 512 bits; which of them there are is asked at each call.

use core::arch::x86_64::{
    __m256i, __m512i, _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_min_epu8, _mm256_movemask_epi8, _mm256_or_si256,
    _mm256_set1_epi8, _mm512_cmpeq_epi8_mask, _mm512_cmplt_epu8_mask, _mm512_loadu_si512, _mm512_movepi8_mask,
    _mm512_set1_epi8,
};

use crate::{WIDTH, portable};

cpufeatures::new!(avx2, "avx2");
cpufeatures::new!(avx512, "avx512f", "avx512bw");

pub(crate) fn mark(blocks: &[[u8; WIDTH]], stops: &mut [u64], wide: &mut [u64]) {
    if avx512::get() {
        // SAFETY: the processor was just asked.
        unsafe { mark_512(blocks, stops, wide) }
    } else if avx2::get() {
        // SAFETY: the processor was just asked.
        unsafe { mark_256(blocks, stops, wide) }
    } else {
        portable::mark(blocks, stops, wide);
    }
}

#[target_feature(enable = "avx512f,avx512bw")]
fn mark_512(blocks: &[[u8; WIDTH]], stops: &mut [u64], wide: &mut [u64]) {
    for ((block, stops), wide) in blocks.iter().zip(stops).zip(wide) {
        // SAFETY: `block` is 64 bytes that may be read, and the load needs no alignment.
        let all = unsafe { _mm512_loadu_si512(block.as_ptr().cast::<__m512i>()) };
        let quotes = _mm512_cmpeq_epi8_mask(all, _mm512_set1_epi8(b'"'.cast_signed()));
        let slashes = _mm512_cmpeq_epi8_mask(all, _mm512_set1_epi8(b'\\'.cast_signed()));
        let controls = _mm512_cmplt_epu8_mask(all, _mm512_set1_epi8(0x20));
        *stops = quotes | slashes | controls;
        *wide = _mm512_movepi8_mask(all);
    }
}

#[target_feature(enable = "avx2")]
fn mark_256(blocks: &[[u8; WIDTH]], stops: &mut [u64], wide: &mut [u64]) {
    for ((block, stops), wide) in blocks.iter().zip(stops).zip(wide) {
        (*stops, *wide) = (0, 0);
        let (halves, _) = block.as_chunks::<32>();
        for (index, half) in halves.iter().enumerate() {
            // SAFETY: `half` is 32 bytes that may be read, and the load needs no alignment.
            let all = unsafe { _mm256_loadu_si256(half.as_ptr().cast::<__m256i>()) };
            let quotes = _mm256_cmpeq_epi8(all, _mm256_set1_epi8(b'"'.cast_signed()));
            let slashes = _mm256_cmpeq_epi8(all, _mm256_set1_epi8(b'\\'.cast_signed()));
            let controls = _mm256_cmpeq_epi8(_mm256_min_epu8(all, _mm256_set1_epi8(0x1f)), all);
            let found = _mm256_or_si256(_mm256_or_si256(quotes, slashes), controls);
            *stops |= u64::from(_mm256_movemask_epi8(found).cast_unsigned()) << (32 * index);
            *wide |= u64::from(_mm256_movemask_epi8(all).cast_unsigned()) << (32 * index);
        }
    }
}

/// Every backend that this processor has.
#[cfg(test)]
pub(crate) fn backends() -> impl Iterator<Item = crate::tests::Backend> {
    // SAFETY: each is only given out where the processor has its instructions.
    let narrow: crate::tests::Backend = |blocks, stops, wide| unsafe { mark_256(blocks, stops, wide) };
    // SAFETY: as above.
    let broad: crate::tests::Backend = |blocks, stops, wide| unsafe { mark_512(blocks, stops, wide) };
    [avx2::get().then_some(narrow), avx512::get().then_some(broad)].into_iter().flatten()
}
