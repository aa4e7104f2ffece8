//! Rust source as words, texts and signs, without comments and without what is compiled for tests alone.
//!
//! Not a parser: whoever reads a statement from it must know from the words around that it is one.

use alloc::vec::Vec;

use memchr::{memchr, memchr2};

use crate::text::Span;

/// A piece of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A keyword, a name, a number or a lifetime.
    Word(&'a str),
    /// The inside of a string literal, as it stands there.
    Text(&'a str),
    /// Any other character.
    Sign(u8),
}

/// A piece with its place; of a text, with its quotation marks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed<'a> {
    pub(super) token: Token<'a>,
    pub(super) span: Span,
}

/// Reads the pieces of a file that the service is made of.
pub(super) fn tokens(text: &str) -> Vec<Placed<'_>> {
    let mut lexer = Lexer { text, at: 0 };
    // A guess: about half of a service's source is blank, commented or for tests.
    let mut kept = Vec::with_capacity(text.len() / 8);
    while let Some(placed) = lexer.next() {
        if placed.token != Token::Sign(b'#') || lexer.following() != b'[' {
            kept.push(placed);
            continue;
        }
        let attribute = lexer.attribute();
        if is_for_tests(&attribute) {
            lexer.skip_item();
        } else if matches!(attribute.first(), Some(Placed { token: Token::Word("path"), .. })) {
            kept.extend(attribute);
        }
    }
    kept
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    fn byte(&self, ahead: usize) -> u8 {
        self.text.as_bytes().get(self.at + ahead).copied().unwrap_or_default()
    }

    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn next(&mut self) -> Option<Placed<'a>> {
        loop {
            let start = self.at;
            let token = match *self.text.as_bytes().get(start)? {
                byte if byte.is_ascii_whitespace() => {
                    self.at += 1;
                    continue;
                }
                b'/' if self.byte(1) == b'/' => {
                    self.at += memchr(b'\n', self.rest()).unwrap_or(self.rest().len());
                    continue;
                }
                b'/' if self.byte(1) == b'*' => {
                    self.comment();
                    continue;
                }
                b'"' => self.string(),
                b'\'' => self.quote(),
                byte if is_of_a_word(byte) => self.word(),
                sign => {
                    self.at += 1;
                    Token::Sign(sign)
                }
            };
            return Some(Placed { token, span: Span::new(start, self.at) });
        }
    }

    /// The next byte that is no white space; a comment there is its first byte.
    fn following(&self) -> u8 {
        self.rest().iter().copied().find(|byte| !byte.is_ascii_whitespace()).unwrap_or_default()
    }

    /// The pieces between the brackets of an attribute, whose opening bracket is next.
    fn attribute(&mut self) -> Vec<Placed<'a>> {
        let mut inside = Vec::new();
        let mut open = 0_usize;
        while let Some(placed) = self.next() {
            open = nesting(open, placed.token);
            if open == 0 {
                break;
            }
            inside.push(placed);
        }
        // The opening bracket itself is none of them.
        inside.drain(..1.min(inside.len()));
        inside
    }

    /// Goes behind what an attribute is about, with its further attributes: an item, or a field, variant or arm.
    fn skip_item(&mut self) {
        let (mut open, mut is_block, mut is_item) = (0_usize, false, None);
        while let Some(placed) = self.next() {
            match placed.token {
                Token::Sign(b'#') if open == 0 && self.following() == b'[' => {
                    self.attribute();
                    continue;
                }
                // What surrounds it ends, and is read on from there.
                Token::Sign(b')' | b']' | b'}') if open == 0 => {
                    self.at = placed.span.range().start;
                    return;
                }
                Token::Sign(b',') if open == 0 && is_item == Some(false) => return,
                Token::Sign(b'{') => is_block |= open == 0,
                _ => {}
            }
            is_item = is_item.or(Some(matches!(placed.token, Token::Word(word) if begins_item(word))));
            open = nesting(open, placed.token);
            let is_end = placed.token == Token::Sign(b';') || (is_block && placed.token == Token::Sign(b'}'));
            if open == 0 && is_end && is_item != Some(false) {
                return;
            }
        }
    }

    /// Goes behind a comment, which may hold others.
    fn comment(&mut self) {
        let mut open = 0;
        while let Some(found) = memchr2(b'/', b'*', self.rest()) {
            self.at += found;
            match (self.byte(0), self.byte(1)) {
                (b'/', b'*') => open += 1,
                (b'*', b'/') => open -= 1,
                _ => {
                    self.at += 1;
                    continue;
                }
            }
            self.at += 2;
            if open == 0 {
                return;
            }
        }
        self.at = self.text.len();
    }

    /// A string literal whose opening mark is next.
    fn string(&mut self) -> Token<'a> {
        self.at += 1;
        let start = self.at;
        while let Some(found) = memchr2(b'"', b'\\', self.rest()) {
            self.at += found;
            if self.byte(0) == b'"' {
                let inside = self.text.get(start..self.at).unwrap_or_default();
                self.at += 1;
                return Token::Text(inside);
            }
            self.at = self.text.len().min(self.at + 2);
        }
        self.at = self.text.len();
        Token::Text("")
    }

    /// A raw string literal, of which the letters were read.
    fn raw_string(&mut self) -> Token<'a> {
        let hashes = self.rest().iter().take_while(|byte| **byte == b'#').count();
        self.at += hashes + 1;
        let start = self.at;
        while let Some(found) = memchr(b'"', self.rest()) {
            let end = self.at + found;
            self.at = end + 1;
            if self.rest().iter().take(hashes).filter(|byte| **byte == b'#').count() == hashes {
                self.at += hashes;
                return Token::Text(self.text.get(start..end).unwrap_or_default());
            }
        }
        self.at = self.text.len();
        Token::Text("")
    }

    /// A character literal, or the apostrophe of a lifetime.
    fn quote(&mut self) -> Token<'a> {
        let inside = self.text.get(self.at + 1..).unwrap_or_default();
        let length = inside.chars().next().map_or(0, char::len_utf8);
        if inside.starts_with('\\') {
            let behind = inside.as_bytes().get(2..).unwrap_or_default();
            self.at += 3 + memchr(b'\'', behind).map_or(behind.len(), |end| end + 1);
        } else if inside.get(length..).is_some_and(|behind| behind.starts_with('\'')) {
            self.at += length + 2;
        } else {
            self.at += 1;
        }
        self.at = self.at.min(self.text.len());
        Token::Sign(b'\'')
    }

    fn word(&mut self) -> Token<'a> {
        let start = self.at;
        self.at += self.rest().iter().take_while(|byte| is_of_a_word(**byte)).count();
        let word = self.text.get(start..self.at).unwrap_or_default();
        match (word, self.byte(0), self.byte(1)) {
            ("r" | "br" | "cr", b'"', _) | ("r" | "br" | "cr", b'#', b'"' | b'#') => self.raw_string(),
            ("b" | "c", b'"', _) => self.string(),
            ("b", b'\'', _) => self.quote(),
            _ => Token::Word(word),
        }
    }
}

fn is_of_a_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

fn begins_item(word: &str) -> bool {
    matches!(
        word,
        "pub"
            | "fn"
            | "mod"
            | "use"
            | "impl"
            | "struct"
            | "enum"
            | "trait"
            | "const"
            | "static"
            | "type"
            | "async"
            | "unsafe"
            | "extern"
            | "union"
            | "macro_rules"
            | "let"
    )
}

/// How many brackets are open behind a piece.
fn nesting(open: usize, token: Token<'_>) -> usize {
    match token {
        Token::Sign(b'(' | b'[' | b'{') => open + 1,
        Token::Sign(b')' | b']' | b'}') => open.saturating_sub(1),
        _ => open,
    }
}

/// Whether an attribute keeps its item out of the service: `cfg(test)`, `test`, `tokio::test`.
fn is_for_tests(attribute: &[Placed<'_>]) -> bool {
    let has = |word| attribute.iter().any(|placed| placed.token == Token::Word(word));
    match attribute.first().map(|placed| placed.token) {
        Some(Token::Word("cfg")) => has("test") && !has("not") && !has("any"),
        Some(Token::Word("cfg_attr")) => false,
        _ => {
            let path = attribute.iter().take_while(|placed| placed.token != Token::Sign(b'('));
            path.last().is_some_and(|placed| placed.token == Token::Word("test"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{format, string::String};

    fn shown(text: &str) -> String {
        let shown = tokens(text).into_iter().map(|placed| match placed.token {
            Token::Word(word) => word.into(),
            Token::Text(text) => format!("<{text}>"),
            Token::Sign(sign) => String::from(sign as char),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn texts_are_told_from_comments_and_characters() {
        let text = r####"a /* "b" /* c */ "d" */ 'e' '"' '\'' '\u{22}' // "f
            &'g "h\"i\\" r#"j"k"# br##"l"# m"## b"n" c"o" r#type b'"' "p" é"####;
        assert_eq!(shown(text), r##"a ' ' ' ' & ' g <h\"i\\> <j"k> <l"# m> <n> <o> r # type ' <p> é"##);
    }

    #[test]
    fn what_does_not_end_ends_with_the_text() {
        for text in [
            "a /* b",
            "a \"b",
            "a \"b\\",
            "a r#\"b\"",
            "a '",
            "a '\\",
            "a // b",
            "#[",
            "#[cfg(test)]",
            "#[cfg(test)] {",
        ] {
            assert!(shown(text).len() < 12, "{text}: {}", shown(text));
        }
    }

    #[test]
    fn what_is_compiled_for_tests_alone_is_left_out() {
        let text = "#[derive(A)] a; #[cfg(test)] #[b] mod c { d { e } } f #[cfg(test)] mod g; h
            #[cfg(not(test))] i #[test] fn j() {} k #[tokio::test(flavor = \"l\")] async fn m() {} n
            #[cfg(all(test, unix))] const O: [u8; 2] = [1; 2]; p #[cfg_attr(test, q)] r #[cfg(any(test, unix))] s";
        assert_eq!(shown(text), "a ; f h i k n p r s");
        let parts =
            "struct A { #[cfg(test)] b: C<D>, e: F, #[cfg(test)] g: H } match i { #[cfg(test)] j => { k }, _ => l } m";
        assert_eq!(shown(parts), "struct A { e : F , } match i { _ = > l } m");
    }
}
