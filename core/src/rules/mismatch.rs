//! Why bytes have another hash than those of the original, where it can be told: only their form was changed, or a
//! member was added.

use alloc::{format, string::String, vec::Vec};

use crate::{
    facts::sha256,
    json,
    text::{Span, quoted},
};

/// Why two files with the same content hash differently.
pub(super) struct Cause {
    /// What the mirror has, and what the original.
    pub(super) what: &'static str,
    /// What is to see at the first difference.
    pub(super) label: &'static str,
    /// The first byte of the mirror that differs from the original.
    pub(super) at: Span,
    /// What to do about it; `{name}` stands for the mirror's name.
    pub(super) help: &'static str,
}

const LINE_ENDS: &str = "restore the line ends, and commit this line in .gitattributes: {name} -text";
const MIRROR: &str = "mirror the producer's file byte for byte, and keep formatters away from it";
const COPY: &str = "copy the canonical file again, byte for byte, and keep formatters away from it";

/// What a text is that another program wrote anew.
const RESERIALISED: (&str, &str) =
    ("it was re-serialised with the same content", "laid out in another way from here on");

/// The most bytes that are hashed in search of a member that was added.
const EFFORT: usize = 4 << 20;

/// Looks for a member at the top of a JSON file without which it has that SHA-256: it was added since. Gives its key and
/// where that stands.
pub(super) fn added_member(text: &str, stated: &str) -> Option<(String, Span)> {
    let tree = json::tree(text, 128).ok()?;
    let mut members: Vec<_> = tree.map()?.iter().collect();
    members.sort_by_key(|(_, member)| member.key.start);
    if members.len().saturating_mul(text.len()) > EFFORT {
        return None;
    }
    members.iter().enumerate().find_map(|(number, (key, member))| {
        let before = number.checked_sub(1).and_then(|number| members.get(number));
        let (start, end) = match (before, members.get(number + 1)) {
            (Some((_, before)), _) => (before.value.span.end, member.value.span.end),
            (None, Some((_, behind))) => (member.key.start, behind.key.start),
            (None, None) => return None,
        };
        let rest = [text.get(..start as usize)?, text.get(end as usize..)?].concat();
        (sha256(rest.as_bytes()) == stated).then(|| (quoted(key), member.key))
    })
}

/// Why a producer's copy of one of its own files hashes differently.
pub(super) fn cause_between(copy: &[u8], original: &[u8]) -> Option<Cause> {
    let text = String::from_utf8_lossy(original).replace("\r\n", "\n");
    let (_, ending) = split_ending(&text);
    search(&String::from_utf8_lossy(copy), &sha256(original), ending, COPY).or_else(|| {
        let on_one_line = |bytes| json::laid_out(core::str::from_utf8(bytes).ok()?, "");
        let (what, label) = RESERIALISED;
        let is_same = on_one_line(copy)? == on_one_line(original)?;
        is_same.then(|| Cause { what, label, at: first_difference(copy, original), help: COPY })
    })
}

/// Looks for a file of that SHA-256 that differs from `mirror` in its form alone.
pub(super) fn cause(mirror: &str, pinned: &str) -> Option<Cause> {
    search(mirror, pinned, "\n", MIRROR)
}

/// A text without the line ends at its end, and these.
fn split_ending(text: &str) -> (&str, &str) {
    text.split_at(text.trim_end_matches('\n').len())
}

/// `likely` is a way in which the original may end, beside the usual ones; `bytes` the help where no line ends were converted.
fn search(mirror: &str, pinned: &str, likely: &str, bytes: &'static str) -> Option<Cause> {
    let text = mirror.strip_prefix('\u{feff}').unwrap_or(mirror);
    let as_is = [(false, text.replace("\r\n", "\n"))];
    let laid_out =
        ["  ", "    ", "\t", ""].into_iter().filter_map(|indent| Some((true, json::laid_out(text, indent)?)));
    for (reserialised, candidate) in as_is.into_iter().chain(laid_out) {
        let (bare, own) = split_ending(&candidate);
        for ending in [own, "\n", "", likely] {
            for newline in ["\n", "\r\n"] {
                for mark in ["", "\u{feff}"] {
                    let original = format!("{mark}{bare}{ending}").replace('\n', newline);
                    if sha256(original.as_bytes()) != pinned {
                        continue;
                    }
                    let (what, label, help) = if reserialised {
                        let (what, label) = RESERIALISED;
                        (what, label, bytes)
                    } else if mark.is_empty() && mirror.starts_with('\u{feff}') {
                        ("it begins with a byte order mark", "three bytes that no editor shows", bytes)
                    } else if !mark.is_empty() && !mirror.starts_with('\u{feff}') {
                        ("it has lost its byte order mark", "the original begins with a byte order mark", bytes)
                    } else if newline == "\n" && mirror.contains("\r\n") {
                        (
                            "its lines end with CRLF, those of the original with LF",
                            "this line ends with CRLF",
                            LINE_ENDS,
                        )
                    } else if newline == "\r\n" && !mirror.contains("\r\n") {
                        ("its lines end with LF, those of the original with CRLF", "this line ends with LF", LINE_ENDS)
                    } else if ending.is_empty() {
                        ("it has a final line end, the original has none", "one line end too many", bytes)
                    } else if own.len() > ending.len() {
                        ("it has more line ends at its end than the original", "one line end too many", bytes)
                    } else if own.is_empty() {
                        ("it has lost its final line end", "the original ends with a line end", bytes)
                    } else {
                        (
                            "it has fewer line ends at its end than the original",
                            "the original goes on with line ends",
                            bytes,
                        )
                    };
                    return Some(Cause {
                        what,
                        label,
                        at: first_difference(mirror.as_bytes(), original.as_bytes()),
                        help,
                    });
                }
            }
        }
    }
    None
}

/// The first character of `mirror` that differs from `original`, or its end.
pub(super) fn first_difference(mirror: &[u8], original: &[u8]) -> Span {
    let is_inside = |at: usize| mirror.get(at).is_some_and(|byte| byte & 0xc0 == 0x80);
    let mut start = mirror.iter().zip(original).take_while(|(left, right)| left == right).count();
    // A character has at most three bytes more; what is no UTF-8 has none.
    for _ in 0..3 {
        start -= usize::from(start > 0 && is_inside(start));
    }
    let more = (1..4).take_while(|more| is_inside(start + more)).count();
    Span::new(start, (start + 1 + more).min(mirror.len()))
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::{Cause, cause_between};

    #[test]
    fn line_ends_at_the_end_are_counted() {
        let what = |copy: &str, original: &str| {
            cause_between(copy.as_bytes(), original.as_bytes()).map(|Cause { what, .. }| what)
        };
        for (ends, than, found) in [
            ("\n\n", "\n\n\n\n", "it has fewer line ends at its end than the original"),
            ("\n\n\n\n", "\n\n", "it has more line ends at its end than the original"),
            ("\n", "\n\n\n", "it has fewer line ends at its end than the original"),
            ("", "\n\n", "it has lost its final line end"),
            ("\n\n", "", "it has a final line end, the original has none"),
            ("\r\n", "\n\n", "its lines end with CRLF, those of the original with LF"),
        ] {
            assert_eq!(what(&format!("{{}}{ends}"), &format!("{{}}{than}")), Some(found), "{ends:?} {than:?}");
        }
        assert_eq!(what("{ }\n", "{}\n\n"), Some("it was re-serialised with the same content"));
        assert_eq!(what("{}\n", "[]\n\n"), None);
        let cause = cause_between(b"{}\n", b"{}\n\n").unwrap();
        assert!(cause.help.starts_with("copy the canonical file again"), "{}", cause.help);
    }
}
