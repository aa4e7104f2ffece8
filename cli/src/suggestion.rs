//! "Did you mean": the known word that is nearest to an unknown one.

/// How alike two words must be, from 0 to 1; the argument parser's own suggestions use 0.7, but
/// its words are longer and fewer than the keys of a configuration.
const ALIKE: f64 = 0.75;

/// The nearest of the known words, if any is near.
pub(crate) fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    known
        .into_iter()
        .map(|candidate| (strsim::jaro(word, candidate), candidate))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|left, right| left.0.total_cmp(&right.0))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn only_near_words_are_suggested() {
        assert_eq!(nearest("matirx", ["pin", "matrix", "manifest"]), Some("matrix"));
        assert_eq!(nearest("manifst", ["pin", "matrix", "manifest"]), Some("manifest"));
        assert_eq!(nearest("quux", ["pin", "matrix", "manifest"]), None);
        assert_eq!(nearest("", ["pin"]), None);
    }
}
