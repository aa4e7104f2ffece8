//! The members of objects that have certain keys and no others, as records of this program's own have them; the first
//! fault ends the reading.

use alloc::{format, string::String, vec::Vec};
use serde::Serializer;

use super::{Map, Tree, Value};
use crate::{
    date::{self, Date},
    text::{Span, Spanned, quoted},
};

pub(crate) fn fault(value: String, span: Span) -> Spanned<String> {
    Spanned { value, span }
}

pub(crate) fn wrong(found: &Tree<'_>, wanted: &str) -> Spanned<String> {
    fault(format!("{} where {wanted} is expected", found.type_name()), found.span)
}

/// The elements of an array, each read by itself.
pub(crate) fn each<'a, T>(
    map: &Map<'a>,
    tree: &Tree<'a>,
    key: &str,
    read: impl Fn(&Tree<'a>) -> Result<T, Spanned<String>>,
) -> Result<Vec<T>, Spanned<String>> {
    let list = member(map, tree, key)?;
    let Some(elements) = list.list() else { return Err(wrong(list, "an array")) };
    elements.iter().map(read).collect()
}

/// Refuses a record of another form than the one that is meant.
pub(crate) fn schema(map: &Map<'_>, tree: &Tree<'_>, wanted: &str) -> Result<(), Spanned<String>> {
    let found = string(map, tree, "schema")?;
    if found == wanted {
        return Ok(());
    }
    let place = tree.get("schema").map_or(tree.span, |value| value.span);
    Err(fault(format!("the form {} is not {}", quoted(&found), quoted(wanted)), place))
}

pub(crate) fn is_null(tree: &Tree<'_>) -> bool {
    matches!(tree.value, Value::Null)
}

/// The members of an object that has no keys but these.
pub(crate) fn object<'t, 'a>(tree: &'t Tree<'a>, keys: &[&str]) -> Result<&'t Map<'a>, Spanned<String>> {
    let map = tree.map().ok_or_else(|| wrong(tree, "an object"))?;
    match map.iter().find(|(key, _)| !keys.contains(&key.as_ref())) {
        // Rewriting the record would lose what this version does not know.
        Some((key, entry)) => Err(fault(format!("unknown key {}", quoted(key)), entry.key)),
        None => Ok(map),
    }
}

pub(crate) fn member<'t, 'a>(map: &'t Map<'a>, tree: &Tree<'a>, key: &str) -> Result<&'t Tree<'a>, Spanned<String>> {
    let entry = map.get(key).map(|entry| &entry.value);
    entry.ok_or_else(|| fault(format!("the key {} is missing", quoted(key)), tree.span))
}

pub(crate) fn string(map: &Map<'_>, tree: &Tree<'_>, key: &str) -> Result<String, Spanned<String>> {
    let value = member(map, tree, key)?;
    value.text().map(Into::into).ok_or_else(|| wrong(value, "a string"))
}

/// A text that says something.
pub(crate) fn words(map: &Map<'_>, tree: &Tree<'_>, key: &str) -> Result<String, Spanned<String>> {
    let text = string(map, tree, key)?;
    if text.trim().is_empty() {
        let place = map.get(key).map_or(tree.span, |entry| entry.value.span);
        return Err(fault(format!("{} is blank", quoted(key)), place));
    }
    Ok(text)
}

pub(crate) fn calendar_day(map: &Map<'_>, tree: &Tree<'_>, key: &str) -> Result<Date, Spanned<String>> {
    let text = string(map, tree, key)?;
    let place = map.get(key).map_or(tree.span, |entry| entry.value.span);
    date::parse(&text).ok_or_else(|| fault(format!("{} is no day written YYYY-MM-DD", quoted(&text)), place))
}

/// A member that may be null.
pub(crate) fn optional<'a, T>(
    map: &Map<'a>,
    tree: &Tree<'a>,
    key: &str,
    read: fn(&Map<'_>, &Tree<'_>, &str) -> Result<T, Spanned<String>>,
) -> Result<Option<T>, Spanned<String>> {
    if is_null(member(map, tree, key)?) { Ok(None) } else { read(map, tree, key).map(Some) }
}

pub(crate) fn day<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}

#[expect(clippy::ref_option, reason = "serde hands over the field as it is")]
pub(crate) fn optional_day<S: Serializer>(date: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    match date {
        Some(date) => serializer.collect_str(date),
        None => serializer.serialize_none(),
    }
}
