//! JUnit XML in the form that Jenkins and GitLab read: a suite a group of rules, a case a rule or a finding of it.
//!
//! A case fails exactly where a finding blocks, since both systems turn a failure into a red build; warnings and notes
//! stand in the output of a case that passes. Each finding is a case of its own, since both keep one failure a case.
//! There are no times in it, so that equal runs give equal bytes.

use alloc::{format, string::String, vec::Vec};

use super::wording;
use crate::{
    finding::Severity,
    report::Verdict,
    wire::{Finding, Label, Report, Rule, Skipped},
};

/// The suite of what is about the run and no rule.
const RUN: &str = "run";

/// The report as an XML document.
pub fn render(report: &Report) -> String {
    let mut suites: Vec<Suite> = Vec::new();
    for error in &report.errors {
        add(&mut suites, RUN, &Case::new(RUN, "could not judge", Outcome::Error(error)));
    }
    if report.summary.omitted > 0 {
        let words = wording::omitted(report);
        // What is not listed may be what blocks.
        let blocks = matches!(report.verdict, Verdict::Fail);
        let outcome = if blocks { Outcome::Failure(RUN, &words, &words) } else { Outcome::Output(&words) };
        add(&mut suites, RUN, &Case::new(RUN, "all findings are listed", outcome));
    }
    for Skipped { rule, reason } in &report.skipped {
        add(&mut suites, group(rule), &Case::new(rule, rule, Outcome::Skipped(reason)));
    }
    for rule in report.ran.iter().filter(|rule| report.findings.iter().all(|finding| finding.rule != **rule)) {
        add(&mut suites, group(rule), &Case::new(rule, rule, Outcome::Pass));
    }
    for waived in &report.waived {
        let Finding { rule, message, primary, fingerprint, .. } = &waived.finding;
        let (name, why) = (format!("{rule}: {message} (waived, {fingerprint})"), wording::waiver(waived));
        let case = Case { place: Some(primary), ..Case::new(rule, &name, Outcome::Skipped(&why)) };
        add(&mut suites, group(rule), &case);
    }
    for (position, finding) in report.findings.iter().enumerate() {
        let Finding { rule, severity, message, primary, .. } = finding;
        let text = format!("{}\n{}", wording::place(primary), wording::explained_with_places(finding));
        let outcome = match severity {
            Severity::Error => Outcome::Failure(rule, message, &text),
            _ => Outcome::Output(&text),
        };
        let is_same = |other: &Finding| other.rule == *rule && other.message == *message;
        let before = report.findings.iter().take(position).filter(|other| is_same(other)).count();
        let number = if before == 0 { String::new() } else { format!(" ({})", before + 1) };
        let name = format!("{rule}: {message}{number}");
        add(&mut suites, group(rule), &Case { place: Some(primary), ..Case::new(rule, &name, outcome) });
    }
    document(&suites)
}

fn group(rule: &str) -> &'static str {
    Rule::find(rule).map_or(RUN, |rule| rule.group)
}

/// Adds a case to the suite of that name, which begins with its first case.
fn add(suites: &mut Vec<Suite>, suite: &'static str, case: &Case<'_>) {
    if let Some(known) = suites.iter_mut().find(|known| known.name == suite) {
        return known.add(case);
    }
    let mut new = Suite { name: suite, ..Suite::default() };
    new.add(case);
    suites.push(new);
}

fn document(suites: &[Suite]) -> String {
    let mut whole = Suite { name: "lockstep", ..Suite::default() };
    for suite in suites {
        whole.tests += suite.tests;
        whole.failures += suite.failures;
        whole.errors += suite.errors;
        whole.skipped += suite.skipped;
        suite.write("testsuite", &mut whole.cases);
    }
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    whole.write("testsuites", &mut text);
    text
}

/// What became of a case.
enum Outcome<'o> {
    Pass,
    /// It passed, and there is something to say.
    Output(&'o str),
    Skipped(&'o str),
    /// Its type, its message, all there is to say.
    Failure(&'o str, &'o str, &'o str),
    Error(&'o str),
}

/// A case; all texts are unescaped.
struct Case<'c> {
    rule: &'c str,
    name: &'c str,
    place: Option<&'c Label>,
    outcome: Outcome<'c>,
}

impl<'c> Case<'c> {
    fn new(rule: &'c str, name: &'c str, outcome: Outcome<'c>) -> Self {
        Self { rule, name, place: None, outcome }
    }
}

#[derive(Default)]
struct Suite {
    name: &'static str,
    tests: u32,
    failures: u32,
    errors: u32,
    skipped: u32,
    cases: String,
}

impl Suite {
    fn add(&mut self, case: &Case<'_>) {
        let Case { rule, name, place, outcome } = case;
        self.tests += 1;
        let out = &mut self.cases;
        out.push_str("<testcase");
        attribute("classname", &format!("lockstep.{}.{rule}", self.name), out);
        attribute("name", name, out);
        if let Some(Label { document, line, .. }) = place {
            attribute("file", document, out);
            attribute("line", &format!("{line}"), out);
        }
        out.push('>');
        match outcome {
            Outcome::Pass => {}
            Outcome::Output(text) => element("system-out", &[], text, out),
            Outcome::Skipped(reason) => {
                self.skipped += 1;
                element("skipped", &[("message", reason)], "", out);
            }
            Outcome::Failure(kind, message, text) => {
                self.failures += 1;
                element("failure", &[("type", kind), ("message", message)], text, out);
            }
            Outcome::Error(message) => {
                self.errors += 1;
                element("error", &[("type", RUN), ("message", message)], "", out);
            }
        }
        out.push_str("</testcase>\n");
    }

    fn write(&self, element: &str, out: &mut String) {
        let Self { name, tests, failures, errors, skipped, cases } = self;
        let head = format!(
            "<{element} name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\">\n"
        );
        out.push_str(&head);
        out.push_str(cases);
        out.push_str(&format!("</{element}>\n"));
    }
}

fn element(name: &str, attributes: &[(&str, &str)], text: &str, out: &mut String) {
    out.push('<');
    out.push_str(name);
    attributes.iter().for_each(|(name, value)| attribute(name, value, out));
    out.push('>');
    escape(text, out);
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

fn attribute(name: &str, value: &str, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape(value, out);
    out.push('"');
}

/// Text that is neither markup nor white space that a parser changes; what XML 1.0 cannot say at all is replaced.
fn escape(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push_str(&format!("&#{};", u32::from(character))),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(character),
        }
    }
}
