//! Running git to read a repository.

use std::{
    env, fs,
    io::{self, ErrorKind, Read, Write as _},
    process::{Child, Command, ExitStatus, Stdio},
    thread,
};

use lockstep_cli::Reply;

use super::failure::words;

/// The most bytes of standard error that are kept.
const MESSAGE_LIMIT: u64 = 64 * 1024;

/// The fields of `Request::Git`.
pub(crate) struct Reading {
    pub(crate) root: String,
    pub(crate) arguments: Vec<String>,
    pub(crate) input: String,
    pub(crate) limit: u64,
}

/// What comes before the arguments: a repository's configuration must not start programs, and a reader changes nothing.
const OPTIONS: [&str; 11] = [
    "--no-pager",
    "--no-optional-locks",
    "--no-replace-objects",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "log.showSignature=false",
    "-c",
    "diff.external=",
];

/// What the environment says besides.
const SETTINGS: [(&str, &str); 5] = [
    ("LC_ALL", "C"),
    ("GIT_PAGER", "cat"),
    ("GIT_TERMINAL_PROMPT", "0"),
    // A clone without all objects would fetch them from wherever its configuration says: the first is understood from
    // git 2.45, the second, which allows only a protocol that does not exist, by all.
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_ALLOW_PROTOCOL", "none"),
];

/// Variables of git that stay. The others say where a repository is and how to read it: inside a hook, they are about
/// the repository of the hook, which need not be the one that is asked about.
fn stays(name: &str) -> bool {
    !name.starts_with("GIT_")
        || name.starts_with("GIT_CONFIG_")
        || matches!(name, "GIT_EXEC_PATH" | "GIT_CEILING_DIRECTORIES" | "GIT_DISCOVERY_ACROSS_FILESYSTEM")
}

/// Runs git to its end.
pub(crate) fn git(reading: &Reading) -> Reply {
    run(Command::new("git"), reading)
}

fn run(mut command: Command, reading: &Reading) -> Reply {
    for (name, _) in env::vars_os().filter(|(name, _)| !name.to_str().is_none_or(stays)) {
        command.env_remove(name);
    }
    command.args(OPTIONS).args(&reading.arguments).envs(SETTINGS).current_dir(&reading.root);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    match command.spawn() {
        Ok(child) => converse(child, reading).unwrap_or_else(|error| Reply::Failed(words(&error))),
        Err(error) => unstarted(&error, &reading.root).unwrap_or(Reply::Missing),
    }
}

/// Why a program was not started in a folder; `None` where there is no such program.
pub(super) fn unstarted(error: &io::Error, root: &str) -> Option<Reply> {
    if let Err(folder) = fs::metadata(root) {
        return Some(Reply::Failed(words(&folder)));
    }
    (error.kind() != ErrorKind::NotFound).then(|| Reply::Failed(words(error)))
}

/// Writes the input and reads both outputs at the same time, since neither side waits for the other.
fn converse(mut child: Child, Reading { input, limit, .. }: &Reading) -> io::Result<Reply> {
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        scope.spawn(move || {
            // One that does not read its input closes it early.
            let _ = stdin.map(|mut stdin| stdin.write_all(input.as_bytes()));
        });
        let message = scope.spawn(move || {
            let mut bytes = Vec::new();
            if let Some(mut stderr) = stderr {
                let _ = stderr.by_ref().take(MESSAGE_LIMIT).read_to_end(&mut bytes);
                let _ = io::copy(&mut stderr, &mut io::sink());
            }
            bytes
        });
        let mut bytes = Vec::new();
        let read = stdout.map_or(Ok(0), |stdout| stdout.take(limit.saturating_add(1)).read_to_end(&mut bytes));
        let size = bytes.len() as u64;
        if read.is_err() || size > *limit {
            child.kill()?;
        }
        let status: ExitStatus = child.wait()?;
        read?;
        if size > *limit {
            return Ok(Reply::TooLarge(size));
        }
        Ok(Reply::Ran { exit_code: status.code(), stdout: bytes, stderr: message.join().unwrap_or_default() })
    })
}

#[cfg(all(test, unix))]
mod tests {
    use std::{os::unix::fs::PermissionsExt as _, path::PathBuf};

    use super::*;

    /// A repository of its own for a test, with one commit; gone when the test is.
    struct Repository(PathBuf);

    impl Repository {
        fn new(name: &str) -> Self {
            let path = env::temp_dir().join(format!("lockstep-{}-{name}", std::process::id()));
            fs::create_dir_all(&path).unwrap();
            fs::write(path.join("file"), "one\n").unwrap();
            let repository = Self(path);
            repository.prepare(&["init", "--quiet", "--initial-branch", "main"]);
            repository.prepare(&["add", "file"]);
            repository.prepare(&["commit", "--quiet", "--message", "one"]);
            repository
        }

        fn prepare(&self, arguments: &[&str]) {
            let mut command = Command::new("git");
            command.args(["-c", "user.name=n", "-c", "user.email=e@example.com"]).args(arguments);
            assert!(command.current_dir(&self.0).env("GIT_CONFIG_GLOBAL", "/dev/null").status().unwrap().success());
        }

        fn reading(&self, arguments: &[&str]) -> Reading {
            Reading {
                root: self.0.to_str().unwrap().into(),
                arguments: arguments.iter().map(ToString::to_string).collect(),
                input: String::new(),
                limit: 1 << 20,
            }
        }

        fn says(&self, arguments: &[&str]) -> String {
            match git(&self.reading(arguments)) {
                Reply::Ran { exit_code: Some(0), stdout, .. } => String::from_utf8(stdout).unwrap(),
                other => panic!("{arguments:?}: {other:?}"),
            }
        }
    }

    impl Drop for Repository {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn git_answers_with_its_exit_code_and_both_outputs() {
        let repository = Repository::new("git");
        assert_eq!(repository.says(&["cat-file", "blob", "HEAD:file"]), "one\n");
        let Reply::Ran { exit_code, stdout, stderr } = git(&repository.reading(&["rev-parse", "--verify", "nothing"]))
        else {
            panic!("git runs");
        };
        assert_eq!(
            (exit_code, stdout, stderr.as_slice()),
            (Some(128), vec![], &b"fatal: Needed a single revision\n"[..])
        );
        let nowhere = Reading { root: "/no/such/folder".into(), ..repository.reading(&[]) };
        assert_eq!(git(&nowhere), Reply::Failed("a folder of the path does not exist".into()));
        let file = Reading { root: repository.0.join("file").to_str().unwrap().into(), ..repository.reading(&[]) };
        assert_eq!(git(&file), Reply::Failed("a part of the path is no folder".into()));
        assert_eq!(run(Command::new("lockstep-has-no-such-program"), &repository.reading(&[])), Reply::Missing);
    }

    #[test]
    fn much_input_and_much_output_pass_each_other() {
        let repository = Repository::new("much");
        // Each side is more than a pipe holds.
        let batch = |count: usize, limit: u64| Reading {
            input: "HEAD:file\n".repeat(count),
            limit,
            ..repository.reading(&["cat-file", "--batch"])
        };
        let Reply::Ran { exit_code: Some(0), stdout, .. } = git(&batch(10_000, 1 << 26)) else { panic!("it ends") };
        assert_eq!(stdout.iter().filter(|byte| **byte == b'\n').count(), 30_000);
        assert_eq!(git(&batch(10_000, 1000)), Reply::TooLarge(1001));
        let exact = u64::try_from(stdout.len()).unwrap();
        assert!(matches!(git(&batch(10_000, exact)), Reply::Ran { .. }));
        // One that does not read its input.
        let unread = Reading { input: "x".repeat(1 << 20), ..repository.reading(&["rev-parse", "HEAD^{tree}"]) };
        assert!(matches!(git(&unread), Reply::Ran { exit_code: Some(0), .. }));
    }

    #[test]
    fn a_long_message_is_cut() {
        let repository = Repository::new("message");
        let noise = "alias.noise=!head -c 300000 /dev/zero >&2; echo done; exit 3";
        let Reply::Ran { exit_code: Some(3), stdout, stderr } = git(&repository.reading(&["-c", noise, "noise"]))
        else {
            panic!("it runs");
        };
        assert_eq!(stdout, b"done\n");
        assert_eq!(stderr.len() as u64, MESSAGE_LIMIT);
    }

    #[test]
    fn the_repository_starts_no_programs() {
        let repository = Repository::new("programs");
        let trap = repository.0.join("trap");
        fs::write(&trap, format!("#!/bin/sh\ntouch '{}/sprung'\n", repository.0.display())).unwrap();
        fs::set_permissions(&trap, fs::Permissions::from_mode(0o755)).unwrap();
        let name = trap.to_str().unwrap();
        for key in ["core.fsmonitor", "core.pager", "pager.diff", "diff.external", "gpg.program", "core.sshCommand"] {
            repository.prepare(&["config", key, name]);
        }
        repository.prepare(&["config", "log.showSignature", "true"]);
        repository.prepare(&["config", "core.hooksPath", repository.0.to_str().unwrap()]);
        repository.prepare(&["config", "remote.origin.url", "ssh://localhost/repository"]);
        repository.prepare(&["config", "remote.origin.promisor", "true"]);
        fs::write(repository.0.join("file"), "two\n").unwrap();
        assert_eq!(repository.says(&["diff", "--name-status"]), "M\tfile\n");
        assert_eq!(repository.says(&["status", "--porcelain", "--", "file"]), " M file\n");
        assert_eq!(repository.says(&["log", "--format=%s"]), "one\n");
        // What is not there is not fetched.
        let absent = "1111111111111111111111111111111111111111";
        let absent = git(&repository.reading(&["cat-file", "blob", absent]));
        assert!(matches!(absent, Reply::Ran { exit_code: Some(128), .. }), "{absent:?}");
        assert!(!repository.0.join("sprung").exists());
    }

    #[test]
    fn the_environment_does_not_choose_the_repository() {
        // In a hook these would be there.
        for name in
            ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY", "GIT_CONFIG", "GIT_EXTERNAL_DIFF"]
        {
            assert!(!stays(name), "{name}");
        }
        for name in ["PATH", "HOME", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_COUNT", "GIT_EXEC_PATH", "LEGIT_NAME"] {
            assert!(stays(name), "{name}");
        }
    }
}
