//! What the real producer's scripts said of its documents, where the corpus is present: every verdict of a check is the
//! same, or stands on the check's list with its reason.

use lockstep_core::source::Content;
use lockstep_tests::{
    corpus,
    repository::{Files, Repository},
    today,
};
use serde_json::Value;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// One check of `lockstep producer`, and what it is held to.
struct Row {
    check: &'static str,
    /// The script whose verdicts it shares; where the producer has none, every snapshot that a check can judge passed.
    script: Option<&'static str>,
    /// Where it says something else than the script: the folder of the snapshot, the exit code, and a rule that finds
    /// it; none where nothing is found.
    differences: &'static [Difference],
}

type Difference = (&'static str, u8, &'static str);

/// A check more is a line more. Each difference needs its reason.
const ROWS: &[Row] = &[
    Row { check: "parity", script: Some("verify_contract_parity.sh"), differences: &[] },
    Row {
        check: "components",
        script: Some("verify_trilogy_compatibility_artifacts.sh"),
        // There is no manifest yet, so nothing says which baseline the components must name. The script has it written
        // into it.
        differences: &[("06-b9e1b39", 1, "document-missing"), ("07-cf33144", 1, "document-missing")],
    },
    Row {
        check: "rehearsal",
        script: None,
        // There was nothing to rehearse yet, and who asks for it by name is told so.
        differences: &[
            ("01-40655cc", 2, ""),
            ("03-565f3c4", 2, ""),
            ("05-7fdc092", 2, ""),
            ("06-b9e1b39", 2, ""),
            ("07-cf33144", 2, ""),
            ("08-59d3513", 2, ""),
            ("09-45ec1f0", 2, ""),
            ("10-483b01a", 2, ""),
        ],
    },
    Row {
        check: "schemas",
        script: None,
        // The first schemas have an empty key where `$id` was meant. `verify_service_contract_alignment.sh` looks for
        // that since it came, but there was nothing that did at the time.
        differences: &[
            ("01-40655cc", 1, "schema-empty-key"),
            ("03-565f3c4", 1, "schema-empty-key"),
            ("05-7fdc092", 1, "schema-empty-key"),
        ],
    },
    Row { check: "manifest", script: Some("verify_producer_contract_manifest.sh"), differences: &[] },
    Row {
        check: "handoff",
        script: Some("verify_producer_handoff_payload.sh"),
        // The newest script demands the decision record, too, which came later and is the check `decision`.
        differences: &[("12-53ec2c1", 0, "")],
    },
    Row {
        check: "bundle",
        script: Some("verify_release_evidence_bundle.sh"),
        // The script never compares a digest; that of the SLO policy was made before its operational thresholds.
        differences: &[("16-7f3dd30", 1, "bundle-digest")],
    },
    Row { check: "slo", script: Some("verify_service_slo_policy.sh"), differences: &[] },
];

fn read(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).expect("a file")).expect("JSON")
}

fn collect(root: &Path, folder: &Path, files: &mut Files) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let inside = path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
        if path.is_dir() {
            collect(root, &path, files);
        } else if inside != "meta.json" {
            files.insert(inside, Content::Bytes(fs::read(&path).expect("a file").into()));
        }
    }
}

/// The producer's repository at a commit, as far as the corpus has it.
fn snapshot(folder: &Path) -> Repository {
    let mut files = Files::new();
    collect(folder, folder, &mut files);
    Repository { files, ..Repository::empty() }
}

/// The snapshots of the producer's own history, by the names of their folders.
fn snapshots(corpus: &Path) -> Vec<(String, PathBuf)> {
    let folders =
        fs::read_dir(corpus.join("producer")).expect("snapshots").map(|entry| entry.expect("an entry").path());
    // The components came with histories of their own.
    let is_own = |folder: &PathBuf| read(&folder.join("meta.json"))["lineage"] == "MemoryKernel";
    let name = |folder: &Path| folder.file_name().expect("a name").to_string_lossy().into_owned();
    let mut snapshots: Vec<_> = folders.filter(is_own).map(|folder| (name(&folder), folder)).collect();
    snapshots.sort();
    snapshots
}

/// The exit code of a check and its report.
fn report(check: &str, repository: &Repository) -> (u8, Value) {
    let today = today().to_string();
    let run = repository.run(&["producer", check, "--today", &today, "--format", "json"]);
    let report = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("no report: {}", run.stderr));
    (run.code, report)
}

/// The exit code of a check and the rules that fired.
fn judged(check: &str, folder: &Path) -> (u8, BTreeSet<String>) {
    let (code, report) = report(check, &snapshot(folder));
    let findings = report["findings"].as_array().into_iter().flatten();
    (code, findings.map(|finding| finding["rule"].as_str().expect("an id").to_owned()).collect())
}

/// What the newest scripts say of the snapshot; those of its own time where they ran then.
fn scripted<'o>(oracle: &'o Value, snapshot: &'o str, script: &'o str) -> impl Iterator<Item = u64> + 'o {
    let list = |key: &str| oracle[key].as_array().expect("runs");
    let newest = list("producer_head_rules_on_snapshots").iter().filter(move |run| run["snapshot"] == snapshot);
    let newest = newest.map(move |run| &run["results"][script]["exit"]);
    let (_, commit) = snapshot.split_once('-').expect("a commit");
    let own =
        list("producer").iter().filter(move |run| run["commit"].as_str().is_some_and(|full| full.starts_with(commit)));
    let own = own.map(move |run| &run["results"][format!("scripts/{script}")]["exit"]);
    newest.chain(own).filter_map(Value::as_u64)
}

#[test]
fn every_snapshot_gets_the_old_verdict_or_is_on_the_list() {
    let Some(corpus) = corpus() else { return };
    let oracle = read(&corpus.join("oracle.json"));
    let snapshots = snapshots(&corpus);
    assert_eq!(snapshots.len(), 14);
    for Row { check, script, differences } in ROWS {
        let mut met = BTreeSet::new();
        for (name, folder) in &snapshots {
            let (code, rules) = judged(check, folder);
            let old: BTreeSet<u64> = match script {
                Some(script) => scripted(&oracle, name, script).collect(),
                None => BTreeSet::from([0]),
            };
            assert!(!old.is_empty(), "{check}: nobody said anything of {name}");
            // Where a newer script disagrees with the older one, documents that came later are missing: either may be right.
            if old.contains(&u64::from(code)) {
                continue;
            }
            let is_known = |known: &&Difference| {
                known.0 == name
                    && known.1 == code
                    && (known.2.is_empty() && rules.is_empty() || rules.contains(known.2))
            };
            let known = differences.iter().find(is_known);
            met.insert(known.unwrap_or_else(|| panic!("{check} over {name}: {code} by {rules:?}, not {old:?}")));
        }
        assert_eq!(met, differences.iter().collect(), "{check}: a difference that is no more");
    }
}

#[test]
fn both_stale_manifests_of_the_components_are_found_where_they_differ() {
    let Some(corpus) = corpus() else { return };
    let (code, report) = report("parity", &snapshot(&corpus.join("producer/09-45ec1f0")));
    let places = report["findings"].as_array().expect("findings").iter().map(|finding| {
        let place = |label: &Value| {
            let document = label["document"].as_str().expect("a name").to_owned();
            (document, label["line"].as_u64().expect("a line"))
        };
        (finding["rule"].as_str().expect("an id").to_owned(), place(&finding["primary"]), place(&finding["related"][0]))
    });
    let manifest = "contracts/integration/v1/producer-contract-manifest.json";
    let stale = |component: &str| {
        let copy = (format!("components/{component}/{manifest}"), 3);
        ("parity-content".to_owned(), copy, (manifest.to_owned(), 3))
    };
    let expected = [stale("multi-agent-center"), stale("outcome-memory")];
    assert_eq!((code, places.collect::<Vec<_>>()), (1, expected.to_vec()));
}

#[test]
fn components_of_other_repositories_are_judged_where_they_are_checked_out_below_this_one() {
    let Some(corpus) = corpus() else { return };
    // As the scripts judged them beside the producer before they became a part of it.
    let mut repository = snapshot(&corpus.join("producer/01-40655cc"));
    for (component, folder) in [("outcome-memory", "02-2592dd4"), ("multi-agent-center", "04-34cf852")] {
        let files = snapshot(&corpus.join("producer").join(folder)).files;
        repository.files.extend(files.into_iter().map(|(path, file)| (format!("components/{component}/{path}"), file)));
    }
    let oracle = read(&corpus.join("oracle.json"));
    let runs = oracle["producer_early_with_siblings"].as_array().expect("runs");
    let first = runs.iter().find(|run| run["commit"] == "40655cc").expect("the first commit");
    let (code, report) = report("parity", &repository);
    assert_eq!(Some(u64::from(code)), first["results"]["verify_contract_parity.sh"]["exit"].as_u64(), "{report}");
}
