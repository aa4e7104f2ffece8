//! Reads a policy file with the place of whatever is wrong in it.
//!
//! The documents' own JSON reader serves here too: derived deserialisers would weigh more in the
//! browser than all rules together, and would know no places behind the grammar.

use alloc::{borrow::ToOwned, collections::BTreeMap, format, string::String, vec::Vec};
use core::fmt;

use super::{
    ApprovedColumns, BaselineLabels, Envelope, ErrorCode, Limits, MatrixLayout, Notice, Policy, ServiceContract,
    SeveritySetting, StabilityWindow, TimeoutRange,
};
use crate::{
    json::{self, Field, Node},
    text::{Encoding, LineIndex, Position, Span, quoted},
};

/// How deep a policy file may nest.
const DEPTH: usize = 16;

/// Why a policy file cannot be used, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyError {
    message: String,
    position: Position,
    span: Span,
}

impl PolicyError {
    /// The reason, without the place.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Line and column of the fault, from 1, the column in UTF-16 code units.
    pub fn position(&self) -> Position {
        self.position
    }

    /// The bytes that are at fault.
    pub fn span(&self) -> Span {
        self.span
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Position { line, column } = self.position;
        write!(formatter, "line {line}, column {column}: {}", self.message)
    }
}

impl core::error::Error for PolicyError {}

/// A fault before its line is known.
struct Fault {
    message: String,
    span: Span,
}

type Reading<T> = Result<T, Fault>;

pub(super) fn policy(bytes: &[u8]) -> Result<Policy, PolicyError> {
    root(bytes).and_then(|root| read(&root)).map_err(|Fault { message, span }| {
        let position = LineIndex::new(bytes).position(bytes, span.start, Encoding::Utf16);
        PolicyError { message, position, span }
    })
}

fn root(bytes: &[u8]) -> Reading<Node<'_>> {
    let text = core::str::from_utf8(bytes).map_err(|error| {
        let start = error.valid_up_to();
        Fault { message: "not UTF-8".into(), span: Span::new(start, start) }
    })?;
    let json = json::read(text, DEPTH);
    match (json.faults.into_iter().next(), json.root) {
        (None, Some(root)) => Ok(root),
        (None, None) => Err(Fault { message: "no object".into(), span: Span::default() }),
        (Some(fault), _) => Err(match fault {
            json::Fault::ByteOrderMark => {
                Fault { message: "begins with a byte order mark".into(), span: Span::default() }
            }
            json::Fault::TooDeep(span) => Fault { message: "nests too deep".into(), span },
            json::Fault::Syntax(reason) => Fault { message: reason.value, span: reason.span },
            json::Fault::LoneSurrogate(span) => Fault { message: "half of a surrogate pair".into(), span },
            json::Fault::DuplicateKey { key, again, .. } => {
                Fault { message: format!("the key {} stands twice", quoted(&key)), span: again }
            }
            json::Fault::NotAnObject(found) => {
                Fault { message: format!("{} where an object is expected", found.value), span: found.span }
            }
        }),
    }
}

fn read(root: &Node<'_>) -> Reading<Policy> {
    known(
        root,
        &[
            "$schema",
            "policy_version",
            "name",
            "manifest_contract_version",
            "service_contracts",
            "api_contracts",
            "integration_baselines",
            "success_envelope",
            "stability_window",
            "notice",
            "transition_guard",
            "repository_host",
            "timeout_ms",
            "matrix",
            "severities",
            "limits",
        ],
    )?;
    let window = object(root, "stability_window", &["minimum_sprint_days"])?;
    let notice = object(
        root,
        "notice",
        &["standard_business_days", "emergency_notice_hours", "emergency_requires_same_day_docs_spec_tests"],
    )?;
    let timeout = object(root, "timeout_ms", &["minimum", "recommended_maximum", "maximum"])?;
    let policy = Policy {
        schema: optional(root.string("$schema"))?.map(Into::into),
        policy_version: text(root, "policy_version")?,
        name: text(root, "name")?,
        manifest_contract_version: text(root, "manifest_contract_version")?,
        service_contracts: each(root, "service_contracts", service_contract)?,
        api_contracts: texts(root, "api_contracts")?,
        integration_baselines: texts(root, "integration_baselines")?,
        success_envelope: envelope(root, "success_envelope")?,
        stability_window: StabilityWindow { minimum_sprint_days: number(&window, "minimum_sprint_days")? },
        notice: Notice {
            standard_business_days: number(&notice, "standard_business_days")?,
            emergency_notice_hours: number(&notice, "emergency_notice_hours")?,
            emergency_requires_same_day_docs_spec_tests: required(
                notice.boolean("emergency_requires_same_day_docs_spec_tests"),
                "emergency_requires_same_day_docs_spec_tests",
                "a boolean",
            )?,
        },
        transition_guard: texts(root, "transition_guard")?,
        repository_host: text(root, "repository_host")?,
        timeout_ms: TimeoutRange {
            minimum: number(&timeout, "minimum")?,
            recommended_maximum: number(&timeout, "recommended_maximum")?,
            maximum: number(&timeout, "maximum")?,
        },
        matrix: matrix(root)?,
        severities: severities(root)?,
        limits: limits(root)?,
    };
    policy.consistent().map_err(|message| Fault { message, span: Span::default() })?;
    Ok(policy)
}

fn service_contract(parent: &Node<'_>, key: &str) -> Reading<ServiceContract> {
    let contract = object(parent, key, &["error_codes", "non_2xx_envelope"])?;
    let codes = required(contract.nodes("error_codes"), "error_codes", "an array of objects")?;
    let error_codes = codes.iter().map(|code| {
        known(code, &["code", "statuses"])?;
        let statuses = required(code.numbers("statuses"), "statuses", "an array of whole numbers")?;
        let statuses = statuses.into_iter().map(|status| whole(status.value, status.span)).collect::<Reading<_>>()?;
        Ok(ErrorCode { code: text(code, "code")?, statuses })
    });
    Ok(ServiceContract {
        error_codes: error_codes.collect::<Reading<_>>()?,
        non_2xx_envelope: envelope(&contract, "non_2xx_envelope")?,
    })
}

fn envelope(parent: &Node<'_>, key: &str) -> Reading<Envelope> {
    let fields = object(parent, key, &["requires", "optional", "forbids"])?;
    Ok(Envelope {
        requires: texts(&fields, "requires")?,
        optional: texts(&fields, "optional")?,
        forbids: texts(&fields, "forbids")?,
    })
}

fn matrix(root: &Node<'_>) -> Reading<MatrixLayout> {
    let layout = object(
        root,
        "matrix",
        &[
            "updated_label",
            "baseline_section",
            "baseline_labels",
            "approved_section",
            "approved_columns",
            "approved_status",
        ],
    )?;
    let labels = object(
        &layout,
        "baseline_labels",
        &[
            "repository",
            "release_tag",
            "commit_sha",
            "service_contract",
            "api_contract",
            "integration_baseline",
            "manifest_sha256",
        ],
    )?;
    let columns = object(
        &layout,
        "approved_columns",
        &[
            "consumer_version",
            "consumer_commit",
            "release_tag",
            "commit_sha",
            "service_contract",
            "api_contract",
            "integration_baseline",
            "status",
        ],
    )?;
    Ok(MatrixLayout {
        updated_label: text(&layout, "updated_label")?,
        baseline_section: text(&layout, "baseline_section")?,
        baseline_labels: BaselineLabels {
            repository: text(&labels, "repository")?,
            release_tag: text(&labels, "release_tag")?,
            commit_sha: text(&labels, "commit_sha")?,
            service_contract: text(&labels, "service_contract")?,
            api_contract: text(&labels, "api_contract")?,
            integration_baseline: text(&labels, "integration_baseline")?,
            manifest_sha256: text(&labels, "manifest_sha256")?,
        },
        approved_section: text(&layout, "approved_section")?,
        approved_columns: ApprovedColumns {
            consumer_version: text(&columns, "consumer_version")?,
            consumer_commit: text(&columns, "consumer_commit")?,
            release_tag: text(&columns, "release_tag")?,
            commit_sha: text(&columns, "commit_sha")?,
            service_contract: text(&columns, "service_contract")?,
            api_contract: text(&columns, "api_contract")?,
            integration_baseline: text(&columns, "integration_baseline")?,
            status: text(&columns, "status")?,
        },
        approved_status: text(&layout, "approved_status")?,
    })
}

fn severities(root: &Node<'_>) -> Reading<BTreeMap<String, SeveritySetting>> {
    if optional(root.object("severities"))?.is_none() {
        return Ok(BTreeMap::new());
    }
    each(root, "severities", |node, rule| {
        let field = node.string(rule);
        let span = field.span();
        if crate::rules::find(rule).is_none() {
            return Err(Fault { message: format!("{} is no rule", quoted(rule)), span });
        }
        match required(field, rule, "a string")?.as_ref() {
            "off" => Ok(SeveritySetting::Off),
            "note" => Ok(SeveritySetting::Note),
            "warning" => Ok(SeveritySetting::Warning),
            "error" => Ok(SeveritySetting::Error),
            other => Err(Fault {
                message: format!("{} is no severity; there are `off`, `note`, `warning` and `error`", quoted(other)),
                span,
            }),
        }
    })
}

fn limits(root: &Node<'_>) -> Reading<Limits> {
    let mut limits = Limits::default();
    let Some(node) = optional(root.object("limits"))? else { return Ok(limits) };
    known(&node, &["document_bytes", "json_depth", "findings"])?;
    if !matches!(node.number("document_bytes"), Field::Missing(_)) {
        limits.document_bytes = number(&node, "document_bytes")?;
    }
    if !matches!(node.number("json_depth"), Field::Missing(_)) {
        limits.json_depth = number(&node, "json_depth")?;
    }
    if !matches!(node.number("findings"), Field::Missing(_)) {
        limits.findings = number(&node, "findings")?;
    }
    Ok(limits)
}

/// Refuses keys that are not in `keys`.
fn known(node: &Node<'_>, keys: &[&str]) -> Reading<()> {
    match node.entries().find(|(key, _)| !keys.contains(key)) {
        None => Ok(()),
        Some((key, span)) => {
            Err(Fault { message: format!("unknown key {}; there are {}", quoted(key), keys.join(", ")), span })
        }
    }
}

fn required<T>(field: Field<T>, key: &str, wanted: &str) -> Reading<T> {
    match field {
        Field::Present(value) => Ok(value.value),
        Field::Missing(span) => Err(Fault { message: format!("`{key}` is missing"), span }),
        Field::Wrong(found) => {
            Err(Fault { message: format!("`{key}` is {}, not {wanted}", found.value), span: found.span })
        }
    }
}

fn optional<T>(field: Field<T>) -> Reading<Option<T>> {
    match field {
        Field::Missing(_) => Ok(None),
        field => required(field, "the value", "of the right type").map(Some),
    }
}

fn text(node: &Node<'_>, key: &str) -> Reading<String> {
    let field = node.string(key);
    let span = field.span();
    let text = required(field, key, "a string")?;
    if text.trim().is_empty() {
        return Err(Fault { message: format!("`{key}` is blank"), span });
    }
    Ok(text.into_owned())
}

fn texts(node: &Node<'_>, key: &str) -> Reading<Vec<String>> {
    let elements = required(node.strings(key), key, "an array of strings")?;
    let text = |element: crate::text::Spanned<Result<alloc::borrow::Cow<'_, str>, &str>>| match element.value {
        Ok(text) => Ok(text.into_owned()),
        Err(found) => Err(Fault { message: format!("{found} where a string is expected"), span: element.span }),
    };
    elements.into_iter().map(text).collect()
}

fn number<N: TryFrom<u64>>(node: &Node<'_>, key: &str) -> Reading<N> {
    let field = node.number(key);
    let span = field.span();
    whole(required(field, key, "a number")?, span)
}

fn whole<N: TryFrom<u64>>(digits: &str, span: Span) -> Reading<N> {
    let number = digits.parse::<u64>().ok().and_then(|number| N::try_from(number).ok());
    number.ok_or_else(|| Fault { message: format!("{} is no whole number of the right size", quoted(digits)), span })
}

fn object<'a>(node: &Node<'a>, key: &str, keys: &[&str]) -> Reading<Node<'a>> {
    let object = required(node.object(key), key, "an object")?;
    known(&object, keys)?;
    Ok(object)
}

/// Reads each entry of the object at `key` by its own key.
fn each<T>(node: &Node<'_>, key: &str, read: impl Fn(&Node<'_>, &str) -> Reading<T>) -> Reading<BTreeMap<String, T>> {
    let object = required(node.object(key), key, "an object")?;
    object.entries().map(|(key, _)| Ok((key.to_owned(), read(&object, key)?))).collect()
}
