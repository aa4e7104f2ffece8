//! Properties that hold for every input whatever.

use lockstep_core::{
    api::{self, Format},
    finding::Label,
    report::{Report, Verdict},
    source::{Content, DocumentKind, Source, Sources},
    text::{Encoding, LineIndex},
    wire,
};
use lockstep_tests::{engine, reference, today};
use proptest::prelude::*;

/// A change of a document: some bytes at some place, given as a part of its length, replaced.
#[derive(Clone, Debug)]
struct Change {
    document: usize,
    at: u16,
    length: usize,
    with: Vec<u8>,
}

fn change() -> impl Strategy<Value = Change> {
    let pieces = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..12),
        "\\PC{0,8}".prop_map(String::into_bytes),
        proptest::sample::select(
            &[
                "\"",
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "\\u0000",
                "\\ud800",
                "\u{feff}",
                "\u{202e}",
                "\r\n",
                "\n",
                "|",
                "`",
                "~~",
                "> ",
                "```\n",
                "<!--",
                "-->",
                "# ",
                "## Baseline Pin\n",
                "- MemoryKernel release tag: `v1.0.0`\n",
                "| a | b |\n",
                "\0",
                "1e9",
                "\u{1f512}",
                "\"release_tag\": \"v1.0.0\",",
                "    ",
                "- - - ",
                "&amp;",
                "\\",
            ][..]
        )
        .prop_map(|piece| piece.as_bytes().to_vec()),
    ];
    (0..3usize, any::<u16>(), 0..40usize, pieces).prop_map(|(document, at, length, with)| Change {
        document,
        at,
        length,
        with,
    })
}

fn changed(changes: &[Change]) -> Sources<'static> {
    let reference = reference();
    let mut documents = DocumentKind::TRIO.map(|kind| reference.get(kind).as_bytes().to_vec());
    for Change { document, at, length, with } in changes {
        let bytes = &mut documents[*document];
        let start = bytes.len() * usize::from(*at) / usize::from(u16::MAX);
        let end = (start + length).min(bytes.len());
        bytes.splice(start..end, with.iter().copied());
    }
    let [pin, matrix, manifest] = documents;
    let source = |kind: DocumentKind, bytes: Vec<u8>| Source::bytes(kind, kind.default_path(), bytes);
    Sources::new(
        source(DocumentKind::Pin, pin),
        source(DocumentKind::Matrix, matrix),
        source(DocumentKind::Manifest, manifest),
    )
}

/// Everything that holds for every report.
fn assert_sound(report: &Report<'_>) {
    for finding in &report.findings {
        for label in std::iter::once(&finding.primary).chain(&finding.related) {
            assert_inside(report.sources, label, finding.rule);
        }
        assert!(
            !finding.message.is_empty()
                && !finding.help.is_empty()
                && !finding.expected.is_empty()
                && !finding.actual.is_empty()
        );
        assert!(!finding.message.contains(['\n', '\0', '\u{202e}']), "{}", finding.message);
        for edit in finding.fix.iter().flat_map(|fix| &fix.edits) {
            let bytes = report.sources.get(edit.document).as_bytes();
            assert!(edit.span.range().end <= bytes.len());
        }
    }
    let error = report.findings.iter().any(|finding| finding.severity == lockstep_core::finding::Severity::Error);
    assert!(!error || report.verdict() != Verdict::Pass);
    assert_eq!(report.verdict() == Verdict::Error, !report.errors.is_empty());
    assert_positions(report);
    for format in [Format::Human { color: false }, Format::Human { color: true }, Format::Json] {
        assert!(api::render(report, format).ends_with('\n'));
    }
}

fn assert_inside(sources: &Sources<'_>, label: &Label, rule: &str) {
    let source = sources.get(label.document);
    let range = label.span.range();
    assert!(range.start <= range.end && range.end <= source.as_bytes().len(), "{rule}: {range:?}");
    if let Ok(text) = std::str::from_utf8(source.as_bytes()) {
        assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end), "{rule}: {range:?}");
    }
}

/// Lines and columns of the wire form, counted a second time in the plainest way.
fn assert_positions(report: &Report<'_>) {
    for (finding, wire) in report.findings.iter().zip(wire::Report::from(report).findings) {
        let source = report.sources.get(finding.primary.document);
        let before = String::from_utf8_lossy(&source.as_bytes()[..finding.primary.span.start as usize]).into_owned();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().encode_utf16().count() + 1;
        assert_eq!((wire.primary.line as usize, wire.primary.column as usize), (line, column), "{}", finding.rule);
    }
}

fn cases(count: u32) -> ProptestConfig {
    ProptestConfig { cases: count, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(3000))]

    #[test]
    fn no_change_of_the_trio_panics_or_misplaces(changes in proptest::collection::vec(change(), 1..6)) {
        let sources = changed(&changes);
        assert_sound(&engine().check(&sources, Some(today())));
    }

    #[test]
    fn no_bytes_panic(pin in proptest::collection::vec(any::<u8>(), 0..200), matrix in proptest::collection::vec(any::<u8>(), 0..400), manifest in proptest::collection::vec(any::<u8>(), 0..200)) {
        let sources = Sources::new(
            Source::bytes(DocumentKind::Pin, "a", pin),
            Source::bytes(DocumentKind::Matrix, "b", matrix),
            Source::bytes(DocumentKind::Manifest, "c", manifest),
        );
        assert_sound(&engine().check(&sources, None));
    }

    #[test]
    fn a_policy_of_any_bytes_is_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(api::Engine::with_policy(&bytes).is_err());
    }
}

#[test]
fn truncation_at_every_byte_is_judged() {
    let reference = reference();
    for kind in DocumentKind::TRIO {
        // A final line end may go; everything before it may not.
        let whole = reference.get(kind).as_bytes().trim_ascii_end().to_vec();
        for length in 0..whole.len() {
            let mut documents = DocumentKind::TRIO.map(|kind| reference.get(kind).clone());
            documents.iter_mut().find(|document| document.kind == kind).expect("a kind").content =
                Content::Bytes(whole[..length].to_vec().into());
            let [pin, matrix, manifest] = documents;
            let sources = Sources::new(pin, matrix, manifest);
            let report = engine().check(&sources, Some(today()));
            assert_sound(&report);
            if kind != DocumentKind::Matrix {
                assert_eq!(report.verdict(), Verdict::Fail, "{} cut at {length}", kind.title());
            }
        }
    }
}

#[test]
fn hostile_documents_are_judged() {
    let reference = reference();
    let hostile: Vec<Vec<u8>> = vec![
        Vec::new(),
        b"\0".to_vec(),
        vec![0xff; 1 << 20],
        vec![b'['; 1 << 20],
        vec![b'|'; 1 << 20],
        b"> ".repeat(1 << 19),
        b"- ".repeat(1 << 19),
        b"*".repeat(1 << 20),
        b"`".repeat(1 << 20),
        b"[".repeat(1 << 19),
        b"<!--".repeat(1 << 18),
        b"~~a".repeat(1 << 18),
        b"## Baseline Pin\n- MemoryKernel release tag: `v1`\n".repeat(20_000),
        b"{\"a\":1,".repeat(100_000),
        [b"{", b"\"a\":1,".repeat(150_000).as_slice(), b"\"a\":1}"].concat(),
        [b"{\"release_tag\":\"".as_slice(), "\u{202e}".repeat(300_000).as_bytes(), b"\"}"].concat(),
        b"\n".repeat(1 << 20),
        b"{\"x\":\"".iter().copied().chain(std::iter::repeat_n(b'\\', 1 << 20)).collect(),
    ];
    for bytes in hostile {
        for kind in DocumentKind::TRIO {
            let mut documents = DocumentKind::TRIO.map(|kind| reference.get(kind).clone());
            documents.iter_mut().find(|document| document.kind == kind).expect("a kind").content =
                Content::Bytes(bytes.clone().into());
            let [pin, matrix, manifest] = documents;
            let sources = Sources::new(pin, matrix, manifest);
            let report = engine().check(&sources, Some(today()));
            assert_sound(&report);
            assert_eq!(report.verdict(), Verdict::Fail, "{} bytes as {}", bytes.len(), kind.title());
        }
    }
}

#[test]
fn columns_agree_with_the_plain_count_on_every_offset() {
    let text = "a\u{1f512}é\r\n\n\u{feff}x\ty\n";
    let index = LineIndex::new(text.as_bytes());
    for (offset, _) in text.char_indices() {
        let before = &text[..offset];
        let found = index.position(text.as_bytes(), u32::try_from(offset).expect("small"), Encoding::Utf16);
        let column = before.rsplit('\n').next().unwrap_or_default().encode_utf16().count() + 1;
        assert_eq!((found.line as usize, found.column as usize), (before.matches('\n').count() + 1, column));
    }
}
