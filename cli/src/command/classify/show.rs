//! What `lockstep classify` prints for people.

use std::{fmt::Write as _, iter};

use lockstep_core::{
    envelope::{Class, Classification, Code, Fallback, Kind, Route, Violation},
    render::{
        self,
        frame::{self, Painter},
    },
    text::{quoted, visible},
};

use super::{Batch, summary::Summary};

/// The violations that are shown of one envelope among many.
const VIOLATIONS: usize = 5;

/// The violations that are shown of one envelope alone.
const VIOLATIONS_ALONE: usize = 100;

/// What the code frames of an envelope are cut from.
pub(super) struct Excerpt<'e> {
    pub(super) name: &'e str,
    pub(super) text: &'e [u8],
    /// Where in the text the body begins.
    pub(super) offset: usize,
    /// The number of the text's first line.
    pub(super) first_line: u64,
}

impl Excerpt<'_> {
    /// A violation whose place counts from the beginning of what the excerpt is from.
    fn placed(&self, violation: &Violation) -> Violation {
        let before = self.text.get(..self.offset).unwrap_or_default();
        let shift = |place: u32, by: u64| place.saturating_add(u32::try_from(by).unwrap_or(u32::MAX));
        // Only what stands on the body's first line has something before it.
        let columns = if violation.line == 1 { String::from_utf8_lossy(before).encode_utf16().count() } else { 0 };
        Violation {
            line: shift(violation.line, self.first_line - 1),
            column: shift(violation.column, columns as u64),
            start: shift(violation.start, self.offset as u64),
            end: shift(violation.end, self.offset as u64),
            ..violation.clone()
        }
    }
}

/// The first violations of an envelope as code frames, and how many more there are.
pub(super) fn frames(classification: &Classification, excerpt: &Excerpt<'_>, color: bool, alone: bool) -> String {
    let mut painter = Painter::new(color);
    let violations = &classification.violations;
    let shown = if alone { VIOLATIONS_ALONE } else { VIOLATIONS };
    for violation in violations.iter().take(shown) {
        render::violation::draw(&mut painter, excerpt.name, excerpt.text, &excerpt.placed(violation));
        painter.text.push('\n');
    }
    match violations.len().saturating_sub(shown) {
        0 => {}
        1 => painter.text.push_str("1 more violation of this envelope is not shown\n\n"),
        more => {
            let _ = writeln!(painter.text, "{more} more violations of this envelope are not shown\n");
        }
    }
    painter.text
}

/// The end of a run: counts and examples, or all about a single body.
pub(super) fn summary(summary: &Summary, batch: &Batch) -> String {
    let mut painter = Painter::new(batch.color);
    let total = summary.counts.total();
    let failing = total - summary.counts.of(Class::Conforming);
    let contract = quoted(&batch.contract);
    match (summary.examples.first(), total) {
        (_, 0) => return String::new(),
        (Some(example), _) if summary.is_alone => {
            painter.text.push_str(&example.frames);
            single(&example.classification, &mut painter);
        }
        _ => {
            table(summary, &mut painter);
            let shown = summary.examples.len() as u64;
            if shown > 0 {
                let which = if failing > shown { format!("the first {shown} of {failing}") } else { "those".into() };
                let _ = writeln!(painter.text, "\n{which} that do not conform:\n");
            }
            summary.examples.iter().for_each(|example| painter.text.push_str(&example.frames));
            let envelopes = if total == 1 { "envelope" } else { "envelopes" };
            let how = if failing == 0 { "all conforming".into() } else { format!("{failing} not conforming") };
            verdict(&mut painter, failing == 0, &format!("{total} {envelopes}, {how} to {contract}"));
        }
    }
    let violations = || summary.examples.iter().flat_map(|example| &example.classification.violations);
    if let Some(violation) = violations().next() {
        let _ = writeln!(painter.text, "to learn more about a rule: lockstep explain {}", violation.rule);
    }
    painter.text
}

fn verdict(painter: &mut Painter, passes: bool, text: &str) {
    let (style, word) = if passes { (frame::NOTE, "pass") } else { (frame::ERROR, "fail") };
    painter.paint(style, word);
    let _ = writeln!(painter.text, ": {text}");
}

fn table(summary: &Summary, painter: &mut Painter) {
    let total = summary.counts.total();
    let counts: Vec<(&str, u64)> = summary.counts.iter().map(|(class, count)| (class.as_str(), count)).collect();
    let names = counts.iter().map(|(name, _)| name.len());
    let width = names.max().unwrap_or_default();
    let digits = total.to_string().len().max("envelopes".len());
    painter.paint(frame::STRONG, &format!("{:width$}  {:>digits$}   share", "class", "envelopes"));
    painter.text.push('\n');
    for (name, count) in counts.into_iter().chain(iter::once(("total", total))) {
        let thousandths = (u128::from(count) * 1000 + u128::from(total) / 2) / u128::from(total.max(1));
        let share = format!("{}.{} %", thousandths / 10, thousandths % 10);
        let _ = writeln!(painter.text, "{name:width$}  {count:>digits$}  {share:>7}");
    }
}

/// Everything about one body.
fn single(classification: &Classification, painter: &mut Painter) {
    let Classification { class, kind, status, contract, service_contract_version: claimed, .. } = classification;
    match class {
        Class::Conforming => verdict(painter, true, "the envelope conforms"),
        class => verdict(painter, false, &format!("the envelope does not conform: {}", class.as_str())),
    }
    let mut line = |name: &str, text: &str| {
        painter.paint(frame::STRONG, &format!("  {name:10}"));
        painter.text.push_str(&visible(text));
        painter.text.push('\n');
    };
    let kind = match kind {
        Kind::Success => "success",
        Kind::Error => "error",
        Kind::Unreadable => "unreadable",
    };
    line("answer", &status.map_or_else(|| kind.to_owned(), |status| format!("{kind}, status {status}")));
    let claims = claimed.as_deref().map_or_else(|| "no version".to_owned(), quoted);
    line("contract", &format!("judged under {}, claims {claims}", quoted(contract)));
    if let Some(Code { text, known, agrees_with_status }) = &classification.code {
        let known = if *known { "known" } else { "not known" };
        let agrees = match agrees_with_status {
            Some(true) => ", agrees with the status",
            Some(false) => ", does not agree with the status",
            None => "",
        };
        line("code", &format!("{}, {known}{agrees}", quoted(text)));
    }
    if let Some(legacy) = &classification.legacy_error {
        line("legacy", &format!("{}, which decides nothing", quoted(legacy)));
    }
    match &classification.fallback {
        None => line("consumer", "uses the answer"),
        Some(Fallback { reason, label, hint, route }) => {
            let route = match route {
                Route::ErrorCode => "its error code",
                Route::Status => "its status",
                Route::Payload => "its payload",
            };
            line("consumer", &format!("goes on without the answer: {reason}, by {route}"));
            line("label", label);
            line("hint", hint);
        }
    }
    line("promotion", if classification.blocks_promotion { "blocked" } else { "not blocked" });
}
