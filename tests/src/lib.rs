//! What the tests share: the reference trio, cases written as Markdown, and recorded texts.
//!
//! A case is a change of the reference trio (`examples/consumer`), written as pairs of fenced
//! blocks: what stands in the reference, and what stands there instead. The rules' own pages use
//! the same form (`## Good`, `## Bad`), so every documented example runs.

pub mod case;
pub mod envelopes;
pub mod git;
pub mod recorded;
pub mod reference_classifier;
pub mod reference_notice;
pub mod repository;

use lockstep_core::{
    api::Engine,
    source::{Content, DocumentKind, Source, Sources},
};
use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

/// The root of the workspace.
pub fn workspace() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().expect("tests/ lies in the workspace").to_path_buf()
}

/// The folder of real documents beside the workspace, where it is present; says so where not.
pub fn corpus() -> Option<PathBuf> {
    let corpus = workspace().parent()?.join("shared").join("corpus");
    if corpus.is_dir() {
        return Some(corpus);
    }
    // Not by `eprintln!`, which the test runner keeps to itself where a test passes.
    let mut out = std::io::stderr();
    let _ = writeln!(out, "the corpus of real documents is not present at {}: a test checks less", corpus.display());
    None
}

/// A folder's trio under the given names, as a host would hand it to the engine.
pub fn trio_in(folder: &Path, name: impl Fn(DocumentKind) -> String) -> Sources<'static> {
    let source = |kind: DocumentKind| {
        let name = name(kind);
        let path = folder.join(&name);
        let content = match std::fs::read(&path) {
            Ok(bytes) => Content::Bytes(bytes.into()),
            Err(_) if path.is_dir() => Content::NotRegular("a folder".into()),
            Err(_) => Content::Missing,
        };
        Source { kind, name: name.into(), content }
    };
    Sources::new(source(DocumentKind::Pin), source(DocumentKind::Matrix), source(DocumentKind::Manifest))
}

/// A trio of the corpus, whose files lie side by side.
pub fn corpus_trio(folder: &Path) -> Sources<'static> {
    trio_in(folder, |kind| {
        let path = kind.default_path();
        path.rsplit('/').next().unwrap_or(path).to_owned()
    })
}

/// A trio at the default places of a repository.
pub fn repository_trio(folder: &Path) -> Sources<'static> {
    trio_in(folder, |kind| kind.default_path().to_owned())
}

/// The trio that every case changes: `examples/consumer`.
pub fn reference() -> Sources<'static> {
    repository_trio(&workspace().join("examples").join("consumer"))
}

/// The engine with the embedded policy.
pub fn engine() -> &'static Engine {
    static ENGINE: std::sync::OnceLock<Engine> = std::sync::OnceLock::new();
    ENGINE.get_or_init(Engine::embedded)
}

/// The day on which every test runs.
pub fn today() -> lockstep_core::date::Date {
    lockstep_core::date::parse("2026-03-01").expect("a day of the calendar")
}
