//! Why a mirror's bytes have another hash than the pinned file's, where only its form was changed.

use alloc::format;

use crate::{facts::sha256, json, text::Span};

/// Why two files with the same content hash differently.
pub(super) struct Cause {
    /// What the mirror has, and what the pinned file.
    pub(super) what: &'static str,
    /// What is to see at the first difference.
    pub(super) label: &'static str,
    /// The first byte of the mirror that differs from the pinned file.
    pub(super) at: Span,
    /// What to do about it; `{name}` stands for the mirror's name.
    pub(super) help: &'static str,
}

/// Looks for a pinned file that differs from `mirror` in its form alone.
pub(super) fn cause(mirror: &str, pinned: &str) -> Option<Cause> {
    const LINE_ENDS: &str = "restore the line ends, and commit this line in .gitattributes: {name} -text";
    const BYTES: &str = "mirror the producer's file byte for byte, and keep formatters away from it";
    let text = mirror.strip_prefix('\u{feff}').unwrap_or(mirror);
    let as_is = [(false, text.replace("\r\n", "\n"))];
    let laid_out =
        ["  ", "    ", "\t", ""].into_iter().filter_map(|indent| Some((true, json::laid_out(text, indent)?)));
    for (reserialised, candidate) in as_is.into_iter().chain(laid_out) {
        let bare = candidate.trim_end_matches('\n');
        for ending in [candidate.get(bare.len()..).unwrap_or_default(), "\n", ""] {
            for newline in ["\n", "\r\n"] {
                for mark in ["", "\u{feff}"] {
                    let original = format!("{mark}{bare}{ending}").replace('\n', newline);
                    if sha256(original.as_bytes()) != pinned {
                        continue;
                    }
                    let (what, label, help) = if reserialised {
                        ("it was re-serialised with the same content", "laid out in another way from here on", BYTES)
                    } else if mark.is_empty() && mirror.starts_with('\u{feff}') {
                        ("it begins with a byte order mark", "three bytes that no editor shows", BYTES)
                    } else if !mark.is_empty() && !mirror.starts_with('\u{feff}') {
                        ("it has lost its byte order mark", "the pinned file begins with a byte order mark", BYTES)
                    } else if newline == "\n" && mirror.contains("\r\n") {
                        (
                            "its lines end with CRLF, those of the pinned file with LF",
                            "this line ends with CRLF",
                            LINE_ENDS,
                        )
                    } else if newline == "\r\n" && !mirror.contains("\r\n") {
                        (
                            "its lines end with LF, those of the pinned file with CRLF",
                            "this line ends with LF",
                            LINE_ENDS,
                        )
                    } else if ending.is_empty() {
                        ("it has a final line end, the pinned file has none", "one line end too many", BYTES)
                    } else if mirror.ends_with('\n') {
                        ("it has more line ends at its end than the pinned file", "one line end too many", BYTES)
                    } else {
                        ("it has lost its final line end", "the pinned file ends with a line end", BYTES)
                    };
                    return Some(Cause { what, label, at: first_difference(mirror, &original), help });
                }
            }
        }
    }
    None
}

/// The first character of `mirror` that differs from `original`, or its end.
fn first_difference(mirror: &str, original: &str) -> Span {
    let same = mirror.chars().zip(original.chars()).take_while(|(left, right)| left == right);
    let start: usize = same.map(|(character, _)| character.len_utf8()).sum();
    let length = mirror.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    Span::new(start, start + length)
}
