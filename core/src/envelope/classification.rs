//! Everything there is to say about one answer.

use alloc::{
    borrow::{Cow, ToOwned},
    string::String,
    vec::Vec,
};

use serde::Serialize;

use super::{
    classifier::{Classifier, Judgement},
    rule::Class,
    scan::{self, Scan},
    unescape,
    violation::{Collector, Violation},
};
use crate::{
    finding::Severity,
    json,
    policy::{FallbackReason, LegacyErrorText},
    text::Span,
    tree::{self, Tree, Value},
};

/// The value of `schema` in every classification.
pub const CLASSIFICATION_SCHEMA: &str = "lockstep-classification.v1";

/// Which question was answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Answer {
    /// Any: nothing is known of the data.
    #[default]
    Any,
    /// `GET /v1/health`.
    Health,
    /// `GET /v1/ready`, which later releases of the service have.
    Readiness,
    /// `POST /v1/db/schema-version`.
    SchemaVersion,
}

/// A field of an answer's data: its key, what it must be, and whether a value is that.
type DataField = (&'static str, &'static str, fn(&Tree<'_>) -> bool);

impl Answer {
    /// The answer with that name: `any`, `health`, `readiness` or `schema-version`.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "any" => Self::Any,
            "health" => Self::Health,
            "readiness" => Self::Readiness,
            "schema-version" => Self::SchemaVersion,
            _ => return None,
        })
    }

    /// What the data of a success must hold (the producer's OpenAPI; more may be there).
    pub(super) fn data(self) -> &'static [DataField] {
        const WHOLE: fn(&Tree<'_>) -> bool = is_whole;
        match self {
            Self::Any => &[],
            Self::Health => &[("status", "a string", |value| value.text().is_some())],
            Self::Readiness => &[("status", "`ready`", |value| value.text() == Some("ready"))],
            Self::SchemaVersion => &[
                ("current_version", "a whole number", WHOLE),
                ("target_version", "a whole number", WHOLE),
                ("pending_versions", "an array of whole numbers", |value| {
                    value.list().is_some_and(|list| list.iter().all(is_whole))
                }),
                ("inferred_from_legacy", "a boolean", |value| matches!(value.value, Value::Boolean(_))),
            ],
        }
    }
}

fn is_whole(value: &Tree<'_>) -> bool {
    matches!(&value.value, Value::Number(number) if tree::is_whole(number) == Some(true))
}

/// What an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Kind {
    /// A success: the status is 2xx, or unknown and there is `data` but no `error`.
    Success,
    /// An error.
    Error,
    /// Its body is no JSON object.
    Unreadable,
}

/// The error code of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Code {
    /// The code as it was sent.
    pub text: String,
    /// Whether the contract knows it.
    pub known: bool,
    /// Whether the answer's status is one that comes with it; null where status or code are not known.
    pub agrees_with_status: Option<bool>,
}

/// What an answer is routed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Route {
    /// `error.code`, which comes first.
    ErrorCode,
    /// The HTTP status, where there is no usable code.
    Status,
    /// That the answer could not be used, where there is neither.
    Payload,
}

/// What the consumer falls back on instead of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Fallback {
    /// The reason, one of the policy's `fallback_reasons`.
    pub reason: String,
    /// What the user sees.
    pub label: String,
    /// What the user can do.
    pub hint: String,
    /// What it was routed by.
    pub route: Route,
}

/// Everything there is to say about one answer: `lockstep-classification.v1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Classification {
    /// The version of this form: `lockstep-classification.v1`.
    pub schema: &'static str,
    /// `conforming`, or the id of the first rule that is broken and blocks.
    #[serde(serialize_with = "class_name")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub class: Class,
    /// Whether no rule that blocks is broken.
    pub conforming: bool,
    /// What the answer is.
    pub kind: Kind,
    /// The HTTP status, where it is known.
    pub status: Option<u16>,
    /// The service contract version that it was judged under, or `overlap` for one that claims none of them.
    pub contract: String,
    /// The service contract version that it claims.
    pub service_contract_version: Option<String>,
    /// The API contract version that it claims.
    pub api_contract_version: Option<String>,
    /// Its error code.
    pub code: Option<Code>,
    /// The text of its `legacy_error`, which never decides anything.
    pub legacy_error: Option<String>,
    /// What the consumer falls back on; null for a success that conforms.
    pub fallback: Option<Fallback>,
    /// The greatest severity of the violations.
    pub severity: Option<Severity>,
    /// Whether a release whose service answers so must not be promoted.
    pub blocks_promotion: bool,
    /// The violations in the order of the rules, then of the places; of each rule no more than the policy's
    /// `limits.findings`.
    pub violations: Vec<Violation>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn class_name<S: serde::Serializer>(class: &Class, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(class.as_str())
}

impl Classifier {
    /// Everything there is to say about one answer. Never fails, whatever the bytes are.
    ///
    /// `status` is the answer's HTTP status, where it is known; `answer` says which question it answers.
    pub fn classify(&self, status: Option<u16>, answer: Answer, body: &[u8]) -> Classification {
        let mut scan = Scan::new();
        if body.len() > self.limit() {
            scan.stop_at(Class::TooLarge, 0);
        } else {
            scan::scan::<false>(&self.fields, body, 0, &mut scan);
        }
        let judgement = self.judge(&scan, body, status);
        let shown = shown_body(if scan.broke(Class::TooLarge) { &[] } else { body });
        let base = if shown.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let text = shown.get(base..).unwrap_or_default();
        // What stands for half of a character is replaced by as many bytes, so that the rest can be read in its place.
        let halves = if scan.broke(Class::LoneSurrogate) { unescape::lone_surrogates(text) } else { Vec::new() };
        let whole = replaced(text, &halves);
        let (faults, tree) = json::faulty_tree(&whole, self.fields.depth);
        let mut collector = Collector::new(self, text, base);
        if scan.broke(Class::TooLarge) {
            collector.too_large();
        } else {
            collector.form(&scan, body, &faults);
        }
        halves.iter().for_each(|escape| collector.lone_surrogate(*escape));
        let root = tree.as_ref().filter(|root| root.map().is_some());
        if let (Some(tree), None) = (&tree, root) {
            collector.top_level(tree.span, tree.type_name());
        }
        if let Some(root) = root {
            collector.fields(&judgement, root, status);
            if judgement.is_success {
                collector.data(answer, root);
            }
        }
        let violations = collector.finish(body);
        self.conclude(status, answer, &scan, &judgement, root, violations)
    }

    fn conclude(
        &self,
        status: Option<u16>,
        answer: Answer,
        scan: &Scan,
        judgement: &Judgement,
        root: Option<&Tree<'_>>,
        violations: Vec<Violation>,
    ) -> Classification {
        let data_breaks = violations.iter().any(|violation| violation.rule == Class::AnswerData.as_str());
        let broken = if root.is_none() { scan.faults } else { judgement.broken };
        let broken = if data_breaks { broken | Class::AnswerData.bit() } else { broken };
        let class = self.leading(broken);
        let kind = match root {
            None => Kind::Unreadable,
            Some(_) if judgement.is_success => Kind::Success,
            Some(_) => Kind::Error,
        };
        let text_at = |key: &str| root.and_then(|root| root.get(key)).and_then(Tree::text).map(str::to_owned);
        let severity = violations.iter().map(|violation| violation.severity).max();
        let code = root.filter(|_| kind == Kind::Error).and_then(|root| self.code(judgement, root, status));
        Classification {
            schema: CLASSIFICATION_SCHEMA,
            class,
            conforming: class == Class::Conforming,
            kind,
            status,
            contract: self.contracts.get(judgement.contract).map(|of| of.version.clone()).unwrap_or_default(),
            service_contract_version: text_at("service_contract_version"),
            api_contract_version: text_at("api_contract_version"),
            legacy_error: root.and_then(|root| self.legacy_text(root)),
            fallback: self.fallback(status, answer, broken, root, judgement),
            code,
            severity,
            blocks_promotion: severity == Some(Severity::Error),
            violations,
        }
    }

    fn code(&self, judgement: &Judgement, root: &Tree<'_>, status: Option<u16>) -> Option<Code> {
        let text = root.get("error")?.get("code")?.text()?.to_owned();
        let statuses =
            judgement.code.and_then(|code| self.contracts.get(judgement.contract)?.codes.get(code)?.as_ref());
        let agrees = |status| statuses.map(|of| of.documented.contains(&status) || of.undocumented.contains(&status));
        Some(Code { text, known: statuses.is_some(), agrees_with_status: status.and_then(agrees) })
    }

    /// The text that a message shows as the legacy error (adapter: the first that is not blank).
    fn legacy_text(&self, root: &Tree<'_>) -> Option<String> {
        let error = match self.policy.run_time.choices.legacy_error_text {
            LegacyErrorText::AnyError => root.get("error"),
            LegacyErrorText::LegacyError => None,
        };
        let texts = [root.get("legacy_error"), error].into_iter().flatten();
        texts
            .into_iter()
            .find_map(|value| {
                let members = ["message", "error", "code"].into_iter().filter_map(|key| value.get(key));
                core::iter::once(value)
                    .chain(members)
                    .find_map(|value| Some(value.text()?.trim()).filter(|text| !text.is_empty()))
            })
            .map(str::to_owned)
    }

    fn fallback(
        &self,
        status: Option<u16>,
        answer: Answer,
        broken: u32,
        root: Option<&Tree<'_>>,
        judgement: &Judgement,
    ) -> Option<Fallback> {
        let run_time = &self.policy.run_time;
        let is_2xx = judgement.is_success && (status.is_some() || root.is_some());
        let class = self.leading(broken);
        // The adapter compares the versions of what it could read, and of a health answer it reads the status.
        let health = if answer == Answer::Health { Class::AnswerData.bit() } else { 0 };
        let is_read = broken & (Class::MissingField.bit() | Class::FieldType.bit() | health) == 0;
        let (reason, route) = match (is_2xx, answer) {
            (true, _) if root.is_none() => ("malformed-payload", Route::Payload),
            (true, _) if class == Class::Conforming => match answer {
                Answer::Health if !is_ok(root) => (run_time.unhealthy_reason(), Route::Payload),
                _ => return None,
            },
            (true, _) if is_read && matches!(class, Class::ContractVersion | Class::ApiContractVersion) => {
                ("version-mismatch", Route::Payload)
            }
            (true, Answer::Readiness) if class == Class::AnswerData => ("schema-unavailable", Route::Payload),
            (true, _) => ("malformed-payload", Route::Payload),
            (false, Answer::Health) if status.is_some() => ("offline", Route::Status),
            (false, Answer::Readiness | Answer::SchemaVersion) if status.is_some() => {
                ("schema-unavailable", Route::Status)
            }
            (false, _) => match (root.and_then(usable_code), status) {
                (Some(code), _) => (run_time.reason_of_code(code), Route::ErrorCode),
                (None, Some(status)) => (run_time.reason_of_status(status), Route::Status),
                (None, None) => ("malformed-payload", Route::Payload),
            },
        };
        let label = judgement.code.filter(|_| route == Route::ErrorCode).and_then(|code| {
            let of = self.policy.service_contracts.values().flat_map(|contract| &contract.error_codes);
            let name = self.codes.get(code)?;
            of.filter(|known| known.code == *name).find_map(|known| known.label.clone())
        });
        let FallbackReason { label: reason_label, hint } =
            run_time.fallback_reasons.get(reason).cloned().unwrap_or_else(|| FallbackReason::unnamed(reason));
        Some(Fallback { reason: reason.to_owned(), label: label.unwrap_or(reason_label), hint, route })
    }
}

/// The error code of an answer that can be routed by: a string that is not blank, with a message that is a string, null
/// or absent (adapter).
fn usable_code<'t>(root: &'t Tree<'_>) -> Option<&'t str> {
    let error = root.get("error")?;
    let message_fits = error.get("message").is_none_or(|message| matches!(message.value, Value::Text(_) | Value::Null));
    error.get("code")?.text().filter(|code| message_fits && !code.trim().is_empty())
}

fn is_ok(root: Option<&Tree<'_>>) -> bool {
    let status = root.and_then(|root| root.get("data")?.get("status")?.text());
    status.is_some_and(|status| status.eq_ignore_ascii_case("ok"))
}

/// `text` with these escapes replaced by one for U+FFFD, which has as many bytes.
fn replaced<'t>(text: &'t str, escapes: &[Span]) -> Cow<'t, str> {
    if escapes.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut whole = text.to_owned();
    for escape in escapes {
        whole.replace_range(escape.range(), "\\ufffd");
    }
    Cow::Owned(whole)
}

/// A body as text, in which a question mark stands for every byte that is no UTF-8, so that all places stay.
pub(crate) fn shown_body(body: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = str::from_utf8(body) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(body.len());
    for chunk in body.utf8_chunks() {
        text.push_str(chunk.valid());
        chunk.invalid().iter().for_each(|_| text.push('?'));
    }
    Cow::Owned(text)
}
