//! Reads a gate file with the place of whatever is wrong in it.

use alloc::{collections::BTreeSet, format, string::String, vec::Vec};

use super::{
    GATES_SCHEMA, Verdict,
    commands::suite,
    file::{Consecutive, Criterion, Evidence, Gate, Gates, Kind, RunOf, Suite, Window},
    object::{Fault, Object, dated_path, day, fault, flag, name, number, text},
};
use crate::{
    inquiry::Statement,
    json,
    text::{Spanned, quoted},
    tree::{Tree, Value},
    words::same_words,
};

/// How deep a gate file may nest.
const DEPTH: usize = 32;
/// The most gates of a file.
const MOST_GATES: usize = 500;
/// The most pieces of evidence of a file.
const MOST_EVIDENCE: usize = 2000;
/// The most days of a window, an age or a distance.
const MOST_DAYS: u64 = 3660;
/// Names that mean something else behind `lockstep gate`.
const RESERVED: [&str; 4] = ["run", "decide", "init", "help"];

impl Gates<'_> {
    /// Reads a file of the form `lockstep-gates.v1`.
    ///
    /// # Errors
    ///
    /// The first fault: broken JSON, an unknown or missing key, a value of a wrong type, a name that stands twice or that
    /// nothing has, a path out of the repository, gates that demand each other, a gate that demands nothing.
    pub fn read(text: &str) -> Result<Gates<'_>, Fault> {
        let root = json::tree(text, DEPTH)?;
        let root = Object::of(&root, &["$schema", "schema", "project", "suites", "review", "gates"])?;
        let schema = root.text("schema")?;
        if schema.value != GATES_SCHEMA {
            let message = format!("{} is not known; this is `{GATES_SCHEMA}`", quoted(&schema.value));
            return fault(message, schema.span);
        }
        let project = root.text("project")?.value;
        let suites = root.list("suites", suite)?;
        root.value("gates")?;
        let names = root.list("gates", gate_name)?;
        if names.len() > MOST_GATES {
            return fault(format!("more than {MOST_GATES} gates"), root.span);
        }
        distinct(suites.iter().map(|suite| &suite.name).chain(&names))?;
        let gates = root.list("gates", |tree, _| gate(tree, &names, &suites))?;
        if gates.is_empty() {
            return fault("`gates` is empty, so nothing would be evaluated", root.value("gates")?.span);
        }
        acyclic(&gates)?;
        let mut evidence = gates.iter().flat_map(|gate| &gate.criteria).flat_map(|criterion| &criterion.evidence);
        if let Some(more) = evidence.nth(MOST_EVIDENCE) {
            return fault(format!("more than {MOST_EVIDENCE} pieces of evidence"), more.span);
        }
        let review = root.optional("review", |tree, key| Ok(reference(tree, key, &names)?.value))?;
        Ok(Gates { project, suites, gates, review })
    }
}

/// Refuses a name that stands twice.
pub(super) fn distinct<'n>(names: impl Iterator<Item = &'n Spanned<String>>) -> Result<(), Fault> {
    let mut known = BTreeSet::new();
    for name in names {
        if !known.insert(&name.value) {
            return fault(format!("the name {} stands twice", quoted(&name.value)), name.span);
        }
    }
    Ok(())
}

fn gate_name(tree: &Tree<'_>, _: &str) -> Result<Spanned<String>, Fault> {
    let Some(value) = tree.get("name") else {
        return fault(
            match tree.map() {
                Some(_) => "a gate without `name`".into(),
                None => format!("{} where an object is expected", tree.type_name()),
            },
            tree.span,
        );
    };
    let name = name(value, "name")?;
    if RESERVED.contains(&name.value.as_str()) {
        return fault(format!("{} is a command of `lockstep gate`", quoted(&name.value)), name.span);
    }
    Ok(name)
}

/// The number of the gate that a name stands for.
fn reference(tree: &Tree<'_>, key: &str, names: &[Spanned<String>]) -> Result<Spanned<usize>, Fault> {
    let name = text(tree, key)?;
    match names.iter().position(|known| known.value == name.value) {
        Some(value) => Ok(Spanned { value, span: name.span }),
        None => fault(format!("there is no gate {}", quoted(&name.value)), name.span),
    }
}

fn gate<'a>(tree: &Tree<'a>, names: &[Spanned<String>], suites: &[Suite]) -> Result<Gate<'a>, Fault> {
    let keys = ["name", "title", "decision", "record", "approvers", "states", "requires", "criteria"];
    let object = Object::of(tree, &keys)?;
    let criteria = object.list("criteria", |tree, _| criterion(tree, suites))?;
    distinct(criteria.iter().map(|criterion| &criterion.name))?;
    let requires = object.list("requires", |tree, key| reference(tree, key, names))?;
    if criteria.is_empty() && requires.is_empty() {
        return fault("a gate without criteria and without gates that it requires would always be open", object.span);
    }
    let decision = object.optional("decision", text)?.map(label).transpose()?;
    let record = object.optional("record", dated_path)?;
    if let Some(record) = &record {
        is_markdown(record)?;
        let own = criteria.iter().flat_map(|criterion| &criterion.evidence).find(|evidence| {
            evidence.path.as_ref().is_some_and(|path| path.value == record.value && !record.value.contains(super::DATE))
        });
        if let Some(own) = own {
            let message = "the record of a gate cannot be its own evidence: let a second gate require this one and cite the record";
            return fault(message, own.span);
        }
    }
    Ok(Gate {
        name: name(object.value("name")?, "name")?,
        title: object.text("title")?.value,
        record,
        approvers: object.list("approvers", |tree, key| text(tree, key).and_then(role))?,
        states: object
            .list("states", |tree, key| text(tree, key).and_then(|line| no_decision(line, decision.as_ref())))?,
        decision,
        requires,
        criteria,
    })
}

fn is_markdown(record: &Spanned<String>) -> Result<(), Fault> {
    if record.value.ends_with(".md") {
        return Ok(());
    }
    fault("a record is Markdown, so its name ends in `.md`; its JSON stands beside it", record.span)
}

/// What stands before the colon of a statement.
fn label(text: Spanned<String>) -> Result<String, Fault> {
    match Statement::read(&format!("{}: GO", text.value)) {
        Ok(statement) if statement.label == text.value => Ok(text.value),
        _ => fault(format!("{} cannot stand before a colon as it is", quoted(&text.value)), text.span),
    }
}

/// Who approves, which stands before a colon, too.
fn role(text: Spanned<String>) -> Result<Spanned<String>, Fault> {
    let span = text.span;
    if text.value.contains('=') {
        return fault("an approver has no `=` in the name", span);
    }
    Ok(Spanned { value: label(text)?, span })
}

/// A line for a decision record, which must not say what only the decision says.
fn no_decision(line: Spanned<String>, decision: Option<&String>) -> Result<Spanned<String>, Fault> {
    let decides = Statement::read(&line.value)
        .is_ok_and(|statement| decision.is_some_and(|label| same_words(label, &statement.label)));
    match decides {
        true => fault("the record states its own decision, which no other line may do", line.span),
        false => Ok(line),
    }
}

/// A line of the form `label: value`.
fn stated(text: Spanned<String>) -> Result<Statement, Fault> {
    match Statement::read(&text.value) {
        Ok(statement) if statement.value.values().next().is_none() => Ok(statement),
        Ok(_) => fault("a statement of a gate has no placeholder: write the value that was decided on", text.span),
        Err(_) => fault(format!("{} has not the form `label: value`", quoted(&text.value)), text.span),
    }
}

fn criterion<'a>(tree: &Tree<'a>, suites: &[Suite]) -> Result<Criterion<'a>, Fault> {
    let object = Object::of(tree, &["name", "title", "evidence", "consecutive", "owner", "due", "next"])?;
    let evidence = object.list("evidence", |tree, _| evidence(tree, suites))?;
    if evidence.is_empty() {
        return fault("a criterion without `evidence` could never be shown", object.span);
    }
    let consecutive = object.optional("consecutive", consecutive)?;
    Ok(Criterion {
        name: name(object.value("name")?, "name")?,
        title: object.text("title")?.value,
        evidence,
        consecutive,
        owner: object.optional("owner", text)?.map(|owner| owner.value),
        due: object.optional("due", day)?,
        next: object.optional("next", text)?.map(|next| next.value),
    })
}

fn days(tree: &Tree<'_>, key: &str) -> Result<i32, Fault> {
    // INVARIANT: the greatest number of days fits.
    Ok(i32::try_from(number(tree, key, (0, MOST_DAYS))?).unwrap_or(i32::MAX))
}

fn consecutive(tree: &Tree<'_>, _: &str) -> Result<Consecutive, Fault> {
    let object = Object::of(tree, &["count", "least_days", "most_days"])?;
    let count = number(object.value("count")?, "count", (2, 100))?;
    let least_days = object.optional("least_days", days)?.unwrap_or(0);
    let most_days = days(object.value("most_days")?, "most_days")?;
    if least_days > most_days {
        return fault("`least_days` is more than `most_days`", object.span);
    }
    Ok(Consecutive { count: usize::try_from(count).unwrap_or(usize::MAX), least_days, most_days })
}

/// The keys of each kind of evidence besides `kind`.
const KEYS: [(&str, &[&str]); 12] = [
    ("check", &[]),
    ("report", &["path", "date", "max_age_days", "repository", "expect"]),
    ("artifact", &["path", "sha256", "expect", "date", "max_age_days", "approver"]),
    ("contract", &["path", "max_age_days", "at_head", "repository", "expect"]),
    ("handoff", &["path", "max_age_days", "repository", "expect"]),
    ("rehearsal", &["path", "max_age_days", "at_head", "expect"]),
    ("run", &["suite", "path", "max_age_days", "at_head", "repository", "expect"]),
    ("record", &["path", "gate", "max_age_days", "expect"]),
    ("decision", &["path", "statements", "section", "approvers", "max_age_days"]),
    ("approval", &["approver", "date", "verdict", "max_age_days"]),
    ("window", &["since", "days"]),
    ("freeze", &["path"]),
];

fn evidence<'a>(tree: &Tree<'a>, suites: &[Suite]) -> Result<Evidence<'a>, Fault> {
    let Some(kind) = tree.get("kind") else {
        return fault("evidence without `kind`", tree.span);
    };
    let word = text(kind, "kind")?;
    let Some((_, keys)) = KEYS.iter().find(|(known, _)| *known == word.value) else {
        let known = KEYS.map(|(known, _)| format!("`{known}`")).join(", ");
        return fault(format!("{} is no kind of evidence; there are {known}", quoted(&word.value)), word.span);
    };
    let known: Vec<&str> = core::iter::once("kind").chain(keys.iter().copied()).collect();
    let object = Object::of(tree, &known)?;
    let kind = kind_of(&word.value, &object, suites)?;
    let own = match &kind {
        Kind::Run(RunOf::Suite(number)) => suites.get(*number).map(|suite| suite.evidence.clone()),
        _ => object.optional("path", dated_path)?,
    };
    if own.is_none() && keys.contains(&"path") {
        object.value("path")?;
    }
    let evidence = Evidence {
        kind,
        path: own,
        date: object.optional("date", day)?,
        max_age_days: object.optional("max_age_days", days)?,
        at_head: object.optional("at_head", flag)?.unwrap_or_default(),
        repository: object.optional("repository", text)?.map(|other| other.value),
        expect: object.optional("expect", expectations)?.unwrap_or_default(),
        span: tree.span,
    };
    sound(&evidence, &object)?;
    Ok(evidence)
}

/// Refuses what can never be shown.
fn sound(evidence: &Evidence<'_>, object: &Object<'_, '_>) -> Result<(), Fault> {
    let is_undated = matches!(evidence.kind, Kind::Report | Kind::Artifact { .. });
    if let (true, Some(age), None) = (is_undated, object.get("max_age_days"), evidence.date) {
        return fault(
            format!(
                "the kind `{}` has no day of its own: state it as `date`, or leave `max_age_days` out",
                evidence.kind.as_str()
            ),
            age.span,
        );
    }
    if let (true, Some(head)) = (evidence.at_head && evidence.repository.is_some(), object.get("at_head")) {
        return fault("the commit of another repository is not the one that is checked out here", head.span);
    }
    let is_series = evidence.path.as_ref().is_some_and(|path| path.value.contains(super::DATE));
    let is_dated =
        matches!(evidence.kind, Kind::Contract | Kind::Handoff | Kind::Rehearsal | Kind::Run(_) | Kind::Record(_));
    match (&evidence.path, is_series && !is_dated) {
        (Some(path), true) => fault(
            format!("the kind `{}` stands in one file, whose name has no `{{date}}`", evidence.kind.as_str()),
            path.span,
        ),
        _ => Ok(()),
    }
}

fn kind_of(word: &str, object: &Object<'_, '_>, suites: &[Suite]) -> Result<Kind, Fault> {
    Ok(match word {
        "check" => Kind::Check,
        "report" => Kind::Report,
        "artifact" => artifact(object)?,
        "contract" => Kind::Contract,
        "handoff" => Kind::Handoff,
        "rehearsal" => Kind::Rehearsal,
        "run" => Kind::Run(run_of(object, suites)?),
        "record" => Kind::Record(object.text("gate")?.value),
        "decision" => {
            let statements = object.list("statements", |tree, key| stated(text(tree, key)?))?;
            if statements.is_empty() {
                return fault("a decision without `statements` decides nothing", object.span);
            }
            let approvers = object.list("approvers", |tree, key| text(tree, key).and_then(label))?;
            Kind::Decision {
                statements,
                section: object.optional("section", text)?.map(|title| title.value),
                approvers,
            }
        }
        "approval" => {
            object.value("date")?;
            Kind::Approval { approver: object.text("approver")?.value, verdict: decided(object.value("verdict")?)? }
        }
        "window" => {
            let length = number(object.value("days")?, "days", (1, MOST_DAYS))?;
            // INVARIANT: the greatest number of days fits.
            let days = i32::try_from(length).unwrap_or(i32::MAX);
            Kind::Window(Window { since: day(object.value("since")?, "since")?, days })
        }
        // INVARIANT: the caller has found the word in `KEYS`, whose last it is.
        _ => Kind::Freeze,
    })
}

/// A verdict, or null where nothing is decided yet.
fn decided(tree: &Tree<'_>) -> Result<Option<Verdict>, Fault> {
    if matches!(tree.value, Value::Null) {
        return Ok(None);
    }
    let word = text(tree, "verdict")?;
    match Verdict::named(&word.value) {
        Some(verdict) => Ok(Some(verdict)),
        None => fault(format!("{} is neither `GO` nor `NO-GO`", quoted(&word.value)), word.span),
    }
}

fn artifact(object: &Object<'_, '_>) -> Result<Kind, Fault> {
    let digest = object.get("sha256");
    if digest.is_none() && object.get("expect").is_none() {
        return fault(
            "an artifact needs `sha256`, the digest of its bytes, or `expect`, values that it has",
            object.span,
        );
    }
    let sha256 = match digest {
        None | Some(Tree { value: Value::Null, .. }) => None,
        Some(digest) => {
            let text = text(digest, "sha256")?;
            let good =
                text.value.len() == 64 && text.value.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
            if !good {
                return fault(format!("{} is no SHA-256: 64 lower-case hex digits", quoted(&text.value)), text.span);
            }
            Some(text.value)
        }
    };
    let approver = object.optional("approver", text)?.map(|approver| approver.value);
    Ok(Kind::Artifact { sha256, exact: digest.is_some(), approver })
}

fn run_of(object: &Object<'_, '_>, suites: &[Suite]) -> Result<RunOf, Fault> {
    match (object.get("suite"), object.get("path"), object.get("repository")) {
        (Some(suite), None, None) => {
            let name = text(suite, "suite")?;
            match suites.iter().position(|suite| suite.name.value == name.value) {
                Some(number) => Ok(RunOf::Suite(number)),
                None => fault(format!("there is no suite {}", quoted(&name.value)), name.span),
            }
        }
        (None, Some(_), Some(_)) => Ok(RunOf::Elsewhere),
        _ => fault(
            "a run is that of a `suite` of this file, or of another `repository`, with the `path` of its evidence",
            object.span,
        ),
    }
}

/// Values by JSON pointer (RFC 6901).
fn expectations<'a>(tree: &Tree<'a>, key: &str) -> Result<Vec<(Spanned<String>, Tree<'a>)>, Fault> {
    let Some(map) = tree.map().filter(|map| !map.is_empty()) else {
        return fault(format!("`{key}` is no object of JSON pointers and values"), tree.span);
    };
    let pointers = map.iter().map(|(pointer, entry)| match (pointer.starts_with('/'), &entry.value.value) {
        (false, _) => fault(format!("{} is no JSON pointer: it begins with `/`", quoted(pointer)), entry.key),
        (_, Value::List(_) | Value::Map(_)) => fault(
            format!("{} where a string, number, boolean or null is expected", entry.value.type_name()),
            entry.value.span,
        ),
        _ => Ok((Spanned { value: pointer.as_ref().into(), span: entry.key }, entry.value.clone())),
    });
    pointers.collect()
}

/// Refuses gates that demand each other, at the demand that closes the circle.
fn acyclic(gates: &[Gate<'_>]) -> Result<(), Fault> {
    let mut settled = BTreeSet::new();
    for number in 0..gates.len() {
        walk(gates, number, &mut Vec::new(), &mut settled)?;
    }
    Ok(())
}

fn walk(gates: &[Gate<'_>], number: usize, way: &mut Vec<usize>, settled: &mut BTreeSet<usize>) -> Result<(), Fault> {
    let Some(gate) = gates.get(number).filter(|_| !settled.contains(&number)) else { return Ok(()) };
    way.push(number);
    for required in &gate.requires {
        if let Some(start) = way.iter().position(|passed| *passed == required.value) {
            let circle = way.iter().skip(start).chain([&required.value]);
            let names: Vec<&str> = circle.filter_map(|number| Some(gates.get(*number)?.name.value.as_str())).collect();
            return fault(format!("gates demand each other: {}", names.join(" -> ")), required.span);
        }
        walk(gates, required.value, way, settled)?;
    }
    way.pop();
    settled.insert(number);
    Ok(())
}
