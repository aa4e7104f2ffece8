//! Two producer manifests, or two sources of a service contract: objects whose keys are known, each with its meaning.

use alloc::{borrow::Cow, format, string::String, vec::Vec};
use core::cmp::Ordering;

use super::{
    ChangeKind, Refusal,
    codes::{self, Codes},
    document::Document,
    draft::{Draft, Drafts, Stated},
    field::{self, Area, Presence},
};
use crate::{
    facts::ManifestFacts,
    text::{Span, Spanned, quoted, shown},
    tree::{Entry, Tree, Value, compare as order},
};

/// What the value at a key means.
#[derive(Clone, Copy)]
enum Meaning {
    /// A text, of which another is another contract or another place.
    Name(ChangeKind),
    /// The error codes.
    Codes,
    /// The fields of an envelope.
    Envelope,
    /// Promises by name.
    Promises(&'static [(&'static str, Promise)]),
    /// Flags that must hold, by any name.
    Guard,
}

/// What is promised: the kinds for less and for more of it.
#[derive(Clone, Copy)]
enum Promise {
    Amount(ChangeKind, ChangeKind, &'static str),
    Flag(ChangeKind, ChangeKind),
}

const WINDOW: &[(&str, Promise)] = &[(
    "minimum_sprint_days",
    Promise::Amount(ChangeKind::StabilityWindowShortened, ChangeKind::StabilityWindowLengthened, "days"),
)];

const NOTICE: &[(&str, Promise)] = &[
    (
        "standard_business_days",
        Promise::Amount(ChangeKind::NoticeShortened, ChangeKind::NoticeLengthened, "business days"),
    ),
    ("emergency_notice_hours", Promise::Amount(ChangeKind::NoticeShortened, ChangeKind::NoticeLengthened, "hours")),
    (
        "emergency_requires_same_day_docs_spec_tests",
        Promise::Flag(ChangeKind::SameDayDemandDropped, ChangeKind::SameDayDemandAdded),
    ),
];

/// The keys of both documents, in the manifest's order.
const KEYS: [(&str, Meaning); 13] = [
    (ManifestFacts::CONTRACT_VERSION, Meaning::Name(ChangeKind::DocumentFormChanged)),
    ("service_contract_source_version", Meaning::Name(ChangeKind::DocumentFormChanged)),
    ("release_tag", Meaning::Name(ChangeKind::ReleaseTagChanged)),
    ("commit_sha", Meaning::Name(ChangeKind::CommitChanged)),
    ("expected_service_contract_version", Meaning::Name(ChangeKind::ServiceContractChanged)),
    ("expected_api_contract_version", Meaning::Name(ChangeKind::ApiContractChanged)),
    ("integration_baseline", Meaning::Name(ChangeKind::IntegrationBaselineChanged)),
    (ManifestFacts::ERROR_CODES, Meaning::Codes),
    ("non_2xx_envelope_policy", Meaning::Envelope),
    (ManifestFacts::STABILITY_WINDOW, Meaning::Promises(WINDOW)),
    (ManifestFacts::NOTICE, Meaning::Promises(NOTICE)),
    (ManifestFacts::TRANSITION_GUARD, Meaning::Guard),
    ("$schema", Meaning::Name(ChangeKind::WordingChanged)),
];

/// One document and a part of it, with the place of the part's name.
pub(super) struct Part<'p, 'd> {
    pub(super) document: &'p Document<'d>,
    pub(super) tree: &'p Tree<'d>,
    pub(super) name: Span,
}

impl<'p, 'd> Part<'p, 'd> {
    /// A whole document.
    pub(super) fn root(document: &'p Document<'d>, tree: &'p Tree<'d>) -> Self {
        Self { document, tree, name: tree.span }
    }

    pub(super) fn entry(&self, key: &str) -> Option<&'p Entry<'d>> {
        self.tree.entry(key)
    }

    /// Where a key would go that is missing.
    pub(super) fn gap(&self) -> Span {
        self.document.gap(self.tree, self.name)
    }

    /// The part at a key; where there is none, one without keys at the place where it would go.
    fn part<'s>(&'s self, key: &str, nothing: &'s Tree<'d>) -> Result<Part<'s, 'd>, Refusal> {
        match self.entry(key) {
            None => Ok(Part { document: self.document, tree: nothing, name: self.gap() }),
            Some(Entry { key: name, value }) if value.map().is_some() => {
                Ok(Part { document: self.document, tree: value, name: *name })
            }
            Some(Entry { value, .. }) => Err(self.mistyped(key, value, "an object")),
        }
    }

    fn mistyped(&self, key: &str, value: &Tree<'_>, wanted: &str) -> Refusal {
        let message = format!("{} is {}, not {wanted}", quoted(key), value.type_name());
        self.document.refusal(message, value.span)
    }
}

pub(super) fn compare<'d>(
    (before, one): (&Document<'d>, &Tree<'d>),
    (after, two): (&Document<'d>, &Tree<'d>),
    drafts: &mut Drafts,
) -> Result<(), Refusal> {
    let (old, new) = (Part::root(before, one), Part::root(after, two));
    for (key, meaning) in KEYS {
        match meaning {
            Meaning::Name(kind) => name(&old, &new, key, kind, drafts)?,
            Meaning::Codes => {
                let of = quoted(key);
                codes::compare((&listed(&old, key)?, &listed(&new, key)?), &of, (&[], false), drafts);
            }
            Meaning::Envelope => {
                let (was, is) = (envelope(&old, key)?, envelope(&new, key)?);
                let of = (Area::Error, "the error envelope");
                field::compare_presence((&was, &is), of, (old.gap(), new.gap()), drafts);
            }
            Meaning::Promises(promises) => {
                let nothing = empty();
                let (was, is) = (old.part(key, &nothing)?, new.part(key, &nothing)?);
                for (name, promised) in promises {
                    promise(&was, &is, (key, name), *promised, drafts)?;
                }
                let known = |name: &str| promises.iter().any(|(known, _)| *known == name);
                unknown(&was, &is, &format!("{key}."), &known, drafts);
            }
            Meaning::Guard => {
                let nothing = empty();
                let (was, is) = (old.part(key, &nothing)?, new.part(key, &nothing)?);
                for name in keys_of_both(&was, &is) {
                    let kinds =
                        Promise::Flag(ChangeKind::TransitionGuardWeakened, ChangeKind::TransitionGuardStrengthened);
                    promise(&was, &is, (key, &name), kinds, drafts)?;
                }
            }
        }
    }
    unknown(&old, &new, "", &|key| KEYS.iter().any(|(known, _)| *known == key), drafts);
    Ok(())
}

fn empty<'d>() -> Tree<'d> {
    Tree { value: Value::Map(crate::tree::Map::new()), span: Span::default() }
}

/// The keys that either of two objects has, in order, each once.
pub(super) fn keys_of_both<'d>(old: &Part<'_, 'd>, new: &Part<'_, 'd>) -> Vec<Cow<'d, str>> {
    let keys = |part: &Part<'_, 'd>| part.tree.map().into_iter().flat_map(|map| map.keys().cloned()).collect();
    let (mut keys, others): (Vec<Cow<'d, str>>, Vec<_>) = (keys(old), keys(new));
    keys.extend(others);
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn name(
    old: &Part<'_, '_>,
    new: &Part<'_, '_>,
    key: &str,
    kind: ChangeKind,
    drafts: &mut Drafts,
) -> Result<(), Refusal> {
    let text = |part: &Part<'_, '_>| match part.entry(key) {
        None => Ok(Stated::nothing(part.gap())),
        Some(Entry { value, .. }) => match value.text() {
            Some(text) => Ok(Stated::at(text, value.span)),
            None => Err(part.mistyped(key, value, "a string")),
        },
    };
    let (was, is) = (text(old)?, text(new)?);
    if was.value == is.value {
        return Ok(());
    }
    let message = format!("{} {}", quoted(key), moved(was.value.as_deref(), is.value.as_deref()));
    let fit = |stated: Stated| Stated { value: stated.value.map(|value| shown(&value)), ..stated };
    drafts.push(Draft::new(kind, shown(key), message, fit(was), fit(is)));
    Ok(())
}

/// From which value to which, for messages.
pub(super) fn moved(was: Option<&str>, is: Option<&str>) -> String {
    match (was, is) {
        (Some(was), Some(is)) => format!("changes from {} to {}", quoted(was), quoted(is)),
        (Some(was), None) => format!("no longer says {}", quoted(was)),
        (None, Some(is)) => format!("says {} for the first time", quoted(is)),
        (None, None) => "stays".into(),
    }
}

/// The texts of the array at a key; none where there is no such key.
fn texts<'p>(part: &Part<'p, '_>, key: &str) -> Result<Vec<Spanned<&'p str>>, Refusal> {
    let Some(entry) = part.entry(key) else { return Ok(Vec::new()) };
    let Some(list) = entry.value.list() else { return Err(part.mistyped(key, &entry.value, "an array of strings")) };
    let text = |element: &'p Tree<'_>| match element.text() {
        Some(value) => Ok(Spanned { value, span: element.span }),
        None => {
            let message = format!("an element of {} is {}, not a string", quoted(key), element.type_name());
            Err(part.document.refusal(message, element.span))
        }
    };
    list.iter().map(text).collect()
}

fn listed<'p>(part: &Part<'p, '_>, key: &str) -> Result<Codes<'p>, Refusal> {
    let gap = match part.entry(key) {
        Some(Entry { key, value }) => part.document.gap(value, *key),
        None => part.gap(),
    };
    Ok(Codes::new(texts(part, key)?, gap))
}

/// The fields that an envelope policy names.
fn envelope<'p>(part: &Part<'p, '_>, key: &str) -> Result<field::Presences<'p>, Refusal> {
    let Some(Entry { key: name, value }) = part.entry(key) else { return Ok(field::Presences::new()) };
    if value.map().is_none() {
        return Err(part.mistyped(key, value, "an object"));
    }
    let inner = Part { document: part.document, tree: value, name: *name };
    let mut fields = field::Presences::new();
    for (key, presence) in Presence::KEYS {
        for Spanned { value, span } in texts(&inner, key)? {
            fields.insert(value, (presence, span));
        }
    }
    Ok(fields)
}

fn promise(
    old: &Part<'_, '_>,
    new: &Part<'_, '_>,
    (block, name): (&str, &str),
    promise: Promise,
    drafts: &mut Drafts,
) -> Result<(), Refusal> {
    let (less, more) = match promise {
        Promise::Amount(less, more, _) | Promise::Flag(less, more) => (less, more),
    };
    let direction = match promise {
        Promise::Amount(..) => {
            let (was, is) = (amount(old, name)?, amount(new, name)?);
            match (was, is) {
                (None, None) => Ordering::Equal,
                (None, Some(_)) => Ordering::Less,
                (Some(_), None) => Ordering::Greater,
                (Some(was), Some(is)) => order(was, is).unwrap_or(Ordering::Equal),
            }
        }
        Promise::Flag(..) => flag(old, name)?.cmp(&flag(new, name)?),
    };
    let kind = match direction {
        Ordering::Equal => return Ok(()),
        Ordering::Less => more,
        Ordering::Greater => less,
    };
    let (was, is) = (stated(old, name), stated(new, name));
    let unit = match promise {
        Promise::Amount(_, _, unit) => format!(" {unit}"),
        Promise::Flag(..) => String::new(),
    };
    let said = |stated: &Stated| match &stated.value {
        Some(value) => format!("{}{unit}", quoted(value)),
        None => "no promise".into(),
    };
    let message = format!("{} promises {} in place of {}", quoted(name), said(&is), said(&was));
    let name = shown(&format!("{block}.{name}"));
    drafts.push(Draft::new(kind, name, message, was, is));
    Ok(())
}

fn amount<'p>(part: &Part<'p, '_>, key: &str) -> Result<Option<&'p str>, Refusal> {
    match part.entry(key).map(|entry| (&entry.value, &entry.value.value)) {
        None => Ok(None),
        Some((_, Value::Number(number))) if order(number, "0").is_some() => Ok(Some(number)),
        Some((value, Value::Number(_))) => {
            let message = format!("{} is a number that is out of reach", quoted(key));
            Err(part.document.refusal(message, value.span))
        }
        Some((value, _)) => Err(part.mistyped(key, value, "a number")),
    }
}

/// Whether a flag holds; one that is missing does not.
fn flag(part: &Part<'_, '_>, key: &str) -> Result<bool, Refusal> {
    match part.entry(key).map(|entry| (&entry.value, &entry.value.value)) {
        None => Ok(false),
        Some((_, Value::Boolean(flag))) => Ok(*flag),
        Some((value, _)) => Err(part.mistyped(key, value, "a boolean")),
    }
}

/// What stands at a key, as it is written.
pub(super) fn stated(part: &Part<'_, '_>, key: &str) -> Stated {
    match part.entry(key) {
        Some(entry) => Stated::at(written(part.document.text, &entry.value), entry.value.span),
        None => Stated::nothing(part.gap()),
    }
}

/// A value as it is written, on one line, or what it is where that is long.
pub(super) fn written(text: &str, value: &Tree<'_>) -> String {
    match &value.value {
        Value::Text(text) => shown(text),
        Value::List(_) | Value::Map(_) => {
            let words: Vec<&str> =
                text.get(value.span.range()).unwrap_or_default().split_whitespace().take(60).collect();
            shown(&words.join(" "))
        }
        _ => shown(text.get(value.span.range()).unwrap_or_default()),
    }
}

/// Changes of keys that lockstep does not know; `prefix` is the path of the object.
pub(super) fn unknown(
    old: &Part<'_, '_>,
    new: &Part<'_, '_>,
    prefix: &str,
    known: &dyn Fn(&str) -> bool,
    drafts: &mut Drafts,
) {
    for key in keys_of_both(old, new).into_iter().filter(|key| !known(key)) {
        let (kind, happened) = match (old.entry(&key), new.entry(&key)) {
            (Some(was), Some(is)) if was.value.same(&is.value) => continue,
            (Some(_), Some(_)) => (ChangeKind::FieldChanged, "has another value"),
            (None, _) => (ChangeKind::FieldAdded, "is new"),
            (_, None) => (ChangeKind::FieldRemoved, "is gone"),
        };
        let name = shown(&format!("{prefix}{key}"));
        let message = format!("the key {}, which lockstep does not know, {happened}", quoted(&name));
        drafts.push(Draft::new(kind, name, message, stated(old, &key), stated(new, &key)));
    }
}
