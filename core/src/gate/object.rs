//! Objects of a gate file, whose keys are all known.

use alloc::{format, string::String, vec::Vec};

use crate::{
    date::{self, Date},
    facts::whole_number,
    path,
    text::{Span, Spanned, quoted},
    tree::{Map, Tree, Value},
};

/// Why a file is no gate file, and where: a sentence in lower case without a full stop.
pub(super) type Fault = Spanned<String>;

pub(super) fn fault<T>(message: impl Into<String>, span: Span) -> Result<T, Fault> {
    Err(Spanned { value: message.into(), span })
}

/// An object that has known keys only.
pub(super) struct Object<'t, 'a> {
    map: &'t Map<'a>,
    pub(super) span: Span,
}

impl<'t, 'a> Object<'t, 'a> {
    pub(super) fn of(tree: &'t Tree<'a>, keys: &[&str]) -> Result<Self, Fault> {
        let Some(map) = tree.map() else {
            return fault(format!("{} where an object is expected", tree.type_name()), tree.span);
        };
        let unknown = map.iter().filter(|(key, _)| !keys.contains(&key.as_ref()));
        match unknown.min_by_key(|(_, entry)| entry.key) {
            None => Ok(Self { map, span: tree.span }),
            Some((key, entry)) => {
                fault(format!("unknown key {}; there are {}", quoted(key), keys.join(", ")), entry.key)
            }
        }
    }

    /// The value at a key, where there is one.
    pub(super) fn get(&self, key: &str) -> Option<&'t Tree<'a>> {
        self.map.get(key).map(|entry| &entry.value)
    }

    pub(super) fn value(&self, key: &str) -> Result<&'t Tree<'a>, Fault> {
        let end = Span { start: self.span.end.saturating_sub(1), end: self.span.end };
        self.get(key).map_or_else(|| fault(format!("`{key}` is missing"), end), Ok)
    }

    pub(super) fn text(&self, key: &str) -> Result<Spanned<String>, Fault> {
        text(self.value(key)?, key)
    }

    pub(super) fn optional<T>(
        &self,
        key: &str,
        read: impl FnOnce(&Tree<'a>, &str) -> Result<T, Fault>,
    ) -> Result<Option<T>, Fault> {
        self.get(key).map(|value| read(value, key)).transpose()
    }

    /// The elements of an array; none where the key is not there.
    pub(super) fn list<T>(
        &self,
        key: &str,
        read: impl Fn(&Tree<'a>, &str) -> Result<T, Fault>,
    ) -> Result<Vec<T>, Fault> {
        let Some(value) = self.get(key) else { return Ok(Vec::new()) };
        let Some(elements) = value.list() else {
            return fault(format!("`{key}` is {}, not an array", value.type_name()), value.span);
        };
        elements.iter().map(|element| read(element, key)).collect()
    }
}

/// A string that says something.
pub(super) fn text(tree: &Tree<'_>, key: &str) -> Result<Spanned<String>, Fault> {
    match tree.text() {
        Some(text) if text.trim().is_empty() => fault(format!("`{key}` is blank"), tree.span),
        Some(text) if text.contains(['\n', '\r']) => fault(format!("`{key}` has more than one line"), tree.span),
        Some(text) => Ok(Spanned { value: text.into(), span: tree.span }),
        None => fault(format!("`{key}` is {}, not a string", tree.type_name()), tree.span),
    }
}

/// A name by which the command line or another part of the file calls something.
pub(super) fn name(tree: &Tree<'_>, key: &str) -> Result<Spanned<String>, Fault> {
    let name = text(tree, key)?;
    let good = name.value.starts_with(|first: char| first.is_ascii_lowercase())
        && name.value.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if good {
        return Ok(name);
    }
    fault(
        format!("{} is no name: lower-case letters, digits and hyphens, a letter first", quoted(&name.value)),
        name.span,
    )
}

pub(super) fn day(tree: &Tree<'_>, key: &str) -> Result<Date, Fault> {
    let text = text(tree, key)?;
    match date::parse(&text.value) {
        Some(day) => Ok(day),
        None => fault(format!("{} is no day written YYYY-MM-DD", quoted(&text.value)), text.span),
    }
}

/// A path inside the repository.
pub(super) fn path(tree: &Tree<'_>, key: &str) -> Result<Spanned<String>, Fault> {
    let text = text(tree, key)?;
    match path::inside(&text.value) {
        Ok(value) => Ok(Spanned { value, span: text.span }),
        Err(reason) => fault(format!("{} is no path inside the repository: {reason}", quoted(&text.value)), text.span),
    }
}

/// A path that may have the day once in the name of its file.
pub(super) fn dated_path(tree: &Tree<'_>, key: &str) -> Result<Spanned<String>, Fault> {
    let place = path(tree, key)?;
    let folder = place.value.rsplit_once('/').map_or("", |(folder, _)| folder);
    if place.value.matches(super::DATE).count() > 1 || folder.contains(super::DATE) {
        return fault("`{date}` stands once, in the name of the file", place.span);
    }
    Ok(place)
}

/// A whole number within bounds.
pub(super) fn number(tree: &Tree<'_>, key: &str, bounds: (u64, u64)) -> Result<u64, Fault> {
    let (least, most) = bounds;
    let digits = match &tree.value {
        Value::Number(digits) => digits,
        _ => return fault(format!("`{key}` is {}, not a number", tree.type_name()), tree.span),
    };
    match whole_number(digits) {
        Some(number) if (least..=most).contains(&number) => Ok(number),
        _ => fault(format!("`{key}` is no whole number from {least} to {most}"), tree.span),
    }
}

pub(super) fn flag(tree: &Tree<'_>, key: &str) -> Result<bool, Fault> {
    match &tree.value {
        Value::Boolean(value) => Ok(*value),
        _ => fault(format!("`{key}` is {}, not a boolean", tree.type_name()), tree.span),
    }
}
