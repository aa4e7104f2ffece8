//! What an input holds, and the parts it has that are no envelope: records of answers and HAR files.

use std::{borrow::Cow, fmt, str};

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, Visitor},
};
use serde_json::value::RawValue;

/// What an input holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One body.
    Body,
    /// A body a line.
    Lines,
    /// A line a record: an object with `status` and `body`.
    Records,
    /// A HAR file, as browsers and proxies write them.
    Har,
}

/// The most bytes of white space before the first line or the second that are read to see whether one comes.
const BLANK: usize = 1 << 16;

impl Kind {
    /// Every name of a kind; `auto` stands for finding it out.
    pub(crate) const NAMES: [&str; 5] = ["auto", "body", "ndjson", "records", "har"];

    /// The kind with that name; none for `auto`.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "body" => Self::Body,
            "ndjson" => Self::Lines,
            "records" => Self::Records,
            "har" => Self::Har,
            _ => return None,
        })
    }

    /// The kind of an input that begins with `bytes`; none where more of it must be read, which is never so at its end
    /// or beyond `limit` bytes.
    pub(crate) fn detect(bytes: &[u8], ended: bool, limit: usize) -> Option<Self> {
        let more = !ended && bytes.len() <= limit;
        let bytes = without_mark(bytes);
        let text = bytes.trim_ascii_start();
        if bytes.len() - text.len() > BLANK {
            return Some(Self::Lines);
        }
        if let Some(key) = text.strip_prefix(b"{").map(<[u8]>::trim_ascii_start) {
            match key.strip_prefix(b"\"log\"") {
                Some(_) => return Some(Self::Har),
                None if more && b"\"log\"".starts_with(key) => return None,
                None => {}
            }
        }
        let (line, rest) = match text.iter().position(|byte| *byte == b'\n') {
            Some(end) => text.split_at(end),
            None if more => return None,
            // What is too long for a line can still have others behind it.
            None if !ended => return Some(Self::Lines),
            None => (text, &[][..]),
        };
        if Record::read(line).is_some_and(|record| record.body.is_some()) {
            return Some(Self::Records);
        }
        let second = rest.trim_ascii_start();
        if second.is_empty() {
            return match (ended, more && rest.len() < BLANK) {
                (true, _) => Some(Self::Body),
                (false, true) => None,
                (false, false) => Some(Self::Lines),
            };
        }
        // A body that is laid out over several lines leaves brackets open at the end of the first.
        let open = serde_json::from_slice::<IgnoredAny>(line).is_err_and(|error| error.is_eof());
        let next_object = second.starts_with(b"{") && !line.starts_with(b"[");
        Some(if open && !next_object { Self::Body } else { Self::Lines })
    }
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes)
}

/// One answer in a line; other keys may stand beside these.
#[derive(Debug, Deserialize)]
pub(crate) struct Record<'l> {
    /// The HTTP status, where it is known.
    #[serde(default)]
    status: Option<u16>,
    /// The body as a JSON value, `null` among them, or its text as a string.
    #[serde(borrow, default, deserialize_with = "value")]
    body: Option<&'l RawValue>,
}

fn value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

impl<'l> Record<'l> {
    /// The record that a line holds; none where it is no object with one of the keys.
    pub(crate) fn read(line: &'l [u8]) -> Option<Self> {
        serde_json::from_slice(line).ok().filter(|record: &Self| record.status.is_some() || record.body.is_some())
    }

    /// The status, where an answer came: browsers write 0 where none did.
    pub(crate) fn status(&self) -> Option<u16> {
        self.status.filter(|status| *status > 0)
    }

    /// The body's bytes; empty where the record has none.
    pub(crate) fn body(&self) -> Cow<'l, [u8]> {
        let raw = self.body.map_or("", RawValue::get);
        match raw.starts_with('"').then(|| serde_json::from_str(raw)) {
            Some(Ok(Text(bytes))) => Cow::Owned(bytes),
            _ => Cow::Borrowed(raw.as_bytes()),
        }
    }
}

/// A JSON string as bytes: half of a surrogate pair, which is no character, becomes bytes that are no UTF-8.
struct Text(Vec<u8>);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;
        impl Visitor<'_> for Bytes {
            type Value = Text;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a string")
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Text, E> {
                Ok(Text(bytes.to_vec()))
            }
        }
        deserializer.deserialize_bytes(Bytes)
    }
}

/// An answer of a HAR file.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The HTTP status, where an answer came.
    pub(crate) status: Option<u16>,
    /// The body; empty where the file has none.
    pub(crate) body: Vec<u8>,
}

#[derive(Deserialize)]
struct Har {
    log: Log,
}

#[derive(Deserialize)]
struct Log {
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    response: Response,
}

#[derive(Deserialize)]
struct Response {
    status: u16,
    #[serde(default)]
    content: Content,
}

#[derive(Default, Deserialize)]
struct Content {
    text: Option<Text>,
    encoding: Option<String>,
}

/// The answers of a HAR file (<http://www.softwareishard.com/blog/har-12-spec/>), in the order of its entries.
///
/// # Errors
///
/// Why the file cannot be used, in words.
pub(crate) fn answers(bytes: &[u8]) -> Result<Vec<Answer>, String> {
    let har: Har = serde_json::from_slice(without_mark(bytes)).map_err(|error| error.to_string())?;
    let entries = har.log.entries.into_iter().enumerate();
    entries.map(|(number, Entry { response })| response.answer(number)).collect()
}

impl Response {
    fn answer(self, number: usize) -> Result<Answer, String> {
        let Content { text, encoding } = self.content;
        let text = text.map(|Text(bytes)| bytes).unwrap_or_default();
        let unusable = |what: &str| format!("the content of `log.entries[{number}]` {what}");
        let body = match encoding.as_deref() {
            None | Some("") => text,
            Some("base64") => base64(&text).ok_or_else(|| unusable("is no base64"))?,
            Some(_) => return Err(unusable("has an encoding other than base64")),
        };
        Ok(Answer { status: Some(self.status).filter(|status| *status > 0), body })
    }
}

/// The bytes that base64 stands for (RFC 4648 section 4), with or without padding.
fn base64(text: &[u8]) -> Option<Vec<u8>> {
    let text = text.strip_suffix(b"==").or_else(|| text.strip_suffix(b"=")).unwrap_or(text);
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for group in text.chunks(4) {
        let mut bits: u32 = 0;
        for symbol in group {
            let value = match symbol {
                b'A'..=b'Z' => symbol - b'A',
                b'a'..=b'z' => symbol - b'a' + 26,
                b'0'..=b'9' => symbol - b'0' + 52,
                b'+' => 62,
                b'/' => 63,
                _ => return None,
            };
            bits = bits << 6 | u32::from(value);
        }
        let [_, whole @ ..] = (bits << (6 * (4 - group.len()))).to_be_bytes();
        // A group of two symbols is one byte, one of three two; one symbol alone is none.
        bytes.extend_from_slice(whole.get(..group.len().checked_sub(1).filter(|count| *count > 0)?)?);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_the_first_lines() {
        for (text, kind) in [
            ("{}", Kind::Body),
            ("\n\n{}\n\n", Kind::Body),
            ("{\n  \"error\": {}\n}", Kind::Body),
            ("[\n{}\n]", Kind::Body),
            ("garbage", Kind::Body),
            ("{}\n{}", Kind::Lines),
            ("{}\r\ngarbage", Kind::Lines),
            ("garbage\n{}", Kind::Lines),
            ("{\"cut\": \n{}", Kind::Lines),
            ("{\"status\": 1, \"body\": {}}\n{}", Kind::Records),
            ("{\"at\": 1, \"body\": null}", Kind::Records),
            ("{\"status\": 204}", Kind::Body),
            ("{\"status\": -1, \"body\": {}}", Kind::Body),
            ("{\"log\": {}}", Kind::Har),
            ("\u{feff}\r\n{\r\n \"log\"", Kind::Har),
        ] {
            assert_eq!(Kind::detect(text.as_bytes(), true, 100), Some(kind), "{text:?}");
            // Whatever is said early is what is said in the end.
            for end in 0..text.len() {
                let early = Kind::detect(&text.as_bytes()[..end], false, 100);
                assert!(early.is_none_or(|early| early == kind), "{text:?} at {end}: {early:?}");
            }
        }
    }

    #[test]
    fn an_input_is_not_read_for_ever_to_tell_its_kind() {
        for (first, endless) in [("", "x"), ("{}", "\n"), ("", "\n")] {
            let text = first.to_owned() + &endless.repeat(200_000);
            assert_eq!(Kind::detect(text.as_bytes(), false, 100_000), Some(Kind::Lines), "{endless:?}");
        }
    }

    #[test]
    fn base64_is_decoded_or_refused() {
        for (text, bytes) in [("", ""), ("Zg==", "f"), ("Zm8", "fo"), ("Zm9v", "foo"), ("Zm9vYg==", "foob")] {
            assert_eq!(base64(text.as_bytes()).as_deref(), Some(bytes.as_bytes()), "{text}");
        }
        for text in ["Z", "Zm9vY", "Zm9 v", "===="] {
            assert_eq!(base64(text.as_bytes()), None, "{text}");
        }
        assert_eq!(base64(b"+/+/").unwrap(), [0xfb, 0xff, 0xbf]);
    }
}
