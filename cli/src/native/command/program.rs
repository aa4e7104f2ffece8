//! Running a declared program whose outputs are kept.

use std::{
    env,
    io::{self, Read},
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, RecvTimeoutError, channel},
    },
    thread,
    time::{Duration, Instant},
};

use lockstep_cli::{Captured, Reply, Stopped};

#[cfg(unix)]
use super::unix::{has_ended, program};
#[cfg(windows)]
use super::windows::{has_ended, program};
use super::{PAUSE, Signals, end, shell, unstarted, words};

/// How long outputs are read on when the program has ended: only what has left its process group can hold them open.
const GRACE: Duration = Duration::from_secs(1);

/// The bytes of one read.
const CHUNK: usize = 64 * 1024;

/// The fields of `Request::RunProgram`.
pub(crate) struct Running {
    pub(crate) root: String,
    pub(crate) words: Vec<String>,
    pub(crate) shell: bool,
    pub(crate) environment: Vec<String>,
    pub(crate) timeout_ms: u64,
    pub(crate) limit: u64,
}

/// Runs a program to its end, or ends it, and keeps what it wrote.
pub(crate) fn capture(running: &Running) -> Reply {
    let Some(mut command) = command(running) else {
        return Reply::Failed("no program is named".into());
    };
    let signals = Signals::hold();
    let begin = Instant::now();
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => return unstarted(&error, &running.root).unwrap_or(Reply::Missing),
    };
    let over = Arc::new(AtomicBool::new(false));
    let outputs =
        [Output::of(child.stdout.take(), running.limit, &over), Output::of(child.stderr.take(), running.limit, &over)];
    let ended = wait(&mut child, (running.timeout_ms, begin), &over, &signals);
    let [stdout, stderr] = outputs.map(Output::finish);
    // It may have written too much just before it ended.
    let much = over.load(Ordering::SeqCst).then_some(Stopped::Output);
    match ended {
        Ok((exit_code, stopped)) => {
            let duration_ms = u64::try_from(begin.elapsed().as_millis()).unwrap_or(u64::MAX);
            let stopped = stopped.or(much);
            let exit_code = if stopped.is_some() { None } else { exit_code };
            Reply::Captured(Captured { exit_code, stopped, stdout, stderr, duration_ms })
        }
        Err(error) => Reply::Failed(words(&error)),
    }
}

fn command(running: &Running) -> Option<Command> {
    let (first, rest) = running.words.split_first()?;
    let mut command = if running.shell { shell(first) } else { program(first, rest) };
    command.env_clear();
    for name in &running.environment {
        if let Some(value) = env::var_os(name) {
            command.env(name, value);
        }
    }
    command.current_dir(&running.root).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    Some(command)
}

/// Waits for the end, or ends it; what is left of its process group ends with it.
fn wait(
    child: &mut Child,
    (timeout_ms, begin): (u64, Instant),
    over: &AtomicBool,
    signals: &Signals,
) -> io::Result<(Option<i32>, Option<Stopped>)> {
    let stopped = loop {
        if has_ended(child)? {
            break None;
        }
        if over.load(Ordering::SeqCst) {
            break Some(Stopped::Output);
        }
        if begin.elapsed().as_millis() >= timeout_ms.into() {
            break Some(Stopped::Timeout);
        }
        if signals.came() {
            // The program ends with the signal before anybody reads this.
            break Some(Stopped::Timeout);
        }
        thread::sleep(PAUSE);
    };
    // Where nothing of the group is left, that is no failure.
    let _ = end(child);
    let status = child.wait()?;
    signals.follow();
    Ok((status.code(), stopped))
}

/// One output while it is read.
struct Output {
    bytes: Arc<Mutex<Vec<u8>>>,
    end: Receiver<()>,
}

impl Output {
    /// Reads an output in a thread of its own, up to a limit; says in `over` that there was more.
    fn of(stream: Option<impl Read + Send + 'static>, limit: u64, over: &Arc<AtomicBool>) -> Self {
        let bytes = Arc::new(Mutex::new(Vec::new()));
        let (done, end) = channel();
        let (kept, over) = (Arc::clone(&bytes), Arc::clone(over));
        thread::spawn(move || {
            if let Some(stream) = stream {
                read(stream, usize::try_from(limit).unwrap_or(usize::MAX), &kept, &over);
            }
            drop(done);
        });
        Self { bytes, end }
    }

    /// What was read until all had let go of the output, or until the time for that was over.
    fn finish(self) -> Vec<u8> {
        let waited = self.end.recv_timeout(GRACE);
        debug_assert!(matches!(waited, Err(RecvTimeoutError::Disconnected | RecvTimeoutError::Timeout)));
        std::mem::take(&mut *self.bytes.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn read(mut stream: impl Read, limit: usize, kept: &Mutex<Vec<u8>>, over: &AtomicBool) {
    let mut chunk = vec![0; CHUNK];
    loop {
        let count = match stream.read(&mut chunk) {
            Ok(0) => return,
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(_) => return,
        };
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        let room = limit.saturating_sub(kept.len()).min(count);
        kept.extend(chunk.iter().take(room));
        if room < count {
            // It is ended now. Until then it is read on: one whose output is closed would complain of that in the other.
            over.store(true, Ordering::SeqCst);
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::{fs, process};

    use super::*;

    fn running(line: &str) -> Running {
        let environment = vec!["PATH".into()];
        Running {
            root: "/".into(),
            words: vec![line.into()],
            shell: true,
            environment,
            timeout_ms: 60_000,
            limit: 1000,
        }
    }

    fn captured(running: &Running) -> Captured {
        match capture(running) {
            Reply::Captured(captured) => captured,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_a_program_writes_is_kept() {
        let words = ["sh", "-c", "echo out; echo \"$0 $1\" >&2; exit 3", "a b", "$HOME"].map(String::from).into();
        let ran = captured(&Running { words, shell: false, ..running("") });
        assert_eq!((ran.exit_code, ran.stopped), (Some(3), None));
        assert_eq!((ran.stdout.as_slice(), ran.stderr.as_slice()), (&b"out\n"[..], &b"a b $HOME\n"[..]));
        let missing = Running { words: vec!["lockstep-has-no-such-program".into()], shell: false, ..running("") };
        assert_eq!(capture(&missing), Reply::Missing);
        let nowhere = Running { root: "/no/such/folder".into(), ..running("true") };
        assert_eq!(capture(&nowhere), Reply::Failed("a folder of the path does not exist".into()));
    }

    #[test]
    fn only_the_named_variables_are_passed_on() {
        let ran = captured(&running("env | grep -v -e ^PWD= -e ^SHLVL= -e ^_= -e ^OLDPWD= | cut -d= -f1"));
        assert_eq!(String::from_utf8(ran.stdout).unwrap(), "PATH\n");
    }

    #[test]
    fn one_that_writes_too_much_is_ended() {
        let ran = captured(&running("yes & yes >&2"));
        assert_eq!((ran.exit_code, ran.stopped), (None, Some(Stopped::Output)));
        assert!(ran.stdout.len() <= 1000 && ran.stderr.len() <= 1000);
        assert!(ran.stdout.len() == 1000 || ran.stderr.len() == 1000);
        let exact = captured(&running("head -c 1000 /dev/zero"));
        assert_eq!((exact.exit_code, exact.stopped, exact.stdout.len()), (Some(0), None, 1000));
        let more = captured(&running("head -c 1001 /dev/zero"));
        assert_eq!((more.exit_code, more.stopped, more.stdout.len()), (None, Some(Stopped::Output), 1000));
    }

    #[test]
    fn one_that_takes_too_long_is_ended_with_all_that_it_started() {
        let pipe = env::temp_dir().join(format!("lockstep-{}-program", process::id()));
        rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::RWXU).unwrap();
        let held = thread::spawn({
            let pipe = pipe.clone();
            move || fs::read(pipe).unwrap()
        });
        let line = format!("echo begun; sleep 600 > {0} & exec sleep 600 > {0}", pipe.display());
        let ran = captured(&Running { timeout_ms: 300, ..running(&line) });
        assert_eq!(
            (ran.exit_code, ran.stopped, ran.stdout.as_slice()),
            (None, Some(Stopped::Timeout), &b"begun\n"[..])
        );
        assert_eq!(held.join().unwrap(), b"", "nobody holds the pipe any more");
        // The same for what a program leaves running when it ends by itself, which holds its output open, too.
        let held = thread::spawn({
            let pipe = pipe.clone();
            move || fs::read(pipe).unwrap()
        });
        let ran = captured(&running(&format!("sleep 600 > {0} & sleep 600 & echo left > {0}", pipe.display())));
        assert_eq!((ran.exit_code, ran.stopped), (Some(0), None));
        assert_eq!(held.join().unwrap(), b"left\n");
        fs::remove_file(pipe).unwrap();
    }
}
