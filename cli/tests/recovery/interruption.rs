//! A request that fails, or a program that ends, at every moment: all files are old or all are new, the state is told,
//! and the next `repin` finishes what `rollback` would undo.

use lockstep_cli::{Outcome, Reply, Request, Session, Start, Step};

use super::world::{FREEZE, Files, JOURNAL, MATRIX, MIRROR, NEW, consumer, files, repinned, trio, with};
use crate::host::Fake;

/// What befalls one request.
#[derive(Clone, Copy, Debug)]
enum Mishap {
    /// It fails, and was not done.
    Fails,
    /// It is said to have failed, and was done.
    FailsLate,
    /// It fails with half of a file written.
    FailsHalfway,
    /// The disk is full from then on.
    FillsUp,
    /// The program ends before it.
    Stops,
    /// The program ends after it.
    StopsLate,
    /// The program ends while it writes a file.
    StopsHalfway,
}

const MISHAPS: [Mishap; 7] = [
    Mishap::FillsUp,
    Mishap::Fails,
    Mishap::FailsLate,
    Mishap::FailsHalfway,
    Mishap::Stops,
    Mishap::StopsLate,
    Mishap::StopsHalfway,
];

/// What a run came to: how it ended, unless it stopped, and how many requests it made.
struct Ending {
    outcome: Option<Outcome>,
    requests: usize,
}

/// Runs the program with a mishap at the request of that number.
fn run(fake: &Fake, arguments: &[&str], mishap: Option<(usize, Mishap)>) -> Ending {
    let arguments = arguments.iter().map(ToString::to_string).collect();
    let mut session = Session::new(Start { arguments, ..Start::default() });
    let mut replies = Vec::new();
    let mut requests = 0;
    loop {
        let asked = match session.resume(std::mem::take(&mut replies)) {
            Step::Need(asked) => asked,
            Step::Done(outcome) => return Ending { outcome: Some(outcome), requests },
        };
        for request in &asked {
            let now = match mishap {
                Some((at, Mishap::FillsUp)) if at <= requests => {
                    matches!(request, Request::WriteFile { .. }).then_some(Mishap::FailsHalfway)
                }
                Some((at, mishap)) if at == requests => Some(mishap),
                _ => None,
            };
            requests += 1;
            let failed = || Reply::Failed("no space left".into());
            let half = || {
                if let Request::WriteFile { root, path, bytes, like } = request {
                    let (root, path, like) = (root.clone(), path.clone(), like.clone());
                    let bytes = bytes[..bytes.len() / 2].to_vec();
                    fake.fulfil(&Request::WriteFile { root, path, bytes, like });
                }
            };
            replies.push(match now {
                None | Some(Mishap::FillsUp) => fake.fulfil(request),
                Some(Mishap::Fails) => failed(),
                Some(Mishap::FailsLate) => {
                    fake.fulfil(request);
                    failed()
                }
                Some(Mishap::FailsHalfway) => {
                    half();
                    failed()
                }
                Some(Mishap::Stops) => return Ending { outcome: None, requests },
                Some(Mishap::StopsLate) => {
                    fake.fulfil(request);
                    return Ending { outcome: None, requests };
                }
                Some(Mishap::StopsHalfway) => {
                    half();
                    return Ending { outcome: None, requests };
                }
            });
        }
    }
}

/// The files that somebody cares about: all but the program's own, and what is being written beside its place.
fn content(files: &Files) -> Files {
    let own = |path: &String| path.starts_with(".lockstep/") || path.ends_with(".lockstep");
    files.iter().filter(|(path, _)| !own(path)).map(|(path, reply)| (path.clone(), reply.clone())).collect()
}

fn text(outcome: &Outcome) -> String {
    String::from_utf8_lossy(&outcome.stderr).into_owned() + &String::from_utf8_lossy(&outcome.stdout)
}

/// Demands of a state that a mishap left, between `old` and `new`.
fn demand(state: &Files, old: &Files, new: &Files, what: &str) {
    let now = content(state);
    for path in now.keys().chain(old.keys()) {
        let states = [old.get(path), new.get(path)];
        assert!(states.contains(&now.get(path)), "{what}: {path} is neither old nor new");
    }
    let interrupted = state.contains_key(JOURNAL);
    let check = with(state).run(&["check", "--only", "documents"]);
    match interrupted {
        true => {
            assert_eq!(check.code, 2, "{what}: {}", check.stdout);
            assert!(check.stderr.starts_with("error: interrupted repin: the "), "{what}: {}", check.stderr);
        }
        false => {
            assert_eq!(check.code, 0, "{what}: {}{}", check.stdout, check.stderr);
            assert!(now == *old || now == *new, "{what}: some files are old and some new");
        }
    }
    if interrupted {
        for (command, wanted) in [("repin", new), ("rollback", old)] {
            let fake = with(state);
            let run = fake.run(&[command]);
            assert_eq!(run.code, 0, "{what}: {command}: {}", run.stderr);
            let left = files(&fake);
            assert_eq!(content(&left), *wanted, "{what}: {command}");
            let rest: Vec<&String> = left.keys().filter(|path| path.contains("lockstep")).collect();
            assert_eq!(rest, [".lockstep/.gitignore"], "{what}: {command}");
        }
    }
}

/// Every mishap at every request of a run, each from the same state; gives how many there were. `old` and `new` are the
/// states of what is interrupted, `end` is the one in which the run ends by itself.
fn torment(start: &Files, arguments: &[&str], (old, new): (&Files, &Files), end: &Files) -> usize {
    let fake = with(start);
    let Ending { outcome: Some(outcome), requests } = run(&fake, arguments, None) else { panic!("it ends") };
    assert_eq!((outcome.exit_code, content(&files(&fake))), (0, end.clone()), "{}", text(&outcome));
    for at in 0..requests {
        for mishap in MISHAPS {
            let what = format!("{arguments:?}, request {at}, {mishap:?}");
            let fake = with(start);
            let ending = run(&fake, arguments, Some((at, mishap)));
            let state = files(&fake);
            demand(&state, old, new, &what);
            if let Some(outcome) = ending.outcome {
                let words = text(&outcome);
                let now = content(&state);
                match outcome.exit_code {
                    0 => assert_eq!(now, *end, "{what}: {words}"),
                    // What had been interrupted before may still be, or has been settled before the mishap.
                    _ if words.contains("interrupted repin") || words.contains("that was interrupted\n") => {}
                    // One file alone is not undone.
                    _ if matches!(mishap, Mishap::FailsLate) && arguments.first() == Some(&"freeze") => {}
                    _ => assert!(now == *old || now == content(start), "{what}: {words}"),
                }
            }
        }
    }
    requests * MISHAPS.len()
}

#[test]
fn a_repin_survives_every_mishap() {
    let start = files(&consumer());
    let new = content(&files(&repinned()));
    assert!(torment(&start, &["repin", "--manifest", NEW], (&content(&start), &new), &new) > 200);
}

#[test]
fn an_emergency_repin_survives_every_mishap() {
    let fake = consumer();
    assert_eq!(fake.run(&["freeze", "--reason", "x", "--reviewer", "y"]).code, 0);
    let start = files(&fake);
    let arguments = ["repin", "--manifest", NEW, "--emergency", "z"];
    assert_eq!(fake.run(&arguments).code, 0);
    let new = content(&files(&fake));
    assert_ne!(start[FREEZE], new[FREEZE]);
    torment(&start, &arguments, (&content(&start), &new), &new);
}

#[test]
fn a_rollback_survives_every_mishap() {
    let fake = repinned();
    let start = files(&fake);
    let arguments = ["rollback", "--reason", "x"];
    assert_eq!(fake.run(&arguments).code, 0);
    let new = content(&files(&fake));
    torment(&start, &arguments, (&content(&start), &new), &new);
}

#[test]
fn a_freeze_survives_every_mishap() {
    let fake = consumer();
    let start = files(&fake);
    let arguments = ["freeze", "--reason", "x", "--reviewer", "y"];
    assert_eq!(fake.run(&arguments).code, 0);
    let new = content(&files(&fake));
    torment(&start, &arguments, (&content(&start), &new), &new);
}

/// The states in which stops leave a run of the program, as far as it is interrupted, each once.
fn interruptions(start: &Files, arguments: &[&str]) -> Vec<Files> {
    let requests = run(&with(start), arguments, None).requests;
    let mut states: Vec<Files> = Vec::new();
    for at in 0..requests {
        for mishap in [Mishap::StopsLate, Mishap::StopsHalfway] {
            let fake = with(start);
            run(&fake, arguments, Some((at, mishap)));
            let state = files(&fake);
            if state.contains_key(JOURNAL) && !states.contains(&state) {
                states.push(state);
            }
        }
    }
    states
}

#[test]
fn finishing_and_undoing_survive_every_mishap() {
    let start = files(&consumer());
    let (old, new) = (content(&start), content(&files(&repinned())));
    let states = interruptions(&start, &["repin", "--manifest", NEW]);
    assert!(states.len() > 6, "{}", states.len());
    for state in states.iter().step_by(2) {
        torment(state, &["repin"], (&old, &new), &new);
        torment(state, &["rollback", "--reason", "x"], (&old, &new), &old);
    }
    torment(&states[1], &["repin", "--manifest", NEW], (&old, &new), &new);
}

#[test]
fn a_rollback_that_was_interrupted_is_undone_and_done_again() {
    let start = files(&repinned());
    for state in interruptions(&start, &["rollback", "--reason", "x"]) {
        let fake = with(&state);
        let run = fake.run(&["rollback", "--reason", "x"]);
        assert!(run.code == 0 && run.stderr.contains("undid the rollback from `v0.4.0`"), "{}", run.stderr);
        assert_eq!(trio(&fake), trio(&consumer()));
    }
}

#[test]
fn while_it_is_interrupted_no_command_judges_or_changes() {
    let state = interruptions(&files(&consumer()), &["repin", "--manifest", NEW]).swap_remove(2);
    for arguments in [
        &["check"][..],
        &["check", "a", "b"],
        &["atomic"],
        &["policy"],
        &["preflight"],
        &["freeze", "--reason", "x", "--reviewer", "y"],
        &["repin", "--manifest", NEW, "--dry-run"],
        &["rollback", "--reason", "x", "--dry-run"],
        &["rollback", "--rehearse"],
    ] {
        let fake = with(&state);
        let run = fake.run(arguments);
        let words = "interrupted repin: the repin from `v0.3.2` to `v0.4.0` was begun and is not finished";
        assert!(run.code == 2 && (run.stderr.clone() + &run.stdout).contains(words), "{arguments:?}: {}", run.stderr);
        assert_eq!(files(&fake), state, "{arguments:?}");
    }
}

#[test]
fn what_somebody_changed_in_between_is_never_overwritten() {
    for state in interruptions(&files(&consumer()), &["repin", "--manifest", NEW]) {
        for command in ["repin", "rollback"] {
            let fake = with(&state).file(MATRIX, "mine");
            let before = files(&fake);
            let run = fake.run(&[command]);
            assert_eq!(run.code, 2);
            let words =
                format!("error: interrupted repin: `{MATRIX}` is not overwritten: somebody has changed it since\n");
            assert!(run.stderr.starts_with(&words), "{}", run.stderr);
            for way in [
                "put `.lockstep/transaction/1.new` in its place and run `lockstep repin`",
                "put `.lockstep/transaction/1.old` in its place and run `lockstep rollback`",
            ] {
                assert!(run.stderr.replace('\n', " ").contains(way), "{}", run.stderr);
            }
            assert_eq!(files(&fake), before, "{command}");
        }
    }
    // Changed between reading and writing: the host that answers the second reading says so.
    let fake = consumer();
    let mut reads = 0;
    let mut session =
        Session::new(Start { arguments: ["repin", "--manifest", NEW].map(str::to_owned).into(), ..Start::default() });
    let mut replies = Vec::new();
    let outcome = loop {
        match session.resume(std::mem::take(&mut replies)) {
            Step::Done(outcome) => break outcome,
            Step::Need(asked) => {
                for request in &asked {
                    if matches!(request, Request::ReadFile { path, .. } if path == MIRROR) {
                        reads += 1;
                        if reads == 2 {
                            fake.files.borrow_mut().insert(MIRROR.into(), Reply::Bytes(b"mine".to_vec()));
                        }
                    }
                    replies.push(fake.fulfil(request));
                }
            }
        }
    };
    assert!(reads >= 2 && outcome.exit_code == 2);
    assert!(text(&outcome).contains("is not replaced: it was changed in the meantime"), "{}", text(&outcome));
    let [pin, matrix, mirror] = trio(&fake);
    let [old_pin, old_matrix, _] = trio(&consumer());
    assert_eq!([pin, matrix, mirror], [old_pin, old_matrix, "mine".into()]);
    assert!(!files(&fake).contains_key(JOURNAL));
}

#[test]
fn copies_without_a_journal_are_ignored_and_cleaned_up() {
    let fake = consumer().file(".lockstep/transaction/7.new", "stale").file(".lockstep/.journal.json.lockstep", "half");
    assert_eq!(fake.run(&["check", "--only", "documents"]).code, 0);
    assert_eq!(fake.run(&["repin", "--manifest", NEW]).code, 0);
    let left: Vec<String> = files(&fake).into_keys().filter(|path| path.contains("lockstep")).collect();
    assert_eq!(left, [".lockstep/.gitignore"]);
}

#[test]
fn a_copy_that_was_changed_is_not_used() {
    let state = interruptions(&files(&consumer()), &["repin", "--manifest", NEW]).swap_remove(0);
    for (copy, words) in [(Some("x"), "has been changed"), (None, "has gone away")] {
        let fake = match copy {
            Some(text) => with(&state).file(".lockstep/transaction/2.new", text),
            None => with(&state).without(".lockstep/transaction/2.new"),
        };
        let run = fake.run(&["repin"]);
        assert!(run.code == 2 && run.stderr.contains(words), "{}", run.stderr);
        assert!(files(&fake).contains_key(JOURNAL));
        let run = fake.run(&["rollback"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(trio(&fake), trio(&consumer()));
    }
}
