//! `lockstep negative` over repositories whose checks can and cannot fail.

use crate::host::{Fake, PIN, consumer, producer};

/// The example with a policy that says something else about the severity of rules.
fn with_severities(severities: &str) -> Fake {
    let policy =
        lockstep_core::api::policy().replace("\"severities\": {}", &format!("\"severities\": {{ {severities} }}"));
    consumer().file("lockstep.toml", "policy = \"policy.json\"\n").file("policy.json", &policy)
}

#[test]
fn every_fault_in_the_example_is_found() {
    let run = consumer().run(&["negative"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    assert!(run.stdout.ends_with("\npass: every fault that was put in was found\n"), "{}", run.stdout);
    let (found, faults) = run.stdout.strip_prefix("documents").unwrap().trim_start().split_once(" of ").unwrap();
    assert!(faults.starts_with(&format!("{found} faults found\n")), "{}", run.stdout);
    assert!(found.parse::<usize>().unwrap() >= 30, "{}", run.stdout);
    let written = ["write-file", "rename", "remove", "fetch"];
    assert!(!run.asked.iter().any(|asked| written.iter().any(|kind| asked.contains(kind))));
}

#[test]
fn a_rule_that_is_off_or_only_warns_lets_faults_through() {
    for (severity, reason) in [
        ("off", "the policy switches `release-tag-agreement` off"),
        ("warning", "`release-tag-agreement` finds it, but only as a warning"),
    ] {
        let run = with_severities(&format!("\"release-tag-agreement\": \"{severity}\"")).run(&["negative"]);
        assert_eq!(run.code, 1, "{}", run.stdout);
        for document in [PIN, "docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md", "config/memorykernel-producer-manifest.json"]
        {
            let line = format!("  not found: another release tag in {document}: {reason}\n");
            assert!(run.stdout.contains(&line), "{line}{}", run.stdout);
        }
        assert!(run.stdout.ends_with("\nfail: faults would get through\n"), "{}", run.stdout);
        let check = with_severities(&format!("\"release-tag-agreement\": \"{severity}\"")).run(&["check"]);
        assert_eq!(check.code, 0, "the check alone does not show it: {}", check.stdout);
    }
}

#[test]
fn a_repository_that_fails_shows_nothing() {
    let fake = consumer();
    let pin = fake.text(PIN).unwrap().replace("v0.4.0", "v0.4.1");
    let run = fake.file(PIN, &pin).run(&["negative"]);
    assert_eq!(run.code, 1);
    assert_eq!(run.stderr, "no faults were put in: the repository does not pass as it is\n");
    assert!(run.stdout.contains("error[release-tag-agreement]"), "{}", run.stdout);
    assert_eq!(Fake::default().run(&["negative"]).code, 2);
}

/// The example with more of its files.
fn whole(configuration: &str) -> Fake {
    consumer()
        .file("lockstep.toml", configuration)
        .file(
            "docs/STATUS.md",
            "# Status\n\nUpdated: 2026-02-08\n\n- Tag: `v0.4.0`\n- Cutover: **GO**\n\nNo risk\nis known.\n",
        )
        .file("src/adapter.mjs", "fetch('/v1/query/ask')")
        .file("src/draft.mjs", "adapter.ask()")
}

const CONFIGURATION: &str = r#"
[[governance.documents]]
path = "docs/STATUS.md"
updated = true
statements = ["- Tag: `{release_tag}`"]
phrases = ["No risk is known."]
[[cutover.documents]]
path = "docs/STATUS.md"
by_contract."service.v3".statements = ["- Cutover: **GO**"]
[boundary]
endpoints = ["/v1/query/ask"]
adapter = { path = "src/adapter.mjs", holds = ["/v1/query/ask"] }
folders = [{ path = "src" }]
callers = [{ path = "src/draft.mjs", holds = ["adapter.ask("] }]
"#;

#[test]
fn whatever_is_configured_gets_its_faults() {
    let run = whole(CONFIGURATION).run(&["negative", "--only", "governance,cutover,boundary"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    let counts = "governance  4 of 4 faults found\ncutover     2 of 2 faults found\nboundary    3 of 3 faults found\n";
    assert!(run.stdout.starts_with(counts), "{}", run.stdout);
    for (rule, line) in [
        ("governance-statement", "another value of `Tag` in docs/STATUS.md"),
        ("governance-phrase", "others than the words `No risk is known.` in docs/STATUS.md"),
        ("governance-updated", "no date in docs/STATUS.md"),
        ("cutover-decision", "another value of `Cutover` in docs/STATUS.md"),
        ("boundary-adapter", "no `/v1/query/ask` in src/adapter.mjs"),
        ("boundary-caller", "no `adapter.ask(` in src/draft.mjs"),
        ("boundary-endpoint-leak", "the endpoint `/v1/query/ask` in a file beside the adapter"),
    ] {
        let policy = lockstep_core::api::policy();
        let policy = policy.replace("\"severities\": {}", &format!("\"severities\": {{ \"{rule}\": \"off\" }}"));
        let run = whole(CONFIGURATION).file("p.json", &policy).run(&["negative", "--policy", "p.json"]);
        assert_eq!(run.code, 1, "{rule}: {}", run.stdout);
        let line = format!("  not found: {line}: the policy switches `{rule}` off\n");
        assert!(run.stdout.contains(&line), "{line}{}", run.stdout);
        assert_eq!(run.stdout.matches("not found").count(), 1, "{}", run.stdout);
    }
}

#[test]
fn a_check_that_demands_nothing_cannot_be_shown_to_fail() {
    let lost = "[governance]\ndocuments = []\n";
    for configuration in ["", lost] {
        let run = whole(configuration).run(&["negative", "--only", "documents,governance"]);
        assert_ne!(run.code, 0, "{configuration}: {}", run.stdout);
    }
    let run = whole(CONFIGURATION).run(&["negative", "--only", "atomic"]);
    assert_eq!(run.code, 2, "it is about documents alone");
}

/// What a run says of each check: its name, how many faults were put in, how many were found.
fn counts(stdout: &str) -> Vec<(&str, usize, usize)> {
    let count = |line| {
        let (check, rest) = str::split_once(line, ' ')?;
        let (found, faults) = rest.trim_start().strip_suffix(" faults found")?.split_once(" of ")?;
        Some((check, faults.parse().ok()?, found.parse().ok()?))
    };
    stdout.lines().filter_map(count).collect()
}

#[test]
fn every_fault_in_the_example_of_a_producer_is_found() {
    let run = producer().run(&["negative"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    let counts = counts(&run.stdout);
    assert!(counts.iter().all(|(_, faults, found)| faults > &0 && faults == found), "{}", run.stdout);
    let checks: Vec<_> = counts.iter().map(|(check, ..)| *check).collect();
    assert_eq!(
        checks,
        [
            "manifest",
            "alignment",
            "parity",
            "components",
            "schemas",
            "status",
            "decision",
            "handoff",
            "rehearsal",
            "bundle",
            "slo"
        ]
    );
}

#[test]
fn a_rule_about_producers_that_is_off_lets_faults_through() {
    for (check, rule, line) in [
        (
            "manifest",
            "stability-window",
            "a stability window of 0 days in contracts/integration/v1/producer-contract-manifest.json",
        ),
        (
            "parity",
            "parity-content",
            "one blank more at its end in components/outcome-memory/contracts/integration/v1/fixtures/context-package-envelope.sample.json",
        ),
        (
            "components",
            "component-names",
            "another name than `policy` in components/multi-agent-center/trilogy-compatibility.v1.json",
        ),
        (
            "schemas",
            "schema-empty-key",
            "an empty key in place of `$id` in contracts/integration/v1/schemas/error-envelope.schema.json",
        ),
    ] {
        let policy = lockstep_core::api::policy();
        let policy = policy.replace("\"severities\": {}", &format!("\"severities\": {{ \"{rule}\": \"off\" }}"));
        let run = producer().file("p.json", &policy).run(&["negative", "--policy", "p.json", "--only", check]);
        assert_eq!(run.code, 1, "{rule}: {}", run.stdout);
        let line = format!("  not found: {line}: the policy switches `{rule}` off\n");
        assert!(run.stdout.contains(&line), "{line}{}", run.stdout);
    }
}
