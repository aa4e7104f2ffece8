//! What is rendered: the fixtures, and documents, names and policies made to break formats.

use std::fmt::Write as _;

use lockstep_core::{
    api::{self, Engine, Format},
    date,
    inquiry::Inquiry,
    report::Report,
    source::{Content, DocumentKind, Source, Sources},
    text::{Span, Spanned},
    waiver::Waiver,
    wire,
};
use lockstep_tests::{case, engine, reference, today};

/// A text that means something in each of the formats.
pub(crate) const HOSTILE: &str = "::error file=x,line=1::y ##[error]z %0A%25 \" & ' <b>&amp;</b> ]]> <!-- - --> | a | b | \
    `one` ``two`` ```` ~~~ @someone #123 GH-7 a/b#1 [link](https://example.com) ![x](y) [z] (w) ](0) {0} \
    https://example.com *a* _b_ ~~c~~ $d$ \\ \\` \u{1f512}é\u{202e}\u{7}\u{fffe}";

/// One input with what it is judged by.
pub(crate) struct Input {
    pub(crate) name: String,
    pub(crate) sources: Sources<'static>,
    engine: Engine,
    waivers: Vec<Waiver>,
    /// Whether the earlier half of the findings is known.
    half_is_known: bool,
}

impl Input {
    fn new(name: impl Into<String>, sources: Sources<'static>) -> Self {
        Self { name: name.into(), sources, engine: engine().clone(), waivers: Vec::new(), half_is_known: false }
    }

    /// The same under another policy.
    fn under(self, severities: &str, findings: u32, policy: &str) -> Self {
        let text = api::policy()
            .replace("\"severities\": {}", &format!("\"severities\": {severities}"))
            .replace("\"findings\": 1000", &format!("\"findings\": {findings}"))
            .replace("\"MemoryKernel integration/v1\"", &serde_json::to_string(policy).expect("a text"));
        Self { engine: Engine::with_policy(text.as_bytes()).expect("a policy"), ..self }
    }

    /// Judges it and hands the report over in both forms.
    pub(crate) fn judge(&self, look: impl FnOnce(&Report<'_>, &wire::Report)) {
        let report = self.report();
        look(&report, &wire::Report::from(&report));
    }

    fn report(&self) -> Report<'_> {
        let inquiry = Inquiry { today: Some(today()), waivers: self.waivers.clone(), ..Inquiry::default() };
        let mut report = self.engine.judge(&self.sources, &inquiry);
        if self.half_is_known {
            let half = report.findings.iter().take(report.findings.len() / 2);
            let known: Vec<String> = half.map(|finding| finding.fingerprint.clone()).collect();
            report.set_known(&known.iter().map(String::as_str).collect::<Vec<_>>());
        }
        report
    }

    /// Its report in a format.
    pub(crate) fn rendered(&self, format: Format) -> String {
        api::render(&self.report(), format)
    }

    /// The bytes of the document that findings call `name`.
    pub(crate) fn bytes(&self, name: &str) -> &[u8] {
        let source = self.sources.iter().find(|source| lockstep_core::text::visible(&source.name) == name);
        source.expect("a finding names a document").as_bytes()
    }
}

pub(crate) fn all() -> Vec<Input> {
    let fixtures = case::fixtures().into_iter();
    let fixtures = fixtures
        .map(|fixture| Input::new(format!("{}/{}", fixture.rule, fixture.name), fixture.case.apply(&reference())));
    fixtures.chain(named()).chain(contents()).chain(judged_otherwise()).collect()
}

/// The reference trio with each document as `change` leaves it.
fn changed(change: impl Fn(&mut Source<'static>)) -> Sources<'static> {
    let [pin, matrix, manifest] = DocumentKind::TRIO.map(|kind| {
        let mut source = reference().get(kind).clone();
        change(&mut source);
        source
    });
    Sources::new(pin, matrix, manifest)
}

fn replaced(source: &mut Source<'static>, from: &str, to: &str) {
    let text = source.lossy().replace(from, to);
    source.content = Content::Bytes(text.into_bytes().into());
}

/// The value of a tag in all documents replaced by a text that is none.
fn with_tag(tag: &str) -> Sources<'static> {
    let in_json = serde_json::to_string(tag).expect("a text");
    changed(|source| match source.kind {
        DocumentKind::Matrix => replaced(source, "v0.4.0", &tag.replace(['\n', '\r'], " ")),
        _ => replaced(source, "\"v0.4.0\"", &in_json),
    })
}

/// Documents with names that formats could stumble over.
fn named() -> Vec<Input> {
    let names = [
        "with blank",
        "100%.json",
        "%41",
        "a:b",
        "a,b",
        "new\nline",
        "carriage\r\nreturn",
        "pipe|name",
        "`ticks`",
        "``",
        "]]>",
        "\"quoted\" 'single'",
        "<!-- name -->",
        "@someone",
        "#1",
        "::error::name",
        "##[error]name",
        "[a](b)",
        "\u{1f512}/é",
        "/absolute/name",
        "a//b",
        "./a",
        "ends with ",
        " begins",
        "=x",
        "C:\\windows\\name",
        "\u{202e}reversed",
        "a\\u{a}b",
    ];
    let long = "long/".repeat(60);
    let inputs = names.into_iter().chain([HOSTILE, &long]).map(|name| {
        let sources = changed(|source| {
            replaced(source, "7e4806a", "7E4806A");
            source.name = format!("{name}{}", source.kind.as_str()).into();
        });
        Input::new(format!("named {name:?}"), sources)
    });
    let same = changed(|source| {
        source.name = "one name for all".into();
        source.content = Content::Missing;
    });
    inputs.chain([Input::new("one name for all", same)]).collect()
}

/// Documents with contents that formats could stumble over.
fn contents() -> Vec<Input> {
    let far = " ".repeat(70_000);
    let everywhere = |content: Content<'static>| changed(|source| source.content = content.clone());
    let empty = everywhere(Content::Bytes(b"".as_slice().into()));
    vec![
        Input::new("hostile values", with_tag(HOSTILE)),
        Input::new("values of several lines", with_tag("a\n::error::b\r\n##[error]c\n\n```\n\n# d\n<script>")),
        Input::new(
            "line ends of Windows",
            changed(|source| {
                replaced(source, "7e4806a", "7E4806A");
                replaced(source, "\n", "\r\n");
            }),
        ),
        Input::new(
            "columns beyond 65535",
            changed(|source| match source.kind {
                DocumentKind::Matrix => replaced(source, "| v0.4.0 |", &format!("| {far}v0.4.1 |")),
                _ => replaced(source, "\"v0.4.0\"", &format!("{far}\"\u{1f512}\"")),
            }),
        ),
        Input::new(
            "all on one line behind astral characters",
            changed(|source| {
                replaced(source, "\"v0.4.0\"", "\"\u{1f512}\u{1f512}é\u{300}\"");
                if source.kind != DocumentKind::Matrix {
                    replaced(source, "\n", " ");
                }
            }),
        ),
        Input::new("nothing in them", empty),
        Input::new("missing", everywhere(Content::Missing)),
        Input::new("no files", everywhere(Content::NotRegular("a folder".into()))),
        Input::new("out of the repository", everywhere(Content::OutsideRepository)),
        Input::new("too large", everywhere(Content::TooLarge(1 << 40))),
        Input::new("unreadable", everywhere(Content::Unreadable(format!("refused\n{HOSTILE}").into()))),
        Input::new(
            "broken bytes",
            changed(|source| {
                let mut bytes = source.as_bytes().to_vec();
                bytes.extend(b"\xff\xf0\x9f\x94 \x80\n\xc3(");
                source.content = Content::Bytes(bytes.into());
            }),
        ),
        Input::new(
            "with byte order mark",
            changed(|source| {
                replaced(source, "7e4806a", "7E4806A");
                let text = format!("\u{feff}{}", source.lossy());
                source.content = Content::Bytes(text.into_bytes().into());
            }),
        ),
    ]
}

/// Reports that need another policy: many findings, of each severity, more than are listed, a name that is no name.
fn judged_otherwise() -> Vec<Input> {
    let crowded = || {
        let mut codes = String::from("\"error_code_enum\": [\n");
        (0..40).for_each(|number| writeln!(codes, "    \" {number}\",").expect("a text takes it"));
        Input::new("many findings", changed(|source| replaced(source, "\"error_code_enum\": [", &codes)))
    };
    let warning = r#"{ "error-code-entry": "warning" }"#;
    let note = r#"{ "error-code-entry": "note", "manifest-hash": "off", "timeout-range": "off" }"#;
    let all_off = |id: &str| format!("\"{id}\": \"off\"");
    let off: Vec<String> = lockstep_core::rules::ALL.iter().map(|rule| all_off(rule.id)).collect();
    vec![
        crowded(),
        crowded().under(warning, 1000, "warnings"),
        crowded().under(note, 1000, "notes"),
        crowded().under(warning, 12, "few are listed, all are warnings"),
        crowded().under("{}", 3, "few are listed"),
        crowded().under("{}", 1000, HOSTILE),
        crowded().under("{}", 1000, "name\n::error::of\r\n##[error]several lines"),
        Input { half_is_known: true, ..crowded() },
        waived(),
        Input::new("nothing ran", reference()).under(&format!("{{ {} }}", off.join(", ")), 1000, "nothing runs"),
    ]
}

/// Findings that waivers cover, whose words are hostile, and waivers that are faulty themselves.
fn waived() -> Input {
    let sources = || {
        let mut sources = with_tag(HOSTILE);
        sources.put(Source::bytes(DocumentKind::Configuration, "lockstep.toml", b"a\nb = 1\n".as_slice()));
        sources
    };
    let at = |value: &str| Spanned { value: value.to_owned(), span: Span::new(2, 7) };
    let waiver = |rule: &str, document: DocumentKind, words: &str, expires| Waiver {
        rule: at(rule),
        document: Some(document.default_path().to_owned()),
        fingerprint: None,
        reason: at(words),
        owner: at(words),
        expires: Spanned { value: date::parse(expires).expect("a day"), span: Span::new(2, 7) },
    };
    let waivers = vec![
        waiver("release-tag-format", DocumentKind::Pin, HOSTILE, "2026-04-01"),
        waiver("release-tag-format", DocumentKind::Manifest, "line\n::error::of\r\n##[error]several", "2026-04-01"),
        waiver("release-tag-format", DocumentKind::Matrix, HOSTILE, "2026-01-01"),
        waiver(HOSTILE, DocumentKind::Pin, " ", "2030-01-01"),
    ];
    Input { waivers, ..Input::new("waived", sources()) }
}
