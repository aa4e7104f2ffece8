//! What the service remembers: constraints, and the context packages that answered questions.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard},
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The version of the schema.
const SCHEMA: u32 = 2;
/// How many constraints, and how many answers, a store keeps.
const LIMIT: usize = 100_000;

/// What is to be remembered.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Constraint {
    pub(crate) memory_id: String,
    pub(crate) version: u32,
    pub(crate) actor: String,
    pub(crate) action: String,
    pub(crate) resource: String,
    pub(crate) effect: Effect,
    pub(crate) writer: String,
    pub(crate) justification: String,
}

/// What a constraint says about an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Effect {
    Allow,
    Deny,
}

/// A question about what an actor may do.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Question {
    pub(crate) text: String,
    pub(crate) actor: String,
    pub(crate) action: String,
    pub(crate) resource: String,
    /// The time that is asked about; now, where it is left out.
    #[serde(default)]
    pub(crate) as_of: Option<Timestamp>,
}

/// A question for everything that is remembered about a text.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Recall {
    pub(crate) text: String,
    pub(crate) record_types: Vec<RecordType>,
    #[serde(default)]
    pub(crate) as_of: Option<Timestamp>,
}

/// The kinds of records; only constraints are kept here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum RecordType {
    Constraint,
    Decision,
    Preference,
    Event,
    Outcome,
}

/// How far the schema is.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct SchemaStatus {
    pub(crate) current_version: u32,
    pub(crate) target_version: u32,
    pub(crate) pending_versions: Vec<u32>,
    pub(crate) inferred_from_legacy: bool,
}

/// Why the store cannot do what it is asked for.
#[derive(Clone, Debug)]
pub(crate) enum StoreError {
    /// There is no such context package.
    NoPackage(String),
    /// The record is there already.
    Conflict(String),
    /// The store cannot be reached, or its schema is not the expected one.
    Unavailable(String),
    /// It failed otherwise.
    Failed(String),
}

/// Keeps what the service remembers.
pub(crate) trait Store: Send + Sync {
    /// How far the schema is.
    fn schema(&self) -> Result<SchemaStatus, StoreError>;

    /// Brings the schema up to date, unless `dry_run`, and returns how far it was.
    fn migrate(&self, dry_run: bool) -> Result<SchemaStatus, StoreError>;

    /// Remembers a constraint.
    fn add(&self, constraint: Constraint) -> Result<Value, StoreError>;

    /// Answers a question and keeps the answer.
    fn ask(&self, question: Question) -> Result<Value, StoreError>;

    /// Everything about a text; keeps the answer.
    fn recall(&self, recall: Recall) -> Result<Value, StoreError>;

    /// The answer that was kept by this name.
    fn package(&self, id: &str) -> Result<Value, StoreError>;
}

/// A store that lasts as long as the service.
#[derive(Debug, Default)]
pub(crate) struct InMemory(Mutex<Records>);

#[derive(Debug, Default)]
struct Records {
    constraints: BTreeMap<(String, u32), Constraint>,
    packages: BTreeMap<String, Value>,
}

impl InMemory {
    fn records(&self) -> Result<MutexGuard<'_, Records>, StoreError> {
        self.0.lock().map_err(|_| StoreError::Unavailable("a request broke off while it held the records".into()))
    }
}

fn room(count: usize) -> Result<(), StoreError> {
    if count < LIMIT { Ok(()) } else { Err(StoreError::Failed(format!("the store keeps {LIMIT} and takes no more"))) }
}

impl Store for InMemory {
    fn schema(&self) -> Result<SchemaStatus, StoreError> {
        let _available = self.records()?;
        Ok(SchemaStatus {
            current_version: SCHEMA,
            target_version: SCHEMA,
            pending_versions: Vec::new(),
            inferred_from_legacy: false,
        })
    }

    fn migrate(&self, _: bool) -> Result<SchemaStatus, StoreError> {
        self.schema()
    }

    fn add(&self, constraint: Constraint) -> Result<Value, StoreError> {
        let key = (constraint.memory_id.clone(), constraint.version);
        let mut records = self.records()?;
        if records.constraints.contains_key(&key) {
            return Err(StoreError::Conflict(format!("version {} of {} already exists", key.1, key.0)));
        }
        room(records.constraints.len())?;
        let record = json!({
            "memory_id": constraint.memory_id,
            "memory_version_id": version_id(&constraint),
            "version": constraint.version,
            "writer": constraint.writer,
            "justification": constraint.justification,
            "payload": { "type": "constraint", "effect": constraint.effect },
        });
        records.constraints.insert(key, constraint);
        Ok(record)
    }

    fn ask(&self, question: Question) -> Result<Value, StoreError> {
        let fits = |constraint: &Constraint| {
            [&constraint.actor, &constraint.action, &constraint.resource]
                == [&question.actor, &question.action, &question.resource]
        };
        let query = json!(question);
        self.records()?.keep(query, question.as_of, fits)
    }

    fn recall(&self, recall: Recall) -> Result<Value, StoreError> {
        let asked = recall.record_types.is_empty() || recall.record_types.contains(&RecordType::Constraint);
        let query = json!(recall);
        self.records()?.keep(query, recall.as_of, |_| asked)
    }

    fn package(&self, id: &str) -> Result<Value, StoreError> {
        let package = self.records()?.packages.get(id).cloned();
        package.ok_or_else(|| StoreError::NoPackage(format!("context package not found: {id}")))
    }
}

impl Records {
    /// Answers by the constraints that fit, and keeps the answer.
    fn keep(
        &mut self,
        query: Value,
        as_of: Option<Timestamp>,
        fits: impl Fn(&Constraint) -> bool,
    ) -> Result<Value, StoreError> {
        room(self.packages.len())?;
        let (selected, excluded): (Vec<_>, Vec<_>) = self.constraints.values().partition(|constraint| fits(constraint));
        let (result, why) = match selected.iter().map(|constraint| constraint.effect).max() {
            Some(Effect::Deny) => ("deny", "a constraint forbids it"),
            Some(Effect::Allow) => ("allow", "a constraint allows it and none forbids it"),
            None => ("inconclusive", "no constraint is about it"),
        };
        let items = |constraints: &[&Constraint], reason: &str| -> Vec<Value> {
            constraints.iter().map(|constraint| item(constraint, reason)).collect()
        };
        let id = format!("ctx_{}", self.packages.len() + 1);
        let package = json!({
            "context_package_id": id,
            "generated_at": as_of.unwrap_or_else(Timestamp::now),
            "query": query,
            "determinism": {
                "ruleset_version": "constraints.v1",
                "snapshot_id": format!("snapshot_{}", self.constraints.len()),
                "tie_breakers": ["effect desc", "memory_id asc", "version asc"],
            },
            "answer": { "result": result, "why": why },
            "selected_items": items(&selected, "actor, action and resource are those of the question"),
            "excluded_items": items(&excluded, "it is about something else"),
            "ordering_trace": [{ "step": "memory_id asc, version asc" }],
        });
        self.packages.insert(id, package.clone());
        Ok(package)
    }
}

fn version_id(constraint: &Constraint) -> String {
    format!("{}.{}", constraint.memory_id, constraint.version)
}

fn item(constraint: &Constraint, reason: &str) -> Value {
    json!({
        "memory_version_id": version_id(constraint),
        "memory_id": constraint.memory_id,
        "version": constraint.version,
        "record_type": RecordType::Constraint,
        "why": { "reasons": [reason] },
    })
}
