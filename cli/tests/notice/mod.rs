//! `lockstep notice` and `lockstep notice announce`.

use super::host::Fake;

const RECORD: &str = "contracts/integration/error-code-notices.json";
const MANIFEST: &str = "contracts/integration/v1/producer-contract-manifest.json";

/// A run as of Monday, 2 March 2026.
fn notice(fake: &Fake, words: &[&str]) -> (u8, String, String) {
    let run = fake.run(&[&["notice"], words].concat());
    (run.code, run.stdout, run.stderr)
}

#[test]
fn each_day_is_shown_with_its_reason() {
    let fake = Fake::default().file(
        "lockstep.toml",
        "[notice]\nholidays = [{ date = 2026-03-12, name = \"Founders Day\" }]\nholidays_file = \"ci/holidays.json\"\n",
    );
    let fake = fake
        .file("ci/holidays.json", "{ \"holidays\": [\"2026-03-06\"] }")
        .file("more.toml", "holidays = [2026-03-13]");
    let (code, shown, _) = notice(&fake, &["--holidays", "more.toml", "--release", "2026-03-18"]);
    let expected = "\
counted by the policy MemoryKernel integration/v1; days begin at +00:00

March 2026
 Mo  Tu  We  Th  Fr  Sa  Su
                          1
  2a  3+  4+  5+  6h  7.  8.
  9+ 10+ 11+ 12h 13h 14. 15.
 16+ 17+ 18r 19> 20  21  22
 23  24  25  26  27  28  29
 30  31

a announced   + counted   . weekend   h holiday   > earliest lawful release   r the release

2026-03-02  monday     announced; this day is not counted
2026-03-03  tuesday    1 of 10
2026-03-04  wednesday  2 of 10
2026-03-05  thursday   3 of 10
2026-03-06  friday     holiday
2026-03-07  saturday   weekend
2026-03-08  sunday     weekend
2026-03-09  monday     4 of 10
2026-03-10  tuesday    5 of 10
2026-03-11  wednesday  6 of 10
2026-03-12  thursday   holiday: Founders Day
2026-03-13  friday     holiday
2026-03-14  saturday   weekend
2026-03-15  sunday     weekend
2026-03-16  monday     7 of 10
2026-03-17  tuesday    8 of 10
2026-03-18  wednesday  9 of 10
2026-03-19  thursday   10 of 10

earliest lawful release: 2026-03-19, 17 days from today, 2026-03-02
  = stability window: a release on that day has stood for 14 days on 2026-04-02
too early: a release on 2026-03-18 comes 1 day too early
  = missed: 9 of 10 business days are over on that day
";
    assert_eq!((code, shown.as_str()), (1, expected));
    let (code, shown, _) = notice(&fake, &["--holidays", "more.toml", "--release", "2026-03-19"]);
    assert!(code == 0 && shown.contains("lawful: a release on 2026-03-19 keeps the notice\n"), "{shown}");
}

#[test]
fn both_clocks_of_an_emergency_are_shown() {
    let emergency = ["--path", "emergency", "--decided", "2026-03-02T09:00:00+01:00"];
    let words = |more: &[&'static str]| [&emergency[..], more].concat();
    let announced = ["--announced", "2026-03-02T12:00:00Z"];
    let fake = Fake::default();
    let (code, shown, _) = notice(&fake, &words(&[&announced[..], &["--release", "2026-03-03T11:59:59Z"]].concat()));
    assert_eq!(code, 1);
    for line in [
        "clock 1    to be announced by 2026-03-03T08:00:00Z, 24 hours after the decision: kept (blocks)\n",
        "clock 2    to be released from 2026-03-03T12:00:00Z, 24 hours after the announcement (blocks)\n",
        "same day   documents, specification and tests on 2026-03-02\n",
        "earliest lawful release: 2026-03-03T12:00:00Z, 1 day from today, 2026-03-02\n",
        "too early: a release at 2026-03-03T11:59:59Z comes up to 1 day too early\n",
    ] {
        assert!(shown.contains(line), "{line}: {shown}");
    }
    let (code, ..) = notice(&fake, &words(&[&announced[..], &["--release", "2026-03-03T12:00:00Z"]].concat()));
    assert_eq!(code, 0);
    let late = words(&["--announced", "2026-03-03T08:00:01Z", "--release", "2026-03-16"]);
    let (code, shown, _) = notice(&fake, &late);
    assert!(code == 1 && shown.contains("24 hours after the decision: missed (blocks)"), "{shown}");
    assert!(shown.contains("the emergency path is closed") && shown.contains("2026-03-17  tuesday    10 of 10"));
}

#[test]
fn what_a_manifest_promises_beyond_the_policy_holds() {
    let manifest = r#"{ "additive_error_code_notice_policy": { "standard_business_days": 11, "emergency_notice_hours": 1 },
        "stability_window": { "minimum_sprint_days": 21 } }"#;
    for (fake, words) in [
        (Fake::default().file(MANIFEST, manifest), &[][..]),
        (Fake::default().file("config/memorykernel-producer-manifest.json", manifest), &[]),
        (Fake::default().file("m.json", manifest), &["--manifest", "m.json"]),
        (Fake::default().file("m.json", manifest).file("lockstep.toml", "[documents]\nmanifest = \"m.json\"\n"), &[]),
    ] {
        let (code, shown, stderr) = notice(&fake, words);
        assert_eq!((code, stderr.as_str()), (0, ""), "{words:?}");
        assert!(
            shown.contains("and the manifest ") && shown.contains("earliest lawful release: 2026-03-17"),
            "{shown}"
        );
        assert!(shown.contains("has stood for 21 days on 2026-04-07"), "{shown}");
    }
}

#[test]
fn misuse_is_told_with_exit_code_2() {
    let text = |words: &[&str], fake: &Fake| {
        let (code, stdout, stderr) = notice(fake, words);
        assert_eq!((code, stdout.as_str()), (2, ""), "{words:?}");
        stderr
    };
    let fake = Fake::default().file("h.json", "[\"2026-03-02\", \"2026-02-30\"]").file("h.toml", "days = []");
    for (words, expected) in [
        (&["--path", "emergency"][..], "the first clock of the emergency path runs from the decision"),
        (&["--published", "2026-03-02"], "`--published` belongs to the emergency path"),
        (&["--announced", "2026-02-29"], "a moment is a day (YYYY-MM-DD) or an instant"),
        (&["--utc-offset", "CET"], "an offset from UTC is written +01:00"),
        (&["--holidays", "h.json"], "h.json:1:16"),
        (&["--holidays", "h.toml"], "the holiday list is faulty: unknown field `days`"),
        (&["--holidays", "none.json"], "the holiday list file does not exist"),
        (&["--announced", "9999-12-31"], "ends beyond the calendar"),
        (
            &["--path", "emergency", "--decided", "2026-03-03", "--announced", "2026-03-02"],
            "the change was announced before it was decided",
        ),
        (&["--manifest", "h.json"], "the manifest cannot be read"),
    ] {
        let stderr = text(words, &fake);
        assert!(stderr.contains(expected), "{words:?}: {stderr}");
    }
    let (code, stdout, _) = notice(&fake, &["--path", "emergency", "--format", "json"]);
    assert!(code == 2 && stdout.contains("lockstep-error.v1"), "{stdout}");
}

/// An announcement of a code, with more words.
fn announce<'w>(code: &'w str, more: &[&'w str]) -> Vec<&'w str> {
    [&["announce", "--code", code, "--by", "producer team", "--reference", "message 7"], more].concat()
}

#[test]
fn an_announcement_is_recorded_as_it_was_shown() {
    let fake = Fake::default();
    let (code, patch, said) = notice(&fake, &announce("rate_limited", &["--dry-run"]));
    assert_eq!((code, said.as_str(), fake.text(RECORD)), (0, "", None));
    assert!(patch.starts_with("--- /dev/null\n+++ b/contracts/integration/error-code-notices.json\n"), "{patch}");
    let (code, again, said) = notice(&fake, &announce("rate_limited", &[]));
    assert_eq!((code, again), (0, patch));
    assert_eq!(said, format!("recorded in {RECORD}: `rate_limited`, not to be released before 2026-03-16\n"));
    let first = fake.text(RECORD).expect("the record");
    let (code, patch, _) = notice(&fake, &announce("disk_full", &["--code", "disk_gone", "--code", "disk_full"]));
    assert!(code == 0 && !patch.lines().any(|line| line.starts_with('-') && line.contains("rate_limited")), "{patch}");
    let second = fake.text(RECORD).expect("the record");
    let record: serde_json::Value = serde_json::from_str(&second).expect("JSON");
    assert_eq!(record["notices"][1]["codes"], serde_json::json!(["disk_full", "disk_gone"]));
    assert_eq!(record["notices"][1]["planned_release"], "2026-03-16");
    assert!(second.starts_with(first.trim_end().trim_end_matches(['}', ']', ' ', '\n'])));
}

#[test]
fn an_announcement_that_cannot_stand_is_refused() {
    let fake = Fake::default();
    assert_eq!(notice(&fake, &announce("rate_limited", &[])).0, 0);
    let before = fake.text(RECORD);
    let cases = [
        (announce("rate_limited", &[]), 1, "`rate_limited` is announced already"),
        (announce("a", &["--release", "2026-03-13"]), 1, "the earliest lawful release is 2026-03-16"),
        (announce("a", &["--path", "emergency"]), 2, "runs from the decision"),
        (announce("a b", &[]), 2, "an error code is a word"),
        (announce("", &[]), 2, "an error code is a word"),
        (Vec::from(["announce", "--code", "a"]), 2, "required"),
    ];
    for (words, wanted, expected) in cases {
        let (code, stdout, stderr) = notice(&fake, &words);
        assert!(code == wanted && stdout.is_empty() && stderr.contains(expected), "{words:?}: {code} {stderr}");
        assert_eq!(fake.text(RECORD), before, "{words:?}");
    }
    let faulty = Fake::default().file(RECORD, "{ \"schema\": \"lockstep-notices.v1\", \"notices\": 1 }");
    let (code, _, stderr) = notice(&faulty, &announce("a", &[]));
    assert!(code == 2 && stderr.contains("the record of notices is faulty") && stderr.contains(":1:47"), "{stderr}");
    let fake = Fake { input_is_terminal: true, ..Fake::default() };
    fake.chunks.borrow_mut().push_back("n\n".into());
    let (code, _, stderr) = notice(&fake, &announce("a", &[]));
    assert!(code == 1 && stderr.contains("nothing was changed"), "{stderr}");
}

#[test]
fn an_emergency_is_told_what_is_still_to_come() {
    let fake = Fake::default().file("lockstep.toml", "[producer.notice]\nrecord = \"notices.json\"\n");
    let words = ["--path", "emergency", "--decided", "2026-03-02T09:00:00Z", "--announced", "2026-03-02T12:00:00Z"];
    let (code, _, said) = notice(&fake, &announce("a", &words));
    assert_eq!(code, 0, "{said}");
    assert!(said.ends_with("tests must come on 2026-03-02; then record `published_on`\n"), "{said}");
    let record: serde_json::Value =
        serde_json::from_str(&fake.text("notices.json").expect("the record")).expect("JSON");
    assert_eq!(record["notices"][0]["decided_at"], "2026-03-02T09:00:00Z");
    assert_eq!(record["notices"][0]["planned_release"], "2026-03-03T12:00:00Z");
}
