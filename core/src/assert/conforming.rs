use alloc::{format, string::String};
use core::fmt::Write as _;

use super::{Expectation, WholeAnswer};
use crate::{
    envelope::{Classification, Classifier, ContractState},
    finding::Severity,
    json,
    policy::Policy,
    render::{
        self,
        frame::{self, Frame, Mark, Painter},
    },
    text::{Encoding, LineIndex, quoted},
};

/// What the code frames call the body.
const NAME: &str = "answer";
/// The violations that are shown of one answer.
const SHOWN: usize = 20;

/// The classification of an answer that keeps its contract and is what the test expects; what
/// [`assert_conforms!`](crate::assert_conforms) calls.
///
/// # Panics
///
/// Where it does not, with what is wrong as code frames.
#[track_caller]
#[expect(clippy::panic, reason = "an assertion that fails ends the test")]
pub fn conforming(answer: &(impl WholeAnswer + ?Sized), expectation: &Expectation<'_>) -> Classification {
    match judge(answer.status(), answer.body(), expectation) {
        Ok(classification) => classification,
        Err(message) => panic!("{message}"),
    }
}

/// The classification, or in what the answer fails.
fn judge(status: u16, body: &[u8], expectation: &Expectation<'_>) -> Result<Classification, String> {
    let embedded;
    let policy = match expectation.policy {
        Some(policy) => policy,
        None => {
            embedded = Policy::embedded();
            &embedded
        }
    };
    let classifier = Classifier::new(policy, &expectation.contract).map_err(|unknown| match &expectation.contract {
        ContractState::Only(version) => format!("{}: {unknown}", quoted(version)),
        ContractState::Overlap => format!("{unknown}"),
    })?;
    let classification = classifier.classify(Some(status), expectation.answer, body);
    let mut painter = Painter::new(false);
    for violation in blocking(&classification).take(SHOWN) {
        painter.text.push('\n');
        render::violation::draw(&mut painter, NAME, body, violation);
    }
    if let Some(more) = blocking(&classification).count().checked_sub(SHOWN).filter(|more| *more > 0) {
        let _ = writeln!(painter.text, "\n{more} more of the answer's violations are not shown");
    }
    other_status(&mut painter, status, expectation);
    other_code(&mut painter, body, &classification, expectation, policy);
    if painter.text.is_empty() {
        return Ok(classification);
    }
    let contract = quoted(&classification.contract);
    let how = if classification.conforming {
        format!("conforms to {contract}, but is not the one that the test expects")
    } else {
        format!("does not conform to {contract}")
    };
    let mut message = format!("the answer with status {status} {how}\n{}", painter.text);
    if let Some(violation) = blocking(&classification).next() {
        let _ = write!(message, "\nto learn more about a rule: lockstep explain {}", violation.rule);
    }
    Err(message)
}

fn blocking(classification: &Classification) -> impl Iterator<Item = &crate::envelope::Violation> {
    classification.violations.iter().filter(|violation| violation.severity == Severity::Error)
}

fn other_status(painter: &mut Painter, status: u16, expectation: &Expectation<'_>) {
    let Some(expected) = expectation.status.filter(|expected| *expected != status) else { return };
    painter.text.push('\n');
    painter.title(frame::ERROR, "error", "", "the answer has another status than the test expects");
    painter.note("expected", &format!("status {expected}"));
    painter.note("actual", &format!("status {status}"));
}

fn other_code(
    painter: &mut Painter,
    body: &[u8],
    classification: &Classification,
    expectation: &Expectation<'_>,
    policy: &Policy,
) {
    let found = classification.code.as_ref().map(|code| code.text.as_str());
    let Some(expected) = expectation.code.filter(|expected| found != Some(*expected)) else { return };
    painter.text.push('\n');
    painter.title(frame::ERROR, "error", "", "the answer has another error code than the test expects");
    let text = str::from_utf8(body).unwrap_or_default();
    let tree = json::tree(text, usize::from(policy.limits.json_depth)).ok();
    if let Some(code) = tree.as_ref().and_then(|root| root.get("error")?.get("code")) {
        let index = LineIndex::new(body);
        let place = index.position(body, code.span.start, Encoding::Utf16);
        let number = place.line as usize;
        let start = index.start_of(number.saturating_sub(1), code.span.start) as usize;
        let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let range = code.span.range();
        let mark = Mark {
            line: number,
            column: place.column as usize,
            start: range.start.saturating_sub(start),
            end: range.end.saturating_sub(start),
            primary: true,
            text: "",
        };
        painter
            .frames(&[Frame { name: NAME.into(), lines: [(number, line)].into(), marks: [mark].into() }], frame::ERROR);
    }
    painter.note("expected", &quoted(expected));
    painter.note("actual", &found.map_or_else(|| "no error code".into(), quoted));
}
