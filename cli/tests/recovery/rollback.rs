//! `lockstep rollback`.

use super::world::{FREEZE, HEAD, MATRIX, MIRROR, NEW, OLD_COMMIT, blobs, changed, consumer, log, repinned, trio};
use crate::host::{Fake, PIN};

const INCIDENT: &str = "docs/incidents/2026-03-02-rollback-v0.4.0-to-v0.3.2.md";

#[test]
fn there_and_back_again_is_byte_identical() {
    let before = trio(&consumer());
    let fake = repinned();
    assert_ne!(trio(&fake), before);
    let run = fake.run(&["rollback", "--reason", "drafts fail | *always*", "--reviewer", "Ada"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert_eq!(trio(&fake), before);
    let words = format!("rolled back from `v0.4.0` to `v0.3.2`, as it stood at {OLD_COMMIT}\n");
    assert!(run.stderr.starts_with(&words), "{}", run.stderr);
    let incident = fake.text(INCIDENT).unwrap();
    for line in [
        "# Incident: rollback from `v0.4.0` to `v0.3.2`",
        "- Date: 2026-03-02",
        "- Reason: drafts fail \\| \\*always\\*",
        "- Root cause: `<describe>`",
        "- Prevention: `<describe>`",
        "| release tag | `v0.4.0` | `v0.3.2` |",
        "pnpm run test:memorykernel-contract",
    ] {
        assert!(incident.lines().any(|found| found == line), "{line}\n{incident}");
    }
    assert!(incident.contains("`lockstep check`: pass; 0 errors, 0 warnings, 0 notes,"), "{incident}");
    let record: serde_json::Value = serde_json::from_str(&fake.text(FREEZE).unwrap()).unwrap();
    assert_eq!(record["freezes"][0]["baseline"]["release_tag"], "v0.3.2");
    assert_eq!(record["freezes"][0]["reviewer"], "Ada");
    assert_eq!(fake.run(&["repin", "--manifest", NEW]).code, 1, "the freeze holds");
    let again = fake.run(&["rollback", "--to", "v0.3.2", "--reason", "x"]);
    assert!(again.code == 0 && again.stderr.starts_with("already on `v0.3.2`") && !changed(&again));
}

#[test]
fn a_second_incident_has_a_file_and_a_freeze_of_its_own() {
    let fake = repinned().file(INCIDENT, "the first");
    assert_eq!(fake.run(&["freeze", "--reason", "careful", "--reviewer", "Ada"]).code, 0);
    let dry = fake.run(&["rollback", "--reason", "why", "--dry-run"]);
    assert!(dry.code == 0 && !changed(&dry) && dry.stderr.is_empty());
    let run = fake.run(&["rollback", "--reason", "why"]);
    assert_eq!((run.code, &run.stdout), (0, &dry.stdout), "{}", run.stderr);
    assert!(fake.text(&INCIDENT.replace(".md", "-2.md")).is_some());
    let record: serde_json::Value = serde_json::from_str(&fake.text(FREEZE).unwrap()).unwrap();
    assert_eq!(record["freezes"][0]["lifted"]["reason"], "the rollback to `v0.3.2` began another");
    assert_eq!(record["freezes"][1]["reason"], "why");
    let fake = repinned();
    assert_eq!(fake.run(&["rollback", "--reason", "why", "--no-freeze"]).code, 0);
    assert!(fake.text(FREEZE).is_none());
}

/// The repinned consumer whose git has these commits, newest first.
fn history(commits: &[Option<[&str; 3]>]) -> Fake {
    let names: String = (0..commits.len()).map(|number| format!("{number:040}\n")).collect();
    repinned().git(&log(), 0, &names).git("cat-file --batch", 0, &blobs(commits))
}

#[test]
fn the_newest_commit_that_passes_and_is_approved_is_restored() {
    let old = trio(&consumer());
    let new = trio(&repinned());
    let [old_pin, old_matrix, old_mirror] = old.each_ref().map(String::as_str);
    let [new_pin, new_matrix, new_mirror] = new.each_ref().map(String::as_str);
    let present = Some([new_pin, new_matrix, new_mirror]);
    let half = Some([old_pin, new_matrix, old_mirror]);
    let whole = Some([old_pin, old_matrix, old_mirror]);
    let remark = format!("{old_matrix}\nA remark.\n");
    let remarked = Some([old_pin, remark.as_str(), old_mirror]);
    let fake = history(&[present, None, half, remarked, whole]);
    let run = fake.run(&["rollback", "--reason", "x"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains(&format!("as it stood at {:040}\n", 3)), "{}", run.stderr);
    assert_eq!(fake.text(MATRIX).unwrap(), remark);
    // What an earlier rollback went away from is newer, and no way back.
    let back = history(&[present, whole]).file(PIN, old_pin).file(MATRIX, old_matrix).file(MIRROR, old_mirror);
    let run = back.run(&["rollback", "--reason", "x"]);
    assert!(run.code == 2 && run.stderr.contains("no commit holds"), "{}", run.stderr);
    let run = back.run(&["rollback", "--reason", "x", "--to", "v0.4.0"]);
    assert!(run.code == 1 && run.stderr.contains("`v0.4.0` is newer than the pinned `v0.3.2`"), "{}", run.stderr);
}

#[test]
fn a_release_that_the_matrix_disowns_is_restored_only_by_name() {
    let fake = repinned();
    let disowned = fake
        .text(MATRIX)
        .unwrap()
        .replace("integration/v1 | Approved |\n| 1.0.0 | af2", "integration/v1 | Withdrawn |\n| 1.0.0 | af2");
    let fake = fake.file(MATRIX, &disowned);
    let run = fake.run(&["rollback", "--reason", "x"]);
    assert!(run.code == 2 && run.stderr.contains("the matrix no longer lists it as approved"), "{}", run.stderr);
    assert!(!changed(&run));
    assert_eq!(fake.run(&["rollback", "--reason", "x", "--to", "v0.3.2"]).code, 0);
}

#[test]
fn a_past_that_git_does_not_tell_is_explained() {
    let old = trio(&consumer());
    let broken = old[0].replace("service.v2", "service.v9");
    let broken = Some([broken.as_str(), &old[1], &old[2]]);
    for (fake, words) in [
        (Fake { git: Default::default(), ..repinned() }, "not a git repository"),
        (history(&[]), "only what was committed can be restored"),
        (history(&[]).git("rev-parse --is-shallow-repository", 0, "true\n"), "`git fetch --unshallow`"),
        (history(&[broken]), "breaks today's policy"),
        (repinned().git("cat-file --batch", 128, ""), "`git cat-file` gave no answer"),
    ] {
        let run = fake.run(&["rollback", "--reason", "x"]);
        assert!(run.code == 2 && run.stderr.contains(words) && !changed(&run), "{words}: {}", run.stderr);
    }
    let run = repinned().run(&["rollback"]);
    assert!(run.code == 2 && run.stderr.contains("no reason is given"), "{}", run.stderr);
}

#[test]
fn a_rehearsal_needs_something_to_run() {
    let run = repinned().run(&["rollback", "--rehearse"]);
    assert!(run.code == 2 && run.stderr.contains("no command is declared") && !changed(&run), "{}", run.stderr);
}

#[test]
fn a_rehearsal_is_evidence_and_leaves_no_copy() {
    const EVIDENCE: &str = "artifacts/memorykernel-rollback-rehearsal.json";
    let rehearsed = |exit_code: i32| {
        let toml = "[rehearsal]\ncommands = [\"run tests\", \"run more\"]\n";
        let fake = repinned()
            .file("lockstep.toml", toml)
            .file(EVIDENCE, "an older one")
            .git("rev-parse HEAD", 0, &format!("{HEAD}\n"))
            .git("rev-parse --show-prefix", 0, "app/\n")
            .git("worktree add --quiet --detach .lockstep/rehearsal HEAD", 0, "")
            .git("worktree remove --force --force .lockstep/rehearsal", 0, "")
            .command("run tests", 0)
            .command("run more", exit_code);
        let run = fake.run(&["rollback", "--rehearse", "app"]);
        let evidence: serde_json::Value = serde_json::from_str(&fake.text(EVIDENCE).unwrap()).unwrap();
        (run, evidence)
    };
    let (run, evidence) = rehearsed(0);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.ends_with(&format!("passed; the evidence is in {EVIDENCE}\n")), "{}", run.stdout);
    assert_eq!(evidence["schema"], "lockstep-rehearsal.v1");
    assert_eq!((&evidence["status"], &evidence["consumer_commit_sha"]), (&"passed".into(), &HEAD.into()));
    assert_eq!(
        (&evidence["from"]["release_tag"], &evidence["to"]["release_tag"]),
        (&"v0.4.0".into(), &"v0.3.2".into())
    );
    let last = run.asked.iter().rposition(|asked| asked.contains("\"command\":\"run more\",\"timeoutMs\"")).unwrap();
    assert!(run.asked[last].contains("app/.lockstep/rehearsal/app"), "{}", run.asked[last]);
    assert!(run.asked[last + 1].contains("\"worktree\",\"remove\""), "{}", run.asked[last + 1]);
    let (run, evidence) = rehearsed(3);
    assert_eq!((run.code, &evidence["status"]), (1, &"failed".into()));
    assert_eq!(evidence["commands"][1]["exit_code"], 3);
}
