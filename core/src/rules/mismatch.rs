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
const BYTES: &str = "mirror the producer's file byte for byte, and keep formatters away from it";

/// What a text is that another program wrote anew.
const RESERIALISED: (&str, &str, &str) =
    ("it was re-serialised with the same content", "laid out in another way from here on", BYTES);

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

/// [`cause`] where the original is at hand.
pub(super) fn cause_between(mirror: &[u8], original: &[u8]) -> Option<Cause> {
    let text = String::from_utf8_lossy(mirror);
    cause(&text, &sha256(original)).or_else(|| {
        let on_one_line = |bytes| json::laid_out(core::str::from_utf8(bytes).ok()?, "");
        let (what, label, help) = RESERIALISED;
        let is_same = on_one_line(mirror)? == on_one_line(original)?;
        is_same.then(|| Cause { what, label, at: first_difference(mirror, original), help })
    })
}

/// Looks for a file of that SHA-256 that differs from `mirror` in its form alone.
pub(super) fn cause(mirror: &str, pinned: &str) -> Option<Cause> {
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
                        RESERIALISED
                    } else if mark.is_empty() && mirror.starts_with('\u{feff}') {
                        ("it begins with a byte order mark", "three bytes that no editor shows", BYTES)
                    } else if !mark.is_empty() && !mirror.starts_with('\u{feff}') {
                        ("it has lost its byte order mark", "the original begins with a byte order mark", BYTES)
                    } else if newline == "\n" && mirror.contains("\r\n") {
                        (
                            "its lines end with CRLF, those of the original with LF",
                            "this line ends with CRLF",
                            LINE_ENDS,
                        )
                    } else if newline == "\r\n" && !mirror.contains("\r\n") {
                        ("its lines end with LF, those of the original with CRLF", "this line ends with LF", LINE_ENDS)
                    } else if ending.is_empty() {
                        ("it has a final line end, the original has none", "one line end too many", BYTES)
                    } else if mirror.ends_with('\n') {
                        ("it has more line ends at its end than the original", "one line end too many", BYTES)
                    } else {
                        ("it has lost its final line end", "the original ends with a line end", BYTES)
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
