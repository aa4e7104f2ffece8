//! What `lockstep diff` says of two states of a document: tables of cases, the real history, and what holds always.

mod history;
mod hostile;
mod manifest;
mod openapi;
mod policy;
mod properties;

use lockstep_core::{
    api::Engine,
    change::{self, Change, Comparison, DiffReport, Given, Pair, Stated},
    policy::Policy,
};

/// The changes in short: class, id and name, in the order of the comparison.
fn short(comparison: &Comparison<'_>) -> Vec<String> {
    let line = |change: &Change| format!("{} {} {}", change.kind.class().as_str(), change.kind.as_str(), change.name);
    comparison.changes.iter().map(line).collect()
}

/// Compares two documents by a policy, and sees to what holds for every comparison.
fn compared<'d>(old: &'d str, new: &'d str, policy: &Policy) -> Comparison<'d> {
    let pair = Pair { old: Some(given("old", old)), new: Some(given("new", new)) };
    let comparison = change::compare(&[pair], policy).unwrap_or_else(|refusal| panic!("{refusal:?}\n{new}"));
    assert_sound(&comparison);
    comparison
}

fn given<'d>(name: &'d str, text: &'d str) -> Given<'d> {
    Given { name, bytes: text.as_bytes() }
}

fn embedded() -> &'static Policy {
    static ENGINE: std::sync::OnceLock<Engine> = std::sync::OnceLock::new();
    ENGINE.get_or_init(Engine::embedded).policy()
}

/// Everything that holds for every comparison.
fn assert_sound(comparison: &Comparison<'_>) {
    let gravest = comparison.changes.iter().map(|change| change.kind.class()).max();
    assert_eq!(gravest.unwrap_or(change::Class::None), comparison.class);
    for change in &comparison.changes {
        let pair = comparison.documents[change.document].pair;
        for (given, Stated { places, .. }) in [(pair.old, &change.old), (pair.new, &change.new)] {
            let text = given.map_or("", |given| std::str::from_utf8(given.bytes).expect("UTF-8"));
            for place in places {
                assert!(text.get(place.range()).is_some(), "{} at {place:?}", change.message);
            }
        }
        assert!(!change.message.is_empty() && !change.message.contains(['\n', '\0', '\u{202e}']), "{}", change.message);
        assert!(change.notice.is_none() || comparison.notice.is_some());
    }
    assert_places(comparison);
    for text in [comparison.human(false), comparison.human(true), comparison.markdown()] {
        assert!(text.ends_with('\n'));
    }
}

/// Lines and columns of the wire form, counted a second time in the plainest way.
fn assert_places(comparison: &Comparison<'_>) {
    let report = DiffReport::from(comparison);
    for (change, wire) in comparison.changes.iter().zip(&report.changes) {
        let pair = comparison.documents[change.document].pair;
        for (given, stated, value) in [(pair.old, &change.old, &wire.old), (pair.new, &change.new, &wire.new)] {
            for (span, label) in stated.places.iter().zip(&value.places) {
                let bytes = given.expect("a place has a document").bytes;
                let before = std::str::from_utf8(&bytes[..span.start as usize]).expect("UTF-8");
                let line = before.matches('\n').count() + 1;
                let column = before.rsplit('\n').next().unwrap_or_default().encode_utf16().count() + 1;
                assert_eq!((label.line as usize, label.column as usize), (line, column), "{}", change.message);
            }
        }
    }
}

/// Asserts what the changes are, and that whoever reads them backwards gets the mirrored ones.
#[track_caller]
fn assert_changes(old: &str, new: &str, policy: &Policy, expected: &[&str]) {
    let forth = compared(old, new, policy);
    assert_eq!(short(&forth), expected, "\n{}", forth.human(false));
    assert_mirrored(&forth, &compared(new, old, policy));
}

/// Asserts that two comparisons of the same documents in both directions say the same of each change.
#[track_caller]
fn assert_mirrored(forth: &Comparison<'_>, back: &Comparison<'_>) {
    let mut rest: Vec<&Change> = back.changes.iter().collect();
    for change in &forth.changes {
        let mirrored = rest.iter().position(|other| {
            change.kind.mirrors().contains(&other.kind)
                && other.kind.mirrors().contains(&change.kind)
                && (&other.old, &other.new) == (&change.new, &change.old)
        });
        let found = mirrored.unwrap_or_else(|| panic!("nothing mirrors {change:#?} in {:#?}", back.changes));
        rest.swap_remove(found);
    }
    assert!(rest.is_empty(), "{rest:#?}");
}

/// A text with one piece replaced, which must stand there exactly once.
#[track_caller]
fn replaced(text: &str, was: &str, is: &str) -> String {
    assert_eq!(text.matches(was).count(), 1, "{was}");
    text.replace(was, is)
}
