//! Many repositories over all cores, their lines in the order given and no more of them in memory
//! than the threads are working on.

use std::{
    sync::{
        Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use lockstep_cli::{Progress, Reply, Settings, Tally, Task, check_repository};

use super::{host::NativeHost, output};

/// Repositories that a thread takes at once: enough that taking turns costs nothing, few enough
/// that the threads end together.
const UNIT: usize = 32;

/// Checks every repository and writes its line.
pub(crate) fn check(roots: &[String], settings: &Settings) -> Reply {
    let fleet = Fleet { roots, settings, cursor: AtomicUsize::new(0), turn: Mutex::default(), passed: Condvar::new() };
    let units = roots.len().div_ceil(UNIT);
    let helpers = thread::available_parallelism().map_or(1, usize::from).min(units).saturating_sub(1);
    thread::scope(|scope| {
        for _ in 0..helpers {
            // Where the system refuses a thread, the others do its share.
            let _ = thread::Builder::new().spawn_scoped(scope, || fleet.work());
        }
        fleet.work();
    });
    let turn = fleet.turn.into_inner().unwrap_or_else(PoisonError::into_inner);
    match turn.failure {
        Some(failure) => Reply::Failed(failure),
        None => Reply::Judged(turn.tally),
    }
}

struct Fleet<'f> {
    roots: &'f [String],
    settings: &'f Settings,
    /// The next unit that nobody has taken.
    cursor: AtomicUsize,
    turn: Mutex<Turn>,
    /// Signals that a unit was written.
    passed: Condvar,
}

/// Whose lines are written next, and what has been written.
#[derive(Default)]
struct Turn {
    unit: usize,
    tally: Tally,
    /// Why nothing more can be written.
    failure: Option<String>,
}

impl Fleet<'_> {
    fn work(&self) {
        let mut host = NativeHost::default();
        let mut text = String::new();
        loop {
            let unit = self.cursor.fetch_add(1, Ordering::Relaxed);
            let Some(roots) = self.roots.chunks(UNIT).nth(unit) else { return };
            let mut tally = Tally::default();
            text.clear();
            for root in roots {
                let task = Task::new(|asking| async move { check_repository(&asking, root, self.settings).await });
                let line = run(task, &mut host);
                tally.count(line.verdict);
                text.push_str(&line.text);
            }
            if !self.write(unit, &text, tally) {
                return;
            }
        }
    }

    /// Waits until every earlier unit is written, then writes this one; `false` where nothing more
    /// can be written.
    fn write(&self, unit: usize, text: &str, tally: Tally) -> bool {
        let mut turn = self.lock();
        while turn.unit != unit && turn.failure.is_none() {
            turn = self.passed.wait(turn).unwrap_or_else(PoisonError::into_inner);
        }
        if turn.failure.is_none() {
            turn.failure = output::write(text.as_bytes()).err();
        }
        turn.unit += 1;
        turn.tally += tally;
        self.passed.notify_all();
        turn.failure.is_none()
    }

    fn lock(&self) -> MutexGuard<'_, Turn> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn run<T>(mut task: Task<'_, T>, host: &mut NativeHost) -> T {
    let mut replies = Vec::new();
    loop {
        match task.resume(replies) {
            Progress::Need(waiting, requests) => {
                task = waiting;
                replies = requests.into_iter().map(|request| host.answer(request)).collect();
            }
            Progress::Done(value) => return value,
        }
    }
}
