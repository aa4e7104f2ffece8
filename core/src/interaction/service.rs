//! An interaction against what a service answered.

use alloc::{borrow::Cow, format, string::String, vec::Vec};

use super::{
    Answer, Expect, Interaction, Observed,
    report::{Finding, Label, Place, Served},
    rule,
};
use crate::{
    envelope::{self, Classifier},
    finding::{Severity, Text},
    json,
    text::{Span, Spanned, quoted, shown},
};

/// How deep an answer may nest for its error to be read.
const DEPTH: usize = 128;

/// The statuses by which a service says that it does not take the request as it is.
const REFUSALS: [u16; 5] = [400, 405, 413, 415, 422];

/// What the service did with a request.
pub(super) struct Service<'o> {
    pub(super) served: Served,
    pub(super) status: Option<u16>,
    /// The answer is of another kind than expected.
    pub(super) mismatch: Option<Finding>,
    /// The request itself was refused, in these words.
    pub(super) refusal: Option<Refusal<'o>>,
    /// What else is wrong with the answer.
    pub(super) findings: Vec<Finding>,
}

/// The answer by which a service refuses a request.
pub(super) struct Refusal<'o> {
    pub(super) status: u16,
    /// The answer as text; empty where it is none.
    pub(super) text: &'o str,
    pub(super) code: Option<String>,
    /// `error.message` with its place in the answer.
    pub(super) message: Option<Spanned<String>>,
}

impl Refusal<'_> {
    /// Status, code and message in one text, for `actual`.
    pub(super) fn stated(&self) -> String {
        let code = self.code.as_ref().map_or_else(String::new, |code| format!(", code {}", quoted(code)));
        let message = self.message.as_ref().map_or_else(String::new, |message| format!(": {}", cut(&message.value)));
        format!("status {}{code}{message}", self.status)
    }
}

/// The longest message of a service that a finding repeats, in characters.
const MESSAGE: usize = 300;

fn cut(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(MESSAGE) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()).into(),
        None => text.into(),
    }
}

/// Judges the answer to the interaction of that number.
pub(super) fn judge<'o>(
    classifier: &Classifier,
    interaction: &Interaction<'_>,
    number: usize,
    observed: &'o Observed,
) -> Service<'o> {
    let judge = Judge { interaction, number };
    match observed {
        Observed::Unanswered(reason) => Service {
            served: Served::NoAnswer,
            status: None,
            mismatch: Some(judge.finding(
                rule::NO_ANSWER,
                "the service gives no whole answer".into(),
                Vec::new(),
                (interaction.expect.answer.value.title().into(), reason.clone()),
                "producer: look at the service's log; consumer: look at address and timeout",
            )),
            refusal: None,
            findings: Vec::new(),
        },
        Observed::Answer { status, body } => judge.answer(classifier, *status, body),
    }
}

struct Judge<'i, 'f> {
    interaction: &'i Interaction<'f>,
    number: usize,
}

impl Judge<'_, '_> {
    fn answer<'o>(&self, classifier: &Classifier, status: u16, body: &'o [u8]) -> Service<'o> {
        let Expect { answer, status: wanted, code } = &self.interaction.expect;
        let refusal = refusal(status, body);
        let is_success = (200..300).contains(&status);
        let findings = self.envelope(classifier, status, body);
        let as_wanted = wanted.is_none_or(|wanted| wanted.value == status);
        let mismatch = if !as_wanted || is_success == (answer.value == Answer::Error) {
            let wanted = wanted.map_or_else(String::new, |wanted| format!("status {}, ", wanted.value));
            Some(self.finding(
                rule::ANSWER_STATUS,
                format!("the service answers with status {status}"),
                self.places(&refusal),
                (format!("{wanted}{}", answer.value.title()), refusal.stated()),
                "producer: answer as the contract says; consumer: correct what is expected, where it is wrong",
            ))
        } else {
            let wrong = code.as_ref().filter(|code| refusal.code.as_deref() != Some(code.value.as_ref()));
            wrong.map(|code| {
                self.finding(
                    rule::ANSWER_CODE,
                    "the service answers with another error code".into(),
                    self.places(&refusal),
                    (format!("code {}", quoted(&code.value)), refusal.stated()),
                    "producer: answer with the code of the contract; consumer: correct what is expected",
                )
            })
        };
        let fine = mismatch.is_none() && findings.is_empty();
        let is_refusal = REFUSALS.contains(&status) || (status == 404 && refusal.code.is_none());
        Service {
            served: if fine { Served::AsExpected } else { Served::Otherwise },
            status: Some(status),
            mismatch,
            refusal: is_refusal.then_some(refusal),
            findings,
        }
    }

    /// What breaks the contract in the answer itself.
    fn envelope(&self, classifier: &Classifier, status: u16, body: &[u8]) -> Vec<Finding> {
        let kind = match self.interaction.expect.answer.value {
            Answer::Success | Answer::Error => envelope::Answer::Any,
            Answer::Health => envelope::Answer::Health,
            Answer::Readiness => envelope::Answer::Readiness,
            Answer::SchemaVersion => envelope::Answer::SchemaVersion,
        };
        let violations = classifier.classify(Some(status), kind, body).violations;
        let blocking = violations.into_iter().filter(|violation| violation.severity == Severity::Error);
        let finding = |violation: envelope::Violation| {
            let span = Span { start: violation.start, end: violation.end };
            self.finding(
                rule::ANSWER_ENVELOPE,
                format!("the answer breaks its contract ({}): {}", violation.rule, violation.message),
                Vec::from([Label::new(Place::Answer(self.number), span, "")]),
                (violation.expected, violation.actual),
                violation.help,
            )
        };
        blocking.map(finding).collect()
    }

    /// The place of the error in the answer.
    fn places(&self, refusal: &Refusal<'_>) -> Vec<Label> {
        let label = |message: &Spanned<String>| Label::new(Place::Answer(self.number), message.span, "the answer");
        refusal.message.iter().map(label).collect()
    }

    fn finding(
        &self,
        rule: &'static str,
        message: String,
        related: Vec<Label>,
        (expected, actual): (String, String),
        help: impl Into<Text>,
    ) -> Finding {
        Finding {
            rule,
            interaction: shown(&self.interaction.name.value),
            message: message.into(),
            primary: Label::new(Place::Interactions, self.interaction.expect.answer.span, "expected here"),
            related,
            expected: expected.into(),
            actual: actual.into(),
            help: help.into(),
        }
    }
}

/// Reads the error out of an answer.
fn refusal(status: u16, body: &[u8]) -> Refusal<'_> {
    let text = core::str::from_utf8(body).unwrap_or_default();
    let tree = json::tree(text, DEPTH).ok();
    let error = tree.as_ref().and_then(|tree| tree.get("error"));
    let member = |key: &str| {
        let member = error?.get(key)?;
        member.text().map(|text| Spanned { value: String::from(text), span: member.span })
    };
    Refusal { status, text, code: member("code").map(|code| code.value), message: member("message") }
}
