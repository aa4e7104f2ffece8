//! One sort for all types of values: the library's are compiled for each type anew, and each weighs kilobytes in the
//! browser.

use alloc::vec::Vec;
use core::cmp::Ordering;

/// Sorts stably, in O(n log n).
pub(crate) fn sort_by<T>(values: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let order = numbers(values.len(), &|left, right| match (values.get(left), values.get(right)) {
        (Some(left), Some(right)) => compare(left, right),
        _ => Ordering::Equal,
    });
    let mut unsorted: Vec<Option<T>> = values.drain(..).map(Some).collect();
    values.extend(order.into_iter().filter_map(|number| unsorted.get_mut(number)?.take()));
}

/// The numbers below `count` in the order that `compare` gives them: merges runs of 1, 2, 4, ... numbers.
fn numbers(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut sorted: Vec<usize> = (0..count).collect();
    let mut length = 1;
    while length < count {
        let mut merged = Vec::with_capacity(count);
        for runs in sorted.chunks(2 * length) {
            let (mut left, mut right) = runs.split_at_checked(length).unwrap_or((runs, &[]));
            while let ([first, left_rest @ ..], [second, right_rest @ ..]) = (left, right) {
                if compare(*second, *first).is_lt() {
                    merged.push(*second);
                    right = right_rest;
                } else {
                    merged.push(*first);
                    left = left_rest;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        sorted = merged;
        length *= 2;
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_keep_their_order() {
        // Lengths around the powers of two, each with many equals.
        for count in 0..70u32 {
            let values: Vec<(u32, u32)> = (0..count).map(|number| (number * 7 % 5, number)).collect();
            let mut sorted = values.clone();
            sort_by(&mut sorted, |left, right| left.0.cmp(&right.0));
            let mut expected = values;
            expected.sort_by_key(|value| value.0);
            assert_eq!(sorted, expected);
        }
    }
}
