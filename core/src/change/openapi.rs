//! Two OpenAPI files: versions, operations, statuses, and the bodies that are sent and answered.

use alloc::{
    collections::{BTreeMap, BTreeSet},
    format,
    string::{String, ToString},
    vec::Vec,
};

use super::{
    ChangeKind, Refusal,
    document::Document,
    draft::{Draft, Drafts, Stated},
    field::{AllCodes, Area, Comparer},
    schema::{self, Fields, Reader},
    statement::{Part, keys_of_both, moved, stated},
};
use crate::{
    openapi::{METHODS, OpenApi, Unjudged},
    text::{Span, quoted, shown},
    tree::{Entry, Tree, Value},
};

/// Keys that are compared on their own, or that demand nothing.
const OF_FILE: [&str; 5] = ["openapi", "info", "paths", "components", "tags"];
const OF_PATH: [&str; 2] = ["$ref", "parameters"];
const OF_OPERATION: [&str; 5] = ["responses", "requestBody", "parameters", "tags", "operationId"];
const OF_ANSWER: [&str; 2] = ["$ref", "content"];

/// The most statements that are looked at where parts are compared as a whole.
const STEPS: usize = 20_000;
const DEPTH: usize = 128;

pub(super) fn compare<'d>(
    (before, one): (&Document<'d>, &OpenApi<'d>),
    (after, two): (&Document<'d>, &OpenApi<'d>),
    drafts: &mut Drafts,
) -> Result<(), Refusal> {
    let (old, new) = (State::read(before, one)?, State::read(after, two)?);
    versions(&old, &new, drafts);
    remainder((&old, &one.root), (&new, &two.root), &OF_FILE, "", drafts);
    let mut bodies: Bodies = BTreeMap::new();
    for (name, is) in &new.operations {
        match old.operations.get(name) {
            Some(was) => both(name, (&old, was), (&new, is), drafts, &mut bodies),
            None => drafts.push(lone(ChangeKind::OperationAdded, name, old.paths, is.key)),
        }
    }
    for (name, was) in old.operations.iter().filter(|(name, _)| !new.operations.contains_key(*name)) {
        drafts.push(lone(ChangeKind::OperationRemoved, name, new.paths, was.key));
    }
    let codes = AllCodes { old: old.codes(), new: new.codes() };
    for ((area, was, is), Used { uses, gaps }) in bodies {
        let nothing = Fields::new();
        let was = was.and_then(|id| old.fields.get(&id)).unwrap_or(&nothing);
        let is = is.and_then(|id| new.fields.get(&id)).unwrap_or(&nothing);
        Comparer { area, uses: &uses, codes: &codes }.compare((was, is), gaps, drafts);
    }
    Ok(())
}

/// Bodies that are to be compared with one another, with all that they are used for.
type Bodies = BTreeMap<(Area, Option<Id>, Option<Id>), Used>;

struct Used {
    uses: Vec<String>,
    gaps: (Span, Span),
}

/// A body's schema: where it begins, and whether the body must be there.
type Id = (u32, bool);

/// Bodies by their media type, each with the place that names it.
type ByMediaType = BTreeMap<String, (Span, Id)>;

/// What one file says.
struct State<'t, 'a> {
    document: &'t Document<'a>,
    openapi: &'t OpenApi<'a>,
    /// Where its `paths` stand.
    paths: Span,
    /// By method and path.
    operations: BTreeMap<String, Operation<'t, 'a>>,
    fields: BTreeMap<Id, Fields<'t, 'a>>,
}

struct Operation<'t, 'a> {
    key: Span,
    tree: &'t Tree<'a>,
    item: &'t Tree<'a>,
    /// What is sent, by media type; the parameters are one, too.
    request: ByMediaType,
    answers: BTreeMap<String, Answer<'t, 'a>>,
}

/// An answer by its status.
struct Answer<'t, 'a> {
    key: Span,
    tree: &'t Tree<'a>,
    /// By media type.
    bodies: ByMediaType,
}

impl<'t, 'a> State<'t, 'a> {
    fn read(document: &'t Document<'a>, openapi: &'t OpenApi<'a>) -> Result<Self, Refusal> {
        let paths = openapi.root.entry("paths").map_or(Span::default(), |entry| entry.key);
        let mut state = Self { document, openapi, paths, operations: BTreeMap::new(), fields: BTreeMap::new() };
        state.operations().map_err(|Unjudged { what, schema }| document.refusal(what, schema))?;
        Ok(state)
    }

    fn operations(&mut self) -> Result<(), Unjudged> {
        let openapi = self.openapi;
        for (path, Entry { value, .. }) in openapi.root.get("paths").and_then(Tree::map).into_iter().flatten() {
            let item = openapi.resolved(value)?;
            for method in METHODS {
                let Some(Entry { key, value: tree }) = item.entry(method) else { continue };
                let operation = self.operation(*key, tree, item)?;
                self.operations.insert(format!("{} {path}", method.to_uppercase()), operation);
            }
        }
        Ok(())
    }

    fn operation(&mut self, key: Span, tree: &'t Tree<'a>, item: &'t Tree<'a>) -> Result<Operation<'t, 'a>, Unjudged> {
        let mut request = BTreeMap::new();
        if let Some((place, id)) = self.parameters(tree, item)? {
            request.insert("parameters".to_string(), (place, id));
        }
        if let Some(entry) = tree.entry("requestBody") {
            let body = self.openapi.resolved(&entry.value)?;
            let required = matches!(body.get("required").map(|tree| &tree.value), Some(Value::Boolean(true)));
            request.extend(self.contents(body, required)?);
        }
        let mut answers = BTreeMap::new();
        for (status, Entry { key, value }) in tree.get("responses").and_then(Tree::map).into_iter().flatten() {
            let tree = self.openapi.resolved(value)?;
            let bodies = self.contents(tree, false)?;
            answers.insert(status.to_ascii_uppercase(), Answer { key: *key, tree, bodies });
        }
        Ok(Operation { key, tree, item, request, answers })
    }

    /// The bodies of a `content`, by media type.
    fn contents(&mut self, tree: &'t Tree<'a>, required: bool) -> Result<ByMediaType, Unjudged> {
        let mut bodies = BTreeMap::new();
        for (kind, Entry { key, value }) in tree.get("content").and_then(Tree::map).into_iter().flatten() {
            let schema = value.get("schema");
            // What several bodies refer to is read once.
            let target = match schema.map(|schema| (schema, schema.map())) {
                Some((schema, Some(map))) if map.len() == 1 && map.contains_key("$ref") => {
                    Some(self.openapi.resolved(schema)?)
                }
                _ => schema,
            };
            let id = (target.map_or(u32::MAX, |target| target.span.start), required);
            if !self.fields.contains_key(&id) {
                let mut reader = Reader::new(self.openapi, self.document.text);
                match target {
                    Some(schema) => reader.read(schema, "", (schema.span, required))?,
                    None => reader.anything("", *key, required),
                }
                self.fields.insert(id, reader.into_fields());
            }
            bodies.insert(kind.to_ascii_lowercase(), (*key, id));
        }
        Ok(bodies)
    }

    /// The parameters of an operation as fields: where they are sent, and by which name.
    fn parameters(&mut self, tree: &'t Tree<'a>, item: &'t Tree<'a>) -> Result<Option<(Span, Id)>, Unjudged> {
        let mut reader = Reader::new(self.openapi, self.document.text);
        let mut seen = BTreeSet::new();
        let mut place = None;
        for (key, list) in [tree, item].into_iter().filter_map(|tree| {
            let entry = tree.entry("parameters")?;
            Some((entry.key, entry.value.list()?))
        }) {
            place = place.or(Some(key));
            for parameter in list {
                let parameter = self.openapi.resolved(parameter)?;
                let word = |key: &str| parameter.get(key).and_then(Tree::text).unwrap_or_default();
                let path = format!("{}.{}", word("in"), word("name"));
                // The operation's own stand for those of its path.
                if !seen.insert(path.clone()) {
                    continue;
                }
                let required = matches!(parameter.get("required").map(|tree| &tree.value), Some(Value::Boolean(true)));
                match parameter.get("schema") {
                    Some(schema) => reader.read(schema, &path, (parameter.span, required))?,
                    None => reader.anything(&path, parameter.span, required),
                }
            }
        }
        let Some(place) = place else { return Ok(None) };
        let id = (place.start, false);
        self.fields.insert(id, reader.into_fields());
        Ok(Some((place, id)))
    }

    /// The error codes of all answers.
    fn codes(&self) -> BTreeSet<String> {
        let answers = self.operations.values().flat_map(|operation| &operation.answers);
        let errors = answers.filter(|(status, _)| area(status) == Area::Error);
        let ids: BTreeSet<Id> = errors.flat_map(|(_, answer)| answer.bodies.values().map(|(_, id)| *id)).collect();
        let fields = ids.iter().filter_map(|id| self.fields.get(id)?.get("error.code")?.values.as_ref());
        fields.flatten().map(|code| code.value.clone()).collect()
    }
}

fn area(status: &str) -> Area {
    if status.starts_with('2') { Area::Answer } else { Area::Error }
}

/// An operation that only one file has.
fn lone(kind: ChangeKind, name: &str, gap: Span, key: Span) -> Draft {
    let (there, nothing) = (Stated::at(shown(name), key), Stated::nothing(gap));
    let is_new = kind == ChangeKind::OperationAdded;
    let message = format!("the operation {} is {}", quoted(name), if is_new { "new" } else { "gone" });
    let (old, new) = if is_new { (nothing, there) } else { (there, nothing) };
    Draft::new(kind, shown(name), message, old, new)
}

fn versions(old: &State<'_, '_>, new: &State<'_, '_>, drafts: &mut Drafts) {
    let was = old.openapi.root.get("info").and_then(|info| info.get("version"));
    let is = new.openapi.root.get("info").and_then(|info| info.get("version"));
    let text = |version: Option<&Tree<'_>>| version.and_then(Tree::text).map(shown);
    let is_contract = |version: &Option<String>| version.as_deref().is_some_and(|text| text.starts_with("service."));
    let (from, to) = (text(was), text(is));
    if from != to {
        let (kind, name) = match is_contract(&from) || is_contract(&to) {
            true => (ChangeKind::ServiceContractChanged, "service_contract_version"),
            false => (ChangeKind::WordingChanged, "info.version"),
        };
        let message = format!("{} {}", quoted(name), moved(from.as_deref(), to.as_deref()));
        let stated = |value: Option<String>, tree: Option<&Tree<'_>>, state: &State<'_, '_>| Stated {
            value,
            places: Vec::from([tree.map_or(state.paths, |tree| tree.span)]),
        };
        let (old, new) = (stated(from, was, old), stated(to, is, new));
        drafts.push(Draft::new(kind, name, message, old, new));
    }
    if old.openapi.siblings_count() != new.openapi.siblings_count() {
        let (old, new) = (Part::root(old.document, &old.openapi.root), Part::root(new.document, &new.openapi.root));
        let (was, is) = (stated(&old, "openapi"), stated(&new, "openapi"));
        let message = format!("`openapi` {}", moved(was.value.as_deref(), is.value.as_deref()));
        let kind = ChangeKind::DocumentFormChanged;
        drafts.push(Draft::new(kind, "openapi", message, was, is));
    }
}

/// Changes of keys that are compared on no way of their own.
fn remainder<'t, 'a>(
    (before, one): (&State<'t, 'a>, &'t Tree<'a>),
    (after, two): (&State<'t, 'a>, &'t Tree<'a>),
    known: &[&str],
    prefix: &str,
    drafts: &mut Drafts,
) {
    let (old, new) = (Part::root(before.document, one), Part::root(after.document, two));
    let skipped = |key: &str| {
        known.contains(&key)
            || (schema::is_wording(key) && key != "deprecated")
            || (known == OF_PATH && METHODS.contains(&key))
    };
    for key in keys_of_both(&old, &new).into_iter().filter(|key| !skipped(key)) {
        let (kind, happened) = match (one.get(&key), two.get(&key)) {
            (Some(was), Some(is)) => {
                let same = schema::same((before.openapi, was), (after.openapi, is), false, DEPTH, &mut { STEPS });
                if same {
                    continue;
                }
                (ChangeKind::FieldChanged, "has another value")
            }
            (None, _) => (ChangeKind::FieldAdded, "is new"),
            (_, None) => (ChangeKind::FieldRemoved, "is gone"),
        };
        let name = shown(&format!("{prefix}{key}"));
        let (kind, message) = match key.as_ref() {
            // An announcement, and no change of what is sent or answered.
            "deprecated" => (ChangeKind::WordingChanged, format!("{} {happened}", quoted(&name))),
            _ => (kind, format!("{}, which lockstep does not evaluate, {happened}", quoted(&name))),
        };
        let (old, new) = (stated(&old, &key), stated(&new, &key));
        drafts.push(Draft::new(kind, name, message, old, new));
    }
}

/// Compares an operation that both files have, and notes which bodies are to be compared.
fn both<'t, 'a>(
    name: &str,
    (old, was): (&State<'t, 'a>, &Operation<'t, 'a>),
    (new, is): (&State<'t, 'a>, &Operation<'t, 'a>),
    drafts: &mut Drafts,
    bodies: &mut Bodies,
) {
    remainder((old, was.tree), (new, is.tree), &OF_OPERATION, &format!("{name} "), drafts);
    remainder((old, was.item), (new, is.item), &OF_PATH, &format!("{name} "), drafts);
    let gaps = (was.key, is.key);
    note(Area::Request, name, (&was.request, &is.request), gaps, bodies);
    let statuses: BTreeSet<&String> = was.answers.keys().chain(is.answers.keys()).collect();
    for status in statuses {
        let (kind, from, to, words) = match (was.answers.get(status), is.answers.get(status)) {
            (Some(from), Some(to)) => {
                let of = format!("{name} {status}");
                remainder((old, from.tree), (new, to.tree), &OF_ANSWER, &format!("{of} "), drafts);
                note(area(status), &of, (&from.bodies, &to.bodies), (from.key, to.key), bodies);
                continue;
            }
            (from, to) => {
                let place = |answer: Option<&Answer<'_, '_>>, gap: Span| match answer {
                    Some(answer) => Stated::at(shown(status), answer.key),
                    None => Stated::nothing(gap),
                };
                let (kind, words) = match to.is_some() {
                    true => (ChangeKind::AnswerStatusAdded, "is new"),
                    false => (ChangeKind::AnswerStatusRemoved, "is gone"),
                };
                (kind, place(from, was.key), place(to, is.key), words)
            }
        };
        let message = format!("the answer with status {} {words}", quoted(status));
        let uses = Vec::from([shown(name)]);
        drafts.push(Draft { uses, ..Draft::new(kind, shown(status), message, from, to) });
    }
}

/// Notes the bodies of one use, by their media types.
fn note(area: Area, of: &str, (was, is): (&ByMediaType, &ByMediaType), gaps: (Span, Span), bodies: &mut Bodies) {
    let kinds: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    for kind in kinds {
        let (from, to) = (was.get(kind), is.get(kind));
        let name = match kind.as_str() {
            "application/json" => shown(of),
            kind => shown(&format!("{of} {kind}")),
        };
        let place = |body: Option<&(Span, Id)>, gap: Span| body.map_or(gap, |(place, _)| *place);
        let key = (area, from.map(|(_, id)| *id), to.map(|(_, id)| *id));
        let used = bodies
            .entry(key)
            .or_insert_with(|| Used { uses: Vec::new(), gaps: (place(from, gaps.0), place(to, gaps.1)) });
        used.uses.push(name);
    }
}
