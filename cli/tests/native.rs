//! The native program as a whole: what only the operating system can show.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "clippy.toml bans I/O for the library; these tests start the program"
)]

use std::{
    fmt::Write as _,
    fs::File,
    io::Write as _,
    process::{Command, Output, Stdio},
};

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples");

fn lockstep(arguments: &[&str], standard_input: &str, stdout: Stdio) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_lockstep"))
        .args(arguments)
        .current_dir(EXAMPLES)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(stdout)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    // A program that does not read its input closes it early.
    let _ = pipe.write_all(standard_input.as_bytes());
    drop(pipe);
    child.wait_with_output().unwrap()
}

#[test]
fn the_examples_have_their_verdicts() {
    let run = |path| lockstep(&["check", path], "", Stdio::piped()).status.code();
    assert_eq!(run("consumer"), Some(0));
    assert_eq!(run("consumer-drifted"), Some(1));
    assert_eq!(run("nowhere"), Some(2));
}

#[test]
fn the_lines_of_many_repositories_keep_their_order_over_threads() {
    let paths = ["consumer", "nowhere", "consumer-drifted", "consumer"];
    let list: String = (0..500).fold(String::new(), |mut list, number: usize| {
        let _ = writeln!(list, "{}", paths[number % 4]);
        list
    });
    let output = lockstep(&["check", "-"], &list, Stdio::piped());
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 501);
    for (line, path) in lines.iter().zip(list.lines()) {
        assert!(line.starts_with(&format!("{path}: ")), "{line}");
    }
    assert_eq!(lines[500], "500 repositories: 250 passed, 125 failed, 125 could not be judged");
    assert_eq!(output.status.code(), Some(2));
    let json = lockstep(&["check", "-", "--format", "json"], &list, Stdio::piped());
    assert!(
        json.stdout
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty())
            .all(|line| { serde_json::from_slice::<serde_json::Value>(line).is_ok() })
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_no_verdict() {
    for arguments in [&["check", "consumer"][..], &["check", "consumer", "consumer"], &["rules"]] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = lockstep(arguments, "", full.into());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(message, "error: standard output could not be written: no space left\n");
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_changes_no_verdict() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = lockstep(&["check", "consumer-drifted"], "", writer.into());
    assert_eq!((output.status.code(), output.stderr.len()), (Some(1), 0));
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_no_text_is_refused() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt as _};
    let output = Command::new(env!("CARGO_BIN_EXE_lockstep")).arg(OsStr::from_bytes(b"\xff")).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stderr.starts_with(b"error: an argument is not UTF-8"));
}
