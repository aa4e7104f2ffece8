//! What is wrong with an envelope, and where.

use alloc::{
    borrow::{Cow, ToOwned},
    format,
    string::{String, ToString},
    vec::Vec,
};

use serde::Serialize;

use super::{
    classification::Answer,
    classifier::{Classifier, Judgement},
    path,
    rule::Class,
    scan::Scan,
};
use crate::{
    finding::Severity,
    json::Fault,
    order,
    text::{Encoding, LineIndex, Position, Span, quoted, visible},
    tree::Tree,
};

/// One rule that an envelope breaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Violation {
    /// The id of the rule; `lockstep explain <id>` tells more.
    pub rule: &'static str,
    /// `error`, `warning` or `note`.
    pub severity: Severity,
    /// Which value it is about, as a path like `$.error.code`.
    pub path: String,
    /// What is wrong: one sentence, lower case, no full stop.
    pub message: String,
    /// What should stand there.
    pub expected: String,
    /// What stands there.
    pub actual: String,
    /// What to do about it.
    pub help: String,
    /// The line of the first character, from 1.
    pub line: u32,
    /// The column of the first character, from 1, in UTF-16 code units.
    pub column: u32,
    /// The line behind the last character, from 1.
    pub end_line: u32,
    /// The column behind the last character, from 1, in UTF-16 code units.
    pub end_column: u32,
    /// The offset of the first byte, from 0.
    pub start: u32,
    /// The offset behind the last byte.
    pub end: u32,
}

/// Collects violations; of each rule no more than the policy's limit of findings, so that none hides another.
pub(super) struct Collector<'c> {
    classifier: &'c Classifier,
    text: &'c str,
    /// Bytes before `text` in the body (a byte order mark).
    base: usize,
    found: Vec<Found>,
    /// How many there are of each class.
    counts: [u32; Class::ALL.len()],
}

/// A violation before its place is known in lines.
pub(super) struct Found {
    class: Class,
    severity: Severity,
    span: Span,
    /// The path, where it is not that of the place.
    path: Option<String>,
    message: String,
    expected: Words,
    actual: Words,
    help: Words,
}

type Words = Cow<'static, str>;

impl<'c> Collector<'c> {
    pub(super) fn new(classifier: &'c Classifier, text: &'c str, base: usize) -> Self {
        Self { classifier, text, base, found: Vec::new(), counts: [0; Class::ALL.len()] }
    }

    /// Adds one, unless the policy switches its rule off or there are enough of it.
    pub(super) fn add(
        &mut self,
        class: Class,
        span: Span,
        message: impl Into<String>,
        expected: impl Into<Words>,
        actual: impl Into<Words>,
        help: impl Into<Words>,
    ) -> Option<&mut Found> {
        self.keep(class, span, message.into(), [expected.into(), actual.into(), help.into()])
    }

    /// One function for all types of texts: [`Collector::add`] is compiled for each of them anew.
    fn keep(
        &mut self,
        class: Class,
        span: Span,
        message: String,
        [expected, actual, help]: [Words; 3],
    ) -> Option<&mut Found> {
        let limit = self.classifier.policy.limits.findings;
        let severity = self.classifier.severity(class)?;
        let count = self.counts.get_mut(usize::from(class.byte())).filter(|count| **count < limit)?;
        *count += 1;
        self.found.push(Found { class, severity, span, path: None, message, expected, actual, help });
        self.found.last_mut()
    }

    /// All of them with their places in `body`, in the order of their classes, then of their places.
    pub(super) fn finish(mut self, body: &[u8]) -> Vec<Violation> {
        order::sort_by(&mut self.found, |left, right| left.span.cmp(&right.span));
        let offsets: Vec<usize> = self.found.iter().map(|found| found.span.start as usize).collect();
        let paths = path::paths(self.text, &offsets);
        let index = LineIndex::new(body);
        let shift = |offset: u32| Span::new(offset as usize + self.base, 0).start;
        let mut violations: Vec<(Class, Violation)> = Vec::with_capacity(paths.len());
        // Each is looked for from the one before: on one long line every other way would be quadratic.
        let mut last = (0, Position { line: 1, column: 1 });
        for (found, path) in self.found.into_iter().zip(paths) {
            let (start, end) = match found.class {
                Class::ByteOrderMark => (found.span.start, found.span.end),
                _ => (shift(found.span.start), shift(found.span.end)),
            };
            let first = index.position_from(body, last, start, Encoding::Utf16);
            last = (start, first);
            let behind = index.position_from(body, last, end, Encoding::Utf16);
            let shown = |text: Words| visible(&text).into_owned();
            let violation = Violation {
                rule: found.class.as_str(),
                severity: found.severity,
                path: found.path.unwrap_or(path),
                message: visible(&found.message).into_owned(),
                expected: shown(found.expected),
                actual: shown(found.actual),
                help: shown(found.help),
                line: first.line,
                column: first.column,
                end_line: behind.line,
                end_column: behind.column,
                start,
                end,
            };
            violations.push((found.class, violation));
        }
        order::sort_by(&mut violations, |(left, _), (right, _)| left.cmp(right));
        violations.into_iter().map(|(_, violation)| violation).collect()
    }
}

/// What the producer is told about bytes that are no envelope.
const NO_JSON: &str = "the producer must answer with one JSON object in UTF-8";

impl Collector<'_> {
    /// The faults of a body as bytes and as JSON; `faults` are those of the strict reader, in its order.
    pub(super) fn form(&mut self, scan: &Scan, body: &[u8], faults: &[Fault]) {
        let broken = |class: Class| scan.faults & class.bit() != 0;
        if broken(Class::Encoding) {
            let valid = str::from_utf8(body).map_or_else(|error| error.valid_up_to(), |_| 0);
            let place = valid.saturating_sub(self.base);
            let byte = body.get(valid).copied().unwrap_or_default();
            self.add(
                Class::Encoding,
                Span::new(place, place + 1),
                "the body is not UTF-8",
                "UTF-8",
                format!("the byte 0x{byte:02x} where it begins no character"),
                NO_JSON,
            );
        }
        if broken(Class::ByteOrderMark) {
            self.add(
                Class::ByteOrderMark,
                Span::new(0, 3),
                "the body begins with a byte order mark",
                "the first byte of the envelope",
                "U+FEFF",
                "the producer must send the envelope without it",
            );
        }
        let stop = self.character_at(scan.stopped_at.saturating_sub(self.base));
        if broken(Class::Empty) {
            self.add(
                Class::Empty,
                Span::default(),
                "the answer has no body",
                "an envelope",
                if body.is_empty() { "no bytes" } else { "white space" },
                "the service answers unknown paths and wrong methods so: compare the request with its contract",
            );
        } else if broken(Class::Nesting) {
            let limit = self.classifier.policy.limits.json_depth;
            self.add(
                Class::Nesting,
                stop,
                format!("brackets nest deeper than {limit} levels"),
                format!("at most {limit} levels"),
                "one more",
                "the producer must send flatter data, or the policy's `limits.json_depth` must allow it",
            );
        } else if broken(Class::TrailingBytes) {
            self.add(
                Class::TrailingBytes,
                stop,
                "something stands behind the envelope",
                "the end of the body",
                self.piece(stop),
                NO_JSON,
            );
        } else if broken(Class::Syntax) {
            let stated = faults.iter().find_map(|fault| match fault {
                Fault::Syntax(reason) => Some(reason.value.clone()),
                _ => None,
            });
            let reason = stated.unwrap_or_else(|| "the grammar is broken".into());
            self.add(
                Class::Syntax,
                stop,
                format!("the body is no JSON: {reason}"),
                "JSON (RFC 8259)",
                self.piece(stop),
                NO_JSON,
            );
        }
        for fault in faults {
            if let Fault::DuplicateKey { key, again, .. } = fault {
                self.add(
                    Class::DuplicateKey,
                    *again,
                    format!("the key {} stands twice", quoted(key)),
                    "each key once",
                    "twice",
                    "readers disagree which value counts: the producer must send it once",
                );
            }
        }
    }

    /// A string that holds half of a surrogate pair, at its escape.
    pub(super) fn lone_surrogate(&mut self, escape: Span) {
        let actual = self.piece(escape);
        self.add(
            Class::LoneSurrogate,
            escape,
            "half of a surrogate pair",
            "a whole character",
            actual,
            "the producer cut a text in the middle of a character",
        );
    }

    pub(super) fn top_level(&mut self, span: Span, found: &'static str) {
        self.add(Class::TopLevel, span, format!("the body is {found}"), "an object", found, NO_JSON);
    }

    pub(super) fn too_large(&mut self) {
        let limit = self.classifier.policy.limits.envelope_bytes;
        self.add(
            Class::TooLarge,
            Span::default(),
            format!("the body has more than {limit} bytes and was not read"),
            format!("at most {limit} bytes"),
            "more",
            "the producer must answer with less, or the policy's `limits.envelope_bytes` must allow it",
        );
    }

    /// Where the character that begins at `start` stands; nothing at the end of the text.
    fn character_at(&self, start: usize) -> Span {
        let length = self.text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        Span::new(start, start + length)
    }

    fn piece(&self, span: Span) -> String {
        match self.text.get(span.range()) {
            None | Some("") => "the end of the body".to_owned(),
            Some(piece) => quoted(piece),
        }
    }
}

/// A dotted path of a policy as a path in a body.
fn rooted(path: &str) -> String {
    format!("$.{path}")
}

/// What a field's types are called.
fn wanted(types: u8) -> &'static str {
    use super::keys::value;
    const NULLABLE_STRING: u8 = value::STRING | value::EMPTY_STRING | value::NULL;
    const NULLABLE_OBJECT: u8 = value::OBJECT | value::NULL;
    match types {
        value::STRING => "a string of at least one character",
        NULLABLE_STRING => "a string or null",
        NULLABLE_OBJECT => "an object or null",
        _ => "an object",
    }
}

impl Collector<'_> {
    /// What is wrong with the fields of a body that is one object.
    pub(super) fn fields(&mut self, judgement: &Judgement, root: &Tree<'_>, status: Option<u16>) {
        let classifier = self.classifier;
        let contract = classifier.contracts.get(judgement.contract).map_or("", |contract| &contract.version);
        let promised = if judgement.is_success { "the success envelope".to_owned() } else { quoted(contract) };
        for (number, field) in classifier.fields.all.iter().enumerate() {
            let bit = 1u64 << number;
            let (holder, key) = field.path.rsplit_once('.').unwrap_or(("", &field.path));
            let holder = holder.split('.').filter(|step| !step.is_empty()).try_fold(root, |tree, step| tree.get(step));
            let entry = holder.and_then(|holder| holder.entry(key));
            if judgement.missing & bit != 0 {
                let end = holder.unwrap_or(root).span.end;
                let found = self.add(
                    Class::MissingField,
                    Span { start: end.saturating_sub(1), end },
                    format!("`{}` is missing", field.path),
                    format!("`{}`, which {promised} requires", field.path),
                    "not there",
                    "the producer must send it",
                );
                if let Some(found) = found {
                    found.path = Some(rooted(&field.path));
                }
            }
            let Some(entry) = entry else { continue };
            if judgement.mistyped & bit != 0 {
                let empty = entry.value.text().is_some_and(str::is_empty);
                let found = if empty { "an empty string" } else { entry.value.type_name() };
                let wanted = wanted(field.types);
                self.add(
                    Class::FieldType,
                    entry.value.span,
                    format!("`{}` is {found}", field.path),
                    wanted,
                    found,
                    format!("the producer must send {wanted}"),
                );
            }
            if judgement.forbidden & bit != 0 {
                self.add(
                    Class::ForbiddenField,
                    entry.key,
                    format!("`{}` is there", field.path),
                    format!("no `{}`, which {promised} forbids", field.path),
                    format!("{} as its value", entry.value.type_name()),
                    "the producer must not send it under this contract",
                );
            }
            let holder_is_listed = judgement.unlisted & classifier.fields.above(bit) == 0;
            if judgement.unlisted & bit != 0 && holder_is_listed {
                self.unlisted(entry.key, &field.path, &promised);
            }
        }
        self.unknown_keys(judgement, root, &promised);
        self.versions(judgement, root);
        self.code(judgement, root, contract, status);
    }

    fn unlisted(&mut self, key: Span, path: &str, promised: &str) {
        self.add(
            Class::UnlistedField,
            key,
            format!("{} is a field that the contract does not name", quoted(path)),
            format!("the fields that {promised} names"),
            quoted(path),
            "additive fields are announced: the policy can list it, or forbid it",
        );
    }

    /// Keys that no contract names, in objects whose fields are named.
    fn unknown_keys(&mut self, judgement: &Judgement, root: &Tree<'_>, promised: &str) {
        let fields = &self.classifier.fields;
        let holders = fields.all.iter().enumerate().filter(|(number, field)| {
            field.below != 0 && judgement.unlisted & (1 << number | fields.above(1 << number)) == 0
        });
        let holders: Vec<&str> = core::iter::once("").chain(holders.map(|(_, field)| field.path.as_str())).collect();
        for holder in holders {
            let steps = || holder.split('.').filter(|step| !step.is_empty());
            let Some(members) = steps().try_fold(root, |tree, step| tree.get(step)).and_then(Tree::map) else {
                continue;
            };
            for (key, entry) in members {
                // A key may hold a full stop itself, so paths are compared step by step.
                let own = |path: &str| path.rsplit_once('.').unwrap_or(("", path)) == (holder, key);
                if !fields.all.iter().any(|field| own(&field.path)) {
                    let path = if holder.is_empty() { key.clone().into_owned() } else { format!("{holder}.{key}") };
                    self.unlisted(entry.key, &path, promised);
                }
            }
        }
    }

    fn versions(&mut self, judgement: &Judgement, root: &Tree<'_>) {
        let broken = |class: Class| judgement.broken & class.bit() != 0;
        let accepted = self.classifier.contracts.len() - 1;
        let versions = self.classifier.contracts.iter().take(accepted).map(|contract| contract.version.as_str());
        let known = [
            (Class::ContractVersion, "service_contract_version", list(versions)),
            (
                Class::ApiContractVersion,
                "api_contract_version",
                list(self.classifier.policy.api_contracts.iter().map(String::as_str)),
            ),
        ];
        for (class, field, expected) in known {
            if let Some(claimed) = root.get(field).filter(|_| broken(class)) {
                let actual = claimed.text().map_or_else(|| claimed.type_name().to_owned(), quoted);
                self.add(
                    class,
                    claimed.span,
                    format!("the answer claims {actual}"),
                    expected,
                    actual,
                    "repin, or run the release of the service that is pinned",
                );
            }
        }
    }

    fn code(&mut self, judgement: &Judgement, root: &Tree<'_>, contract: &str, status: Option<u16>) {
        let broken = |class: Class| judgement.broken & class.bit() != 0;
        let Some(place) = root.get("error").and_then(|error| error.get("code")) else { return };
        let code = place.text().map(quoted).unwrap_or_default();
        let promised = self.classifier.contracts.get(judgement.contract);
        if broken(Class::UnknownCode) {
            let known = self.classifier.codes.iter().zip(promised.map_or(&[][..], |contract| &contract.codes));
            let known = known.filter_map(|(code, statuses)| statuses.as_ref().map(|_| code.as_str()));
            self.add(
                Class::UnknownCode,
                place.span,
                format!("the error code {code} is not one of {}", quoted(contract)),
                format!("one of {}", list(known)),
                code.clone(),
                "contract drift: map the code in the consumer and take it into the policy before promotion",
            );
        }
        let statuses = judgement.code.and_then(|code| promised?.codes.get(code)?.as_ref());
        let (Some(statuses), Some(status)) = (statuses, status) else { return };
        let documented = statuses.documented.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ");
        for class in [Class::StatusCode, Class::UndocumentedStatus] {
            if broken(class) {
                self.add(
                    class,
                    place.span,
                    format!("the status {status} is not documented for the error code {code}"),
                    format!("status {documented}"),
                    format!("status {status}"),
                    "the producer must answer with the documented status, or document this one",
                );
            }
        }
    }

    /// What is wrong with the data of an answer that is a success.
    pub(super) fn data(&mut self, answer: Answer, root: &Tree<'_>) {
        let Some(data) = root.get("data") else { return };
        for (key, wanted, fits) in answer.data() {
            let found = data.get(key);
            if found.is_some_and(fits) {
                continue;
            }
            let end = data.span.end;
            let (span, actual) = match found {
                Some(found) => (found.span, found.text().map_or_else(|| found.type_name().to_owned(), quoted)),
                None if data.map().is_some() => (Span { start: end.saturating_sub(1), end }, "not there".to_owned()),
                None => (data.span, format!("not there: `data` is {}", data.type_name())),
            };
            let found = self.add(
                Class::AnswerData,
                span,
                format!("`data.{key}` is {actual}"),
                *wanted,
                actual,
                "the producer must answer as its contract says",
            );
            if let Some(found) = found {
                found.path = Some(format!("$.data.{key}"));
            }
        }
    }
}

fn list<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    texts.map(quoted).collect::<Vec<_>>().join(", ")
}
