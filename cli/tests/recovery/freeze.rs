//! `lockstep freeze`.

use super::world::{FREEZE, changed, consumer};
use crate::host::PIN;

#[test]
fn a_freeze_holds_until_it_is_lifted_and_is_kept() {
    let fake = consumer().file("lockstep.toml", "[freeze]\nrecord = \"ci/freeze.json\"\n");
    let freeze = |more: &[&str]| fake.run(&[&["freeze", "--reason", "why", "--reviewer", "Ada"], more].concat());
    let run = freeze(&["--lift"]);
    assert!(run.code == 1 && run.stderr.contains("no freeze holds"), "{}", run.stderr);
    let run = freeze(&["--until", "2026-03-02"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "frozen: `v0.3.2` stays pinned, recorded in ci/freeze.json\n"));
    let run = freeze(&[]);
    assert!(run.code == 1 && run.stderr.contains("a freeze holds since 2026-03-02 already: `why`"), "{}", run.stderr);
    assert_eq!(freeze(&["--lift"]).code, 0);
    assert_eq!(freeze(&[]).code, 0);
    let record: serde_json::Value = serde_json::from_str(&fake.text("ci/freeze.json").unwrap()).unwrap();
    assert_eq!(record["schema"], "lockstep-freeze.v1");
    assert_eq!(record["freezes"][0]["lifted"]["reviewer"], "Ada");
    assert_eq!(record["freezes"][1]["lifted"], serde_json::Value::Null);
    assert_eq!(record["freezes"][1]["baseline"]["commit_sha"], "cf331449e1589581a5dcbb3adecd3e9ae4509277");
}

#[test]
fn a_freeze_that_makes_no_sense_is_refused() {
    for (fake, more, words) in [
        (consumer(), vec!["--until", "2026-03-01"], "over before it begins"),
        (consumer().file(PIN, "{}"), vec![], "states no release"),
        (consumer().file(FREEZE, "x"), vec![], "the freeze record is faulty"),
        (consumer().file(FREEZE, "x"), vec!["--lift"], "the freeze record is faulty"),
    ] {
        let run = fake.run(&[&["freeze", "--reason", "why", "--reviewer", "Ada"][..], &more].concat());
        assert!(run.code == 2 && run.stderr.contains(words) && !changed(&run), "{words}: {}", run.stderr);
    }
    for arguments in [&["freeze"][..], &["freeze", "--reason", "x"], &["freeze", "--reason", "", "--reviewer", "A"]] {
        assert_eq!(consumer().run(arguments).code, 2);
    }
}
