//! `lockstep repin`.

use lockstep_cli::{Reply, Unanswered};

use super::world::{FREEZE, MATRIX, MIRROR, NEW, NEW_MANIFEST, changed, consumer, files, repinned, trio};
use crate::host::{Fake, PIN};

const CONTENTS: &str = "GET https://api.github.com/repos/saagar210/MemoryKernel/contents/contracts/integration/v1/\
                        producer-contract-manifest.json?ref=v0.4.0";

#[test]
fn all_three_documents_move_and_pass() {
    let fake = consumer();
    let run = fake.run(&["repin", "--manifest", NEW]);
    assert_eq!((run.code, run.stderr.as_str()), (0, "repinned from `v0.3.2` to `v0.4.0`\n"));
    assert!(run.stdout.starts_with(&format!("--- a/{PIN}\n+++ b/{PIN}\n@@ ")), "{}", run.stdout);
    let [pin, matrix, mirror] = trio(&fake);
    assert_eq!(mirror, NEW_MANIFEST);
    assert!(pin.contains("\"v0.4.0\"") && matrix.contains("Updated: 2026-03-02\n"));
    // The version is that of package.json, the commit git's, both in the form of the previous row.
    assert!(matrix.contains("|---|\n| 1.2.0 | 2222222 | v0.4.0 | 7e4806a"), "{matrix}");
    assert_eq!(fake.run(&["check", "--only", "documents"]).code, 0);
    let left: Vec<String> = files(&fake).into_keys().filter(|path| path.contains("lockstep")).collect();
    assert_eq!(left, [".lockstep/.gitignore"]);
    let again = fake.run(&["repin", "--manifest", NEW]);
    assert_eq!((again.code, again.stderr.as_str()), (0, "already pinned to `v0.4.0`, nothing to do\n"));
    assert!(!changed(&again));
}

#[test]
fn a_dry_run_prints_the_patch_alone() {
    let fake = consumer();
    let dry = fake.run(&["repin", "--manifest", NEW, "--dry-run", "--pr-body", "body.md"]);
    assert!(!changed(&dry));
    let real = fake.run(&["repin", "--manifest", NEW]);
    assert_eq!((dry.code, dry.stderr.as_str(), dry.stdout), (0, "", real.stdout));
}

#[test]
fn a_terminal_gets_no_control_characters() {
    let manifest =
        NEW_MANIFEST.replace("\"manifest_contract_version\"", "\"x\": \"\u{9b}1m\",\n  \"manifest_contract_version\"");
    let shown = |fake: Fake| {
        let run = fake.file(NEW, &manifest).run(&["repin", "--manifest", NEW, "--dry-run"]);
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        run.stdout
    };
    assert!(shown(consumer()).contains("\u{9b}1m"));
    let terminal = shown(Fake { terminal: true, ..consumer() });
    assert!(terminal.contains("\\u{9b}1m") && !terminal.contains('\u{9b}'), "{terminal}");
}

#[test]
fn on_a_terminal_the_user_decides() {
    for (typed, agrees) in [
        (vec!["y\n"], true),
        (vec!["Y", "ES\r\n"], true),
        (vec!["n\n"], false),
        (vec!["\n"], false),
        (vec!["yep\n"], false),
        (vec![], false),
    ] {
        let fake = Fake { input_is_terminal: true, ..consumer() };
        fake.chunks.borrow_mut().extend(typed.iter().map(ToString::to_string));
        let run = fake.run(&["repin", "--manifest", NEW]);
        assert_eq!(run.stdout, "", "it was written before the question");
        let shown = run.asked.iter().position(|asked| asked.contains("\"kind\":\"write\"")).unwrap();
        assert!(run.asked[shown].contains("+++ b/config"), "{}", run.asked[shown]);
        assert!(run.asked[shown + 1].contains("Make this change, the repin from `v0.3.2` to `v0.4.0`? [y/N] "));
        assert_eq!((run.code, changed(&run)), if agrees { (0, true) } else { (1, false) }, "{typed:?}");
        if !agrees {
            assert_eq!(run.stderr, "nothing was changed\n");
        }
    }
    let fake = Fake { input_is_terminal: true, ..consumer() };
    let run = fake.run(&["repin", "--manifest", NEW, "--yes"]);
    assert!(run.code == 0 && !run.stdout.is_empty());
}

#[test]
fn the_consumer_can_be_named_or_comes_from_the_previous_row() {
    let row = |fake: &Fake, more: &[&str]| {
        let run = fake.run(&[&["repin", "--manifest", NEW], more].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        let matrix = fake.text(MATRIX).unwrap();
        let start = matrix.find("|---|\n").unwrap() + 6;
        matrix[start..].split(" | v0.4.0").next().unwrap().to_owned()
    };
    let bare = || Fake { git: Default::default(), ..consumer() }.without("package.json");
    assert_eq!(row(&bare(), &[]), "| 1.0.0 | fd56b4b");
    assert_eq!(row(&consumer().file("package.json", "{"), &[]), "| 1.0.0 | 2222222");
    let named = ["--consumer-version", "3|0", "--consumer-commit", "abc"];
    assert_eq!(row(&bare(), &named), "| 3\\|0 | abc");
    // The previous row is that of the pinned release, wherever it stands.
    let matrix = consumer().text(MATRIX).unwrap();
    let start = matrix.find("| 1.0.0 | fd56b4b").unwrap();
    let (pinned, rest) = matrix[start..].split_once('\n').unwrap();
    let (older, rest) = rest.split_once('\n').unwrap();
    let older = older.replace("1.0.0", "0.9.0").replace("Deprecated", "Approved");
    let ascending = bare().file(MATRIX, &format!("{}{older}\n{pinned}\n{rest}", &matrix[..start]));
    assert_eq!(ascending.run(&["repin", "--manifest", NEW]).code, 0);
    let matrix = ascending.text(MATRIX).unwrap();
    assert!(matrix.contains(&format!("{pinned}\n| 1.0.0 | fd56b4b | v0.4.0 | ")), "{matrix}");
    let matrix = consumer().text(MATRIX).unwrap().replace("| 1.0.0 |", "| v1.0.0 |");
    assert_eq!(row(&consumer().file(MATRIX, &matrix), &[]), "| v1.2.0 | 2222222");
}

#[test]
fn what_would_not_pass_is_refused_with_its_report() {
    let fake = consumer().file(NEW, &NEW_MANIFEST.replace("\"query_failed\",", ""));
    let run = fake.run(&["repin", "--manifest", NEW]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("error[error-code-taxonomy]"), "{}", run.stdout);
    assert!(run.stderr.starts_with("error: not repinned to `v0.4.0`: the result would not pass\n"), "{}", run.stderr);
    assert!(!changed(&run));
}

#[test]
fn what_cannot_be_moved_is_refused_at_its_place() {
    let downgrade = repinned().file("old.json", &consumer().text(MIRROR).unwrap());
    let run = downgrade.run(&["repin", "--manifest", "old.json"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.starts_with("error: `v0.3.2` is older than the pinned `v0.4.0`\n"), "{}", run.stderr);
    assert!(run.stderr.contains("`lockstep rollback --to v0.3.2 --reason TEXT`"), "{}", run.stderr);
    let run = consumer().file(PIN, "{ x }").run(&["repin", "--manifest", NEW]);
    assert!(run.code == 1 && run.stderr.contains(&format!("--> {PIN}:1:3")), "{}", run.stderr);
    let run = consumer().file(NEW, "[]").run(&["repin", "--manifest", NEW]);
    assert!(run.code == 1 && run.stderr.contains("--> new.json:1:1"), "{}", run.stderr);
    let run = consumer().without(PIN).run(&["repin", "--manifest", NEW]);
    assert!(run.code == 1 && run.stderr.contains("it does not exist"), "{}", run.stderr);
    for arguments in [&["repin"][..], &["repin", "--manifest", "none.json"], &["repin", "--manifest", "v1/"]] {
        let run = consumer().run(arguments);
        assert!(run.code == 2 && !changed(&run), "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn a_manifest_is_adopted_where_none_was_mirrored() {
    let old = consumer().text(PIN).unwrap();
    let fake = consumer()
        .without(MIRROR)
        .file(PIN, &old.lines().filter(|line| !line.contains("sha256")).collect::<Vec<_>>().join("\n"));
    let run = fake.run(&["repin", "--manifest", NEW]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains(&format!("--- /dev/null\n+++ b/{MIRROR}\n")), "{}", run.stdout);
    assert_eq!(fake.run(&["check", "--only", "documents"]).code, 0);
}

#[test]
fn a_tag_is_fetched_with_the_token_which_is_shown_nowhere() {
    let mut fake = consumer().answer(CONTENTS, 200, NEW_MANIFEST);
    fake.environment = vec![("MEMORYKERNEL_GITHUB_TOKEN", "s3cret"), ("MEMORYKERNEL_REPO_READ_TOKEN", " ")];
    let run = fake.run(&["repin", "--manifest", "v0.4.0"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let fetch = run.asked.iter().find(|asked| asked.contains("\"kind\":\"fetch\"")).unwrap();
    assert!(fetch.contains(r#"["authorization","Bearer s3cret"]"#), "{fetch}");
    assert!(fetch.contains(r#""timeoutMs":10000,"limit":1048576"#), "{fetch}");
    assert!(run.asked.iter().filter(|asked| asked.contains("s3cret")).count() == 1);
    assert!(!run.stdout.contains("s3cret") && !run.stderr.contains("s3cret"));
    let run =
        consumer().answer(CONTENTS, 200, consumer().text(MIRROR).unwrap()).run(&["repin", "--manifest", "v0.4.0"]);
    assert!(run.code == 1 && run.stderr.contains("states the release tag `v0.3.2`"), "{}", run.stderr);
}

#[test]
fn what_is_not_fetched_is_explained() {
    let url = "https://example.org/manifest.json";
    let moved = |status| consumer().answer(&format!("GET {url}"), status, "");
    let unanswered = |reason| {
        let mut fake = consumer();
        fake.answers.insert(format!("GET {url}"), Reply::Unanswered { reason, text: "no whole answer in time".into() });
        fake
    };
    for (fake, url, words) in [
        (moved(302), url, "leads elsewhere, which is not followed"),
        (moved(404), url, "the answer has status 404"),
        (unanswered(Unanswered::Timeout), url, "no whole answer in time"),
        (unanswered(Unanswered::TooLarge), url, "larger than 1048576 bytes"),
        (consumer(), "http://example.org/manifest.json", "would not be secure"),
        (consumer(), "v0.4.0", "connection refused"),
        (
            consumer().file(PIN, "{ \"memorykernel_repo\": \"https://gitlab.com/a/b\" }"),
            "v0.4.0",
            "states no repository at `github.com`",
        ),
    ] {
        let run = fake.run(&["repin", "--manifest", url]);
        assert!(run.code == 2 && run.stderr.contains(words) && !changed(&run), "{words}: {}", run.stderr);
    }
    let here = "http://127.0.0.1:8080/manifest.json";
    let run = consumer().answer(&format!("GET {here}"), 200, NEW_MANIFEST).run(&["repin", "--manifest", here]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn the_pull_request_says_what_changes() {
    let fake = consumer();
    assert_eq!(fake.run(&["repin", "--manifest", NEW, "--pr-body", "out/body.md"]).code, 0);
    assert_eq!(consumer().run(&["repin", "--manifest", NEW, "--pr-body", "/tmp/body.md"]).code, 0);
    let body = fake.text("out/body.md").unwrap();
    for line in [
        "# Repin MemoryKernel from `v0.3.2` to `v0.4.0`",
        "| service contract version | `service.v2` | `service.v3` |",
        "| API contract version | `api.v1` | unchanged |",
        "- Added: none",
        "Consumer impact:",
        "- Runtime behavior changes: envelopes change from service.v2 to service.v3: <describe>",
        "- Required consumer mapping changes: none for error codes, their set is the same; otherwise <none|describe>",
        "- Repin required: yes (v0.4.0/7e4806a34b98e6c06ee33fa9f11499a975e7b922)",
        "- [ ] the joint cutover decision is recorded as GO",
    ] {
        assert!(body.lines().any(|found| found == line), "{line}\n{body}");
    }
    assert!(body.contains("- Rollback instruction: repin to v0.3.2/cf331449e1589581a5dcbb3adecd3e9ae4509277 ("));
    let policy = lockstep_core::api::policy().replacen("\"code\": \"write_failed\"", "\"code\": \"write_broken\"", 2);
    let policy = policy.replace("\"write_failed\": ", "\"write_broken\": ");
    let fake = consumer().file(NEW, &NEW_MANIFEST.replace("write_failed", "write_broken")).file("policy.json", &policy);
    let run = fake.run(&["repin", "--manifest", NEW, "--pr-body", "body.md", "--policy", "policy.json"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let body = fake.text("body.md").unwrap();
    assert!(body.contains("- Added: `write_broken`\n- Removed: `write_failed`\n"), "{body}");
    assert!(body.contains("changes: to map: write_broken; no longer sent: write_failed\n"), "{body}");
    let refused = consumer().run(&["repin", "--manifest", NEW, "--pr-body", "out/"]);
    assert!(refused.code == 2 && !changed(&refused), "{}", refused.stderr);
}

#[test]
fn a_freeze_lets_only_an_emergency_through() {
    let fake = consumer();
    assert_eq!(fake.run(&["freeze", "--reason", "incident 7", "--reviewer", "Ada"]).code, 0);
    let run = fake.run(&["repin", "--manifest", NEW]);
    assert_eq!(run.code, 1);
    let message = "not repinned to `v0.4.0`: the baseline is frozen since 2026-03-02 until it is lifted: `incident 7`";
    assert!(run.stderr.contains(message) && run.stderr.contains(&format!("--> {FREEZE}:4:5")), "{}", run.stderr);
    assert!(!changed(&run));
    let run = fake.run(&["repin", "--manifest", NEW, "--emergency", "CVE-2026-1"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let record: serde_json::Value = serde_json::from_str(&fake.text(FREEZE).unwrap()).unwrap();
    let emergency = &record["freezes"][0]["emergencies"][0];
    assert_eq!(emergency["reason"], "CVE-2026-1");
    assert_eq!(emergency["baseline"]["release_tag"], "v0.4.0");
    assert!(run.stdout.contains(&format!("+++ b/{FREEZE}")), "the record is a part of the change");
    let broken = consumer().file(FREEZE, "{}");
    let run = broken.run(&["repin", "--manifest", NEW]);
    assert!(run.code == 2 && run.stderr.contains("the freeze record is faulty"), "{}", run.stderr);
}
