//! The check of new error codes over a producer's repository, where a fixture of a rule cannot say it.

use lockstep_core::{
    api,
    source::{Content, DocumentKind, Source},
};
use lockstep_tests::repository::{Repository, Run};

const MANIFEST: &str = "contracts/integration/v1/producer-contract-manifest.json";
const RECORD: &str = "contracts/integration/error-code-notices.json";

fn put(repository: &mut Repository, path: &str, text: &str) {
    repository.files.insert(path.into(), Content::Bytes(text.as_bytes().to_vec().into()));
}

/// The example, with a record of one notice of a code that is still to come.
fn announced(path: &str, decided: &str, announced: &str, planned: &str) -> Repository {
    let mut repository = Repository::example("producer");
    let notice = format!(
        r#"{{ "schema": "lockstep-notices.v1", "notices": [{{ "codes": ["rate_limited"], "path": "{path}",
        "decided_at": {decided}, "announced_at": "{announced}", "announced_by": "a", "published_on": null,
        "planned_release": "{planned}", "reference": "r", "acknowledgement": null }}] }}"#
    );
    put(&mut repository, RECORD, &notice);
    repository
}

fn notice(repository: &Repository, more: &[&str]) -> Run {
    repository.run(&[&["producer", "notice", "--today", "2026-03-01"], more].concat())
}

#[test]
fn a_clock_that_does_not_block_is_a_warning() {
    let late = |planned| announced("emergency", "\"2026-02-24T09:00:00Z\"", "2026-02-27T09:00:00Z", planned);
    let strict = notice(&late("2026-02-28T09:00:00Z"), &["--base", "main"]);
    assert_eq!(strict.code, 1, "{}{}", strict.stdout, strict.stderr);
    assert!(strict.stdout.contains("error[notice-emergency]") && strict.stdout.contains("error[notice-too-early]"));
    let text = api::policy();
    let clocks = "\"blocking_emergency_clocks\": [\n      \"announcement\",\n      \"release\"\n    ]";
    assert!(text.contains(clocks), "{text}");
    for (blocking, code, planned) in [
        ("\"release\"", 0, "2026-02-28T09:00:00Z"),
        ("\"release\"", 1, "2026-02-28T08:59:59Z"),
        ("", 0, "2026-02-27T09:00:00Z"),
    ] {
        let mut repository = late(planned);
        let policy = text.replace(clocks, &format!("\"blocking_emergency_clocks\": [{blocking}]"));
        put(&mut repository, "policy.json", &policy);
        let lenient = notice(&repository, &["--base", "main", "--policy", "policy.json"]);
        assert_eq!(lenient.code, code, "{blocking} {planned}: {}{}", lenient.stdout, lenient.stderr);
        assert!(lenient.stdout.contains("warning[notice-emergency]"), "{}", lenient.stdout);
    }
}

#[test]
fn holidays_of_a_file_count_and_a_faulty_file_gives_no_verdict() {
    let mut repository = announced("standard", "null", "2026-02-27", "2026-03-13");
    assert_eq!(notice(&repository, &["--base", "main"]).code, 0);
    put(&mut repository, "lockstep.toml", "[notice]\nholidays_file = \"ci/holidays.json\"\n");
    put(&mut repository, "ci/holidays.json", "[\"2026-03-12\"]");
    let run = notice(&repository, &["--base", "main"]);
    assert!(run.code == 1 && run.stdout.contains("expected: 2026-03-16 or later"), "{}{}", run.stdout, run.stderr);
    put(&mut repository, "ci/holidays.json", "[\"2026-03-32\"]");
    let run = notice(&repository, &["--base", "main"]);
    assert!(run.code == 2 && run.stdout.contains("`2026-03-32` is no day"), "{}{}", run.stdout, run.stderr);
    repository.files.remove("ci/holidays.json");
    assert_eq!(notice(&repository, &["--base", "main"]).code, 2);
}

#[test]
fn without_a_base_nothing_is_judged_and_that_is_said() {
    let repository = announced("standard", "null", "2026-02-27", "2026-02-28");
    let run = notice(&repository, &[]);
    assert!(run.code == 0 && run.stdout.contains("no base is known"), "{}{}", run.stdout, run.stderr);
    assert_eq!(notice(&repository, &["--require-base"]).code, 2);
    let check = repository.run(&["producer", "check", "--today", "2026-03-01"]);
    assert!(check.code == 0 && !check.stdout.contains("notice-"), "{}{}", check.stdout, check.stderr);
    let check = repository.run(&["producer", "check", "--today", "2026-03-01", "--base", "main"]);
    assert!(check.code == 1 && check.stdout.contains("error[notice-too-early]"), "{}{}", check.stdout, check.stderr);
}

#[test]
fn a_manifest_that_moved_is_compared_with_itself() {
    let mut repository = Repository::example("producer");
    let manifest = repository.files.remove(MANIFEST).expect("the manifest");
    repository.files.insert("new/manifest.json".into(), manifest);
    put(&mut repository, "lockstep.toml", "[documents]\nmanifest = \"new/manifest.json\"\n");
    let run = notice(&repository, &["--base", "main"]);
    assert_eq!((run.code, run.stdout.contains("error[")), (0, false), "{}{}", run.stdout, run.stderr);
    // The base had it elsewhere, and one code less.
    let old = repository.base.remove(MANIFEST).expect("the manifest");
    let lossy = Source { kind: DocumentKind::Manifest, name: "".into(), content: old };
    let less = lossy.lossy().replace(",\n    \"internal_error\"", "");
    let bytes = |text: &str| Content::Bytes(text.as_bytes().to_vec().into());
    repository.base.insert("old/manifest.json".into(), bytes(&less));
    repository.base.insert("lockstep.toml".into(), bytes("[documents]\nmanifest = \"old/manifest.json\"\n"));
    let run = notice(&repository, &["--base", "main"]);
    assert!(run.code == 1 && run.stdout.contains("error[notice-missing]"), "{}{}", run.stdout, run.stderr);
}
