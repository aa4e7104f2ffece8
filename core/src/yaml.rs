//! YAML 1.2 (core schema) with the place of every value, as far as it says what JSON can say.
//!
//! `saphyr-parser` turns the text into events one at a time, without recursion, so reading stops at the first fault
//! and never goes deeper than the limit. Aliases are refused: OpenAPI refers by `$ref`, and a text without them is
//! never larger in memory than a fixed multiple of its bytes. Tags are refused, too: they change what a text says.

use alloc::{borrow::Cow, format, string::String, string::ToString, vec::Vec};
use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

use crate::{
    text::{Span, Spanned, quoted},
    tree::{Entry, Map, Tree, Value},
};

/// What makes a text no YAML of this kind, and where: a sentence in lower case without a full stop.
pub type Fault = Spanned<String>;

/// Reads the only document of `text`, accepting collections nested up to `depth` deep.
///
/// # Errors
///
/// The first fault: broken grammar, a key that stands twice or is no scalar, an alias, a tag, a number that JSON does
/// not have, too deep nesting, no document or more than one.
pub fn read(text: &str, depth: usize) -> Result<Tree<'_>, Fault> {
    let mut builder = Builder { places: Places::new(text), depth, open: Vec::new(), root: None };
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| {
            let at = builder.places.offset(error.marker());
            fault(error.info(), Span::new(at, at))
        })?;
        let span = Span::new(builder.places.offset(&span.start), builder.places.offset(&span.end));
        builder.take(event, span)?;
    }
    builder.root.ok_or_else(|| fault("the document is empty", Span::default()))
}

fn fault(message: impl Into<String>, span: Span) -> Fault {
    Spanned { value: message.into(), span }
}

/// Turns the parser's character counts into bytes.
enum Places {
    /// All is ASCII of this length, so they are equal.
    Ascii(usize),
    /// The offset of each character, and of the end.
    Offsets(Vec<u32>),
}

impl Places {
    fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self::Ascii(text.len());
        }
        let offsets = text.char_indices().map(|(offset, _)| offset).chain([text.len()]);
        Self::Offsets(offsets.map(|offset| u32::try_from(offset).unwrap_or(u32::MAX)).collect())
    }

    fn offset(&self, marker: &Marker) -> usize {
        match self {
            Self::Ascii(length) => marker.index().min(*length),
            Self::Offsets(offsets) => {
                offsets.get(marker.index()).or(offsets.last()).map_or(0, |offset| *offset as usize)
            }
        }
    }
}

/// A collection whose end has not come.
enum Open<'a> {
    List { start: Span, elements: Vec<Tree<'a>> },
    Map { start: Span, entries: Map<'a>, key: Option<Spanned<Cow<'a, str>>> },
}

struct Builder<'a> {
    places: Places,
    depth: usize,
    open: Vec<Open<'a>>,
    root: Option<Tree<'a>>,
}

impl<'a> Builder<'a> {
    fn take(&mut self, event: Event<'a>, span: Span) -> Result<(), Fault> {
        if let Event::Scalar(_, _, _, Some(_)) | Event::SequenceStart(_, Some(_)) | Event::MappingStart(_, Some(_)) =
            &event
        {
            return Err(fault("a tag, which changes what the text says", span));
        }
        match event {
            Event::DocumentStart(_) if self.root.is_some() => Err(fault("a second document", span)),
            Event::Alias(_) => Err(fault("an alias; OpenAPI refers by `$ref`", span)),
            Event::Scalar(text, style, _, _) => self.scalar(text, style, span),
            Event::SequenceStart(..) => self.open(Open::List { start: span, elements: Vec::new() }, span),
            Event::MappingStart(..) => self.open(Open::Map { start: span, entries: Map::new(), key: None }, span),
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(open) => self.value(open.close(span)),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    fn open(&mut self, open: Open<'a>, span: Span) -> Result<(), Fault> {
        if let Some(Open::Map { key: None, .. }) = self.open.last() {
            return Err(fault("a key that is no scalar", span));
        }
        if self.open.len() >= self.depth {
            return Err(fault(format!("nested deeper than {} levels", self.depth), span));
        }
        self.open.push(open);
        Ok(())
    }

    fn scalar(&mut self, text: Cow<'a, str>, style: ScalarStyle, span: Span) -> Result<(), Fault> {
        if let Some(Open::Map { key: key @ None, entries, .. }) = self.open.last_mut() {
            if entries.contains_key(&text) {
                return Err(fault(format!("the key {} stands twice", quoted(&text)), span));
            }
            *key = Some(Spanned { value: text, span });
            return Ok(());
        }
        let value = if style == ScalarStyle::Plain { resolved(text) } else { Ok(Value::Text(text)) };
        self.value(Tree { value: value.map_err(|reason| fault(reason, span))?, span })
    }

    /// Puts a finished value where it belongs.
    fn value(&mut self, value: Tree<'a>) -> Result<(), Fault> {
        match self.open.last_mut() {
            None => self.root = Some(value),
            Some(Open::List { elements, .. }) => elements.push(value),
            Some(Open::Map { entries, key, .. }) => {
                if let Some(key) = key.take() {
                    entries.insert(key.value, Entry { key: key.span, value });
                }
            }
        }
        Ok(())
    }
}

impl<'a> Open<'a> {
    /// The collection whose end event stands at `end`, which is empty where nothing is written there.
    fn close(self, end: Span) -> Tree<'a> {
        let (start, last, value) = match self {
            Self::List { start, elements } => (start, elements.last().map(|last| last.span), Value::List(elements)),
            Self::Map { start, entries, .. } => {
                let last = entries.values().map(|entry| entry.key.cover(entry.value.span)).max_by_key(|span| span.end);
                (start, last, Value::Map(entries))
            }
        };
        let end = if end.start == end.end { last.unwrap_or(start) } else { end };
        Tree { value, span: start.cover(end) }
    }
}

/// What a plain scalar means by the core schema of YAML 1.2.2, section 10.3.2.
fn resolved(text: Cow<'_, str>) -> Result<Value<'_>, &'static str> {
    Ok(match text.as_ref() {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Boolean(true),
        "false" | "False" | "FALSE" => Value::Boolean(false),
        number if is_decimal(number) => Value::Number(text),
        number => match (number.strip_prefix("0x"), number.strip_prefix("0o")) {
            (Some(digits), _) if is_of(digits, |digit| digit.is_ascii_hexdigit()) => whole(digits, 16)?,
            (_, Some(digits)) if is_of(digits, |digit| matches!(digit, b'0'..=b'7')) => whole(digits, 8)?,
            _ if matches!(
                number.trim_start_matches(['-', '+']),
                ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN"
            ) =>
            {
                return Err("a number that JSON does not have");
            }
            _ => Value::Text(text),
        },
    })
}

fn whole(digits: &str, radix: u32) -> Result<Value<'static>, &'static str> {
    let number = u128::from_str_radix(digits, radix).map_err(|_| "a number that is too large")?;
    Ok(Value::Number(number.to_string().into()))
}

fn is_of(text: &str, digit: impl Fn(u8) -> bool) -> bool {
    !text.is_empty() && text.bytes().all(digit)
}

/// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
fn is_decimal(text: &str) -> bool {
    let unsigned = |text: &str| text.strip_prefix(['-', '+']).map_or(0, |rest| text.len() - rest.len());
    let text = text.get(unsigned(text)..).unwrap_or_default();
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent = exponent.get(unsigned(exponent)..).unwrap_or_default();
    let digits = |text: &str| text.bytes().all(|digit| digit.is_ascii_digit());
    digits(whole) && digits(fraction) && whole.len() + fraction.len() > 0 && digits(exponent) && !exponent.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, depth: usize) -> (String, u32, u32) {
        let Spanned { value, span } = read(text, depth).unwrap_err();
        (value, span.start, span.end)
    }

    #[test]
    fn plain_scalars_mean_what_the_core_schema_says() {
        let text = "[~, null, true, FALSE, 1, -1.5e+3, .5, 5., 0x1F, 0o17, '1', \"true\", yes, 1.2.3, e3, ., 0x]";
        let found = read(text, 8).unwrap();
        let shown: Vec<String> = found.list().unwrap().iter().map(|tree| format!("{:?}", tree.value)).collect();
        assert_eq!(
            shown.join(" "),
            r#"Null Null Boolean(true) Boolean(false) Number("1") Number("-1.5e+3") Number(".5") Number("5.") Number("31") Number("15") Text("1") Text("true") Text("yes") Text("1.2.3") Text("e3") Text(".") Text("0x")"#
        );
        assert_eq!(at("a: .inf", 8), ("a number that JSON does not have".into(), 3, 7));
    }

    #[test]
    fn places_are_bytes() {
        let text = "# \u{1f512}é\r\na:\r\n  é: [x, {y: 'ü'}]\r\n  200: z\r\n";
        let tree = read(text, 8).unwrap();
        let slice = |span: Span| text.get(span.range()).unwrap();
        let inner = tree.get("a").unwrap();
        assert_eq!(slice(inner.entry("é").unwrap().key), "é");
        assert_eq!(slice(inner.get("é").unwrap().span), "[x, {y: 'ü'}]");
        assert_eq!(slice(inner.get("é").unwrap().list().unwrap()[1].get("y").unwrap().span), "'ü'");
        assert_eq!(slice(inner.entry("200").unwrap().key), "200");
        assert_eq!(slice(inner.span), "é: [x, {y: 'ü'}]\r\n  200: z");
    }

    #[test]
    fn what_json_cannot_say_is_a_fault_with_a_place() {
        for (text, message, start) in [
            ("a: 1\nb: 2\na: 3\n", "the key `a` stands twice", 10),
            ("a: &x 1\nb: *x\n", "an alias; OpenAPI refers by `$ref`", 11),
            ("a: !!str 1\n", "a tag, which changes what the text says", 3),
            ("a: 1\n---\nb: 2\n", "a second document", 5),
            ("? [a]\n: 1\n", "a key that is no scalar", 2),
            ("", "the document is empty", 0),
            ("# nothing\n", "the document is empty", 0),
        ] {
            let (found, at, _) = at(text, 8);
            assert_eq!((found.as_str(), at), (message, start), "{text}");
        }
        assert!(read("a: [1\n", 8).is_err() && read("a: b: c", 8).is_err() && read("\"a", 8).is_err());
    }

    #[test]
    fn depth_is_a_limit_in_every_style() {
        for text in ["[".repeat(1_000_000), "{a: ".repeat(100_000), "- ".repeat(100_000), "? ".repeat(100_000)] {
            let (message, ..) = at(&text, 64);
            // The first is the parser's own limit, 255 brackets, which it meets while it looks ahead.
            let known = ["recursion limit exceeded", "nested deeper than 64 levels", "a key that is no scalar"];
            assert!(known.contains(&message.as_str()), "{message}");
        }
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(read(&nested(64), 64).is_ok() && read(&nested(65), 64).is_err());
    }

    #[test]
    fn an_alias_bomb_is_refused_at_its_first_alias() {
        let mut text = String::from("a0: &a0 [x]\n");
        for level in 1..50 {
            let before = level - 1;
            text += &format!("a{level}: &a{level} [*a{before}, *a{before}, *a{before}]\n");
        }
        assert_eq!(at(&text, 8).0, "an alias; OpenAPI refers by `$ref`");
    }
}
