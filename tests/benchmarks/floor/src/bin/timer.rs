//! Times whole processes: every round runs each command once, beginning with another one each time.
//!
//! Usage: `timer ROUNDS [-- INPUT [NAME=VALUE...] PROGRAM [ARGUMENT...]]...`. The file INPUT is the
//! command's standard input. What it prints goes into a file without a name: a pipe would need a
//! reader, and `/dev/null` looks like a terminal at first. Prints a line for each command: its exit
//! status (of every run the same, or the timer fails), its peak memory in KiB, and its times in
//! nanoseconds, all separated by spaces.
//!
//! A child begins as a copy of the timer, so a peak below the timer's own cannot be seen.

use std::{
    env,
    fs::{self, File},
    io::{self, Seek as _},
    process::{self, Command, Stdio},
    time::Instant,
};

struct Subject {
    command: Command,
    input: String,
    statuses: Vec<i32>,
    peak: i64,
    nanoseconds: Vec<u128>,
}

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let mut parts = arguments.split(|argument| argument == "--");
    let Some([rounds]) = parts.next() else { return Err(io::Error::other("ROUNDS come first")) };
    let rounds: usize = rounds.parse().map_err(io::Error::other)?;
    let mut subjects = parts.map(subject).collect::<io::Result<Vec<_>>>()?;
    let count = subjects.len();
    let mut output = nameless()?;
    for round in 0..rounds {
        for turn in 0..count {
            run(&mut subjects[(round + turn) % count], &mut output)?;
        }
    }
    for Subject { statuses, peak, nanoseconds, .. } in subjects {
        let status = statuses.first().copied().unwrap_or_default();
        if statuses.iter().any(|other| *other != status) {
            return Err(io::Error::other("a command did not end the same way every time"));
        }
        let times: Vec<_> = nanoseconds.iter().map(u128::to_string).collect();
        println!("{status} {peak} {}", times.join(" "));
    }
    Ok(())
}

fn nameless() -> io::Result<File> {
    let path = env::temp_dir().join(format!("lockstep-timer-{}", process::id()));
    let file = File::options().read(true).write(true).create_new(true).open(&path)?;
    fs::remove_file(path)?;
    Ok(file)
}

fn subject(words: &[String]) -> io::Result<Subject> {
    let Some((input, words)) = words.split_first() else {
        return Err(io::Error::other("INPUT comes before a command"));
    };
    let (settings, words) = words.split_at(words.iter().take_while(|word| word.contains('=')).count());
    let Some((program, arguments)) = words.split_first() else { return Err(io::Error::other("a command is missing")) };
    let mut command = Command::new(program);
    command.args(arguments).envs(settings.iter().filter_map(|word| word.split_once('=')));
    Ok(Subject { command, input: input.clone(), statuses: Vec::new(), peak: 0, nanoseconds: Vec::new() })
}

fn run(subject: &mut Subject, output: &mut File) -> io::Result<()> {
    output.rewind()?;
    output.set_len(0)?;
    subject.command.stdin(File::open(&subject.input)?).stdout(output.try_clone()?).stderr(Stdio::inherit());
    let start = Instant::now();
    // The standard library spawns by `posix_spawn` where, as here, nothing has to happen in between.
    let child = subject.command.spawn()?;
    let (status, usage) = wait(child.id())?;
    subject.nanoseconds.push(start.elapsed().as_nanos());
    subject.statuses.push(status);
    subject.peak = subject.peak.max(usage.ru_maxrss);
    Ok(())
}

/// Waits for a child; its status, and what it used, which the standard library does not tell.
fn wait(child: u32) -> io::Result<(i32, libc::rusage)> {
    let child = libc::pid_t::try_from(child).map_err(io::Error::other)?;
    let mut status = 0;
    // SAFETY: a `rusage` is numbers only, which may all be zero.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: both pointers are to values that live until the call returns.
    let waited = unsafe { libc::wait4(child, &raw mut status, 0, &raw mut usage) };
    if waited != child {
        return Err(io::Error::last_os_error());
    }
    if !libc::WIFEXITED(status) {
        return Err(io::Error::other("a command was ended by a signal"));
    }
    Ok((libc::WEXITSTATUS(status), usage))
}
