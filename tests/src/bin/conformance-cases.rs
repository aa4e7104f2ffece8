//! Prints every case that all hosts must judge alike, one JSON object a line, with the native
//! engine's reports. `tests/hosts/conformance.test.mjs` reads it.

use std::io::{BufWriter, Write as _};

use lockstep_core::{
    api::{self, Format},
    source::{Content, DocumentKind, Source, Sources},
};
use lockstep_tests::{case, corpus, corpus_trio, engine, reference, today, workspace};
use serde_json::{Value, json};

fn main() -> std::io::Result<()> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    for (name, sources) in fixtures().chain(examples()).chain(real()).chain(broken()) {
        // A library's caller has bytes or nothing; the other states are the program's business.
        if sources.iter().all(|source| matches!(source.content, Content::Bytes(_) | Content::Missing)) {
            writeln!(out, "{}", line(&name, &sources))?;
        }
    }
    out.flush()
}

fn line(name: &str, sources: &Sources<'_>) -> Value {
    let report = engine().check(sources, Some(today()));
    let document = |kind: DocumentKind| {
        let source = sources.get(kind);
        let bytes = matches!(source.content, Content::Bytes(_)).then(|| hexadecimal(source.as_bytes()));
        json!({ "name": source.name, "bytes": bytes })
    };
    let named = |format| Format::named(format, false).map(|format| api::render(&report, format));
    json!({
        "name": name,
        "today": today().to_string(),
        "pin": document(DocumentKind::Pin),
        "matrix": document(DocumentKind::Matrix),
        "manifest": document(DocumentKind::Manifest),
        "json": api::render(&report, Format::Json),
        "human": api::render(&report, Format::Human { color: false }),
        "sarif": named("sarif"),
        "github": named("github"),
        "junit": named("junit"),
        "markdown": named("markdown"),
        "colored": api::render(&report, Format::Human { color: true }),
    })
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

type Case = (String, Sources<'static>);

fn fixtures() -> impl Iterator<Item = Case> {
    let large = |sources: &Sources<'_>| sources.iter().any(|source| source.as_bytes().len() > 1 << 20);
    case::fixtures().into_iter().filter_map(move |fixture| {
        let sources = fixture.case.apply(&reference());
        (!large(&sources)).then(|| (format!("{}/{}", fixture.rule, fixture.name), sources))
    })
}

fn examples() -> impl Iterator<Item = Case> {
    let examples = workspace().join("examples");
    let names = ["consumer", "consumer-v0.3.2", "consumer-drifted"];
    names.into_iter().map(move |name| (name.to_owned(), lockstep_tests::repository_trio(&examples.join(name))))
}

/// Real documents, where the corpus is present.
fn real() -> impl Iterator<Item = Case> {
    ["consumer", "mutations"].into_iter().flat_map(|part| {
        let folders = corpus().and_then(|corpus| std::fs::read_dir(corpus.join(part)).ok());
        let mut folders: Vec<_> = folders.into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        folders.retain(|folder| folder.is_dir());
        folders.sort();
        folders.into_iter().map(move |folder| (folder.display().to_string(), corpus_trio(&folder)))
    })
}

/// Documents cut at many places and with each byte in turn replaced by one that hurts.
fn broken() -> impl Iterator<Item = Case> {
    DocumentKind::TRIO.into_iter().flat_map(|kind| {
        let whole = reference().get(kind).as_bytes().to_vec();
        (0..whole.len()).step_by(7).flat_map(move |at| {
            let hurting = [b'"', b'\\', b'|', b'`', b'\n', 0, 0xff, b'{'][at / 7 % 8];
            let mut replaced = whole.clone();
            replaced[at] = hurting;
            [
                (format!("{} cut at {at}", kind.as_str()), with(kind, whole[..at].to_vec())),
                (format!("{} hurt at {at}", kind.as_str()), with(kind, replaced)),
            ]
        })
    })
}

fn with(kind: DocumentKind, bytes: Vec<u8>) -> Sources<'static> {
    let document = |of: DocumentKind| {
        let source = reference().get(of).clone();
        if of == kind { Source { content: Content::Bytes(bytes.clone().into()), ..source } } else { source }
    };
    Sources::new(document(DocumentKind::Pin), document(DocumentKind::Matrix), document(DocumentKind::Manifest))
}
