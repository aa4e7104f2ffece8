//! Two lists of error codes.

use alloc::{
    collections::{BTreeMap, BTreeSet},
    format,
    string::String,
    vec::Vec,
};

use super::{
    ChangeKind,
    draft::{Draft, Drafts, Stated},
};
use crate::text::{Span, Spanned, quoted, shown};

/// A list of codes with their places, and where one more would go.
pub(super) struct Codes<'t> {
    pub(super) list: Vec<Spanned<&'t str>>,
    pub(super) gap: Span,
}

impl<'t> Codes<'t> {
    /// The codes without those that stand again.
    pub(super) fn new(list: impl IntoIterator<Item = Spanned<&'t str>>, gap: Span) -> Self {
        let mut seen = BTreeSet::new();
        Self { list: list.into_iter().filter(|code| seen.insert(code.value)).collect(), gap }
    }

    fn set(&self) -> BTreeSet<&'t str> {
        self.list.iter().map(|code| code.value).collect()
    }

    /// The codes that `other` lacks, by the codes that both have and that stand around them.
    fn lone(&self, other: &BTreeSet<&str>) -> Groups<'t> {
        let mut groups = BTreeMap::new();
        let (mut before, mut open) = (None, Vec::new());
        for code in &self.list {
            if other.contains(code.value) {
                if !open.is_empty() {
                    groups.insert((before, Some(code.value)), core::mem::take(&mut open));
                }
                before = Some(code.value);
            } else {
                open.push(*code);
            }
        }
        if !open.is_empty() {
            groups.insert((before, None), open);
        }
        groups
    }
}

/// What became of the codes; `of` is where they are listed, for messages, then where they are used, and whether a policy
/// calls them open.
pub(super) fn compare(
    (old, new): (&Codes<'_>, &Codes<'_>),
    of: &str,
    (uses, is_open): (&[String], bool),
    drafts: &mut Drafts,
) {
    let (before, after) = (old.set(), new.set());
    let (mut gone, mut come) = (old.lone(&after), new.lone(&before));
    let draft = |kind, name: &str, message, old, new| Draft {
        uses: uses.to_vec(),
        is_open,
        ..Draft::new(kind, shown(name), message, old, new)
    };
    for (was, is) in renamed(&mut gone, &mut come) {
        let message = format!("the error code {} is called {} now", quoted(was.value), quoted(is.value));
        let (from, to) = (Stated::at(shown(was.value), was.span), Stated::at(shown(is.value), is.span));
        drafts.push(draft(ChangeKind::ErrorCodeRenamed, is.value, message, from, to));
    }
    for code in gone.into_values().flatten() {
        let message = format!("the error code {} is gone from {of}", quoted(code.value));
        let (from, to) = (Stated::at(shown(code.value), code.span), Stated::nothing(new.gap));
        drafts.push(draft(ChangeKind::ErrorCodeRemoved, code.value, message, from, to));
    }
    for code in come.into_values().flatten() {
        let message = format!("{} is a new error code in {of}", quoted(code.value));
        let (from, to) = (Stated::nothing(old.gap), Stated::at(shown(code.value), code.span));
        drafts.push(draft(ChangeKind::ErrorCodeAdded, code.value, message, from, to));
    }
    let kept = |codes: &Codes<'_>, other: &BTreeSet<&str>| -> Vec<(String, Span)> {
        let kept = codes.list.iter().filter(|code| other.contains(code.value));
        kept.map(|code| (shown(code.value), code.span)).collect()
    };
    let (was, is) = (kept(old, &after), kept(new, &before));
    if let Some((from, to)) = was.iter().zip(&is).find(|(was, is)| was.0 != is.0) {
        let all =
            |kept: &[(String, Span)]| shown(&kept.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>().join(", "));
        let message = format!("the error codes stand in another order in {of}; their order means nothing");
        let (from, to) = (Stated::at(all(&was), from.1), Stated::at(all(&is), to.1));
        drafts.push(draft(ChangeKind::ErrorCodesReordered, of, message, from, to));
    }
}

/// Codes by the two that stand around them.
type Groups<'t> = BTreeMap<(Option<&'t str>, Option<&'t str>), Vec<Spanned<&'t str>>>;
type Renamed<'t> = Vec<(Spanned<&'t str>, Spanned<&'t str>)>;

/// Takes out the pairs of which one is the other's new name: written of the same letters, or at the same place among
/// the codes that stayed and with a word in common. Whatever the direction, the pairs are the same.
fn renamed<'t>(gone: &mut Groups<'t>, come: &mut Groups<'t>) -> Renamed<'t> {
    let mut pairs: Renamed<'t> = Vec::new();
    let mut paired: BTreeSet<&str> = BTreeSet::new();
    let (was, is) = (by_letters(gone), by_letters(come));
    for (letters, codes) in &was {
        if let ([code], Some([other])) = (codes.as_slice(), is.get(letters).map(Vec::as_slice)) {
            pairs.push((*code, *other));
            paired.extend([code.value, other.value]);
        }
    }
    for (place, codes) in gone.iter() {
        let Some(others) = come.get(place).filter(|others| others.len() == codes.len()) else { continue };
        for (code, other) in codes.iter().zip(others) {
            let free = !paired.contains(code.value) && !paired.contains(other.value);
            if free && words(code.value).any(|word| words(other.value).any(|known| known == word)) {
                pairs.push((*code, *other));
                paired.extend([code.value, other.value]);
            }
        }
    }
    for groups in [gone, come] {
        groups.values_mut().for_each(|codes| codes.retain(|code| !paired.contains(code.value)));
    }
    pairs
}

/// The codes that are written of the same letters.
fn by_letters<'t>(groups: &Groups<'t>) -> BTreeMap<String, Vec<Spanned<&'t str>>> {
    let mut codes: BTreeMap<String, Vec<_>> = BTreeMap::new();
    groups.values().flatten().for_each(|code| codes.entry(normal(code.value)).or_default().push(*code));
    codes
}

/// A code without what sets its words apart.
fn normal(code: &str) -> String {
    code.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(['_', '-', '.', ' ']).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(old: &[&str], new: &[&str]) -> Vec<String> {
        let codes = |list: &[&'static str]| {
            let list = list.iter().map(|code| Spanned { value: *code, span: Span::default() });
            Codes::new(list.collect::<Vec<_>>(), Span::default())
        };
        let leak =
            |list: &[&str]| -> Vec<&'static str> { list.iter().map(|code| &*String::from(*code).leak()).collect() };
        let mut drafts = Drafts::default();
        compare((&codes(&leak(old)), &codes(&leak(new))), "the list", (&[], false), &mut drafts);
        let line = |draft: Draft| {
            let value = |stated: Stated| stated.value.unwrap_or_else(|| "-".into());
            format!("{} {} {}", draft.kind.as_str(), value(draft.old), value(draft.new))
        };
        drafts.into_list().into_iter().map(line).collect()
    }

    #[test]
    fn a_rename_is_told_from_a_removal_and_an_addition() {
        for (old, new, expected) in [
            (&["a_x", "b"][..], &["a_y", "b"][..], &["error-code-renamed a_x a_y"][..]),
            (&["a_x", "b"], &["c_y", "b"], &["error-code-removed a_x -", "error-code-added - c_y"]),
            (&["a_x", "b"], &["b", "a_y"], &["error-code-removed a_x -", "error-code-added - a_y"]),
            (&["writeConflict", "b"], &["b", "write_conflict"], &["error-code-renamed writeConflict write_conflict"]),
            (&["a_x", "a_y", "b"], &["a_z", "a_w", "b"], &["error-code-renamed a_x a_z", "error-code-renamed a_y a_w"]),
            (
                &["a_x", "a_y", "b"],
                &["a_z", "b"],
                &["error-code-removed a_x -", "error-code-removed a_y -", "error-code-added - a_z"],
            ),
            (&["a", "b", "c"], &["a", "c", "b"], &["error-codes-reordered a, b, c a, c, b"]),
            (&["a", "a"], &["a"], &[]),
            (&[], &["a"], &["error-code-added - a"]),
        ] {
            assert_eq!(found(old, new), expected, "{old:?} {new:?}");
        }
    }
}
