//! `lockstep gate` and its commands: what they print, write and end with.

use lockstep_cli::{Captured, Reply, Stopped};
use lockstep_core::{facts::sha256, gate::Gates};
use serde_json::{Value, json};

use crate::host::{Fake, Run, consumer};

const HEAD: &str = "rev-parse --verify HEAD";
const STATUS: &str = "status --porcelain --untracked-files=no";
const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";
const RECORD: &str = "docs/DECISION.md";

fn approval(verdict: &str) -> Value {
    let verdict = if verdict.is_empty() { Value::Null } else { verdict.into() };
    json!({ "kind": "approval", "approver": "Ada", "date": "2026-03-01", "verdict": verdict })
}

/// A gate file: one gate that says what the words say, one that requires it and cites the record.
fn file(verdict: &str) -> String {
    let ready = json!({
        "name": "ready", "title": "everything is ready", "decision": "Runtime cutover execution", "record": RECORD,
        "approvers": ["AssistSupport", "MemoryKernel"], "states": ["Both teams named their rollback owners."],
        "requires": ["planned"],
        "criteria": [{ "name": "said", "title": "it was said | so", "evidence": [approval(verdict)] }]
    });
    let planned = json!({
        "name": "planned", "title": "it is planned", "decision": "Rehearsal continuation",
        "criteria": [{ "name": "check", "title": "the check passes", "evidence": [{ "kind": "check" }] }]
    });
    let cutover = json!({
        "name": "cutover", "title": "the cutover", "requires": ["ready"],
        "criteria": [{ "name": "recorded", "title": "it is recorded", "evidence": [{
            "kind": "decision", "path": RECORD, "statements": ["Runtime cutover execution: **GO**"],
            "approvers": ["AssistSupport", "MemoryKernel"], "max_age_days": 7
        }] }]
    });
    let suite = json!({
        "name": "suite", "evidence": "artifacts/suite-{date}.json",
        "commands": [
            { "name": "fmt", "run": ["cargo", "fmt"], "environment": ["TOKEN"], "timeout_ms": 5000, "output_bytes": 99 },
            { "name": "smoke", "shell": "run && smoke", "folder": "sub" }
        ]
    });
    let tested = json!({
        "name": "tested", "title": "tested", "criteria": [
            { "name": "suite", "title": "the suite", "evidence": [{ "kind": "run", "suite": "suite", "at_head": true }] }
        ]
    });
    let review = json!({
        "name": "review", "title": "the review", "record": "docs/review-{date}.md",
        "criteria": [{ "name": "said", "title": "it was said", "evidence": [approval("GO")] }]
    });
    let gates = [ready, planned, cutover, tested, review];
    let file = json!({
        "schema": "lockstep-gates.v1", "project": "p", "suites": [suite], "review": "review", "gates": gates
    });
    serde_json::to_string_pretty(&file).unwrap()
}

fn world(verdict: &str) -> Fake {
    consumer().file("lockstep-gates.json", &file(verdict)).git(HEAD, 0, &format!("{COMMIT}\n"))
}

fn decide(fake: &Fake, more: &[&str]) -> Run {
    let both = ["--approver", "AssistSupport=Ada Lovelace", "--approver", "MemoryKernel=Bo"];
    fake.run(&[&["gate", "decide", "ready", "--today", "2026-03-02"], more, &both].concat())
}

#[test]
fn the_exit_code_tells_fail_from_unknown() {
    for (verdict, code, word) in [("GO", 0, "GO: 2 of 2"), ("NO-GO", 1, "NO-GO: 1 of 2"), ("", 2, "NO-GO: 1 of 2")] {
        let run = world(verdict).run(&["gate", "ready"]);
        assert_eq!((run.code, run.stderr.as_str()), (code, ""), "{verdict}: {}", run.stdout);
        assert!(run.stdout.lines().last().is_some_and(|line| line.starts_with(word)), "{}", run.stdout);
    }
    let run = world("NO-GO").run(&["gate"]);
    assert_eq!(run.code, 1, "a fail decides, whatever is unknown");
    assert!(run.stdout.contains("lockstep-gates.json:"), "{}", run.stdout);
    assert!(run.stdout.contains("next: run `lockstep gate run suite`"), "{}", run.stdout);
}

#[test]
fn misuse_is_an_error_with_its_place() {
    let no_file = consumer().run(&["gate"]);
    assert_eq!(no_file.code, 2);
    assert!(no_file.stderr.contains("lockstep gate init"), "{}", no_file.stderr);
    let unknown = world("GO").run(&["gate", "redy"]);
    assert_eq!((unknown.code, unknown.stdout.as_str()), (2, ""));
    assert!(unknown.stderr.contains("did you mean `ready`?"), "{}", unknown.stderr);
    let circle = file("GO").replace(r#""name": "planned","#, r#""name": "planned", "requires": ["cutover"],"#);
    let circle = consumer().file("lockstep-gates.json", &circle).run(&["gate", "--format", "json"]);
    assert_eq!(circle.code, 2);
    assert!(
        circle.stderr.contains("gates demand each other: ready -> planned -> cutover -> ready"),
        "{}",
        circle.stderr
    );
    let error: Value = serde_json::from_str(&circle.stdout).unwrap();
    assert_eq!(error["schema"], "lockstep-error.v1");
    assert!(error["place"]["line"].as_u64().is_some_and(|line| line > 1));
    let text = consumer().reply("lockstep-gates.json", Reply::Bytes(b"{ \"schema\": \"\xff\"".to_vec())).run(&["gate"]);
    assert!(text.stderr.contains("lockstep-gates.json:1:14"), "{}", text.stderr);
    assert_eq!(world("GO").run(&["gate", "--weekly", "--format", "json"]).code, 2);
    for broken in [Reply::Failed("permission denied".into()), Reply::Outside, Reply::NotRegular("a folder".into())] {
        assert_eq!(consumer().reply("lockstep-gates.json", broken).run(&["gate"]).code, 2);
    }
}

#[test]
fn the_configuration_names_the_file() {
    let elsewhere = consumer().file("lockstep.toml", "[gate]\nfile = \"docs/gates.json\"\n");
    assert_eq!(elsewhere.run(&["gate"]).code, 2);
    let run = elsewhere.file("docs/gates.json", &file("GO")).run(&["gate", "ready"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let outside = consumer().file("lockstep.toml", "[gate]\nfile = \"../gates.json\"\n").run(&["gate"]);
    assert!(outside.stderr.contains("lockstep.toml:2:8"), "{}", outside.stderr);
}

#[test]
fn machines_and_reviewers_get_their_forms() {
    let run = world("NO-GO").run(&["gate", "ready", "--format", "json", "--today", "2026-03-02"]);
    let document: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(document["schema"], "lockstep-gate.v1");
    assert_eq!((&document["verdict"], &document["state"]), (&json!("NO-GO"), &json!("fail")));
    assert_eq!(document["file"]["sha256"], sha256(file("NO-GO").as_bytes()));
    assert_eq!(document["gates"][0]["name"], "planned");
    let criterion = &document["gates"][1]["criteria"][0];
    assert_eq!((&criterion["state"], &criterion["reason"]), (&json!("fail"), &json!("Ada: said NO-GO")));
    let markdown = world("NO-GO").run(&["gate", "ready", "--format", "markdown"]);
    assert!(markdown.stdout.starts_with("## Gates: NO-GO\n"), "{}", markdown.stdout);
    assert!(markdown.stdout.contains("| fail | `it was said \\| so` | `Ada: said NO-GO` |"), "{}", markdown.stdout);
}

#[test]
fn a_go_is_recorded_in_both_forms_and_believed() {
    let fake = world("GO");
    assert_eq!(fake.run(&["gate", "cutover", "--today", "2026-03-02"]).code, 2);
    let run = decide(&fake, &[]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.starts_with("--- /dev/null\n+++ b/docs/DECISION.md\n"), "{}", run.stdout);
    assert_eq!(run.stderr, "recorded GO in docs/DECISION.md\n");
    let markdown = fake.text(RECORD).unwrap();
    for line in [
        "Updated: 2026-03-02  ",
        "1. Both teams named their rollback owners.",
        "2. Rehearsal continuation: **GO**",
        "3. Runtime cutover execution: **GO**",
        "- release_tag: `v0.4.0`",
        "- AssistSupport: Approved (Ada Lovelace)",
        "- MemoryKernel: Approved (Bo)",
    ] {
        assert!(markdown.lines().any(|found| found == line), "{line}:\n{markdown}");
    }
    let json: Value = serde_json::from_str(&fake.text("docs/DECISION.json").unwrap()).unwrap();
    assert_eq!((&json["schema"], &json["outcome"]), (&json!("lockstep-gate-decision.v1"), &json!("GO")));
    assert_eq!((&json["commit_sha"], &json["date"]), (&json!(COMMIT), &json!("2026-03-02")));
    assert_eq!(json["approvers"][0], json!({ "role": "AssistSupport", "name": "Ada Lovelace" }));
    let cutover = fake.run(&["gate", "cutover", "--today", "2026-03-02"]);
    assert_eq!(cutover.code, 0, "{}", cutover.stdout);
    assert_eq!(fake.run(&["gate", "cutover", "--today", "2026-03-10"]).code, 2, "the decision is stale");
    let again = decide(&fake, &[]);
    assert_eq!((again.code, again.stdout.as_str()), (0, ""), "the same day and state give the same bytes");
    // The engine's own rules about records take it for the decision that it is.
    let cutover = "[cutover]\n[[cutover.documents]]\npath = \"docs/DECISION.md\"\n\
                   statements = [\"Rehearsal continuation: **GO**\"]\nphrases = [\"Both teams named their rollback owners.\"]\n\
                   by_contract.\"service.v3\".statements = [\"- Runtime cutover execution: **GO**\", \"- release_tag: `{release_tag}`\"]\n";
    let judged = fake.file("lockstep.toml", cutover).run(&["cutover"]);
    assert_eq!(judged.code, 0, "{}", judged.stdout);
    assert!(judged.stdout.starts_with("pass"), "{}", judged.stdout);
}

#[test]
fn everything_less_is_recorded_as_no_go() {
    let approver = ["--approver", "AssistSupport=Ada"];
    for (verdict, arguments, why) in [
        ("NO-GO", &[][..], "the gate is fail"),
        ("", &[], "the gate is unknown"),
        ("GO", &[], "nobody approved for AssistSupport, MemoryKernel"),
        ("GO", &approver, "nobody approved for MemoryKernel"),
        (
            "GO",
            &["--no-go", "not yet", "--approver", "AssistSupport=A", "--approver", "MemoryKernel=B"],
            "it was refused",
        ),
    ] {
        let fake = world(verdict);
        let run = fake.run(&[&["gate", "decide", "ready", "--today", "2026-03-02"], arguments].concat());
        assert_eq!(run.code, 1, "{why}: {}", run.stderr);
        assert!(run.stderr.contains(&format!("recorded NO-GO in {RECORD}: {why}")), "{}", run.stderr);
        let markdown = fake.text(RECORD).unwrap();
        assert!(markdown.contains("3. Runtime cutover execution: **NO-GO**\n"), "{markdown}");
        assert!(!markdown.contains(": Approved"), "{markdown}");
        assert_ne!(fake.run(&["gate", "cutover", "--today", "2026-03-02"]).code, 0);
        let cutover = "[[cutover.documents]]\npath = \"docs/DECISION.md\"\n\
                       by_contract.\"service.v3\".statements = [\"- Runtime cutover execution: **GO**\"]\n";
        let judged = fake.file("lockstep.toml", cutover).run(&["cutover"]);
        assert!(judged.code == 1 && judged.stdout.contains("error[cutover-decision]"), "{}", judged.stdout);
    }
    let stranger = world("GO").run(&["gate", "decide", "ready", "--approver", "Nobody=Ada"]);
    assert_eq!(stranger.code, 2);
    assert!(stranger.stderr.contains("there are AssistSupport, MemoryKernel"), "{}", stranger.stderr);
}

#[test]
fn nothing_is_overwritten_unseen() {
    let fake = world("GO").file(RECORD, "# Ours\n");
    let shown = decide(&fake, &["--dry-run"]);
    assert_eq!(shown.code, 0, "{}", shown.stderr);
    assert!(shown.stdout.contains("-# Ours\n"), "{}", shown.stdout);
    assert_eq!(fake.text(RECORD).unwrap(), "# Ours\n");
    let mut asked = world("GO").file(RECORD, "# Ours\n");
    asked.input_is_terminal = true;
    asked.chunks.get_mut().push_back("n\n".into());
    let declined = decide(&asked, &[]);
    assert_eq!((declined.code, declined.stderr.as_str()), (1, "nothing was changed\n"));
    assert!(declined.asked.iter().any(|asked| asked.contains("-# Ours")));
    assert_eq!(asked.text(RECORD).unwrap(), "# Ours\n");
    let unreadable = decide(&world("GO").reply(RECORD, Reply::Outside), &[]);
    assert_eq!((unreadable.code, unreadable.stdout.as_str()), (2, ""));
}

fn captured(exit_code: Option<i32>, stopped: Option<Stopped>, stdout: &str) -> Reply {
    let (stdout, stderr) = (stdout.as_bytes().to_vec(), b"warned\n".to_vec());
    Reply::Captured(Captured { exit_code, stopped, stdout, stderr, duration_ms: 1234 })
}

fn runs(mut fake: Fake, fmt: Reply, smoke: Reply) -> (Fake, Run) {
    fake.commands.insert("cargo fmt".into(), fmt);
    fake.commands.insert("run && smoke".into(), smoke);
    let run = fake.run(&["gate", "run", "--today", "2026-03-02"]);
    (fake, run)
}

#[test]
fn a_run_leaves_evidence_that_its_gate_believes() {
    let clean = world("GO").git(STATUS, 0, "");
    let (fake, run) = runs(clean, captured(Some(0), None, "ok\n"), captured(Some(0), None, ""));
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert_eq!(run.stdout, "fmt  passed\nsmoke  passed\npassed: suite; evidence in artifacts/suite-2026-03-02.json\n");
    let evidence: Value = serde_json::from_str(&fake.text("artifacts/suite-2026-03-02.json").unwrap()).unwrap();
    assert_eq!((&evidence["schema"], &evidence["status"]), (&json!("lockstep-gate-run.v1"), &json!("passed")));
    assert_eq!((&evidence["commit_sha"], &evidence["changed_since_commit"]), (&json!(COMMIT), &json!(false)));
    let fmt = &evidence["commands"][0];
    assert_eq!((&fmt["run"], &fmt["duration_ms"]), (&json!(["cargo", "fmt"]), &json!(1234)));
    assert_eq!(fmt["stdout"], json!({ "bytes": 3, "sha256": sha256(b"ok\n"), "tail": ["ok"] }));
    assert_eq!(evidence["commands"][1]["folder"], "sub");
    let asked = run.asked.join("\n");
    for part in [
        r#""words":["cargo","fmt"],"shell":false,"environment":["PATH","HOME""#,
        r#""TOKEN"],"timeoutMs":5000,"limit":99"#,
        r#""root":"sub","words":["run && smoke"],"shell":true"#,
        r#""text":"suite 1/2 fmt: cargo fmt\n""#,
    ] {
        assert!(asked.contains(part), "{part}: {asked}");
    }
    assert_eq!(asked.matches("TOKEN").count(), 1, "a variable is passed on to the command alone that names it");
    assert_eq!(fake.run(&["gate", "tested", "--today", "2026-03-02"]).code, 0);
    assert_eq!(fake.run(&["gate", "tested", "--today", "2026-03-01"]).code, 2, "of tomorrow");
    let changed = runs(world("GO").git(STATUS, 0, " M a\n"), captured(Some(0), None, ""), captured(Some(0), None, ""));
    assert_eq!(changed.0.run(&["gate", "tested", "--today", "2026-03-02"]).code, 2, "about files that no commit has");
    let moved = fake.git(HEAD, 0, "another\n").run(&["gate", "tested", "--today", "2026-03-02"]);
    assert_eq!(moved.code, 2, "{}", moved.stdout);
}

#[test]
fn every_other_end_of_a_command_is_a_failure() {
    let good = || captured(Some(0), None, "");
    for (reply, told) in [
        (captured(Some(101), None, "one\ntwo\n"), "exit code 101"),
        (captured(None, None, "one\ntwo\n"), "a signal ended it"),
        (captured(None, Some(Stopped::Timeout), "one\ntwo\n"), "it took longer than 5000 ms"),
        (captured(None, Some(Stopped::Output), "one\ntwo\n"), "it wrote more than 99 bytes"),
        (Reply::Missing, "there is no such program"),
        (Reply::Failed("permission denied".into()), "it could not be started: permission denied"),
        (Reply::Yes, "the host gave an answer that does not fit the question"),
    ] {
        let wrote = matches!(reply, Reply::Captured(_));
        let (fake, run) = runs(world("GO").git(STATUS, 0, ""), reply, good());
        assert_eq!(run.code, 1, "{told}");
        assert!(run.stdout.contains(&format!("fmt  failed: {told}\n")), "{}", run.stdout);
        assert_eq!(run.stdout.contains("  stdout: two\n  stderr: warned\n"), wrote, "{}", run.stdout);
        assert!(run.stdout.contains("smoke  passed\nfailed: suite;"), "the others run all the same: {}", run.stdout);
        let tested = fake.run(&["gate", "tested", "--today", "2026-03-02"]);
        assert_eq!(tested.code, 1, "{}", tested.stdout);
        assert!(tested.stdout.contains("it says `failed`: `fmt`: "), "{}", tested.stdout);
    }
    let broken = world("GO").file("artifacts/suite-2026-03-02.json/a-folder-stands-there", "");
    let (_, run) = runs(broken, good(), good());
    assert_eq!(run.code, 2, "{}", run.stdout);
}

#[test]
fn suites_are_run_by_their_own_names_and_by_those_of_gates() {
    let named = |name: &str| world("GO").run(&["gate", "run", name]);
    assert!(named("tested").stdout.contains("failed: suite"));
    assert!(named("suite").stdout.contains("failed: suite"));
    assert!(named("ready").stderr.contains("nothing is declared that could be run"));
    assert_eq!(named("nothing").code, 2);
}

#[test]
fn the_weekly_review_looks_back_and_at_open_items() {
    let pin = r#"{ "release_tag": "v0.3.2", "commit_sha": "cf33" }"#;
    let fake = world("").git("rev-list -1 --before=2026-02-23T23:59:59Z HEAD", 0, "abc\n").git(
        "cat-file blob abc:./config/memorykernel-integration-pin.json",
        0,
        pin,
    );
    let run = fake.run(&["gate", "--weekly", "--today", "2026-03-02"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    for part in [
        "# Weekly integration review: 2026-03-02\n",
        "A week ago it was another: the release tag was `v0.3.2`.",
        "- [x] `it was said` (pass)",
        "- [ ] `every open item has an owner and a day that is not past` (fail)",
        "| `ready: it was said \\| so` | unknown | nobody | no day |",
        "1. Decision: **NO-GO**",
    ] {
        assert!(run.stdout.contains(part), "{part}:\n{}", run.stdout);
    }
    assert!(!run.stdout.contains("| `cutover: "), "its turn has not come: {}", run.stdout);
    let owned = |due: &str| {
        let text = file("GO").replace(
            "\"name\": \"suite\",\n          \"title\"",
            &format!("\"name\": \"suite\", \"owner\": \"Bo\", \"due\": \"{due}\", \"title\""),
        );
        assert!(text.contains("\"owner\""), "{text}");
        let recorded = world("GO").file("lockstep-gates.json", &text);
        decide(&recorded, &[]);
        recorded.run(&["gate", "--weekly", "--today", "2026-03-02"])
    };
    let (today, late) = (owned("2026-03-02"), owned("2026-03-01"));
    assert_eq!((today.code, late.code), (0, 1), "{}\n{}", today.stdout, late.stdout);
    assert!(today.stdout.contains("1. Decision: **GO**") && late.stdout.contains("2026-03-01, overdue"));
    let unnamed = consumer().file("lockstep-gates.json", &file("GO").replace(r#""review": "review","#, ""));
    assert!(unnamed.run(&["gate", "--weekly"]).stderr.contains("names no gate as its `review`"));
}

#[test]
fn a_template_is_written_once() {
    let fake = consumer().file("lockstep.toml", "[freeze]\nrecord = \"freeze.json\"\n");
    let run = fake.run(&["gate", "init", "--today", "2026-03-02"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let text = fake.text("lockstep-gates.json").unwrap();
    assert!(Gates::read(&text).is_ok_and(|gates| gates.project == "AssistSupport"));
    assert!(text.contains("\"/release_tag\": \"v0.4.0\"") && text.contains("\"since\": \"2026-03-02\""), "{text}");
    assert!(text.contains("\"path\": \"freeze.json\"") && fake.text("freeze.json").is_some(), "{text}");
    let evaluated = fake.run(&["gate", "--today", "2026-03-02"]);
    assert_eq!(evaluated.code, 2, "{}", evaluated.stdout);
    assert!(evaluated.stdout.contains("checkpoint-a: GO"), "{}", evaluated.stdout);
    let again = fake.run(&["gate", "init"]);
    assert_eq!(again.code, 1);
    assert!(again.stderr.contains("never overwritten"), "{}", again.stderr);
    let manifest = r#"{ "release_tag": "v0.9.0", "commit_sha": "abc" }"#;
    let producer = Fake::default().file("contracts/integration/v1/producer-contract-manifest.json", manifest);
    assert_eq!(producer.run(&["gate", "init", "--project", "Kernel"]).code, 0);
    let text = producer.text("lockstep-gates.json").unwrap();
    assert!(text.contains("\"cargo\", \"clippy\"") && text.contains("\"project\": \"Kernel\""), "{text}");
    assert!(
        text.contains("\"/release_tag\": \"v0.9.0\"") && producer.text("config/memorykernel-freeze.json").is_none()
    );
    assert_eq!(Fake::default().run(&["gate", "init", "--role", "somebody"]).code, 2);
}
