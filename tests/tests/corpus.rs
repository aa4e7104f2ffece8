//! Real documents of both teams' history, where the corpus is present.

use lockstep_core::report::{Report, Verdict};
use lockstep_tests::{corpus, corpus_trio, engine, repository_trio, today, workspace};
use std::{collections::BTreeSet, fs, path::PathBuf};

fn folders(under: &str) -> Vec<PathBuf> {
    let Some(corpus) = corpus() else { return Vec::new() };
    let mut folders: Vec<PathBuf> = fs::read_dir(corpus.join(under))
        .expect("a part of the corpus")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

fn rules<'r>(report: &'r Report<'_>) -> BTreeSet<&'r str> {
    report.findings.iter().map(|finding| finding.rule).collect()
}

#[test]
fn history_gets_the_verdicts_of_the_newest_old_script() {
    for (position, folder) in folders("consumer").iter().enumerate() {
        let sources = corpus_trio(folder);
        let report = engine().check(&sources, Some(today()));
        if position < 3 {
            // These pins came before the manifest's hash, and the matrices before its line.
            assert_eq!(report.verdict(), Verdict::Fail, "{}", folder.display());
            assert!(rules(&report).contains("pin-field"), "{}", folder.display());
        } else {
            assert_eq!(report.verdict(), Verdict::Pass, "{}: {:?}", folder.display(), report.findings);
            assert_eq!(rules(&report), BTreeSet::new(), "{}", folder.display());
        }
    }
}

#[test]
fn mutations_get_the_verdict_that_intent_asks_for() {
    let Some(corpus) = corpus() else { return };
    let index = fs::read_to_string(corpus.join("mutations/index.json")).expect("the index");
    let entries: Vec<serde_json::Value> = serde_json::from_str(&index).expect("a list");
    assert!(entries.len() > 100);
    for entry in &entries {
        let id = entry["id"].as_str().expect("an id");
        let sources = corpus_trio(&corpus.join("mutations").join(id));
        let report = engine().check(&sources, Some(today()));
        if let Some(intent) = entry["intent"].as_str() {
            assert_eq!(report.verdict().as_str(), intent, "{id}: {:?}", report.findings);
        }
        if report.verdict() == Verdict::Fail {
            assert!(!report.findings.is_empty(), "{id} is refused without a place");
        }
    }
}

#[test]
fn our_own_manifests_are_the_real_ones() {
    let real = [
        ("consumer", "79970ec83f37fe0a272cbb62e998ab35628125dbaedaa50c2b9d370d3c53d772"),
        ("consumer-v0.3.2", "67408e0bcf7d9e88c27c9e54c996c32d23aa915eb572ede46dd5ee6e3728c6f6"),
    ];
    for (example, hash) in real {
        let sources = repository_trio(&workspace().join("examples").join(example));
        let manifest = sources.get(lockstep_core::source::DocumentKind::Manifest);
        assert_eq!(lockstep_core::facts::sha256(manifest.as_bytes()), hash, "{example}");
        let report = engine().check(&sources, Some(today()));
        assert_eq!(report.verdict(), Verdict::Pass, "{example}: {:?}", report.findings);
        assert!(report.findings.is_empty() && report.skipped.is_empty(), "{example}");
    }
}
