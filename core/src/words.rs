//! Words of a text: compared without regard to how white space is laid out, found whole.

use core::ops::Range;

use memchr::memmem;

/// Whether two texts are the same words: letter case and the amount of white space do not matter.
pub(crate) fn same_words(left: &str, right: &str) -> bool {
    // Nearly every comparison ends here or at the first letter or the last.
    if left == right {
        return true;
    }
    let differ = |left: Option<&u8>, right: Option<&u8>| match (left, right) {
        (Some(left), Some(right)) => {
            left.is_ascii_graphic() && right.is_ascii_graphic() && !left.eq_ignore_ascii_case(right)
        }
        _ => false,
    };
    let (first, last) = (<[u8]>::first, <[u8]>::last);
    if [first, last].iter().any(|end| differ(end(left.as_bytes()), end(right.as_bytes()))) {
        return false;
    }
    let mut left = left.split_whitespace();
    let mut right = right.split_whitespace();
    loop {
        match (left.next(), right.next()) {
            (None, None) => return true,
            (Some(left), Some(right)) if left.eq_ignore_ascii_case(right) => {}
            _ => return false,
        }
    }
}

/// What follows the words of `phrase` at the beginning of `text`, or `None` where it begins with others.
///
/// Letter case matters, the amount of white space does not.
pub(crate) fn behind<'t>(text: &'t str, phrase: &str) -> Option<&'t str> {
    let mut words = phrase.split_whitespace();
    let mut rest = text.trim_start().strip_prefix(words.next()?)?;
    for word in words {
        let next = rest.trim_start();
        if next.len() == rest.len() {
            return None;
        }
        rest = next.strip_prefix(word)?;
    }
    (!phrase.trim_end().ends_with(is_of_a_word) || ends_a_word(rest)).then_some(rest)
}

/// The first place at which `text` holds `phrase` as whole words: `GO` stands neither in `NO-GO` nor in `GO-LATER`, and
/// `service.v3` not in `service.v30`.
pub(crate) fn find(text: &str, phrase: &str) -> Option<Range<usize>> {
    let first = phrase.split_whitespace().next()?;
    memmem::find_iter(text.as_bytes(), first.as_bytes()).find_map(|start| {
        if !begins_a_word(text.get(..start)?, first) {
            return None;
        }
        let from = text.get(start..)?;
        Some(start..start + from.len() - behind(from, phrase)?.len())
    })
}

/// Whether a word may begin behind `before`.
fn begins_a_word(before: &str, word: &str) -> bool {
    if !word.starts_with(is_of_a_word) {
        return true;
    }
    let mut before = before.chars().rev();
    match before.next() {
        Some(last) if is_of_a_word(last) => false,
        Some(last) if joins(last) => !before.next().is_some_and(is_of_a_word),
        _ => true,
    }
}

/// Whether a word may end before `rest`.
fn ends_a_word(rest: &str) -> bool {
    let mut rest = rest.chars();
    match rest.next() {
        Some(first) if is_of_a_word(first) => false,
        Some(first) if joins(first) => !rest.next().is_some_and(is_of_a_word),
        _ => true,
    }
}

fn is_of_a_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// Whether a character between letters or digits makes one word of both sides.
fn joins(character: char) -> bool {
    matches!(
        character,
        // Signs of a word, hyphens of other kinds, and characters that nobody sees.
        '-' | '.' | '/' | ':' | '@' | '+' | '~' | '\u{2010}' | '\u{2011}' | '\u{ad}' | '\u{200b}'
            ..='\u{200d}' | '\u{2060}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::{behind, find};

    #[test]
    fn words_are_found_whole() {
        for text in
            ["NO-GO", "GO-LATER", "GOOD", "no/GO", "GO_1", "GO.1", "service.v3GO", "NO\u{2011}GO", "GO\u{200b}OD", ""]
        {
            assert_eq!(find(text, "GO"), None, "{text}");
        }
        for text in ["GO", "(GO)", "GO.", "NO-GO or GO", "a: GO, b", "GO - later", "GO-"] {
            assert!(find(text, "GO").is_some(), "{text}");
        }
        assert_eq!(find("service.v30 / service.v3", "service.v3"), Some(14..24));
        assert_eq!(find("run check:pin:all, check:pin", "check:pin"), Some(19..28));
        assert_eq!(find("{base}/v1/health\"", "/v1/health"), Some(6..16));
        assert_eq!(find("/v1/healthz", "/v1/health"), None);
        assert_eq!(find("eé é", "é"), Some(4..6));
        assert_eq!(find("x.call(y)", "x.call("), Some(0..7));
    }

    #[test]
    fn white_space_may_be_laid_out_in_any_way() {
        assert_eq!(find("an Atomic\nUpdate  Rule.", "Atomic Update Rule"), Some(3..22));
        assert_eq!(find("Atomic UpdateRule", "Atomic Update Rule"), None);
        assert_eq!(behind("  a \n b (c)", "a b"), Some(" (c)"));
        assert_eq!(behind("a b", ""), None);
    }
}
