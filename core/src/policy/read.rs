//! Reads a policy file with the place of whatever is wrong in it.
//!
//! The documents' own JSON reader serves here too: derived deserialisers would weigh more in the
//! browser than all rules together, and would know no places behind the grammar.

mod notice;

use alloc::{
    borrow::ToOwned,
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

use super::{
    ApprovedColumns, BaselineLabels, Choices, CodeSet, DegradedMeaning, Envelope, ErrorCode, ErrorEnvelopes,
    FallbackReason, FieldType, LegacyErrorText, Limits, MatrixLayout, PendingMigrations, Policy, PreflightState,
    RunTime, ServiceContract, SeveritySetting, StabilityWindow, Table, TimeoutRange, UnknownCodes, contradiction,
    embedded,
};
use crate::{
    envelope::EnvelopeRule,
    json::{self, Field, Node},
    rules,
    text::{Encoding, LineIndex, Position, Span, Spanned, quoted},
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
        (Some(fault), _) => {
            let Spanned { value, span } = fault.stated();
            Err(Fault::new(value, span))
        }
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

/// The object at a key all of whose values are texts.
macro_rules! texts {
    ($reader:ident, $parent:expr, $key:expr, $type:ident { $($field:ident),* $(,)? }) => {{
        let object = $reader.object($parent, $key, &[$(stringify!($field)),*]);
        $type { $($field: $reader.text(&object, stringify!($field))),* }
    }};
}

impl Reader {
    fn policy(&mut self, root: &Node<'_>) -> Policy {
        // In the order in which a message about an unknown key names them.
        const KEYS: [&str; 18] = [
            "policy_version",
            "name",
            "manifest_contract_version",
            "repository_host",
            "api_contracts",
            "integration_baselines",
            "transition_guard",
            "$schema",
            "service_contracts",
            "success_envelope",
            "field_types",
            "run_time",
            "stability_window",
            "notice",
            "timeout_ms",
            "matrix",
            "severities",
            "limits",
        ];
        self.known(root, &KEYS);
        let window = self.object(root, "stability_window", &["minimum_sprint_days"]);
        let timeout = self.object(root, "timeout_ms", &["minimum", "recommended_maximum", "maximum"]);
        Policy {
            schema: root.string("$schema").present().map(|schema| schema.value.clone().into_owned()),
            policy_version: self.text(root, "policy_version"),
            name: self.text(root, "name"),
            manifest_contract_version: self.text(root, "manifest_contract_version"),
            service_contracts: self.service_contracts(root),
            api_contracts: self.list(root, "api_contracts"),
            integration_baselines: self.list(root, "integration_baselines"),
            success_envelope: self.envelope(root, "success_envelope"),
            field_types: self.field_types(root),
            run_time: self.run_time(root),
            stability_window: StabilityWindow { minimum_sprint_days: self.number(&window, "minimum_sprint_days") },
            notice: self.notice(root),
            transition_guard: self.list(root, "transition_guard"),
            repository_host: self.text(root, "repository_host"),
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

    fn service_contracts(&mut self, root: &Node<'_>) -> Table<ServiceContract> {
        let mut contracts = Table::default();
        let object = self.any_object(root, "service_contracts");
        for (version, _) in object.entries() {
            const CODE_SET: &str = "error_code_set";
            let contract = self.object(&object, version, &["error_codes", "non_2xx_envelope", CODE_SET]);
            let codes = self.required(contract.nodes("error_codes"), "error_codes", "an array of objects");
            let mut error_codes = Vec::new();
            for code in codes.iter().flatten() {
                const LABEL: &str = "label";
                const UNDOCUMENTED: &str = "undocumented_statuses";
                self.known(code, &["code", "statuses", UNDOCUMENTED, LABEL]);
                let statuses = self.statuses(code, "statuses");
                let undocumented_statuses = match is_missing(&code.numbers(UNDOCUMENTED)) {
                    true => Vec::new(),
                    false => self.statuses(code, UNDOCUMENTED),
                };
                let label = (!is_missing(&code.string(LABEL))).then(|| self.text(code, LABEL));
                error_codes.push(ErrorCode { code: self.text(code, "code"), statuses, undocumented_statuses, label });
            }
            let non_2xx_envelope = self.envelope(&contract, "non_2xx_envelope");
            let is_open =
                !is_missing(&contract.string(CODE_SET)) && self.word(&contract, CODE_SET, &["closed", "open"]) == 1;
            let error_code_set = if is_open { CodeSet::Open } else { CodeSet::Closed };
            contracts.insert(version.to_owned(), ServiceContract { error_codes, error_code_set, non_2xx_envelope });
        }
        contracts
    }

    fn statuses(&mut self, code: &Node<'_>, key: &str) -> Vec<u16> {
        let statuses = self.required(code.numbers(key), key, "an array of whole numbers");
        let statuses = statuses.iter().flatten().map(|status| self.whole(status.value, status.span, u16::MAX.into()));
        statuses.map(|status| u16::try_from(status).unwrap_or_default()).collect()
    }

    fn field_types(&mut self, root: &Node<'_>) -> Table<FieldType> {
        const KEY: &str = "field_types";
        const TYPES: [&str; 4] = ["non-empty-string", "string-or-null", "object", "object-or-null"];
        if is_missing(&root.object(KEY)) {
            return embedded::field_types();
        }
        let object = self.any_object(root, KEY);
        let types = object.entries().map(|(field, _)| {
            let of = match self.word(&object, field, &TYPES) {
                0 => FieldType::NonEmptyString,
                1 => FieldType::StringOrNull,
                2 => FieldType::Object,
                _ => FieldType::ObjectOrNull,
            };
            (field, of)
        });
        types.collect()
    }

    fn run_time(&mut self, root: &Node<'_>) -> RunTime {
        // In the order in which a message about an unknown key names them.
        const KEYS: [&str; 8] = [
            "preflight_states",
            "fallback_reasons",
            "code_reasons",
            "status_reasons",
            "message_body_length",
            "choices",
            "other_code_reason",
            "other_status_reason",
        ];
        if is_missing(&root.object("run_time")) {
            return RunTime::default();
        }
        let node = self.object(root, "run_time", &KEYS);
        let states = self.any_object(&node, "preflight_states");
        let preflight_states = states.entries().map(|(name, _)| {
            let state = self.object(&states, name, &["label", "action", "reason"]);
            let reason = (!is_missing(&state.string("reason"))).then(|| self.text(&state, "reason"));
            (name, PreflightState { label: self.text(&state, "label"), action: self.text(&state, "action"), reason })
        });
        let preflight_states = preflight_states.collect();
        let reasons = self.any_object(&node, "fallback_reasons");
        let fallback_reasons =
            reasons.entries().map(|(name, _)| (name, texts!(self, &reasons, name, FallbackReason { label, hint })));
        let fallback_reasons = fallback_reasons.collect();
        let statuses = self.any_object(&node, "status_reasons");
        let mut status_reasons = Table::default();
        for (status, place) in statuses.entries() {
            let reason = self.text(&statuses, status);
            status_reasons.insert(self.whole(status, place, 599).to_string(), reason);
        }
        RunTime {
            preflight_states,
            fallback_reasons,
            code_reasons: self.text_table(&node, "code_reasons"),
            other_code_reason: self.text(&node, "other_code_reason"),
            status_reasons,
            other_status_reason: self.text(&node, "other_status_reason"),
            message_body_length: u32::try_from(self.number(&node, "message_body_length")).unwrap_or(u32::MAX),
            choices: self.choices(&node),
        }
    }

    /// The object at `key`, whose values are strings.
    fn text_table(&mut self, node: &Node<'_>, key: &str) -> Table<String> {
        let object = self.any_object(node, key);
        object.entries().map(|(name, _)| (name, self.text(&object, name))).collect()
    }

    fn choices(&mut self, node: &Node<'_>) -> Choices {
        const KEYS: [&str; 5] =
            ["unknown_codes", "degraded", "pending_migrations", "error_envelopes", "legacy_error_text"];
        let choices = self.object(node, "choices", &KEYS);
        let [codes, degraded, migrations, envelopes, text] = KEYS;
        Choices {
            unknown_codes: match self.word(&choices, codes, &["drift", "fallback"]) {
                0 => UnknownCodes::Drift,
                _ => UnknownCodes::Fallback,
            },
            degraded: match self.word(&choices, degraded, &["health", "typed-error"]) {
                0 => DegradedMeaning::Health,
                _ => DegradedMeaning::TypedError,
            },
            pending_migrations: match self.word(&choices, migrations, &["unavailable", "ready"]) {
                0 => PendingMigrations::Unavailable,
                _ => PendingMigrations::Ready,
            },
            error_envelopes: match self.word(&choices, envelopes, &["judge", "ignore"]) {
                0 => ErrorEnvelopes::Judge,
                _ => ErrorEnvelopes::Ignore,
            },
            legacy_error_text: match self.word(&choices, text, &["legacy-error", "any-error"]) {
                0 => LegacyErrorText::LegacyError,
                _ => LegacyErrorText::AnyError,
            },
        }
    }

    /// Which of these words stands at `key`; the first where it is none of them, which is a fault.
    fn word(&mut self, node: &Node<'_>, key: &str, words: &[&str]) -> usize {
        let text = self.text(node, key);
        words.iter().position(|word| *word == text).unwrap_or_else(|| {
            let message = format!("{} is none of {}", quoted(&text), words.join(", "));
            self.fail(message, node.string(key).span());
            0
        })
    }

    fn envelope(&mut self, parent: &Node<'_>, key: &str) -> Envelope {
        let fields = self.object(parent, key, &["requires", "optional", "forbids"]);
        Envelope {
            requires: self.list(&fields, "requires"),
            optional: self.list(&fields, "optional"),
            forbids: self.list(&fields, "forbids"),
        }
    }

    fn matrix(&mut self, root: &Node<'_>) -> MatrixLayout {
        const KEYS: [&str; 6] = [
            "updated_label",
            "baseline_section",
            "baseline_labels",
            "approved_section",
            "approved_columns",
            "approved_status",
        ];
        let layout = self.object(root, "matrix", &KEYS);
        MatrixLayout {
            updated_label: self.text(&layout, "updated_label"),
            baseline_section: self.text(&layout, "baseline_section"),
            baseline_labels: texts!(
                self,
                &layout,
                "baseline_labels",
                BaselineLabels {
                    repository,
                    release_tag,
                    commit_sha,
                    service_contract,
                    api_contract,
                    integration_baseline,
                    manifest_sha256,
                }
            ),
            approved_section: self.text(&layout, "approved_section"),
            approved_columns: texts!(
                self,
                &layout,
                "approved_columns",
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
            ),
            approved_status: self.text(&layout, "approved_status"),
        }
    }

    fn severities(&mut self, root: &Node<'_>) -> Table<SeveritySetting> {
        let mut severities = Table::default();
        if is_missing(&root.object("severities")) {
            return severities;
        }
        let object = self.any_object(root, "severities");
        for (rule, place) in object.entries() {
            if !rules::IDS.contains(&rule) && EnvelopeRule::find(rule).is_none() {
                self.fail_unknown(format!("{} is no rule", quoted(rule)), place);
            }
            let setting = match self.word(&object, rule, &["off", "note", "warning", "error"]) {
                0 => SeveritySetting::Off,
                1 => SeveritySetting::Note,
                2 => SeveritySetting::Warning,
                _ => SeveritySetting::Error,
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
        let node = self.object(root, "limits", &["document_bytes", "envelope_bytes", "json_depth", "findings"]);
        if !is_missing(&node.number("document_bytes")) {
            limits.document_bytes = self.number(&node, "document_bytes");
        }
        if !is_missing(&node.number("envelope_bytes")) {
            limits.envelope_bytes = self.number(&node, "envelope_bytes");
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
