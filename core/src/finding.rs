//! Findings: what is wrong, where, what was expected, what stands there and how to mend it.

use alloc::{borrow::Cow, string::String, vec::Vec};
use serde::{Deserialize, Serialize};

use crate::{
    source::DocumentKind,
    text::{Span, visible},
};

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Severity {
    /// A remark.
    Note,
    /// Worth mending, blocks nothing.
    Warning,
    /// Blocks: the verdict is `fail`.
    Error,
}

impl Severity {
    /// The severity as one lower-case word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A text of a finding: nearly all are constants.
pub type Text = Cow<'static, str>;

/// A place in a document with the words that stand beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The document.
    pub document: DocumentKind,
    /// The bytes it points at; empty for a document without bytes.
    pub span: Span,
    /// What is there to see, in a few words; may be empty.
    pub text: Text,
}

impl Label {
    /// A label at `span` of `document`.
    pub fn new(document: DocumentKind, span: Span, text: impl Into<Text>) -> Self {
        Self { document, span, text: text.into() }
    }
}

/// A piece of a document put in place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The document to change.
    pub document: DocumentKind,
    /// The bytes to take out.
    pub span: Span,
    /// The text to put there.
    pub replacement: String,
}

/// A change that mends a finding without a decision of the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What the change does, in the imperative.
    pub title: String,
    /// The edits, which do not overlap.
    pub edits: Vec<Edit>,
}

/// One thing that is wrong.
///
/// The message says what, the labels where, the help what to do. All texts are fit to be shown:
/// pieces of documents have passed [`crate::text::shown`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The id of the rule.
    pub rule: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong: one sentence, lower case, no full stop.
    pub message: Text,
    /// The place to look at first.
    pub primary: Label,
    /// Other places that explain it, such as the documents that disagree.
    pub related: Vec<Label>,
    /// What should stand there.
    pub expected: Text,
    /// What stands there.
    pub actual: Text,
    /// What to do about it.
    pub help: Text,
    /// A change that does it, where one needs no decision.
    pub fix: Option<Fix>,
    /// What the finding is known by when its lines have moved: 16 lower-case hex digits. Empty until the report is made.
    pub fingerprint: String,
}

impl Finding {
    /// A finding without related places; rule and severity are set by the [`Sink`].
    pub fn new(
        primary: Label,
        message: impl Into<Text>,
        expected: impl Into<Text>,
        actual: impl Into<Text>,
        help: impl Into<Text>,
    ) -> Self {
        Self {
            rule: "",
            severity: Severity::Error,
            message: message.into(),
            primary,
            related: Vec::new(),
            expected: expected.into(),
            actual: actual.into(),
            help: help.into(),
            fix: None,
            fingerprint: String::new(),
        }
    }

    /// The finding with another place that explains it.
    #[must_use]
    pub fn related(mut self, label: Label) -> Self {
        self.related.push(label);
        self
    }

    /// The finding with a fix that replaces `span` of its primary document.
    #[must_use]
    pub fn fixed_by(mut self, title: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        let edit = Edit { document: self.primary.document, span, replacement: replacement.into() };
        self.fix = Some(Fix { title: title.into(), edits: Vec::from([edit]) });
        self
    }
}

/// Where a rule puts its findings.
#[derive(Debug)]
pub struct Sink {
    rule: &'static str,
    severity: Severity,
    /// The policy named a severity, which then holds for every finding of the rule.
    fixed_severity: bool,
    findings: Vec<Finding>,
    limit: usize,
    omitted: u32,
    omitted_error: bool,
    unmet: Option<&'static str>,
}

impl Sink {
    /// A sink that keeps at most `limit` findings and counts the rest.
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            rule: "",
            severity: Severity::Error,
            fixed_severity: false,
            findings: Vec::new(),
            limit,
            omitted: 0,
            omitted_error: false,
            unmet: None,
        }
    }

    /// Readies the sink for the next rule.
    pub(crate) fn enter(&mut self, rule: &'static str, severity: Severity, fixed_severity: bool) {
        self.rule = rule;
        self.severity = severity;
        self.fixed_severity = fixed_severity;
    }

    /// Says that the rule cannot run, since the documents do not state what it compares. Another rule
    /// reports what is missing; where a policy silences that one, the verdict is no pass all the same.
    pub fn skip(&mut self, reason: &'static str) {
        self.unmet = Some(reason);
    }

    /// Why the present rule could not run, if it could not.
    pub(crate) fn take_unmet(&mut self) -> Option<&'static str> {
        self.unmet.take()
    }

    /// Reports a finding with the rule's severity.
    pub fn report(&mut self, finding: Finding) {
        self.report_as(self.severity, finding);
    }

    /// Reports a finding with a severity of its own, unless the policy sets one for the rule.
    ///
    /// Whatever the rule quoted is made fit to be shown: names of documents and words of a policy, too, may hold
    /// characters that control a terminal.
    pub fn report_as(&mut self, severity: Severity, mut finding: Finding) {
        let severity = if self.fixed_severity { self.severity } else { severity };
        if self.findings.len() >= self.limit {
            self.omitted = self.omitted.saturating_add(1);
            self.omitted_error |= severity == Severity::Error;
            return;
        }
        let Finding { message, primary, related, expected, actual, help, fix, .. } = &mut finding;
        let labels = core::iter::once(primary).chain(related).map(|label| &mut label.text);
        [message, expected, actual, help].into_iter().chain(labels).for_each(make_visible);
        if let Some(Fix { title, .. }) = fix
            && let Cow::Owned(escaped) = visible(title)
        {
            *title = escaped;
        }
        self.findings.push(Finding { rule: self.rule, severity, ..finding });
    }

    /// The findings that were kept since this was last asked.
    pub(crate) fn take(&mut self) -> Vec<Finding> {
        core::mem::take(&mut self.findings)
    }

    /// How many findings were not kept, and whether any of them was an error.
    pub(crate) fn omitted(&self) -> (u32, bool) {
        (self.omitted, self.omitted_error)
    }
}

fn make_visible(text: &mut Text) {
    if let Cow::Owned(escaped) = visible(text) {
        *text = Cow::Owned(escaped);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_of_a_finding_controls_a_terminal() {
        let text = || String::from("a\u{1b}[31m\u{202e}\n");
        let label = || Label::new(DocumentKind::Pin, Span::default(), text());
        let finding = Finding::new(label(), text(), text(), text(), text()).related(label());
        let mut sink = Sink::new(1);
        sink.report(finding.fixed_by(text(), Span::default(), text()));
        let findings = sink.take();
        let Finding { message, primary, related, expected, actual, help, fix, .. } = &findings[0];
        let Fix { title, edits } = fix.as_ref().unwrap();
        for shown in [message, &primary.text, &related[0].text, expected, actual, help, &Cow::Borrowed(title)] {
            assert_eq!(shown, "a\\u{1b}[31m\\u{202e}\\u{a}");
        }
        assert_eq!(edits[0].replacement, text());
    }

    fn finding() -> Finding {
        Finding::new(Label::new(DocumentKind::Pin, Span::default(), ""), "m", "e", "a", "h")
    }

    #[test]
    fn an_error_beyond_the_limit_still_counts() {
        let mut sink = Sink::new(1);
        sink.enter("first", Severity::Warning, false);
        sink.report(finding());
        sink.enter("second", Severity::Error, false);
        sink.report(finding());
        assert_eq!((sink.take().len(), sink.omitted()), (1, (1, true)));
    }

    #[test]
    fn a_severity_of_the_policy_holds_for_every_finding_of_the_rule() {
        for (fixed, severity) in [(true, Severity::Error), (false, Severity::Note)] {
            let mut sink = Sink::new(1);
            sink.enter("rule", Severity::Error, fixed);
            sink.report_as(Severity::Note, finding());
            assert_eq!(sink.take()[0].severity, severity);
        }
    }
}
