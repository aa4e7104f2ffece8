//! What a check of a change costs, and what reaches git.

use crate::host::{Fake, consumer};

const BASE: &str = "b1a5eb1a5eb1a5eb1a5eb1a5eb1a5eb1a5eb1a5e";
const OPTIONAL: [&str; 2] = ["config/memorykernel-freeze.json", "lockstep.toml"];

/// The example consumer in a repository whose branch `main` has the same three documents, and no others.
fn repository() -> Fake {
    let fake = consumer();
    let files = fake.files.borrow().clone();
    let mut paths: Vec<&str> = files.keys().map(String::as_str).chain(OPTIONAL).collect();
    paths.sort_unstable();
    let object = |path: &&str| match fake.text(path) {
        Some(text) => format!("{BASE} blob {}\n{text}\n", text.len()),
        None => format!("{BASE}:./{path} missing\n"),
    };
    let objects: String = paths.iter().map(object).collect();
    let trees = format!("040000 tree {BASE}\tconfig\0");
    fake.git(
        "rev-parse --is-shallow-repository main^{commit}...HEAD --",
        0,
        &format!("false\n{BASE}\n{}\n^{BASE}\n--\n", "4".repeat(40)),
    )
    .git("cat-file --batch --follow-symlinks", 0, &objects)
    .git(
        &format!("--literal-pathspecs ls-tree -z {BASE} -- config config/memorykernel-freeze.json lockstep.toml"),
        0,
        &trees,
    )
}

fn calls_of_git(asked: &[String]) -> usize {
    asked.iter().map(|round| round.matches(r#""kind":"git""#).count()).sum()
}

#[test]
fn a_check_without_a_base_does_not_start_git() {
    let run = repository().run(&["check"]);
    assert_eq!((run.code, calls_of_git(&run.asked), run.stderr.as_str()), (0, 0, ""), "{}", run.stdout);
}

#[test]
fn a_check_with_a_base_starts_git_three_times() {
    let run = repository().run(&["check", "--base", "main"]);
    assert_eq!((run.code, calls_of_git(&run.asked)), (0, 3), "{}", run.stdout);
    // Beside those three: the record of freezes as it stands now.
    assert_eq!(run.rounds, repository().run(&["check"]).rounds + 4);
    assert!(!run.stdout.contains("skipped"), "{}", run.stdout);
}

#[test]
fn what_a_ci_system_says_is_no_reference_never_reaches_git() {
    for named in ["--upload-pack=x", "main", "a\nb", "0000", "1234567"] {
        let mut fake = repository();
        fake.environment.push(("CI_COMMIT_BEFORE_SHA", named));
        let run = fake.run(&["atomic"]);
        assert_eq!((run.code, calls_of_git(&run.asked)), (0, 0), "{named}: {}", run.stdout);
        assert!(run.stdout.contains("skipped 4 rules, because"), "{named}: {}", run.stdout);
        assert_eq!(fake.run(&["atomic", "--require-base"]).code, 2, "{named}");
    }
    let mut fake = repository();
    fake.environment.push(("GITHUB_BASE_REF", "-x\ny"));
    let run = fake.run(&["atomic"]);
    assert_eq!((run.code, calls_of_git(&run.asked)), (0, 0), "{}", run.stdout);
}
