//! Every kind of evidence in every situation.

use lockstep_core::{
    facts::sha256,
    gate::{Found, Gathered, State},
};

use crate::{
    DAY, DOCUMENT, World,
    kinds::{Case, cases},
};

#[test]
fn only_good_evidence_is_go() {
    for case in cases() {
        is(&case, "good", &case.good, State::Pass);
        found(&case);
        said(&case);
        if case.is_dated {
            dated(&case);
        }
        if case.is_json {
            formed(&case);
        }
        if case.cites {
            cited(&case);
        }
        if case.has_commit {
            committed(&case);
        }
    }
}

fn is(case: &Case, situation: &str, world: &World, wanted: State) {
    assert_eq!(world.state(), wanted, "{}, {situation}: {}", case.name, world.said());
}

fn unknown(case: &Case, situation: &str, world: &World) {
    is(case, situation, world, State::Unknown);
}

/// What stands in its place.
fn found(case: &Case) {
    let with = |found| case.good.clone().with(case.path, found);
    unknown(case, "missing", &with(Found::Missing));
    unknown(case, "unreadable", &with(Found::Unreadable("permission denied".into())));
    let mut unasked = case.good.clone();
    unasked.gathered.files.remove(case.path);
    unknown(case, "not looked for", &unasked);
    // Any bytes but the recorded ones say of an artifact that it is another.
    let other = if case.name == "artifact" { State::Fail } else { State::Unknown };
    is(case, "empty", &with(Found::Bytes(Vec::new())), other);
    is(case, "no text", &with(Found::Bytes(b"\xff\xfe".to_vec())), other);
}

/// What it says.
fn said(case: &Case) {
    for (was, says) in case.contrary {
        let contrary = case.good.clone().changed(case.path, was, says);
        is(case, &format!("contrary, {says}"), &contrary, State::Fail);
        if case.is_dated {
            unknown(case, "contrary and stale", &contrary.on("2026-03-13"));
        }
    }
    for (was, says, wanted) in case.contradiction {
        let contradiction = case.good.clone().changed(case.path, was, says);
        is(case, &format!("contradiction, {says}"), &contradiction, *wanted);
    }
}

/// Its day: the fifth of March, and a week at most.
fn dated(case: &Case) {
    let on = |day: &str| case.good.clone().on(day);
    is(case, "its own day", &on(DAY), State::Pass);
    is(case, "the last good day", &on("2026-03-12"), State::Pass);
    unknown(case, "stale", &on("2026-03-13"));
    unknown(case, "future", &on("2026-03-04"));
}

/// The form of JSON.
fn formed(case: &Case) {
    let Some(Found::Bytes(bytes)) = case.good.gathered.files.get(case.path) else { panic!("{}", case.name) };
    let file = String::from_utf8(bytes.clone()).expect("text");
    let json = |text: String| case.good.clone().with(case.path, Found::Bytes(text.into()));
    unknown(case, "broken", &json(file.trim_end().trim_end_matches('}').into()));
    unknown(case, "another form", &json("[]".into()));
    unknown(case, "a byte order mark", &json(format!("\u{feff}{file}")));
    let key = file.split('"').nth(1).expect("a key");
    unknown(case, "a key twice", &json(file.replacen('{', &format!("{{ \"{key}\": 1,"), 1)));
    unknown(case, "deep", &json("[".repeat(100_000)));
}

/// The documents that it judged.
fn cited(case: &Case) {
    let document = |found| case.good.clone().with(DOCUMENT, found);
    unknown(case, "what it judged has changed", &document(Found::Bytes(b"other".to_vec())));
    unknown(case, "what it judged is gone", &document(Found::Missing));
    unknown(case, "what it judged cannot be read", &document(Found::Unreadable("input/output error".into())));
    let mut unasked = case.good.clone();
    unasked.gathered.files.remove(DOCUMENT);
    unknown(case, "what it judged was not looked for", &unasked);
    let changed = |was: &str, says: &str| case.good.clone().changed(case.path, was, says);
    unknown(case, "it judged something elsewhere", &changed(DOCUMENT, "../elsewhere"));
    unknown(case, "a document without a name", &changed(DOCUMENT, ""));
    let unread = changed(&format!("\"{}\"", sha256(b"judged")), "null");
    unknown(case, "what could not be read then stands there now", &unread);
    is(case, "what did not exist then does not exist now", &unread.with(DOCUMENT, Found::Missing), State::Pass);
}

/// The commit that it is about.
fn committed(case: &Case) {
    let at = |head| World { gathered: Gathered { head, ..case.good.gathered.clone() }, ..case.good.clone() };
    unknown(case, "another commit", &at(Some(Ok("0".repeat(40)))));
    unknown(case, "no git", &at(Some(Err("there is no git on this machine".into()))));
    unknown(case, "a commit that was not looked for", &at(None));
}
