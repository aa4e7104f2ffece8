//! Two states of the fields of a body, by their dotted paths.

use alloc::{
    borrow::ToOwned,
    collections::{BTreeMap, BTreeSet},
    format,
    string::String,
    vec::Vec,
};

use super::{
    ChangeKind,
    codes::{self, Codes},
    draft::{Draft, Drafts, Stated},
    schema::{Field, Fields, Kinds, Other},
};
use crate::{
    text::{Span, Spanned, quoted, shown},
    tree::compare,
};
use core::cmp::Ordering;

/// Whether an envelope has a field, the weaker promise first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Presence {
    Forbidden,
    /// It may be there; so it is with a field that nobody names.
    Possible,
    Required,
}

impl Presence {
    /// The keys of an envelope's policy.
    pub(super) const KEYS: [(&'static str, Self); 3] =
        [("requires", Self::Required), ("optional", Self::Possible), ("forbids", Self::Forbidden)];

    fn title(self) -> &'static str {
        match self {
            Self::Forbidden => "forbidden",
            Self::Possible => "optional",
            Self::Required => "required",
        }
    }
}

/// The fields of an envelope with the places that name them.
pub(super) type Presences<'t> = BTreeMap<&'t str, (Presence, Span)>;

/// What became of the fields that an envelope's policy names; `of` names the envelope.
pub(super) fn compare_presence(
    (old, new): (&Presences<'_>, &Presences<'_>),
    (area, of): (Area, &str),
    gaps: (Span, Span),
    drafts: &mut Drafts,
) {
    let names: BTreeSet<&str> = old.keys().chain(new.keys()).copied().collect();
    for name in names {
        let (was, is) = (old.get(name), new.get(name));
        let presence = |side: Option<&(Presence, Span)>| side.map_or(Presence::Possible, |(presence, _)| *presence);
        let kind = area.kind(match (presence(was), presence(is)) {
            (was, is) if was == is => continue,
            (_, Presence::Forbidden) => Facet::Removed,
            (Presence::Forbidden, _) => Facet::Added,
            (_, Presence::Required) => Facet::Required,
            _ => Facet::Optional,
        });
        let stated = |side: Option<&(Presence, Span)>, gap: Span| match side {
            Some((presence, span)) => Stated::at(presence.title(), *span),
            None => Stated::nothing(gap),
        };
        let message = format!("{} is {} in {of}, not {}", quoted(name), presence(is).title(), presence(was).title());
        let (from, to) = (stated(was, gaps.0), stated(is, gaps.1));
        drafts.push(Draft::new(kind, shown(name), message, from, to));
    }
}

/// Whose body it is, and so whom more and less of it harms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Area {
    /// An answer with a status outside 2xx, which consumers read.
    Error,
    /// An answer with a 2xx status, which consumers read.
    Answer,
    /// What consumers send.
    Request,
}

/// What can happen to a field.
#[derive(Clone, Copy)]
enum Facet {
    Added,
    Demanded,
    Removed,
    Required,
    Optional,
    ValueAdded,
    ValueRemoved,
    Widened,
    Narrowed,
    Changed,
}

impl Area {
    fn kind(self, facet: Facet) -> ChangeKind {
        use ChangeKind as Kind;
        let [error, answer, request] = match facet {
            Facet::Added => [Kind::ErrorFieldAdded, Kind::AnswerFieldAdded, Kind::RequestFieldAdded],
            Facet::Demanded => [Kind::ErrorFieldAdded, Kind::AnswerFieldAdded, Kind::RequestFieldDemanded],
            Facet::Removed => [Kind::ErrorFieldRemoved, Kind::AnswerFieldRemoved, Kind::RequestFieldRemoved],
            Facet::Required => [Kind::ErrorFieldRequired, Kind::AnswerFieldRequired, Kind::RequestFieldRequired],
            Facet::Optional => [Kind::ErrorFieldOptional, Kind::AnswerFieldOptional, Kind::RequestFieldOptional],
            Facet::ValueAdded => [Kind::ErrorValueAdded, Kind::AnswerValueAdded, Kind::RequestValueAdded],
            Facet::ValueRemoved => [Kind::ErrorValueRemoved, Kind::AnswerValueRemoved, Kind::RequestValueRemoved],
            Facet::Widened => [Kind::ErrorTypeWidened, Kind::AnswerTypeWidened, Kind::RequestTypeWidened],
            Facet::Narrowed => [Kind::ErrorTypeNarrowed, Kind::AnswerTypeNarrowed, Kind::RequestTypeNarrowed],
            Facet::Changed => [Kind::ErrorSchemaChanged, Kind::AnswerSchemaChanged, Kind::RequestSchemaChanged],
        };
        match self {
            Self::Error => error,
            Self::Answer => answer,
            Self::Request => request,
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Error => "errors",
            Self::Answer => "answers",
            Self::Request => "requests",
        }
    }
}

/// The codes that two OpenAPI files have anywhere.
pub(super) struct AllCodes {
    pub(super) old: BTreeSet<String>,
    pub(super) new: BTreeSet<String>,
}

/// Compares the fields of one body.
pub(super) struct Comparer<'c> {
    pub(super) area: Area,
    /// Where it is sent, such as `GET /v1/health 503`.
    pub(super) uses: &'c [String],
    pub(super) codes: &'c AllCodes,
}

impl Comparer<'_> {
    pub(super) fn compare(
        &self,
        (old, new): (&Fields<'_, '_>, &Fields<'_, '_>),
        gaps: (Span, Span),
        drafts: &mut Drafts,
    ) {
        let paths: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for path in paths {
            match (old.get(path), new.get(path)) {
                (Some(was), Some(is)) => self.both(path, was, is, drafts),
                // What hangs on a field that is not there is told with that field.
                (was, is) => {
                    let (there, gap, lacking) = if was.is_some() { (was, gaps.1, new) } else { (is, gaps.0, old) };
                    let has = if was.is_some() { old } else { new };
                    let parent = parent(path);
                    let is_told =
                        parent.is_some_and(|parent| has.contains_key(parent) && !lacking.contains_key(parent));
                    if let (Some(there), false) = (there, is_told) {
                        let gap = parent.and_then(|parent| lacking.get(parent)).map_or(gap, |field| field.place);
                        self.one(path, there, is.is_some(), gap, drafts);
                    }
                }
            }
        }
    }

    fn draft(&self, facet: Facet, path: &str, message: String, old: Stated, new: Stated) -> Draft {
        let name = if path.is_empty() { "body".into() } else { shown(path) };
        Draft { uses: self.uses.to_vec(), ..Draft::new(self.area.kind(facet), name, message, old, new) }
    }

    /// A field that only one side has.
    fn one(&self, path: &str, field: &Field<'_, '_>, is_new: bool, gap: Span, drafts: &mut Drafts) {
        let state = if field.required { "required" } else { "optional" };
        let (there, nothing) = (Stated::at(state, field.place), Stated::nothing(gap));
        let (what, of) = (named(path), self.area.title());
        drafts.push(match is_new {
            true if field.required => {
                let message = format!("{what} is new in {of}, and always there");
                self.draft(Facet::Demanded, path, message, nothing, there)
            }
            true => self.draft(Facet::Added, path, format!("{what} is new in {of}"), nothing, there),
            false => self.draft(Facet::Removed, path, format!("{what} is gone from {of}"), there, nothing),
        });
    }

    fn both(&self, path: &str, was: &Field<'_, '_>, is: &Field<'_, '_>, drafts: &mut Drafts) {
        let (what, of) = (named(path), self.area.title());
        if was.required != is.required {
            let (facet, words) = match is.required {
                true => (Facet::Required, "must be there now"),
                false => (Facet::Optional, "may be missing now"),
            };
            let state =
                |field: &Field<'_, '_>| Stated::at(if field.required { "required" } else { "optional" }, field.place);
            let message = format!("{what} {words} in {of}");
            drafts.push(self.draft(facet, path, message, state(was), state(is)));
        }
        self.values(path, was, is, drafts);
        self.kinds(path, was, is, drafts);
        self.closed(path, was, is, drafts);
        self.others(path, was, is, drafts);
    }

    fn closed(&self, path: &str, was: &Field<'_, '_>, is: &Field<'_, '_>, drafts: &mut Drafts) {
        if was.closed.is_some() == is.closed.is_some() {
            return;
        }
        let stated = |field: &Field<'_, '_>| match field.closed {
            Some(place) => Stated::at("no other keys", place),
            None => Stated::at("any other keys", field.place),
        };
        let (facet, words) = match is.closed.is_some() {
            true => (Facet::Narrowed, "can no longer have keys that are not declared"),
            false => (Facet::Widened, "may have keys that are not declared"),
        };
        let message = format!("{} {words} in {}", named(path), self.area.title());
        drafts.push(self.draft(facet, path, message, stated(was), stated(is)));
    }

    /// The keywords that are compared as a whole.
    fn others(&self, path: &str, was: &Field<'_, '_>, is: &Field<'_, '_>, drafts: &mut Drafts) {
        let (what, of) = (named(path), self.area.title());
        let keywords: BTreeSet<&str> = was.others.keys().chain(is.others.keys()).copied().collect();
        for keyword in keywords {
            let (from, to) = (was.others.get(keyword), is.others.get(keyword));
            if let (Some(from), Some(to)) = (from, to)
                && from.same(to)
            {
                continue;
            }
            let facet = match bound(keyword, from, to) {
                Some(Ordering::Less) => Facet::Narrowed,
                Some(Ordering::Greater) => Facet::Widened,
                Some(Ordering::Equal) | None => Facet::Changed,
            };
            let stated = |other: Option<&Other<'_, '_>>, field: &Field<'_, '_>| match other {
                Some(other) => Stated::at(other.written(), other.place),
                None => Stated::nothing(field.place),
            };
            let message = format!("{} of {what} differs in {of}", quoted(keyword));
            let draft = self.draft(facet, path, message, stated(from, was), stated(to, is));
            drafts.push(Draft { name: format!("{} {}", draft.name, shown(keyword)), ..draft });
        }
    }

    /// The listed values, among them error codes and contract versions.
    fn values(&self, path: &str, was: &Field<'_, '_>, is: &Field<'_, '_>, drafts: &mut Drafts) {
        let is_code = self.area == Area::Error && path == "error.code";
        let (what, of) = (named(path), self.area.title());
        let (old, new) = match (&was.values, &is.values) {
            (None, None) => return,
            (Some(old), Some(new)) => (old, new),
            (from, to) => {
                let opened = to.is_none();
                let stated = |values: &Option<Vec<Spanned<String>>>, field: &Field<'_, '_>| match values {
                    Some(values) => Stated::at(all(values), first(values, field.place)),
                    None => Stated::at("any", field.place),
                };
                let (words, facet) = match opened {
                    true => ("is no longer limited to listed values", Facet::Widened),
                    false => ("is limited to listed values", Facet::Narrowed),
                };
                let draft =
                    self.draft(facet, path, format!("{what} {words} in {of}"), stated(from, was), stated(to, is));
                let kind = match (is_code, opened) {
                    (true, true) => ChangeKind::ErrorCodesOpened,
                    (true, false) => ChangeKind::ErrorCodesClosed,
                    (false, _) => draft.kind,
                };
                drafts.push(Draft { kind, ..draft });
                return;
            }
        };
        if is_code {
            return self.error_codes((old, was.place), (new, is.place), drafts);
        }
        let texts = |values: &[Spanned<String>]| -> BTreeSet<String> {
            values.iter().map(|value| value.value.clone()).collect()
        };
        let (from, to) = (texts(old), texts(new));
        let version = match path {
            "service_contract_version" => Some(ChangeKind::ServiceContractChanged),
            "api_contract_version" => Some(ChangeKind::ApiContractChanged),
            _ => None,
        };
        if from != to
            && let Some(kind) = version.filter(|_| self.area != Area::Request)
        {
            let (was, is) = (all(old), all(new));
            let message = format!("{} {}", quoted(path), super::statement::moved(Some(&was), Some(&is)));
            let (old, new) =
                (Stated::at(was, first(old, Span::default())), Stated::at(is, first(new, Span::default())));
            drafts.push(Draft { uses: self.uses.to_vec(), ..Draft::new(kind, shown(path), message, old, new) });
            return;
        }
        for value in old.iter().filter(|value| !to.contains(&value.value)) {
            let message = format!("{what} no longer has the value {} in {of}", quoted(&value.value));
            let (from, to) = (Stated::at(shown(&value.value), value.span), Stated::nothing(is.place));
            drafts.push(self.draft(Facet::ValueRemoved, path, message, from, to));
        }
        for value in new.iter().filter(|value| !from.contains(&value.value)) {
            let message = format!("{what} has the new value {} in {of}", quoted(&value.value));
            let (from, to) = (Stated::nothing(was.place), Stated::at(shown(&value.value), value.span));
            drafts.push(self.draft(Facet::ValueAdded, path, message, from, to));
        }
    }

    /// Codes that one file has somewhere else only come with another status; all others are new or gone.
    fn error_codes(
        &self,
        (old, was): (&[Spanned<String>], Span),
        (new, is): (&[Spanned<String>], Span),
        drafts: &mut Drafts,
    ) {
        let elsewhere = |values: &[Spanned<String>], others: &[Spanned<String>], known: &BTreeSet<String>| {
            let others: BTreeSet<&str> = others.iter().map(|other| other.value.as_str()).collect();
            let (moved, rest): (Vec<_>, Vec<_>) = values
                .iter()
                .cloned()
                .partition(|code| !others.contains(code.value.as_str()) && known.contains(&code.value));
            (moved, rest)
        };
        let (left, old) = elsewhere(old, new, &self.codes.new);
        let (entered, new) = elsewhere(new, &old, &self.codes.old);
        // INVARIANT: `old` lacks only codes that `new` lacks, too, so what entered is the same.
        let status = |kind, code: &Spanned<String>, words: &str, from: Stated, to: Stated| Draft {
            uses: self.uses.to_vec(),
            ..Draft::new(kind, shown(&code.value), format!("the error code {} {words}", quoted(&code.value)), from, to)
        };
        for code in &left {
            let (from, to) = (Stated::at(shown(&code.value), code.span), Stated::nothing(is));
            let words = "no longer comes with these statuses";
            drafts.push(status(ChangeKind::ErrorCodeStatusRemoved, code, words, from, to));
        }
        for code in &entered {
            let (from, to) = (Stated::nothing(was), Stated::at(shown(&code.value), code.span));
            drafts.push(status(ChangeKind::ErrorCodeStatusAdded, code, "comes with these statuses, too", from, to));
        }
        let list = |values: &'_ [Spanned<String>]| -> Vec<(String, Span)> {
            values.iter().map(|code| (code.value.to_owned(), code.span)).collect()
        };
        let (old, new) = (list(&old), list(&new));
        fn codes(list: &[(String, Span)], gap: Span) -> Codes<'_> {
            Codes::new(list.iter().map(|(value, span)| Spanned { value: value.as_str(), span: *span }), gap)
        }
        codes::compare((&codes(&old, was), &codes(&new, is)), "`error.code`", (self.uses, false), drafts);
    }

    fn kinds(&self, path: &str, was: &Field<'_, '_>, is: &Field<'_, '_>, drafts: &mut Drafts) {
        let (more, less) = (is.kinds.beyond(&was.kinds), was.kinds.beyond(&is.kinds));
        let (facet, words) = match (more, less) {
            (false, false) => return,
            (true, false) => (Facet::Widened, "may be"),
            (false, true) => (Facet::Narrowed, "can only be"),
            (true, true) => (Facet::Changed, "is"),
        };
        let stated =
            |kinds: &Kinds<'_>, field: &Field<'_, '_>| Stated::at(kinds.title(), kinds.place.unwrap_or(field.place));
        let (from, to) = (stated(&was.kinds, was), stated(&is.kinds, is));
        let (old, new) = (was.kinds.title(), is.kinds.title());
        let message = format!("{} {words} {new} in {}, where it was {old}", named(path), self.area.title());
        drafts.push(self.draft(facet, path, message, from, to));
    }
}

/// A field for messages.
fn named(path: &str) -> String {
    if path.is_empty() { "the body".into() } else { quoted(path) }
}

/// The path of what a field is a part of; `None` for the whole body.
fn parent(path: &str) -> Option<&str> {
    match path {
        "" => None,
        path => Some(path.strip_suffix("[]").unwrap_or_else(|| path.rsplit_once('.').map_or("", |(parent, _)| parent))),
    }
}

fn all(values: &[Spanned<String>]) -> String {
    shown(&values.iter().map(|value| value.value.as_str()).collect::<Vec<_>>().join(", "))
}

fn first(values: &[Spanned<String>], otherwise: Span) -> Span {
    values.first().map_or(otherwise, |value| value.span)
}

/// Whether a bound on a value allows less now, or more; `None` where the keyword is no bound.
fn bound(keyword: &str, was: Option<&Other<'_, '_>>, is: Option<&Other<'_, '_>>) -> Option<Ordering> {
    let is_least = match keyword {
        "minLength" | "minItems" | "minProperties" | "minimum" => true,
        "maxLength" | "maxItems" | "maxProperties" | "maximum" => false,
        _ => return None,
    };
    let order = match (was, is) {
        (None, Some(is)) => is.number().map(|_| Ordering::Less)?,
        (Some(was), None) => was.number().map(|_| Ordering::Greater)?,
        (was, is) => compare(is?.number()?, was?.number()?)?,
    };
    // Of two numbers the greater least allows less, and so does the smaller most.
    let both = was.is_some() && is.is_some();
    Some(if both && is_least { order.reverse() } else { order })
}
