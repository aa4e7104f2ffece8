//! Strict JSON (RFC 8259) with the place of every value.
//!
//! Well-kept libraries do the parsing, in an order that leaves no gap: UTF-8, then nesting depth in
//! one linear scan, then `serde_json` as the grammar's judge, then `jsonc-parser` for the tree with
//! byte ranges (which alone would accept `1.` or raw control characters, but refuses lone
//! surrogates, which `serde_json` skips here).

use alloc::{borrow::Cow, collections::BTreeMap, format, string::String, string::ToString, vec::Vec};
use jsonc_parser::{
    CollectOptions, CommentCollectionStrategy, ParseOptions,
    ast::{Object, ObjectPropName, Value},
    common::{Range, Ranged},
    errors::ParseErrorKind,
};

use crate::{
    text::{Span, Spanned, quoted},
    tree::{self, Entry, Tree},
};

/// What is wrong with the form of a JSON document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It begins with a byte order mark; the rest is read all the same.
    ByteOrderMark,
    /// Brackets nest deeper than the limit, at this bracket.
    TooDeep(Span),
    /// It breaks the grammar of RFC 8259, at this place, for this reason.
    Syntax(Spanned<String>),
    /// A string holds half of a surrogate pair.
    LoneSurrogate(Span),
    /// An object states a key again; both keys with their places, equal after unescaping.
    DuplicateKey {
        /// The key, unescaped.
        key: String,
        /// Where it stands first.
        first: Span,
        /// Where it stands again.
        again: Span,
    },
    /// The top level is no object but this.
    NotAnObject(Spanned<&'static str>),
}

/// A JSON document whose top level is an object, or the faults that prevented one.
#[derive(Debug, Default)]
pub struct Json<'a> {
    /// Faults of form, in the order they were found.
    pub faults: Vec<Fault>,
    /// The top-level object, where there is one.
    pub root: Option<Node<'a>>,
}

/// An object of a document.
#[derive(Debug, Clone)]
pub struct Node<'a> {
    object: Object<'a>,
    /// Bytes before the text that was parsed (a byte order mark).
    base: usize,
}

/// Reads `text`, accepting brackets nested up to `depth` deep.
pub fn read(text: &str, depth: usize) -> Json<'_> {
    let mut json = Json::default();
    let base = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let body = text.get(base..).unwrap_or_default();
    if base > 0 {
        json.faults.push(Fault::ByteOrderMark);
    }
    match parse(body, base, depth) {
        Ok(Value::Object(object)) => {
            find_duplicates_in(&object, base, &mut json.faults);
            json.root = Some(Node { object, base });
        }
        Ok(other) => {
            let span = span_of(other.range(), base);
            json.faults.push(Fault::NotAnObject(Spanned { value: type_name(&other), span }));
        }
        Err(fault) => json.faults.push(fault),
    }
    json
}

/// Reads any value of `text`, accepting brackets nested up to `depth` deep.
///
/// # Errors
///
/// The first fault of form, in words; a byte order mark is one.
pub fn tree(text: &str, depth: usize) -> Result<Tree<'_>, Spanned<String>> {
    let (faults, value) = faulty_tree(text, depth);
    match (faults.into_iter().next(), value) {
        (None, Some(value)) => Ok(value),
        (fault, _) => Err(fault.map_or_else(Spanned::default, Fault::stated)),
    }
}

/// Reads any value of `text` with all its faults of form; of a key that stands twice the last value counts. There is no
/// value where the grammar is broken or the nesting too deep.
pub fn faulty_tree(text: &str, depth: usize) -> (Vec<Fault>, Option<Tree<'_>>) {
    let mut faults = Vec::new();
    if text.starts_with('\u{feff}') {
        faults.push(Fault::ByteOrderMark);
    }
    match parse(text, 0, depth) {
        Ok(value) => {
            find_duplicates(&value, 0, &mut faults);
            (faults, Some(planted(value)))
        }
        Err(fault) => {
            faults.push(fault);
            (faults, None)
        }
    }
}

/// A value of the parser as one that no longer knows which text it came from.
fn planted(value: Value<'_>) -> Tree<'_> {
    let span = span_of(value.range(), 0);
    let value = match value {
        Value::NullKeyword(_) => tree::Value::Null,
        Value::BooleanLit(literal) => tree::Value::Boolean(literal.value),
        Value::NumberLit(literal) => tree::Value::Number(literal.value.into()),
        Value::StringLit(literal) => tree::Value::Text(literal.value),
        Value::Array(array) => tree::Value::List(array.elements.into_iter().map(planted).collect()),
        Value::Object(object) => {
            let members = object.properties.into_iter().map(|property| {
                let key = span_of(property.name.range(), 0);
                (property.name.into_string().into(), Entry { key, value: planted(property.value) })
            });
            tree::Value::Map(members.collect())
        }
    };
    Tree { value, span }
}

impl Fault {
    /// The fault as a sentence with its place, lower case, without a full stop.
    pub fn stated(self) -> Spanned<String> {
        let (value, span) = match self {
            Self::ByteOrderMark => ("begins with a byte order mark".into(), Span::default()),
            Self::TooDeep(span) => ("nests too deep".into(), span),
            Self::Syntax(reason) => (reason.value, reason.span),
            Self::LoneSurrogate(span) => ("half of a surrogate pair".into(), span),
            Self::DuplicateKey { key, again, .. } => (format!("the key {} stands twice", quoted(&key)), again),
            Self::NotAnObject(found) => (format!("{} where an object is expected", found.value), found.span),
        };
        Spanned { value, span }
    }
}

fn parse(body: &str, base: usize, depth: usize) -> Result<Value<'_>, Fault> {
    let place = |start: usize, end: usize| Span::new(base + start, base + end);
    if let Some(offset) = first_bracket_beyond(body.as_bytes(), depth) {
        return Err(Fault::TooDeep(place(offset, offset + 1)));
    }
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(body) {
        let (offset, value) = syntax_fault(body, &error);
        let end = body.get(offset..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        return Err(Fault::Syntax(Spanned { value, span: place(offset, offset + end) }));
    }
    let parsed = jsonc_parser::parse_to_ast(body, &COLLECT, &STRICT).map_err(|error| {
        let Range { start, end } = error.range();
        match error.kind() {
            ParseErrorKind::String(_) => Fault::LoneSurrogate(place(start, end.min(start + ESCAPE))),
            // INVARIANT: the grammar's judge has refused everything else.
            _ => Fault::Syntax(Spanned { value: "no JSON".into(), span: place(start, end) }),
        }
    })?;
    // INVARIANT: the grammar's judge refuses an empty text before this.
    parsed.value.ok_or_else(|| Fault::NotAnObject(Spanned { value: "nothing", span: place(0, 0) }))
}

/// The length of `\uXXXX`.
const ESCAPE: usize = 6;

const COLLECT: CollectOptions = CollectOptions { comments: CommentCollectionStrategy::Off, tokens: false };

const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// The offset of the first bracket that nests deeper than `limit`; strings are skipped.
fn first_bracket_beyond(bytes: &[u8], limit: usize) -> Option<usize> {
    // Nearly every document has fewer brackets than may nest, and counting takes a tenth of the time.
    if bytes.iter().filter(|byte| matches!(byte, b'{' | b'[')).count() <= limit {
        return None;
    }
    let mut depth = 0usize;
    let mut in_string = false;
    let mut escaped = false;
    for (offset, byte) in bytes.iter().enumerate() {
        if in_string {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'{' | b'[' => {
                depth += 1;
                if depth > limit {
                    return Some(offset);
                }
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// The byte offset of a line and column as `serde_json` counts them (line from 1, column in bytes
/// from 1, 0 for the line end before it), moved back to the start of a character.
fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let start = match line.saturating_sub(2) {
        _ if line < 2 => 0,
        newlines => text.match_indices('\n').nth(newlines).map_or(text.len(), |(at, _)| at + 1),
    };
    let mut offset = (start + column).saturating_sub(1).min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// Where the grammar is broken, and why, in words for the commonest slips.
fn syntax_fault(body: &str, error: &serde_json::Error) -> (usize, String) {
    let at = offset_of(body, error.line(), error.column());
    let (before, rest) = body.split_at_checked(at).unwrap_or((body, ""));
    let before = before.trim_end();
    let reason = grammar_message(error);
    let marks = ["<<<<<<<", "=======", ">>>>>>>"];
    let (at, known) = if body.trim().is_empty() {
        (at, "the document is empty")
    } else if reason.starts_with("control character") {
        (at + rest.find(char::is_control).unwrap_or_default(), "a control character that is not escaped")
    } else if rest.starts_with(['}', ']']) && before.ends_with(',') {
        (before.len() - 1, "a comma before a closing bracket")
    } else if rest.starts_with("//") || rest.starts_with("/*") {
        (at, "a comment, which JSON does not have")
    } else if rest.starts_with('\'') {
        (at, "single quotes, where JSON has double ones")
    } else if marks.iter().any(|mark| rest.starts_with(mark)) {
        (at, "the mark of an unresolved merge")
    } else {
        return (at, reason.replace("EOF while parsing", "the document ends within"));
    };
    (at, known.to_string())
}

/// The library's reason without the position it appends, which the finding states itself.
fn grammar_message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(end) => text.get(..end).unwrap_or_default().to_string(),
        None => text,
    }
}

fn find_duplicates(value: &Value<'_>, base: usize, faults: &mut Vec<Fault>) {
    match value {
        Value::Object(object) => find_duplicates_in(object, base, faults),
        Value::Array(array) => {
            array.elements.iter().for_each(|element| find_duplicates(element, base, faults));
        }
        _ => {}
    }
}

fn find_duplicates_in(object: &Object<'_>, base: usize, faults: &mut Vec<Fault>) {
    let mut known: BTreeMap<&str, Span> = BTreeMap::new();
    for property in &object.properties {
        let key = name_of(&property.name);
        let again = span_of(property.name.range(), base);
        match known.get(key) {
            Some(first) => faults.push(Fault::DuplicateKey { key: key.to_string(), first: *first, again }),
            None => {
                known.insert(key, again);
            }
        }
    }
    for property in &object.properties {
        find_duplicates(&property.value, base, faults);
    }
}

fn visit_keys_in(object: &Object<'_>, base: usize, visit: &mut impl FnMut(&str, Span)) {
    for property in &object.properties {
        visit(name_of(&property.name), span_of(property.name.range(), base));
        visit_keys_below(&property.value, base, visit);
    }
}

fn visit_keys_below(value: &Value<'_>, base: usize, visit: &mut impl FnMut(&str, Span)) {
    match value {
        Value::Object(object) => visit_keys_in(object, base, visit),
        Value::Array(array) => array.elements.iter().for_each(|element| visit_keys_below(element, base, visit)),
        _ => {}
    }
}

fn name_of<'n>(name: &'n ObjectPropName<'_>) -> &'n str {
    match name {
        ObjectPropName::String(literal) => &literal.value,
        ObjectPropName::Word(literal) => literal.value,
    }
}

fn span_of(range: Range, base: usize) -> Span {
    Span::new(base + range.start, base + range.end)
}

/// The JSON type of a value, with its article, for messages.
fn type_name(value: &Value<'_>) -> &'static str {
    match value {
        Value::StringLit(_) => "a string",
        Value::NumberLit(_) => "a number",
        Value::BooleanLit(_) => "a boolean",
        Value::Object(_) => "an object",
        Value::Array(_) => "an array",
        Value::NullKeyword(_) => "null",
    }
}

/// What a key of an object holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field<T> {
    /// The object has no such key; the place is the object's closing bracket, where it would go.
    Missing(Span),
    /// The value has another type than the field wants: which, and where it stands.
    Wrong(Spanned<&'static str>),
    /// The value and its place (strings: with the quotation marks).
    Present(Spanned<T>),
}

impl<T> Field<T> {
    /// The value with its place, where there is one of the right type.
    pub fn present(&self) -> Option<&Spanned<T>> {
        match self {
            Self::Present(value) => Some(value),
            _ => None,
        }
    }

    /// Where the value stands or should stand.
    pub fn span(&self) -> Span {
        match self {
            Self::Missing(span) => *span,
            Self::Wrong(found) => found.span,
            Self::Present(value) => value.span,
        }
    }
}

impl<'a> Node<'a> {
    /// An object without keys.
    pub fn empty() -> Self {
        Self { object: Object { range: Range::new(0, 0), properties: Vec::new() }, base: 0 }
    }

    /// The string at `key`.
    pub fn string(&self, key: &str) -> Field<Cow<'a, str>> {
        self.field(key, |value| match value {
            Value::StringLit(literal) => Some(literal.value.clone()),
            _ => None,
        })
    }

    /// The number at `key`, as the characters that stand there.
    pub fn number(&self, key: &str) -> Field<&'a str> {
        self.field(key, |value| match value {
            Value::NumberLit(literal) => Some(literal.value),
            _ => None,
        })
    }

    /// The boolean at `key`.
    pub fn boolean(&self, key: &str) -> Field<bool> {
        self.field(key, |value| match value {
            Value::BooleanLit(literal) => Some(literal.value),
            _ => None,
        })
    }

    /// The object at `key`.
    pub fn object(&self, key: &str) -> Field<Node<'a>> {
        self.field(key, |value| match value {
            Value::Object(object) => Some(Node { object: object.clone(), base: self.base }),
            _ => None,
        })
    }

    /// The array at `key`: each element as a string, or the type it has instead.
    #[expect(clippy::type_complexity, reason = "an element is a string or a type's name, nothing more")]
    pub fn strings(&self, key: &str) -> Field<Vec<Spanned<Result<Cow<'a, str>, &'static str>>>> {
        self.field(key, |value| match value {
            Value::Array(array) => Some(
                array
                    .elements
                    .iter()
                    .map(|element| Spanned {
                        value: match element {
                            Value::StringLit(literal) => Ok(literal.value.clone()),
                            other => Err(type_name(other)),
                        },
                        span: span_of(element.range(), self.base),
                    })
                    .collect(),
            ),
            _ => None,
        })
    }

    /// The numbers of the array at `key`, as the characters that stand there.
    pub fn numbers(&self, key: &str) -> Field<Vec<Spanned<&'a str>>> {
        self.array(key, |element| match element {
            Value::NumberLit(literal) => {
                Some(Spanned { value: literal.value, span: span_of(literal.range, self.base) })
            }
            _ => None,
        })
    }

    /// The objects of the array at `key`.
    pub fn nodes(&self, key: &str) -> Field<Vec<Node<'a>>> {
        self.array(key, |element| match element {
            Value::Object(object) => Some(Node { object: object.clone(), base: self.base }),
            _ => None,
        })
    }

    /// The array at `key`, each element read; of a wrong type where one cannot be.
    fn array<T>(&self, key: &str, read: impl Fn(&Value<'a>) -> Option<T>) -> Field<Vec<T>> {
        self.field(key, |value| match value {
            Value::Array(array) => array.elements.iter().map(&read).collect(),
            _ => None,
        })
    }

    /// The keys of the object, unescaped, with their places, in order.
    pub fn entries(&self) -> impl Iterator<Item = (&str, Span)> {
        self.object
            .properties
            .iter()
            .map(|property| (name_of(&property.name), span_of(property.name.range(), self.base)))
    }

    /// Shows `visit` every key of the object and of all objects in it, unescaped, with its place.
    pub fn visit_keys(&self, visit: &mut impl FnMut(&str, Span)) {
        visit_keys_in(&self.object, self.base, visit);
    }

    /// The last value stated for `key`, as `JSON.parse` would take it; duplicates are a fault of
    /// their own.
    fn field<T>(&self, key: &str, read: impl Fn(&Value<'a>) -> Option<T>) -> Field<T> {
        let property = self.object.properties.iter().rev().find(|property| name_of(&property.name) == key);
        let Some(property) = property else {
            let end = self.base + self.object.range.end;
            return Field::Missing(Span::new(end.saturating_sub(1), end));
        };
        let span = span_of(property.value.range(), self.base);
        match read(&property.value) {
            Some(value) => Field::Present(Spanned { value, span }),
            None => Field::Wrong(Spanned { value: type_name(&property.value), span }),
        }
    }
}

/// `text` laid out anew with `indent` before each level, one value a line, or on one line where
/// `indent` is empty; tokens keep their characters.
///
/// Used to tell a manifest that was only re-serialised from one that says something else. Returns
/// `None` for a text that is no JSON.
pub fn laid_out(text: &str, indent: &str) -> Option<String> {
    let parsed = jsonc_parser::parse_to_ast(text, &COLLECT, &STRICT).ok()?;
    let mut out = String::with_capacity(text.len() * 2);
    lay_out(&parsed.value?, text, indent, 1, &mut out);
    Some(out)
}

fn lay_out(value: &Value<'_>, text: &str, indent: &str, depth: usize, out: &mut String) {
    let new_line = |depth: usize, out: &mut String| {
        if !indent.is_empty() {
            out.push('\n');
            (0..depth).for_each(|_| out.push_str(indent));
        }
    };
    match value {
        Value::Object(object) if !object.properties.is_empty() => {
            out.push('{');
            for (index, property) in object.properties.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                new_line(depth, out);
                out.push_str(property.name.text(text));
                out.push_str(if indent.is_empty() { ":" } else { ": " });
                lay_out(&property.value, text, indent, depth + 1, out);
            }
            new_line(depth - 1, out);
            out.push('}');
        }
        Value::Array(array) if !array.elements.is_empty() => {
            out.push('[');
            for (index, element) in array.elements.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                new_line(depth, out);
                lay_out(element, text, indent, depth + 1, out);
            }
            new_line(depth - 1, out);
            out.push(']');
        }
        Value::Object(_) => out.push_str("{}"),
        Value::Array(_) => out.push_str("[]"),
        scalar => out.push_str(scalar.text(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<Fault> {
        read(text, 128).faults
    }

    #[test]
    fn keys_are_compared_after_unescaping() {
        let found = faults(r#"{"a": 1, "\u0061": 2}"#);
        assert_eq!(found, [Fault::DuplicateKey { key: "a".into(), first: Span::new(1, 4), again: Span::new(9, 17) }]);
    }

    #[test]
    fn what_either_library_alone_would_accept_is_refused() {
        for text in [
            "{\"a\": 1.}",
            "{\"a\": \"\\q\"}",
            "{\"a\": \"\u{1}\"}",
            "{\"a\": 01}",
            "{} {}",
            "{\"a\":1,}",
            "// c\n{}",
            "",
        ] {
            assert!(matches!(faults(text)[..], [Fault::Syntax(_)]), "{text}: {:?}", faults(text));
        }
        assert!(matches!(faults("{\"a\": \"\\ud800\"}")[..], [Fault::LoneSurrogate(_)]));
        assert!(matches!(faults("{\"\\udc00\": 1}")[..], [Fault::LoneSurrogate(_)]));
    }

    #[test]
    fn depth_is_a_limit_with_a_place() {
        let text = format!("{{\"a\":{}{}}}", "[".repeat(128), "]".repeat(128));
        assert_eq!(faults(&text), [Fault::TooDeep(Span::new(132, 133))]);
        assert_eq!(faults(&"[".repeat(1_000_000)), [Fault::TooDeep(Span::new(128, 129))]);
    }

    #[test]
    fn a_byte_order_mark_shifts_no_place() {
        let json = read("\u{feff}{\"a\": \"b\"}", 8);
        assert_eq!(json.faults, [Fault::ByteOrderMark]);
        assert_eq!(json.root.unwrap().string("a").span(), Span::new(9, 12));
    }

    #[test]
    fn a_layout_can_be_told_from_a_change() {
        let pretty = "{\n  \"a\": [\n    1,\n    {}\n  ]\n}";
        assert_eq!(laid_out("{ \"a\" :[1,{ }]}", "  ").as_deref(), Some(pretty));
        assert_eq!(laid_out(pretty, "").as_deref(), Some("{\"a\":[1,{}]}"));
    }
}
