//! Reads a policy file with the place of whatever is wrong in it.
//!
//! The documents' own JSON reader serves here too: derived deserialisers would weigh more in the
//! browser than all rules together, and would know no places behind the grammar.

use alloc::{borrow::ToOwned, collections::BTreeMap, format, string::String, vec::Vec};
use core::fmt;

use super::{
    ApprovedColumns, BaselineLabels, Envelope, ErrorCode, Limits, MatrixLayout, Notice, Policy, ServiceContract,
    SeveritySetting, StabilityWindow, TimeoutRange, contradiction,
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
    unknown_word: bool,
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

    /// Whether the fault is a word that is not known, a key or the id of a rule, at the place.
    pub fn is_about_a_word(&self) -> bool {
        self.unknown_word
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
    /// What stands there is a word that is not known.
    unknown_word: bool,
}

impl Fault {
    fn new(message: impl Into<String>, span: Span) -> Self {
        Self { message: message.into(), span, unknown_word: false }
    }
}

pub(super) fn policy(bytes: &[u8]) -> Result<Policy, PolicyError> {
    root(bytes).and_then(|root| read(&root)).map_err(|Fault { message, span, unknown_word }| {
        let position = LineIndex::new(bytes).position(bytes, span.start, Encoding::Utf16);
        PolicyError { message, position, span, unknown_word }
    })
}

fn root(bytes: &[u8]) -> Result<Node<'_>, Fault> {
    let text = core::str::from_utf8(bytes).map_err(|error| {
        let start = error.valid_up_to();
        Fault::new("not UTF-8", Span::new(start, start))
    })?;
    let json = json::read(text, DEPTH);
    match (json.faults.into_iter().next(), json.root) {
        (None, Some(root)) => Ok(root),
        (None, None) => Err(Fault::new("no object", Span::default())),
        (Some(fault), _) => Err(match fault {
            json::Fault::ByteOrderMark => Fault::new("begins with a byte order mark", Span::default()),
            json::Fault::TooDeep(span) => Fault::new("nests too deep", span),
            json::Fault::Syntax(reason) => Fault::new(reason.value, reason.span),
            json::Fault::LoneSurrogate(span) => Fault::new("half of a surrogate pair", span),
            json::Fault::DuplicateKey { key, again, .. } => {
                Fault::new(format!("the key {} stands twice", quoted(&key)), again)
            }
            json::Fault::NotAnObject(found) => {
                Fault::new(format!("{} where an object is expected", found.value), found.span)
            }
        }),
    }
}

fn read(root: &Node<'_>) -> Result<Policy, Fault> {
    let mut reader = Reader { fault: None };
    let policy = reader.policy(root);
    if let (None, Some((key, message))) = (&reader.fault, contradiction::of(&policy)) {
        let place = root.entries().find(|(other, _)| *other == key).map_or(Span::default(), |(_, span)| span);
        reader.fail(format!("`{key}`: {message}"), place);
    }
    reader.fault.map_or(Ok(policy), Err)
}

/// Reads fields and keeps the first fault; what is at fault is read as empty, and nothing that was
/// read with a fault is used. (Leaving at each fault would take several times the code.)
struct Reader {
    fault: Option<Fault>,
}

impl Reader {
    fn policy(&mut self, root: &Node<'_>) -> Policy {
        const TEXTS: [&str; 4] = ["policy_version", "name", "manifest_contract_version", "repository_host"];
        const LISTS: [&str; 3] = ["api_contracts", "integration_baselines", "transition_guard"];
        const OBJECTS: [&str; 9] = [
            "$schema",
            "service_contracts",
            "success_envelope",
            "stability_window",
            "notice",
            "timeout_ms",
            "matrix",
            "severities",
            "limits",
        ];
        const SAME_DAY: &str = "emergency_requires_same_day_docs_spec_tests";
        self.known(root, &[TEXTS.as_slice(), &LISTS, &OBJECTS].concat());
        let [policy_version, name, manifest_contract_version, repository_host] = self.texts(root, TEXTS);
        let [api_contracts, integration_baselines, transition_guard] = self.lists(root, LISTS);
        let window = self.object(root, "stability_window", &["minimum_sprint_days"]);
        let notice = self.object(root, "notice", &["standard_business_days", "emergency_notice_hours", SAME_DAY]);
        let timeout = self.object(root, "timeout_ms", &["minimum", "recommended_maximum", "maximum"]);
        Policy {
            schema: root.string("$schema").present().map(|schema| schema.value.clone().into_owned()),
            policy_version,
            name,
            manifest_contract_version,
            service_contracts: self.service_contracts(root),
            api_contracts,
            integration_baselines,
            success_envelope: self.envelope(root, "success_envelope"),
            stability_window: StabilityWindow { minimum_sprint_days: self.number(&window, "minimum_sprint_days") },
            notice: Notice {
                standard_business_days: self.number(&notice, "standard_business_days"),
                emergency_notice_hours: self.number(&notice, "emergency_notice_hours"),
                emergency_requires_same_day_docs_spec_tests: self
                    .required(notice.boolean(SAME_DAY), SAME_DAY, "a boolean")
                    .unwrap_or_default(),
            },
            transition_guard,
            repository_host,
            timeout_ms: TimeoutRange {
                minimum: self.number(&timeout, "minimum"),
                recommended_maximum: self.number(&timeout, "recommended_maximum"),
                maximum: self.number(&timeout, "maximum"),
            },
            matrix: self.matrix(root),
            severities: self.severities(root),
            limits: self.limits(root),
        }
    }

    fn service_contracts(&mut self, root: &Node<'_>) -> BTreeMap<String, ServiceContract> {
        let mut contracts = BTreeMap::new();
        let object = self.any_object(root, "service_contracts");
        for (version, _) in object.entries() {
            let contract = self.object(&object, version, &["error_codes", "non_2xx_envelope"]);
            let codes = self.required(contract.nodes("error_codes"), "error_codes", "an array of objects");
            let mut error_codes = Vec::new();
            for code in codes.iter().flatten() {
                self.known(code, &["code", "statuses"]);
                let statuses = self.required(code.numbers("statuses"), "statuses", "an array of whole numbers");
                let statuses =
                    statuses.iter().flatten().map(|status| self.whole(status.value, status.span, u16::MAX.into()));
                let statuses = statuses.map(|status| u16::try_from(status).unwrap_or_default()).collect();
                error_codes.push(ErrorCode { code: self.text(code, "code"), statuses });
            }
            let non_2xx_envelope = self.envelope(&contract, "non_2xx_envelope");
            contracts.insert(version.to_owned(), ServiceContract { error_codes, non_2xx_envelope });
        }
        contracts
    }

    fn envelope(&mut self, parent: &Node<'_>, key: &str) -> Envelope {
        const FIELDS: [&str; 3] = ["requires", "optional", "forbids"];
        let fields = self.object(parent, key, &FIELDS);
        let [requires, optional, forbids] = self.lists(&fields, FIELDS);
        Envelope { requires, optional, forbids }
    }

    fn matrix(&mut self, root: &Node<'_>) -> MatrixLayout {
        const LAYOUT: [&str; 4] = ["updated_label", "baseline_section", "approved_section", "approved_status"];
        const LABELS: [&str; 7] = [
            "repository",
            "release_tag",
            "commit_sha",
            "service_contract",
            "api_contract",
            "integration_baseline",
            "manifest_sha256",
        ];
        const COLUMNS: [&str; 8] = [
            "consumer_version",
            "consumer_commit",
            "release_tag",
            "commit_sha",
            "service_contract",
            "api_contract",
            "integration_baseline",
            "status",
        ];
        let layout = self.any_object(root, "matrix");
        self.known(&layout, &[LAYOUT.as_slice(), &["baseline_labels", "approved_columns"]].concat());
        let labels = self.object(&layout, "baseline_labels", &LABELS);
        let columns = self.object(&layout, "approved_columns", &COLUMNS);
        let [updated_label, baseline_section, approved_section, approved_status] = self.texts(&layout, LAYOUT);
        let baseline_labels = {
            let [
                repository,
                release_tag,
                commit_sha,
                service_contract,
                api_contract,
                integration_baseline,
                manifest_sha256,
            ] = self.texts(&labels, LABELS);
            BaselineLabels {
                repository,
                release_tag,
                commit_sha,
                service_contract,
                api_contract,
                integration_baseline,
                manifest_sha256,
            }
        };
        let approved_columns = {
            let [
                consumer_version,
                consumer_commit,
                release_tag,
                commit_sha,
                service_contract,
                api_contract,
                integration_baseline,
                status,
            ] = self.texts(&columns, COLUMNS);
            ApprovedColumns {
                consumer_version,
                consumer_commit,
                release_tag,
                commit_sha,
                service_contract,
                api_contract,
                integration_baseline,
                status,
            }
        };
        MatrixLayout {
            updated_label,
            baseline_section,
            baseline_labels,
            approved_section,
            approved_columns,
            approved_status,
        }
    }

    fn severities(&mut self, root: &Node<'_>) -> BTreeMap<String, SeveritySetting> {
        let mut severities = BTreeMap::new();
        if is_missing(&root.object("severities")) {
            return severities;
        }
        let object = self.any_object(root, "severities");
        for (rule, place) in object.entries() {
            if crate::rules::find(rule).is_none() {
                self.fail_unknown(format!("{} is no rule", quoted(rule)), place);
            }
            let setting = match self.text(&object, rule).as_str() {
                "off" => SeveritySetting::Off,
                "note" => SeveritySetting::Note,
                "warning" => SeveritySetting::Warning,
                "error" => SeveritySetting::Error,
                other => {
                    let message = "is no severity; there are `off`, `note`, `warning` and `error`";
                    self.fail(format!("{} {message}", quoted(other)), object.string(rule).span());
                    SeveritySetting::Error
                }
            };
            severities.insert(rule.to_owned(), setting);
        }
        severities
    }

    fn limits(&mut self, root: &Node<'_>) -> Limits {
        let mut limits = Limits::default();
        if is_missing(&root.object("limits")) {
            return limits;
        }
        let node = self.object(root, "limits", &["document_bytes", "json_depth", "findings"]);
        if !is_missing(&node.number("document_bytes")) {
            limits.document_bytes = self.number(&node, "document_bytes");
        }
        if !is_missing(&node.number("json_depth")) {
            limits.json_depth = u16::try_from(self.number(&node, "json_depth")).unwrap_or(u16::MAX);
        }
        if !is_missing(&node.number("findings")) {
            limits.findings = u32::try_from(self.number(&node, "findings")).unwrap_or(u32::MAX);
        }
        limits
    }

    fn fail_unknown(&mut self, message: String, span: Span) {
        if self.fault.is_none() {
            self.fault = Some(Fault { unknown_word: true, ..Fault::new(message, span) });
        }
    }

    fn fail(&mut self, message: String, span: Span) {
        if self.fault.is_none() {
            self.fault = Some(Fault::new(message, span));
        }
    }

    /// Refuses keys that are not in `keys`.
    fn known(&mut self, node: &Node<'_>, keys: &[&str]) {
        if let Some((key, span)) = node.entries().find(|(key, _)| !keys.contains(key)) {
            self.fail_unknown(format!("unknown key {}; there are {}", quoted(key), keys.join(", ")), span);
        }
    }

    fn required<T>(&mut self, field: Field<T>, key: &str, wanted: &str) -> Option<T> {
        match field {
            Field::Present(value) => return Some(value.value),
            Field::Missing(span) => self.absent(key, wanted, None, span),
            Field::Wrong(found) => self.absent(key, wanted, Some(found.value), found.span),
        }
        None
    }

    /// What [`Reader::required`] says, written once for all types of fields.
    #[inline(never)]
    fn absent(&mut self, key: &str, wanted: &str, found: Option<&str>, span: Span) {
        let message = match found {
            None => format!("`{key}` is missing"),
            Some(found) => format!("`{key}` is {found}, not {wanted}"),
        };
        self.fail(message, span);
    }

    fn text(&mut self, node: &Node<'_>, key: &str) -> String {
        let field = node.string(key);
        let span = field.span();
        let text = self.required(field, key, "a string").unwrap_or_default();
        if text.trim().is_empty() {
            self.fail(format!("`{key}` is blank"), span);
        } else if text.trim().len() != text.len() {
            self.fail(format!("`{key}` has white space around it"), span);
        }
        text.into_owned()
    }

    fn texts<const N: usize>(&mut self, node: &Node<'_>, keys: [&str; N]) -> [String; N] {
        keys.map(|key| self.text(node, key))
    }

    fn lists<const N: usize>(&mut self, node: &Node<'_>, keys: [&str; N]) -> [Vec<String>; N] {
        keys.map(|key| self.list(node, key))
    }

    fn list(&mut self, node: &Node<'_>, key: &str) -> Vec<String> {
        let elements = self.required(node.strings(key), key, "an array of strings").unwrap_or_default();
        let mut texts: Vec<String> = Vec::new();
        for element in elements {
            match element.value {
                Ok(text) if text.trim().is_empty() => self.fail(format!("a blank string in `{key}`"), element.span),
                Ok(text) if texts.iter().any(|known| *known == text) => {
                    self.fail(format!("{} stands twice in `{key}`", quoted(&text)), element.span);
                }
                Ok(text) => texts.push(text.into_owned()),
                Err(found) => self.fail(format!("{found} where a string is expected"), element.span),
            }
        }
        texts
    }

    fn number(&mut self, node: &Node<'_>, key: &str) -> u64 {
        let field = node.number(key);
        let span = field.span();
        match self.required(field, key, "a number") {
            Some(digits) => self.whole(digits, span, u64::MAX),
            None => 0,
        }
    }

    fn whole(&mut self, digits: &str, span: Span, largest: u64) -> u64 {
        digits.parse().ok().filter(|number| *number <= largest).unwrap_or_else(|| {
            self.fail(format!("{} is no whole number of the right size", quoted(digits)), span);
            0
        })
    }

    /// The object at `key`, which may have these keys.
    fn object<'a>(&mut self, node: &Node<'a>, key: &str, keys: &[&str]) -> Node<'a> {
        let object = self.any_object(node, key);
        self.known(&object, keys);
        object
    }

    fn any_object<'a>(&mut self, node: &Node<'a>, key: &str) -> Node<'a> {
        self.required(node.object(key), key, "an object").unwrap_or_else(Node::empty)
    }
}

fn is_missing<T>(field: &Field<T>) -> bool {
    matches!(field, Field::Missing(_))
}
