//! The outcome of a run: findings in their one order, what could not run, and the verdict.

use alloc::{format, string::String, vec::Vec};
use serde::Serialize;

use crate::{
    alignment::Matrix,
    facts::{Facts, Fault},
    finding::{Finding, Severity, Sink},
    fingerprint,
    inquiry::{Inquiry, Standing},
    order,
    policy::Policy,
    rules::{self, Context, Group, Needs, Rule},
    source::{DocumentKind, Source, Sources},
    text::{LineIndex, shown},
    waiver::{self, Waived},
};

/// How a run ended; the outcomes are never confused with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Verdict {
    /// Every rule that applies ran and none found an error.
    Pass,
    /// At least one error was found.
    Fail,
    /// The documents could not be judged: a file could not be read, or nothing was checked.
    Error,
    /// Nothing was judged, and nothing had to be: what was asked for does not exist here. No fault, and no pass.
    Skipped,
}

impl Verdict {
    /// The verdict as one lower-case word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Error => "error",
            Self::Skipped => "skipped",
        }
    }

    /// The exit code of a program that ends with this verdict: 0, 1 or 2.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Pass | Self::Skipped => 0,
            Self::Fail => 1,
            Self::Error => 2,
        }
    }
}

/// A rule that did not run, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The id of the rule.
    pub rule: &'static str,
    /// The reason.
    pub reason: String,
}

/// How many findings of each severity a report has, omitted ones not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Findings that block.
    pub errors: u32,
    /// Findings worth mending.
    pub warnings: u32,
    /// Remarks.
    pub notes: u32,
}

/// Everything one run found.
#[derive(Debug)]
pub struct Report<'a> {
    /// The documents that were judged.
    pub sources: &'a Sources<'a>,
    /// The name of the policy that judged.
    pub policy: &'a str,
    /// The findings, ordered by document, start, end and rule id.
    pub findings: Vec<Finding>,
    /// The rules that did not run.
    pub skipped: Vec<Skipped>,
    /// Reasons why no full verdict was possible; not empty exactly for [`Verdict::Error`].
    pub errors: Vec<String>,
    /// The ids of the rules that ran.
    pub ran: Vec<&'static str>,
    /// How many findings went beyond the policy's limit and are not listed.
    pub omitted: u32,
    /// Findings that waivers cover, in their own order; they do not block.
    pub waived: Vec<Waived>,
    /// Findings that an earlier report has, too, in their own order; they do not block.
    pub known: Vec<Finding>,
    /// What a producer's documents say side by side, where that was asked for by its name or has a gap.
    pub(crate) alignment: Option<Matrix>,
    judged: bool,
    omitted_error: bool,
    /// Why there is no verdict where no error is left that says so.
    gaps: Vec<String>,
    /// One a document, in their order.
    indexes: Vec<LineIndex>,
}

impl<'a> Report<'a> {
    /// Runs every rule.
    pub(crate) fn new(sources: &'a Sources<'a>, policy: &'a Policy, inquiry: &Inquiry<'a>) -> Self {
        let facts = Facts::read(sources, policy, inquiry);
        let context = Context { policy, sources, facts: &facts, inquiry, waivers: &[] };
        let mut run = Run::new(policy);
        let is_last = |rule: &&&'static Rule| rule.group == Group::Waiver;
        rules::ALL.iter().filter(|rule| !is_last(rule)).for_each(|rule| run.rule(rule, &context));
        run.judged = !run.ran.is_empty();
        let mut findings = run.findings(sources);
        run.any_error = run.sink.omitted().1 || findings.iter().any(is_error);
        let (waivers, waived) = if cfg!(feature = "inquiry") {
            waiver::apply(&inquiry.waivers, inquiry.today, &run.ran, sources, &mut findings)
        } else {
            Default::default()
        };
        let context = Context { waivers: &waivers, ..context };
        rules::ALL.iter().filter(is_last).for_each(|rule| run.rule(rule, &context));
        // Waivers are in the configuration, the last of the documents.
        findings.extend(run.findings(sources));
        let (errors, gaps) = (errors(&context, &run), gaps(&context, &run));
        let (omitted, omitted_error) = run.sink.omitted();
        let shows = |matrix: &Matrix| matrix.is_named || matrix.has_gaps();
        let alignment = facts.alignment.map(|facts| facts.matrix).filter(shows);
        // Lines are counted only for documents that a finding or the matrix points into.
        let listed = || findings.iter().chain(waived.iter().map(|waived| &waived.finding));
        let indexes = sources.iter().map(|source| {
            let used = alignment.is_some()
                || listed().any(|finding| {
                    let mut labels = core::iter::once(&finding.primary).chain(&finding.related);
                    labels.any(|label| label.document == source.kind)
                });
            LineIndex::new(if used { source.as_bytes() } else { &[] })
        });
        let indexes = indexes.collect();
        let Run { skipped, ran, judged, .. } = run;
        let policy = &policy.name;
        let known = Vec::new();
        let mut report = Self {
            sources,
            policy,
            findings,
            skipped,
            errors,
            ran,
            omitted,
            waived,
            known,
            alignment,
            judged,
            omitted_error,
            gaps,
            indexes,
        };
        report.close_gaps();
        report
    }

    /// Moves the findings with these fingerprints to those that are known, so that they do not block. What could not be
    /// judged stays an error.
    pub fn set_known(&mut self, fingerprints: &[&str]) {
        let is_known = |finding: &Finding| fingerprints.contains(&finding.fingerprint.as_str());
        let findings = core::mem::take(&mut self.findings);
        let (known, new): (Vec<_>, Vec<_>) = findings.into_iter().partition(is_known);
        self.findings = new;
        self.known.extend(known);
        self.close_gaps();
    }

    /// Makes the gaps errors where no error among the findings says so.
    fn close_gaps(&mut self) {
        if self.errors.is_empty() && !self.any_error() {
            self.errors.append(&mut self.gaps);
        }
    }

    fn any_error(&self) -> bool {
        self.omitted_error || self.findings.iter().any(is_error)
    }

    /// The outcome.
    pub fn verdict(&self) -> Verdict {
        if !self.errors.is_empty() {
            Verdict::Error
        } else if self.any_error() {
            Verdict::Fail
        } else if !self.judged {
            Verdict::Skipped
        } else {
            Verdict::Pass
        }
    }

    /// How many findings of each severity are listed.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for finding in &self.findings {
            match finding.severity {
                Severity::Error => tally.errors += 1,
                Severity::Warning => tally.warnings += 1,
                Severity::Note => tally.notes += 1,
            }
        }
        tally
    }

    /// A document that a finding points into, with the index of its lines.
    pub(crate) fn document(&self, kind: DocumentKind) -> (&'a Source<'a>, &LineIndex) {
        static NOTHING: LineIndex = LineIndex::empty();
        let found = self.sources.iter().zip(&self.indexes).find(|(source, _)| source.kind == kind);
        found.unwrap_or((self.sources.get(kind), &NOTHING))
    }
}

fn is_error(finding: &Finding) -> bool {
    finding.severity == Severity::Error
}

/// What findings are ordered by.
fn key(finding: &Finding) -> (DocumentKind, u32, u32, &'static str, &str) {
    let Finding { primary, rule, message, .. } = finding;
    (primary.document, primary.span.start, primary.span.end, rule, message)
}

/// Why a rule cannot run, if it cannot.
fn unmet(rule: &Rule, context: &Context<'_>) -> Option<String> {
    let role = context.inquiry.role;
    let needed = |kind: DocumentKind| if kind == DocumentKind::Pin { role.anchor() } else { kind };
    let absent = |kinds: &[DocumentKind]| {
        let kind = kinds.iter().map(|kind| needed(*kind)).find(|kind| !context.facts.has(*kind))?;
        Some(format!("the {} could not be read", kind.title()))
    };
    match rule.needs {
        Needs::Nothing => None,
        Needs::OneOf(kinds) => {
            let none = !kinds.iter().any(|kind| context.facts.has(*kind));
            none.then(|| "none of its documents could be read".into())
        }
        Needs::Each(kinds) => absent(kinds),
        Needs::EachAndToday(kinds) => {
            absent(kinds).or_else(|| context.inquiry.today.is_none().then(|| "no date was given".into()))
        }
        Needs::TwoOf(kinds) => {
            let readable = kinds.iter().filter(|kind| context.facts.has(**kind)).count();
            (readable < 2).then(|| "fewer than two of the documents could be read".into())
        }
    }
}

/// What stands in the way of a verdict, whatever was found.
fn errors(context: &Context<'_>, run: &Run<'_>) -> Vec<String> {
    let mut errors: Vec<String> = context
        .faults()
        .filter_map(|(kind, fault)| match fault {
            Fault::Unreadable(reason) => {
                let name = shown(&context.sources.get(kind).name);
                Some(format!("{name} could not be read: {}", shown(reason)))
            }
            _ => None,
        })
        .collect();
    errors.extend(context.inquiry.unknown());
    if !run.judged && errors.is_empty() && !run.any_absent {
        errors.push("no rule ran, so nothing was checked".into());
    }
    errors
}

/// A document or a value that a rule needed and could not have, without an error that says so (because the policy
/// lowered or silenced it, a waiver covers it or it is known), must never become a pass.
fn gaps(context: &Context<'_>, run: &Run<'_>) -> Vec<String> {
    let Context { sources, facts, inquiry, .. } = context;
    if !run.judged {
        return Vec::new();
    }
    let kinds = sources.iter().map(|source| source.kind);
    let unread = kinds.filter(|kind| inquiry.concerns(*kind) && !facts.has(*kind));
    let mut gaps: Vec<String> =
        unread.map(|kind| format!("the {} could not be read, so the verdict is incomplete", kind.title())).collect();
    // Where the policy silences no rule, an error tells why a rule had nothing to compare, be it waived or known.
    let is_told = run.any_error && run.policy.severities.is_empty();
    if gaps.is_empty() && run.uncompared > 0 && !is_told {
        gaps.push(format!("{} rules found nothing to compare, so the verdict is incomplete", run.uncompared));
    }
    gaps
}

/// The rules as they run.
struct Run<'r> {
    policy: &'r Policy,
    sink: Sink,
    skipped: Vec<Skipped>,
    ran: Vec<&'static str>,
    /// Whether any rule ran before those about waivers.
    judged: bool,
    /// Whether any error was found before waivers applied.
    any_error: bool,
    /// How many rules found nothing to compare.
    uncompared: u32,
    /// What a rule would judge does not exist here.
    any_absent: bool,
}

impl<'r> Run<'r> {
    fn new(policy: &'r Policy) -> Self {
        let sink = Sink::new(policy.limits.findings as usize);
        Self {
            policy,
            sink,
            skipped: Vec::new(),
            ran: Vec::new(),
            judged: false,
            any_error: false,
            uncompared: 0,
            any_absent: false,
        }
    }

    /// Runs a rule, or notes why it does not run.
    fn rule(&mut self, rule: &'static Rule, context: &Context<'_>) {
        let standing = context.inquiry.standing(rule.group);
        if standing == Standing::Unasked {
            return;
        }
        let setting = self.policy.severities.get(rule.id);
        let Some(severity) = setting.map_or(Some(rule.severity), |setting| setting.severity()) else {
            return self.skipped.push(Skipped { rule: rule.id, reason: "switched off by the policy".into() });
        };
        self.any_absent |= matches!(standing, Standing::Absent(_));
        if let Some(reason) = standing.reason().or_else(|| unmet(rule, context)) {
            return self.skipped.push(Skipped { rule: rule.id, reason });
        }
        self.sink.enter(rule.id, severity, setting.is_some());
        (rule.check)(context, &mut self.sink);
        match self.sink.take_unmet() {
            Some(reason) => {
                self.skipped.push(Skipped { rule: rule.id, reason: reason.into() });
                self.uncompared += 1;
            }
            None => self.ran.push(rule.id),
        }
    }

    /// What the rules found since this was last asked, in the order of a report and with fingerprints.
    fn findings(&mut self, sources: &Sources<'_>) -> Vec<Finding> {
        let mut findings = self.sink.take();
        order::sort_by(&mut findings, |left, right| key(left).cmp(&key(right)));
        fingerprint::assign(&mut findings, sources);
        findings
    }
}

#[cfg(test)]
mod tests {
    use super::Verdict;
    use crate::{
        api::{self, Engine},
        source::{DocumentKind, Source, Sources},
    };

    #[test]
    fn switching_off_the_rule_that_misses_a_document_makes_no_pass() {
        let [pin, matrix, manifest] = DocumentKind::TRIO.map(|kind| Source::missing(kind, kind.as_str()));
        let sources = Sources::new(pin, matrix, manifest);
        assert_eq!(Engine::embedded().check(&sources, None).verdict(), Verdict::Fail);
        let text = api::policy().replace("\"severities\": {}", "\"severities\": { \"document-missing\": \"off\" }");
        let engine = Engine::with_policy(text.as_bytes()).unwrap();
        let report = engine.check(&sources, None);
        assert_eq!((report.verdict(), report.errors.len()), (Verdict::Error, 3));
    }

    #[test]
    fn switching_off_the_rule_that_misses_values_makes_no_pass() {
        let bytes = |kind: DocumentKind, text: &'static str| Source::bytes(kind, kind.as_str(), text.as_bytes());
        let sources = Sources::new(
            bytes(DocumentKind::Pin, "{}"),
            bytes(DocumentKind::Matrix, ""),
            bytes(DocumentKind::Manifest, "{}"),
        );
        let silenced =
            "\"severities\": { \"pin-field\": \"warning\", \"manifest-field\": \"off\", \"matrix-section\": \"off\",
            \"notice-policy\": \"off\", \"stability-window\": \"off\", \"transition-guard\": \"off\" }";
        let text = api::policy().replace("\"severities\": {}", silenced);
        let engine = Engine::with_policy(text.as_bytes()).unwrap();
        let report = engine.check(&sources, None);
        assert_eq!(report.verdict(), Verdict::Error, "{:?}", report.findings);
        assert!(report.skipped.iter().any(|skipped| skipped.rule == "commit-agreement"));
    }
}
