//! Fingerprints: what they survive, what they tell apart, and what is known by them.

use std::{collections::BTreeSet, sync::LazyLock};

use lockstep_core::{
    report::{Report, Verdict},
    source::{Content, DocumentKind, Source, Sources},
};
use lockstep_tests::{case, engine, reference, today};
use proptest::prelude::*;

fn fingerprints(report: &Report<'_>) -> BTreeSet<String> {
    report.findings.iter().map(|finding| finding.fingerprint.clone()).collect()
}

/// Those of findings that are about what a document says, not about its bytes.
fn of_statements(sources: &Sources<'_>) -> BTreeSet<String> {
    let report = engine().check(sources, Some(today()));
    let about_bytes = ["json-byte-order-mark", "document-too-large", "document-encoding"];
    let stated = report.findings.iter().filter(|finding| !about_bytes.contains(&finding.rule));
    stated.map(|finding| finding.fingerprint.clone()).collect()
}

/// The documents with the text of one of them changed; the mirror, whose hash the others state, stays.
fn changed(sources: &Sources<'static>, kind: DocumentKind, change: impl Fn(&str) -> String) -> Sources<'static> {
    let mut changed = sources.clone();
    let source = sources.get(kind);
    if let (Content::Bytes(bytes), true) = (&source.content, kind != DocumentKind::Manifest)
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        let content = Content::Bytes(change(text).into_bytes().into());
        changed.put(Source { content, ..source.clone() });
    }
    changed
}

/// The text some lines further down; a byte order mark and front matter are what they are only where they stand.
fn below(lines: &str, text: &str) -> String {
    match text.strip_prefix('\u{feff}') {
        Some(rest) => format!("\u{feff}{lines}{rest}"),
        None if text.starts_with("---") => text.to_owned(),
        None => format!("{lines}{text}"),
    }
}

#[test]
fn a_report_has_no_fingerprint_twice() {
    for fixture in case::fixtures() {
        let sources = fixture.case.apply(&reference());
        let report = engine().check(&sources, Some(today()));
        assert_eq!(fingerprints(&report).len(), report.findings.len(), "{}/{}", fixture.rule, fixture.name);
        let is_one =
            |text: &String| text.len() == 16 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        assert!(fingerprints(&report).iter().all(is_one), "{:?}", fingerprints(&report));
    }
}

#[test]
fn a_finding_that_says_the_same_elsewhere_is_another() {
    let upper = |text: &str| text.replace("7e4806a", "7E4806A");
    let one = changed(&reference(), DocumentKind::Pin, upper);
    let other = changed(&reference(), DocumentKind::Matrix, upper);
    let (one, other) = (of_statements(&one), of_statements(&other));
    assert!(!one.is_empty() && !other.is_empty() && one.is_disjoint(&other), "{one:?} {other:?}");
}

#[test]
fn another_finding_changes_no_fingerprint() {
    let mut compared = 0;
    for fixture in case::fixtures().into_iter().filter(|fixture| fixture.rule != "timeout-range") {
        let sources = fixture.case.apply(&reference());
        let before = of_statements(&sources);
        let slower = changed(&sources, DocumentKind::Pin, |text| {
            text.replace("\"default_timeout_ms\": 2500", "\"default_timeout_ms\": 45000")
        });
        let after = of_statements(&slower);
        assert!(before.is_subset(&after), "{}/{}: {before:?} {after:?}", fixture.rule, fixture.name);
        compared += after.len() - before.len();
    }
    assert!(compared > 50, "{compared}");
}

static FIXTURES: LazyLock<Vec<case::Fixture>> = LazyLock::new(case::fixtures);

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn fingerprints_survive_moves_and_line_ends(lines in "\n{1,9}", of_windows: bool, matrix: bool) {
        let kind = if matrix { DocumentKind::Matrix } else { DocumentKind::Pin };
        let mut compared = 0;
        for fixture in &*FIXTURES {
            let sources = fixture.case.apply(&reference());
            let moved = changed(&sources, kind, |text| {
                let text = below(&lines, text);
                if of_windows { text.replace("\r\n", "\n").replace('\n', "\r\n") } else { text }
            });
            let (before, after) = (of_statements(&sources), of_statements(&moved));
            compared += before.len();
            prop_assert_eq!(before, after, "{}/{}", fixture.rule, fixture.name);
        }
        prop_assert!(compared > 100, "{}", compared);
    }
}

#[test]
fn what_is_known_does_not_block() {
    let sources = changed(&reference(), DocumentKind::Pin, |text| text.replace("7e4806a", "7E4806A"));
    let base = fingerprints(&engine().check(&sources, Some(today())));
    let base: Vec<&str> = base.iter().map(String::as_str).collect();
    let mut report = engine().check(&sources, Some(today()));
    assert_eq!(report.verdict(), Verdict::Fail);
    report.set_known(&base);
    assert_eq!((report.verdict(), report.known.len(), report.findings.len()), (Verdict::Pass, base.len(), 0));

    let worse = changed(&sources, DocumentKind::Pin, |text| text.replace("127.0.0.1:4010", "127.0.0.1:4010/"));
    let mut report = engine().check(&worse, Some(today()));
    report.set_known(&base);
    assert_eq!((report.verdict(), report.known.len()), (Verdict::Fail, base.len()));
    assert!(report.findings.iter().all(|finding| finding.rule == "base-url"), "{:?}", report.findings);
}

#[test]
fn what_could_not_be_judged_is_never_known() {
    let mut sources = reference();
    sources.put(Source { content: Content::Missing, ..sources.get(DocumentKind::Pin).clone() });
    let mut report = engine().check(&sources, Some(today()));
    assert_eq!(report.verdict(), Verdict::Fail);
    let base = fingerprints(&report);
    report.set_known(&base.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!((report.verdict(), report.findings.len()), (Verdict::Error, 0));
}
