//! Commands on Unix: a process group each.

use std::{
    io,
    os::unix::process::CommandExt as _,
    process::{Child, Command},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};
use signal_hook::{
    consts::{SIGINT, SIGTERM},
    flag::{register_conditional_default, register_usize},
    low_level::emulate_default_handler,
};

/// The shell with a command line, in a process group of its own.
pub(super) fn shell(command: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", command]).process_group(0);
    shell
}

/// A program in a process group of its own.
pub(super) fn program(name: &str, arguments: &[String]) -> Command {
    let mut program = Command::new(name);
    program.args(arguments).process_group(0);
    program
}

/// Ends a command with all that it started.
pub(super) fn end(child: &mut Child) -> io::Result<()> {
    Ok(kill_process_group(Pid::from_child(child), Signal::KILL)?)
}

/// Whether a command has ended; it is not waited for, so that its process group keeps its number.
pub(super) fn has_ended(child: &mut Child) -> io::Result<bool> {
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    Ok(waitid(WaitId::Pid(Pid::from_child(child)), options)?.is_some())
}

/// The signals that would end this program. They do not reach a process group of its own: while a command runs they are
/// held back, so that it can be ended first.
pub(super) struct Signals(&'static State);

#[derive(Default)]
struct State {
    /// Whether signals have their usual effect.
    idle: Arc<AtomicBool>,
    /// The signal that came, or 0.
    received: Arc<AtomicUsize>,
}

impl Signals {
    pub(super) fn hold() -> Self {
        static STATE: OnceLock<State> = OnceLock::new();
        let state = STATE.get_or_init(|| {
            let state = State::default();
            for (signal, number) in [(SIGINT, 2), (SIGTERM, 15)] {
                // What cannot be registered keeps its effect, and the command outlives this program.
                let _ = register_conditional_default(signal, Arc::clone(&state.idle));
                let _ = register_usize(signal, Arc::clone(&state.received), number);
            }
            state
        });
        state.idle.store(false, Ordering::SeqCst);
        Self(state)
    }

    /// Whether one came.
    pub(super) fn came(&self) -> bool {
        self.0.received.load(Ordering::SeqCst) != 0
    }

    /// Ends this program as the signal that came would have.
    pub(super) fn follow(&self) {
        if let Ok(signal @ 1..) = i32::try_from(self.0.received.load(Ordering::SeqCst)) {
            let _ = emulate_default_handler(signal);
        }
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        self.0.idle.store(true, Ordering::SeqCst);
        // It came when the command had just ended.
        self.follow();
    }
}
