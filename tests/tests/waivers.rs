//! Waivers, by the program: what they cover, what they never cover, and that every output counts them.

use lockstep_core::source::Content;
use lockstep_tests::repository::{Repository, Run};
use serde_json::Value;

const PIN: &str = "config/memorykernel-integration-pin.json";

/// The example consumer with changed texts and a configuration.
fn repository(changes: &[(&str, &str, &str)], configuration: &str) -> Repository {
    let mut repository = Repository::reference();
    for (path, from, to) in changes {
        let Some(Content::Bytes(bytes)) = repository.files.get(*path) else { panic!("no {path}") };
        let text = String::from_utf8_lossy(bytes).replace(from, to);
        repository.files.insert((*path).to_owned(), Content::Bytes(text.into_bytes().into()));
    }
    repository.files.insert("lockstep.toml".into(), Content::Bytes(configuration.as_bytes().to_vec().into()));
    repository
}

fn check(repository: &Repository, arguments: &[&str]) -> Run {
    repository.run(&[&["check", "--today", "2026-03-01"], arguments].concat())
}

fn report(repository: &Repository) -> Value {
    serde_json::from_str(&check(repository, &["--format", "json"]).stdout).expect("a report")
}

fn rules(findings: &Value) -> Vec<&str> {
    let findings = findings.as_array().expect("a list").iter();
    findings.map(|finding| finding["rule"].as_str().expect("an id")).collect()
}

fn waiver(keys: &str) -> String {
    format!("[[waivers]]\nreason = \"because\"\nowner = \"team\"\nexpires = 2026-06-30\n{keys}\n")
}

const SLOW: (&str, &str, &str) = (PIN, "\"default_timeout_ms\": 2500", "\"default_timeout_ms\": 700000");
const UPPER: (&str, &str, &str) = (PIN, "7e4806a", "7E4806A");

#[test]
fn a_fingerprint_waives_its_finding_and_no_other() {
    let before = report(&repository(&[SLOW, UPPER], ""));
    assert_eq!(before["verdict"], "fail");
    let slow = before["findings"].as_array().expect("a list").iter().find(|finding| finding["rule"] == "timeout-range");
    let fingerprint = slow.expect("the finding")["fingerprint"].as_str().expect("a text");
    let configuration = waiver(&format!("rule = \"timeout-range\"\nfingerprint = \"{fingerprint}\""));

    let after = report(&repository(&[SLOW, UPPER], &configuration));
    assert_eq!(after["verdict"], "fail");
    assert!(!rules(&after["findings"]).contains(&"timeout-range"), "{after}");
    assert_eq!(rules(&after["findings"]).len() + 1, rules(&before["findings"]).len());
    assert_eq!(after["waived"][0]["finding"]["fingerprint"], fingerprint);
    assert_eq!((&after["waived"][0]["owner"], &after["waived"][0]["expires"]), (&"team".into(), &"2026-06-30".into()));

    // Moved to other lines, it is covered all the same.
    let moved = repository(&[SLOW, (PIN, "{\n", "{\n\n\n")], &configuration);
    assert_eq!(report(&moved)["verdict"], "pass", "{}", report(&moved));
    assert_eq!(check(&moved, &[]).code, 0);
}

#[test]
fn waivers_are_covered_by_none() {
    let waivers = [
        waiver("rule = \"timeout-range\"\ndocument = \"x\"").replace("2026-06-30", "2026-01-01"),
        waiver("rule = \"waiver-expired\"\ndocument = \"lockstep.toml\""),
    ];
    let report = report(&repository(&[], &waivers.concat()));
    assert_eq!(rules(&report["findings"]), ["waiver-expired", "waiver-unused"]);
    assert_eq!(report["verdict"], "fail");
}

#[test]
fn what_could_not_be_judged_is_not_waived() {
    let mut missing = repository(&[], &waiver(&format!("rule = \"document-missing\"\ndocument = \"{PIN}\"")));
    missing.files.remove(PIN);
    let missing = report(&missing);
    assert_eq!((&missing["verdict"], &missing["summary"]["waived"]), (&"error".into(), &1.into()), "{missing}");
    let mut unreadable = repository(&[SLOW], &waiver(&format!("rule = \"timeout-range\"\ndocument = \"{PIN}\"")));
    unreadable.files.insert("docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md".into(), Content::Unreadable("refused".into()));
    assert_eq!(report(&unreadable)["verdict"], "error");
}

#[test]
fn waivers_alone_are_no_check() {
    let off: String = lockstep_core::rules::IDS.iter().map(|id| format!("\"{id}\": \"off\",")).collect();
    let off = off.replace("\"waiver-unused\": \"off\",", "");
    let policy = lockstep_core::api::policy()
        .replace("\"severities\": {}", &format!("\"severities\": {{ {} }}", off.trim_end_matches(',')));
    let configuration = format!("policy = \"policy.json\"\n{}", waiver("rule = \"no-rule\"\ndocument = \"x\""));
    let mut repository = repository(&[], &configuration);
    repository.files.insert("policy.json".into(), Content::Bytes(policy.into_bytes().into()));
    let report = report(&repository);
    assert_eq!(
        (&report["verdict"], &report["ran"]),
        (&"error".into(), &serde_json::json!(["waiver-unused"])),
        "{report}"
    );
}

#[test]
fn every_output_counts_what_is_waived() {
    let repository = repository(&[SLOW], &waiver(&format!("rule = \"timeout-range\"\ndocument = \"{PIN}\"")));
    for (format, told) in [
        ("human", "pass: no findings, 1 waived; "),
        ("json", "\"waived\": 1,"),
        ("github", "pass: no findings, 1 waived; "),
        ("markdown", "no findings, 1 waived; "),
        ("junit", " skipped=\"1\""),
        ("sarif", "\"status\": \"accepted\""),
    ] {
        let run = check(&repository, &["--output", format]);
        assert!(run.stdout.contains(told) && run.code == 0, "{format}: {}", run.stdout);
        for part in ["because", "team", "2026-06-30", "timeout-range"] {
            assert!(run.stdout.contains(part), "{format} says {part}: {}", run.stdout);
        }
    }
    assert!(check(&repository, &["--quiet"]).stdout.is_empty(), "a pass is quiet");
}

#[test]
fn a_configuration_must_state_a_waiver_whole() {
    let whole = format!("rule = \"timeout-range\"\ndocument = \"{PIN}\"");
    let good = waiver(&whole);
    for (configuration, message) in [
        (good.replace("reason = \"because\"\n", ""), "missing field `reason`"),
        (good.replace("owner = \"team\"\n", ""), "missing field `owner`"),
        (good.replace("expires = 2026-06-30\n", ""), "missing field `expires`"),
        (good.replace("rule = \"timeout-range\"\n", ""), "missing field `rule`"),
        (good.replace(&format!("document = \"{PIN}\"\n"), ""), "a waiver names no finding"),
        (good.replace("2026-06-30", "2026-06-31"), "the configuration is faulty"),
        (good.replace("2026-06-30", "2026-06-30T12:00:00"), "a day such as 2026-06-30"),
        (good.replace("2026-06-30", "\"June\""), "a day such as 2026-06-30"),
        (good.replace("2026-06-30", "20260630"), "a day such as 2026-06-30"),
        (good.replace("document = \"", "document = \"../"), "must not leave the repository"),
        (good.replace("owner", "owners"), "no key `owners`"),
    ] {
        let run = check(&repository(&[SLOW], &configuration), &[]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{configuration}{}", run.stderr);
        assert!(run.stderr.contains(message) && run.stderr.contains("lockstep.toml:"), "{message}: {}", run.stderr);
    }
    assert_eq!(check(&repository(&[SLOW], &good), &[]).code, 0);
    assert_eq!(check(&repository(&[SLOW], &good.replace("2026-06-30", "\"2026-06-30\"")), &[]).code, 0);
}
