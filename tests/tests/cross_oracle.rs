//! What the newest scripts of the real consumer said over mixes of real documents, where the corpus is present: every
//! verdict is the same, or stands on a list with its reason.

use lockstep_core::source::{Content, DocumentKind, Source, Sources};
use lockstep_tests::{
    corpus, engine,
    repository::{Files, Repository},
    today,
};
use serde_json::Value;
use std::{collections::BTreeSet, fs, path::Path};

/// Runs of the handoff script whose verdict is another: trio, payload, mode, and what lockstep says.
const DIFFERENCES: [(&str, &str, &str, &str); 7] = [
    // A payload without a mode, from before there were modes. The handoff script never looks at the mode of a stable
    // payload; `validate_memorykernel_cutover_policy.mjs` of the same commit refuses it as "unsupported handoff_mode".
    ("03-2bb3669", "10-483b01a", "pin-relaxed", "handoff-field"),
    ("04-c679529", "10-483b01a", "pin-relaxed", "handoff-field"),
    ("05-fd56b4b", "10-483b01a", "pin-relaxed", "handoff-field"),
    ("06-f753355", "10-483b01a", "default", "handoff-field"),
    ("06-f753355", "10-483b01a", "pin-relaxed", "handoff-field"),
    // The candidate of the release before, after the cutover: it says that `v0.3.2` runs, and `v0.4.0` is pinned. The
    // script compares what runs only as long as the candidate's contract is another than the pinned one.
    ("07-d919346", "12-53ec2c1", "pin-relaxed", "handoff-active-baseline"),
    ("07-d919346", "12-53ec2c1", "v3-candidate", "handoff-active-baseline"),
];

fn oracle(corpus: &Path) -> Value {
    let text = fs::read_to_string(corpus.join("cross-oracle.json")).expect("the oracle");
    serde_json::from_str(&text).expect("JSON")
}

fn text<'v>(run: &'v Value, key: &str) -> &'v str {
    run[key].as_str().unwrap_or_else(|| panic!("no text at {key}: {run}"))
}

/// A document of a trio of the corpus; of none, it is missing.
fn document(corpus: &Path, trio: &Value, kind: DocumentKind) -> Source<'static> {
    let name = kind.default_path().rsplit('/').next().expect("a name");
    let path = trio.as_str().map(|trio| corpus.join("consumer").join(trio).join(name));
    match path.filter(|path| path.exists()) {
        Some(path) => Source::bytes(kind, kind.default_path(), fs::read(path).expect("a file")),
        None => Source::missing(kind, kind.default_path()),
    }
}

#[test]
fn every_mix_of_real_documents_gets_the_old_verdict() {
    let Some(corpus) = corpus() else { return };
    let oracle = oracle(&corpus);
    let runs = oracle["pin_manifest_matrix"].as_array().expect("runs");
    assert_eq!(runs.len(), 168);
    for run in runs {
        let [pin, matrix, manifest] = [
            (DocumentKind::Pin, &run["pin"]),
            (DocumentKind::Matrix, &run["matrix"]),
            (DocumentKind::Manifest, &run["manifest"]),
        ]
        .map(|(kind, trio)| document(&corpus, trio, kind));
        let sources = Sources::new(pin, matrix, manifest);
        let report = engine().check(&sources, Some(today()));
        assert_eq!(Some(u64::from(report.verdict().exit_code())), run["exit"].as_u64(), "{run}: {:?}", report.findings);
    }
}

#[test]
fn every_handoff_of_the_real_producer_gets_the_old_verdict_or_is_on_the_list() {
    let Some(corpus) = corpus() else { return };
    let oracle = oracle(&corpus);
    let runs = oracle["handoff"].as_array().expect("runs");
    assert_eq!(runs.len(), 75);
    let mut differences = BTreeSet::new();
    for run in runs {
        let mut files = Files::new();
        for kind in DocumentKind::TRIO {
            files.insert(kind.default_path().to_owned(), document(&corpus, &run["trio"], kind).content);
        }
        let payload = fs::read(corpus.join(text(run, "handoff"))).expect("a payload");
        files.insert(DocumentKind::Handoff.default_path().to_owned(), Content::Bytes(payload.into()));
        let environment = run["env"].as_object().expect("variables").iter();
        let environment = environment.map(|(name, value)| (name.clone(), value.as_str().expect("a text").to_owned()));
        let repository = Repository { files, environment: environment.collect(), ..Repository::empty() };
        let today = today().to_string();
        let judged = repository.run(&["handoff", "--no-evidence", "--today", &today, "--format", "json"]);
        let report: Value = serde_json::from_str(&judged.stdout).expect("a report");
        let fired = report["findings"].as_array().expect("findings").iter().map(|found| text(found, "rule"));
        let fired: BTreeSet<&str> = fired.collect();
        if run["exit"].as_u64() == Some(judged.code.into()) {
            continue;
        }
        let payload = text(run, "handoff").split('/').nth(1).expect("a folder");
        let known = DIFFERENCES.iter().find(|(trio, folder, mode, rule)| {
            *trio == text(run, "trio") && *folder == payload && *mode == text(run, "mode") && fired.contains(rule)
        });
        let known = known.unwrap_or_else(|| panic!("{run}: {} by {fired:?}", judged.code));
        assert!(judged.code == 1 && differences.insert(*known), "{run}");
    }
    assert_eq!(differences, BTreeSet::from(DIFFERENCES), "a difference that is no more");
}
