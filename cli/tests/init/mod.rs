//! `lockstep init` over repositories of many shapes.

use lockstep_cli::Reply;

use crate::host::{Fake, PIN, consumer};

const WORKFLOW: &str = ".github/workflows/memorykernel-contract.yml";
const MATRIX: &str = "docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md";
const MIRROR: &str = "config/memorykernel-producer-manifest.json";
const HANDOFF: &str = include_str!(
    "../../../examples/consumer/services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json"
);
const PACKAGE: &str = "{\r\n\t\"name\": \"app\",\r\n\t\"packageManager\": \"pnpm@10.1.0\",\r\n\t\"scripts\": {\r\n\t\t\"check:memorykernel-pin\": \"node old.mjs\"\r\n\t}\r\n}";

/// Everything that stands in a repository, beside the program's own folder.
fn contents(fake: &Fake) -> Vec<(String, Reply)> {
    let files = fake.files.borrow();
    let own = files.iter().filter(|(path, _)| !path.starts_with(".lockstep/"));
    own.map(|(path, reply)| (path.clone(), reply.clone())).collect()
}

/// The same repository with a document elsewhere.
fn moved(fake: Fake, from: &str, to: &str) -> Fake {
    let text = fake.text(from).unwrap();
    fake.without(from).file(to, &text)
}

#[test]
fn a_consumer_is_set_up_once() {
    let fake = consumer().file("package.json", PACKAGE);
    let run = fake.run(&["init"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    for line in [
        "  makes lockstep.toml: ",
        "  adds to package.json: scripts: test:memorykernel-governance-negative\n",
        "  makes .gitattributes: ",
        "  package.json has another `check:memorykernel-pin`; it would be `lockstep check --only documents,remote`\n",
        "done; next\n  pnpm add --save-dev lockstep-contracts ",
        "  pnpm exec lockstep check ",
    ] {
        assert!(run.stdout.contains(line), "{line}: {}", run.stdout);
    }
    let package = fake.text("package.json").unwrap();
    let before = PACKAGE.strip_suffix("\r\n\t}\r\n}").unwrap();
    assert!(package.starts_with(before), "{package}");
    let script = ",\r\n\t\t\"test:memorykernel-governance-negative\": \"lockstep negative\"";
    assert!(package.contains(script), "{package}");
    assert!(package.ends_with("\"\r\n\t}\r\n}"), "{package}");
    assert!(fake.text(".gitattributes").unwrap().ends_with(&format!("\n{MIRROR} -text\n")));
    assert!(fake.text(WORKFLOW).unwrap().contains("run: pnpm exec lockstep check "));
    assert_eq!(
        fake.files.borrow().keys().filter(|path| path.ends_with(".lockstep") || path.contains("journal")).count(),
        0
    );

    let after = contents(&fake);
    let check = fake.run(&["check"]);
    assert_eq!(check.code, 0, "{}{}", check.stdout, check.stderr);
    let again = fake.run(&["init"]);
    assert_eq!(again.code, 0);
    assert!(again.stdout.contains("\nnothing to do; next\n"), "{}", again.stdout);
    assert!(!again.stdout.contains("writes\n"), "{}", again.stdout);
    assert_eq!(contents(&fake), after);
}

#[test]
fn documents_are_found_by_what_they_hold() {
    let fake = moved(moved(consumer(), MATRIX, "notes/versions \"now\".md"), MIRROR, "a b/mirror.json")
        .file("tsconfig.json", "{}")
        .file(
            "node_modules/x/pin.json",
            include_str!("../../../examples/consumer/config/memorykernel-integration-pin.json"),
        )
        .file("docs/handoff.json", HANDOFF);
    let run = fake.run(&["init", "--yes"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    let configuration = fake.text("lockstep.toml").unwrap();
    assert!(
        configuration
            .ends_with("\n[documents]\nmatrix = \"notes/versions \\\"now\\\".md\"\nmanifest = \"a b/mirror.json\"\n\n[handoff]\npath = \"docs/handoff.json\"\n"),
        "{configuration}"
    );
    assert!(fake.text(".gitattributes").unwrap().ends_with("\n\"a b/mirror.json\" -text\n"));
    assert!(run.stdout.contains("package.json does not exist"), "{}", run.stdout);
    assert!(fake.text(WORKFLOW).unwrap().contains("run: npx --yes --package lockstep-contracts@"));
    assert_eq!(fake.run(&["check"]).code, 0);
}

#[test]
fn what_could_be_either_is_not_guessed() {
    let pin = consumer().text(PIN).unwrap();
    let fake = consumer().without(PIN).file("a.json", &pin).file("b.json", &pin);
    let run = fake.run(&["init"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("several files could be the integration pin: `a.json`, `b.json`"), "{}", run.stderr);
    assert_eq!(fake.run(&["init", "--pin", "b.json"]).code, 0);
    assert!(fake.text("lockstep.toml").unwrap().ends_with("pin = \"b.json\"\n"));
    assert_eq!(fake.run(&["check"]).code, 0);
}

#[test]
fn a_repository_without_documents_is_not_set_up() {
    let fake = Fake::default().file("package.json", "{}");
    let before = contents(&fake);
    let run = fake.run(&["init"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("there is no pin, matrix or manifest mirror in `.`"), "{}", run.stderr);
    assert_eq!(contents(&fake), before);
    assert_eq!(Fake { folder: Reply::No, ..Fake::default() }.run(&["init", "x"]).code, 2);
}

#[test]
fn a_document_that_lacks_is_said() {
    let run = consumer().without(MIRROR).run(&["init"]);
    assert_eq!(run.code, 0);
    assert!(run.stdout.contains("no producer manifest; name it with `--manifest FILE`"), "{}", run.stdout);
}

#[test]
fn what_is_there_stays() {
    let fake = moved(consumer(), MATRIX, "m.md")
        .file("lockstep.toml", "[documents]\nmatrix = \"m.md\"\n")
        .file(WORKFLOW, "mine")
        .file(".gitattributes", "* text=auto")
        .file("package.json", "[]");
    let run = fake.run(&["init"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(fake.text("lockstep.toml").unwrap(), "[documents]\nmatrix = \"m.md\"\n");
    assert_eq!(fake.text(WORKFLOW).unwrap(), "mine");
    assert_eq!(fake.text("package.json").unwrap(), "[]");
    assert!(fake.text(".gitattributes").unwrap().starts_with("* text=auto\n# "));
    for line in [
        "lockstep.toml is there already\n",
        "package.json cannot take scripts: an array, no object\n",
        "contract.yml is there already\n",
    ] {
        assert!(run.stdout.contains(line), "{line}: {}", run.stdout);
    }
}

#[test]
fn a_configuration_that_is_there_gets_advice() {
    let fake = moved(consumer(), MATRIX, "m.md").file("lockstep.toml", "");
    let run = fake.run(&["init"]);
    let advice = "lockstep.toml is there already; put `matrix = \"m.md\"` under `[documents]` there\n";
    assert!(run.stdout.contains(advice), "{}", run.stdout);
}

#[test]
fn git_says_whether_the_mirror_is_safe() {
    let asked = format!("check-attr -z text -- {MIRROR}");
    let fake = consumer().git(&asked, 0, &format!("{MIRROR}\0text\0unset\0"));
    fake.run(&["init"]);
    assert_eq!(fake.text(".gitattributes"), None);
    let fake = consumer().git(&asked, 0, &format!("{MIRROR}\0text\0auto\0"));
    fake.run(&["init"]);
    assert!(fake.text(".gitattributes").is_some());
}

#[test]
fn a_dry_run_is_a_patch() {
    let fake = consumer().file("package.json", PACKAGE);
    let before = contents(&fake);
    let run = fake.run(&["init", "--dry-run"]);
    assert_eq!(run.code, 0);
    assert!(run.stderr.contains("writes\n  makes lockstep.toml: "), "{}", run.stderr);
    for line in [
        "--- /dev/null\n+++ b/lockstep.toml\n",
        "--- a/package.json\n+++ b/package.json\n",
        "\n+config/memorykernel-producer-manifest.json -text\n",
    ] {
        assert!(run.stdout.contains(line), "{line}: {}", run.stdout);
    }
    assert_eq!(contents(&fake), before);
}

#[test]
fn a_terminal_is_asked() {
    let fake = |answer: &str| {
        let fake = Fake { input_is_terminal: true, ..consumer() };
        fake.chunks.borrow_mut().push_back(answer.into());
        fake
    };
    for answer in ["", "\n", "n\n", "yep\n"] {
        let fake = fake(answer);
        let before = contents(&fake);
        let run = fake.run(&["init"]);
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (1, "", "nothing was changed\n"), "{answer}");
        assert!(run.asked.iter().any(|asked| asked.contains("write this? [y/N] ")));
        assert_eq!(contents(&fake), before);
    }
    for answer in ["y\n", "YES\r\n"] {
        let fake = fake(answer);
        let run = fake.run(&["init"]);
        assert_eq!(run.code, 0);
        assert!(run.stdout.starts_with("done; next\n"), "{}", run.stdout);
        assert!(fake.text("lockstep.toml").is_some());
    }
    let unasked = fake("n\n");
    assert_eq!(unasked.run(&["init", "--yes"]).code, 0);
    assert!(unasked.text("lockstep.toml").is_some());
}

#[test]
fn what_cannot_be_written_changes_nothing() {
    let beside = ".github/workflows/.memorykernel-contract.yml.lockstep";
    let fake = consumer().reply(beside, Reply::Failed("no space left".into()));
    let run = fake.run(&["init"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("could not be written: no space left"), "{}", run.stderr);
    assert!(run.stderr.contains("nothing was changed"), "{}", run.stderr);
    assert_eq!(contents(&fake.without(beside)), contents(&consumer()));
}

#[test]
fn an_init_that_is_interrupted_is_finished_as_a_repin_is() {
    let hash = lockstep_core::facts::sha256;
    let journal = format!(
        "{{\"schema\":\"lockstep-journal.v1\",\"work\":\"init\",\"action\":\"init\",\"files\":[{{\"path\":\"lockstep.toml\",\
         \"before\":null,\"after\":\"{}\"}}]}}",
        hash(b"# new\n")
    );
    let fake = consumer().file(".lockstep/journal.json", &journal).file(".lockstep/transaction/0.new", "# new\n");
    for command in ["check", "init"] {
        let run = fake.run(&[command]);
        assert_eq!(run.code, 2, "{command}");
        assert!(run.stderr.contains("interrupted init: the init was begun and is not finished"), "{}", run.stderr);
    }
    let run = fake.run(&["repin"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(fake.text("lockstep.toml").as_deref(), Some("# new\n"));
    assert_eq!(fake.run(&["check"]).code, 0);
}
