//! Two policies of lockstep, each with its defaults filled in.

use alloc::{
    borrow::ToOwned,
    collections::{BTreeMap, BTreeSet},
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::cmp::Ordering;

use super::{
    ChangeKind,
    codes::{self, Codes},
    document::Document,
    draft::{Draft, Drafts, Stated},
    field::{self, Area, Presence, Presences},
    statement::moved,
};
use crate::{
    json,
    policy::Policy,
    render,
    text::{Span, Spanned, quoted, shown},
    tree::{Tree, Value, compare as order},
    wire,
};

/// Keys whose values are words for people.
const WORDS: [&str; 5] = ["$schema", "name", "label", "hint", "action"];

/// How deep a policy nests at the most.
const DEPTH: usize = 16;

/// One of the two policies.
struct State<'t, 'd> {
    document: &'t Document<'d>,
    /// As it is written, for places.
    written: &'t Tree<'d>,
}

impl State<'_, '_> {
    /// Where a path stands, or the nearest part of it that stands somewhere: what is left out has a default.
    fn place(&self, path: &[&str]) -> Span {
        let (mut tree, mut place) = (self.written, self.written.span);
        for key in path {
            match tree.entry(key) {
                Some(entry) => (tree, place) = (&entry.value, entry.value.span),
                None => return self.document.gap(tree, place),
            }
        }
        place
    }

    /// The texts of an array with their places.
    fn texts<'s>(&self, path: &[&str], list: Option<&'s Tree<'_>>) -> Vec<Spanned<&'s str>> {
        let place = self.place(path);
        let texts = list.and_then(Tree::list).into_iter().flatten().filter_map(Tree::text);
        texts.map(|value| Spanned { value, span: self.element(path, value).unwrap_or(place) }).collect()
    }

    /// Where a text stands in the array at a path.
    fn element(&self, path: &[&str], text: &str) -> Option<Span> {
        let list = path.iter().try_fold(self.written, |tree, key| tree.get(key))?.list()?;
        list.iter().find(|element| element.text() == Some(text)).map(|element| element.span)
    }
}

pub(super) fn compare(
    (before, one, was): (&Document<'_>, &Tree<'_>, &Policy),
    (after, two, is): (&Document<'_>, &Tree<'_>, &Policy),
    drafts: &mut Drafts,
) {
    let (was, is) = (render::json::render(was), render::json::render(is));
    // INVARIANT: what was rendered is JSON, and nests no deeper than a policy may.
    let (Ok(was), Ok(is)) = (json::tree(&was, DEPTH), json::tree(&is, DEPTH)) else { return };
    let (old, new) = (State { document: before, written: one }, State { document: after, written: two });
    Comparer { old, new, drafts }.compare(&mut Vec::new(), Some(&was), Some(&is));
}

struct Comparer<'c, 't, 'd> {
    old: State<'t, 'd>,
    new: State<'t, 'd>,
    drafts: &'c mut Drafts,
}

impl Comparer<'_, '_, '_> {
    /// Compares what stands at a path, by what the path means.
    fn compare<'p>(&mut self, path: &mut Vec<&'p str>, was: Option<&'p Tree<'_>>, is: Option<&'p Tree<'_>>) {
        match path.as_slice() {
            ["service_contracts", version] if was.is_none() || is.is_none() => {
                self.version(&path.clone(), version, was.is_some());
            }
            ["service_contracts", _, "error_codes"] => self.codes(path, was, is),
            ["service_contracts", _, "error_code_set"] => self.code_set(path, was, is),
            ["service_contracts", _, "non_2xx_envelope"] => self.envelope(Area::Error, path, was, is),
            ["success_envelope"] => self.envelope(Area::Answer, path, was, is),
            ["api_contracts"] | ["integration_baselines"] => self.versions(path, was, is),
            ["stability_window", _] => {
                let kinds = [ChangeKind::StabilityWindowShortened, ChangeKind::StabilityWindowLengthened];
                self.amount(kinds, path, was, is);
            }
            ["notice", "standard_business_days" | "emergency_notice_hours"] => {
                self.amount([ChangeKind::NoticeShortened, ChangeKind::NoticeLengthened], path, was, is);
            }
            ["notice", "emergency_requires_same_day_docs_spec_tests"] => self.same_day(path, was, is),
            ["transition_guard"] => self.guard(path, was, is),
            ["timeout_ms", "minimum"] => {
                self.amount([ChangeKind::LimitLoosened, ChangeKind::LimitTightened], path, was, is);
            }
            ["timeout_ms" | "limits", _] => {
                self.amount([ChangeKind::LimitTightened, ChangeKind::LimitLoosened], path, was, is);
            }
            ["severities", rule] => self.severity(&path.clone(), rule, (was, is)),
            _ => self.others(path, was, is),
        }
    }

    fn others<'p>(&mut self, path: &mut Vec<&'p str>, was: Option<&'p Tree<'_>>, is: Option<&'p Tree<'_>>) {
        let (one, two) = (was.and_then(Tree::map), is.and_then(Tree::map));
        if one.is_some() || two.is_some() {
            let keys: BTreeSet<&str> =
                one.into_iter().chain(two).flat_map(|map| map.keys().map(AsRef::as_ref)).collect();
            for key in keys {
                let value =
                    |map: Option<&'p crate::tree::Map<'_>>| map.and_then(|map| map.get(key)).map(|entry| &entry.value);
                path.push(key);
                self.compare(path, value(one), value(two));
                path.pop();
            }
            return;
        }
        if matches!((was, is), (Some(was), Some(is)) if was.same(is)) {
            return;
        }
        let kind = match path.last() {
            Some(key) if WORDS.contains(key) => ChangeKind::WordingChanged,
            Some(&"policy_version") => ChangeKind::DocumentFormChanged,
            _ => ChangeKind::SettingChanged,
        };
        self.push(kind, path, was, is);
    }

    /// A change of the value at a path.
    fn push(&mut self, kind: ChangeKind, path: &[&str], was: Option<&Tree<'_>>, is: Option<&Tree<'_>>) {
        let name = shown(&path.join("."));
        let (old, new) = (stated(was, self.old.place(path)), stated(is, self.new.place(path)));
        let message = format!("{} {}", quoted(&name), moved(old.value.as_deref(), new.value.as_deref()));
        self.drafts.push(Draft::new(kind, name, message, old, new));
    }

    /// A number; the kinds are for less and for more of it.
    fn amount(&mut self, [less, more]: [ChangeKind; 2], path: &[&str], was: Option<&Tree<'_>>, is: Option<&Tree<'_>>) {
        let number = |tree: Option<&Tree<'_>>| match tree.map(|tree| &tree.value) {
            Some(Value::Number(number)) => number.to_string(),
            _ => "0".to_owned(),
        };
        match order(&number(was), &number(is)) {
            Some(Ordering::Less) => self.push(more, path, was, is),
            Some(Ordering::Greater) => self.push(less, path, was, is),
            Some(Ordering::Equal) | None => {}
        }
    }

    fn same_day(&mut self, path: &[&str], was: Option<&Tree<'_>>, is: Option<&Tree<'_>>) {
        let holds = |tree: Option<&Tree<'_>>| matches!(tree.map(|tree| &tree.value), Some(Value::Boolean(true)));
        match (holds(was), holds(is)) {
            (true, false) => self.push(ChangeKind::SameDayDemandDropped, path, was, is),
            (false, true) => self.push(ChangeKind::SameDayDemandAdded, path, was, is),
            _ => {}
        }
    }

    fn code_set(&mut self, path: &[&str], was: Option<&Tree<'_>>, is: Option<&Tree<'_>>) {
        let open = |tree: Option<&Tree<'_>>| tree.and_then(Tree::text) == Some("open");
        match (open(was), open(is)) {
            (false, true) => self.push(ChangeKind::ErrorCodesOpened, path, was, is),
            (true, false) => self.push(ChangeKind::ErrorCodesClosed, path, was, is),
            _ => {}
        }
    }

    /// A version that only one of them knows.
    fn version(&mut self, path: &[&str], version: &str, is_gone: bool) {
        let (kind, words) = match is_gone {
            true => (ChangeKind::KnownVersionRemoved, "is no longer known"),
            false => (ChangeKind::KnownVersionAdded, "is known"),
        };
        let (before, after) = (self.old.place(path), self.new.place(path));
        let there = |is_there: bool, place: Span| match is_there {
            true => Stated::at(shown(version), place),
            false => Stated::nothing(place),
        };
        let (old, new) = (there(is_gone, before), there(!is_gone, after));
        let message = format!("the version {} {words}", quoted(version));
        self.drafts.push(Draft::new(kind, shown(version), message, old, new));
    }

    fn versions(&mut self, path: &[&str], was: Option<&Tree<'_>>, is: Option<&Tree<'_>>) {
        let (was, is) = (self.old.texts(path, was), self.new.texts(path, is));
        for (list, others, is_gone) in [(&was, &is, true), (&is, &was, false)] {
            for version in list.iter().filter(|version| others.iter().all(|other| other.value != version.value)) {
                self.version(path, version.value, is_gone);
            }
        }
    }

    /// The flags that a manifest must set.
    fn guard(&mut self, path: &[&str], was: Option<&Tree<'_>>, is: Option<&Tree<'_>>) {
        let (was, is) = (self.old.texts(path, was), self.new.texts(path, is));
        let gaps = (self.old.place(path), self.new.place(path));
        let lone = |list: &[Spanned<&str>], others: &[Spanned<&str>]| -> Vec<(String, Span)> {
            let lone = list.iter().filter(|flag| others.iter().all(|other| other.value != flag.value));
            lone.map(|flag| (shown(flag.value), flag.span)).collect()
        };
        for (flag, place) in lone(&was, &is) {
            let message = format!("the flag {} need no longer be set", quoted(&flag));
            let (old, new) = (Stated::at(flag.clone(), place), Stated::nothing(gaps.1));
            let kind = ChangeKind::TransitionGuardWeakened;
            self.drafts.push(Draft::new(kind, flag, message, old, new));
        }
        for (flag, place) in lone(&is, &was) {
            let message = format!("the flag {} must be set", quoted(&flag));
            let (old, new) = (Stated::nothing(gaps.0), Stated::at(flag.clone(), place));
            let kind = ChangeKind::TransitionGuardStrengthened;
            self.drafts.push(Draft::new(kind, flag, message, old, new));
        }
    }

    fn envelope(&mut self, area: Area, path: &[&str], was: Option<&Tree<'_>>, is: Option<&Tree<'_>>) {
        fn fields<'s>(state: &State<'_, '_>, path: &[&str], envelope: Option<&'s Tree<'_>>) -> Presences<'s> {
            let mut fields = Presences::new();
            for (key, presence) in Presence::KEYS {
                let path: Vec<&str> = path.iter().copied().chain([key]).collect();
                for field in state.texts(&path, envelope.and_then(|envelope| envelope.get(key))) {
                    fields.insert(field.value, (presence, field.span));
                }
            }
            fields
        }
        let (from, to) = (fields(&self.old, path, was), fields(&self.new, path, is));
        let gaps = (self.old.place(path), self.new.place(path));
        let of = shown(&path.join("."));
        field::compare_presence((&from, &to), (area, &format!("`{of}`")), gaps, self.drafts);
    }

    /// The codes of a contract, and what each comes with.
    fn codes<'p>(&mut self, path: &[&str], was: Option<&'p Tree<'_>>, is: Option<&'p Tree<'_>>) {
        let (old, new) = (coded(&self.old, path, was), coded(&self.new, path, is));
        let gaps = (self.old.place(path), self.new.place(path));
        let listed = |codes: &Coded<'p>, gap| {
            Codes::new(codes.list.iter().map(|(value, code)| Spanned { value: *value, span: code.place }), gap)
        };
        let of = quoted(&path.join("."));
        let is_open = self.is_open(path);
        codes::compare((&listed(&old, gaps.0), &listed(&new, gaps.1)), &of, (&[], is_open), self.drafts);
        for (name, was) in &old.list {
            let Some(is) = new.by_name.get(name).and_then(|at| new.list.get(*at)).map(|(_, code)| code) else {
                continue;
            };
            self.statuses(name, was, is);
            if was.label != is.label {
                let (from, to) = (was.label.map(shown), is.label.map(shown));
                let message = format!("the label of {} {}", quoted(name), moved(from.as_deref(), to.as_deref()));
                let stated = |value, place| Stated { value, places: Vec::from([place]) };
                let (old, new) = (stated(from, was.place), stated(to, is.place));
                let kind = ChangeKind::WordingChanged;
                self.drafts.push(Draft::new(kind, shown(name), message, old, new));
            }
        }
    }

    /// Whether the old policy calls the codes at a path open.
    fn is_open(&self, path: &[&str]) -> bool {
        let contract = path.split_last().map_or(path, |(_, contract)| contract);
        let written = contract.iter().try_fold(self.old.written, |tree, key| tree.get(key));
        written.and_then(|contract| contract.get("error_code_set")).and_then(Tree::text) == Some("open")
    }

    fn statuses(&mut self, name: &str, was: &Code<'_>, is: &Code<'_>) {
        let draft = |kind, status: &str, words: &str, old, new| {
            Draft::new(
                kind,
                format!("{} {}", shown(name), shown(status)),
                format!("the error code {} {words} status {}", quoted(name), quoted(status)),
                old,
                new,
            )
        };
        for status in was.statuses.difference(&is.statuses) {
            let (old, new) = (Stated::at(shown(status), was.place), Stated::nothing(is.place));
            self.drafts.push(draft(ChangeKind::ErrorCodeStatusRemoved, status, "no longer comes with", old, new));
        }
        for status in is.statuses.difference(&was.statuses) {
            let (old, new) = (Stated::nothing(was.place), Stated::at(shown(status), is.place));
            self.drafts.push(draft(ChangeKind::ErrorCodeStatusAdded, status, "comes with", old, new));
        }
    }

    fn severity(&mut self, path: &[&str], rule: &str, (was, is): (Option<&Tree<'_>>, Option<&Tree<'_>>)) {
        let own = wire::Rule::find(rule).map(|rule| rule.severity.as_str());
        let rank = |tree: Option<&Tree<'_>>| {
            let word = tree.and_then(Tree::text).or(own).unwrap_or_default();
            ["off", "note", "warning", "error"].iter().position(|known| *known == word)
        };
        let kind = match rank(was).cmp(&rank(is)) {
            Ordering::Less => ChangeKind::SeverityRaised,
            Ordering::Greater => ChangeKind::SeverityLowered,
            Ordering::Equal => return,
        };
        self.push(kind, path, was, is);
    }
}

/// A code of a policy.
struct Code<'t> {
    place: Span,
    /// Documented or not.
    statuses: BTreeSet<&'t str>,
    label: Option<&'t str>,
}

struct Coded<'t> {
    list: Vec<(&'t str, Code<'t>)>,
    by_name: BTreeMap<&'t str, usize>,
}

fn coded<'t>(state: &State<'_, '_>, path: &[&str], codes: Option<&'t Tree<'_>>) -> Coded<'t> {
    let at = path.iter().try_fold(state.written, |tree, key| tree.get(key)).and_then(Tree::list).unwrap_or_default();
    let places: BTreeMap<&str, Span> =
        at.iter().filter_map(|code| code.get("code")).filter_map(|code| Some((code.text()?, code.span))).collect();
    let elsewhere = state.place(path);
    let mut list = Vec::new();
    for code in codes.and_then(Tree::list).into_iter().flatten() {
        let Some(name) = code.get("code").and_then(Tree::text) else { continue };
        let keys = ["statuses", "undocumented_statuses"];
        let statuses = keys.into_iter().filter_map(|key| code.get(key)?.list()).flatten();
        let statuses = statuses.filter_map(|status| match &status.value {
            Value::Number(status) => Some(status.as_ref()),
            _ => None,
        });
        let label = code.get("label").and_then(Tree::text);
        let place = places.get(name).copied().unwrap_or(elsewhere);
        list.push((name, Code { place, statuses: statuses.collect(), label }));
    }
    let by_name = list.iter().enumerate().map(|(at, (name, _))| (*name, at)).collect();
    Coded { list, by_name }
}

fn stated(tree: Option<&Tree<'_>>, place: Span) -> Stated {
    let value = |tree: &Tree<'_>| match &tree.value {
        Value::Text(text) => shown(text),
        Value::Number(number) => shown(number),
        Value::Boolean(flag) => flag.to_string(),
        Value::Null => "null".into(),
        Value::List(_) | Value::Map(_) => tree.type_name().into(),
    };
    Stated { value: tree.map(value), places: Vec::from([place]) }
}
