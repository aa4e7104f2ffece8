//! `lockstep producer parity`, `components`, `schemas` and `rehearsal` over a host that has something else than files.

use lockstep_cli::Reply;

use crate::host::{Fake, producer};

const COPY: &str = "components/outcome-memory/contracts/integration/v1";
const MANIFEST: &str = "producer-contract-manifest.json";

/// The example without the files below a folder.
fn without(mut fake: Fake, folder: &str) -> Fake {
    let paths: Vec<String> = fake.paths().into_iter().filter(|path| path.starts_with(folder)).collect();
    for path in paths {
        fake = fake.without(&path);
    }
    fake
}

#[test]
fn each_check_alone_passes_over_the_example_in_few_rounds() {
    for (check, rounds) in [("parity", 6), ("schemas", 6), ("components", 5), ("rehearsal", 5)] {
        let run = producer().run(&["producer", check]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{check}: {}", run.stdout);
        assert!(run.rounds <= rounds, "{check}: {:?}", run.asked);
    }
}

#[test]
fn every_file_of_the_packs_is_read_once() {
    let run = producer().run(&["producer", "check"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    let asked = run.asked.concat();
    for path in producer().paths().iter().filter(|path| path.contains("contracts/integration/v1/")) {
        assert_eq!(asked.matches(&format!("\"path\":\"{path}\"")).count(), 1, "{path}");
    }
}

#[test]
fn a_pack_that_is_no_folder_or_holds_too_much_gives_no_verdict() {
    let run = without(producer(), COPY).reply(COPY, Reply::Bytes(Vec::new())).run(&["producer", "parity"]);
    assert_eq!(run.code, 2, "{}", run.stdout);
    let reason = format!("the contract pack `{COPY}` could not be searched: a file stands there");
    assert!(run.stdout.contains(&reason), "{}", run.stdout);
    let many = (0..1001).fold(producer(), |fake, number| fake.file(&format!("{COPY}/{number}.json"), "{}"));
    let run = many.run(&["producer", "parity"]);
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert!(run.stdout.contains("more than the limit of 1000"), "{}", run.stdout);
}

#[test]
fn a_file_of_a_pack_that_cannot_be_read_gives_no_verdict_and_one_that_is_too_large_is_a_finding() {
    let path = format!("{COPY}/{MANIFEST}");
    let run = producer().reply(&path, Reply::Failed("permission denied".into())).run(&["producer", "parity"]);
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert!(run.stdout.contains(&format!("{path} could not be read: permission denied")), "{}", run.stdout);
    let run = producer().reply(&path, Reply::TooLarge(2 << 20)).run(&["producer", "parity"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(run.stdout.contains("error[document-too-large]"), "{}", run.stdout);
}

#[test]
fn what_is_not_there_passes_nobody_who_asked_for_it() {
    let bare = || without(producer(), "components/");
    for check in ["parity", "components"] {
        let run = bare().run(&["producer", check]);
        assert_eq!(run.code, 1, "{check}: {}", run.stdout);
    }
    let run = bare().run(&["producer", "check", "--only", "parity,components,schemas"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    let run = bare().run(&["producer", "check"]);
    assert!(run.stdout.contains("because no component has a contract pack at"), "{}", run.stdout);
    assert!(run.stdout.contains("because no component has an artifact at"), "{}", run.stdout);
    for (check, path, reason) in [
        ("schemas", "contracts/integration/v1/schemas", "error: no schema stands in"),
        ("rehearsal", "docs/implementation/SERVICE_V3_REHEARSAL", "error: no rehearsal payload stands at"),
    ] {
        let run = without(producer(), path).run(&["producer", check]);
        assert_eq!(run.code, 2, "{}", run.stdout);
        assert!(run.stdout.starts_with(reason), "{}", run.stdout);
    }
}

/// Only what compares with a base has nothing to say where none is known, as `lockstep atomic` has not.
#[test]
fn no_check_passes_a_folder_that_is_no_producers() {
    for check in [
        "manifest",
        "alignment",
        "parity",
        "components",
        "schemas",
        "rehearsal",
        "bundle",
        "slo",
        "status",
        "decision",
        "changelog",
        "handoff",
        "check",
    ] {
        let run = Fake::default().run(&["producer", check]);
        assert_ne!(run.code, 0, "{check}: {}", run.stdout);
        assert!(run.stdout.starts_with("error"), "{check}: {}", run.stdout);
    }
}

#[test]
fn parity_and_schemas_need_no_manifest() {
    for check in ["parity", "schemas"] {
        let mut fake = producer();
        for folder in ["", "components/outcome-memory/", "components/multi-agent-center/"] {
            fake = fake.without(&format!("{folder}contracts/integration/v1/{MANIFEST}"));
        }
        let run = fake.run(&["producer", check]);
        assert_eq!(run.code, 0, "{check}: {}", run.stdout);
    }
}
