//! Envelopes over all cores: what is written keeps the order of the input, and no more of an input is in memory than
//! the threads are working on.

use std::{
    fs,
    io::{self, Write as _},
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use lockstep_cli::{Batch, Block, Feed, Judging, LONG_INPUT, Reply, Summary, no_progress, progress};

use super::{failure::words, output, stream::Stream};

/// The bytes that are read at once: enough that taking turns costs nothing.
const BLOCK: usize = 1 << 20;
/// The most threads: reading takes turns, so more would only hold memory.
const MOST_THREADS: usize = 16;
/// The time after which progress is shown again.
const PROGRESS: Duration = Duration::from_millis(100);

/// Classifies every envelope of a batch.
pub(crate) fn classify(batch: &Batch) -> Reply {
    let crew = Crew { batch, source: Mutex::new(Source::new(batch)), turn: Mutex::default(), passed: Condvar::new() };
    thread::scope(|scope| {
        let mut worker = Worker { crew: &crew, bytes: Vec::new(), text: String::new() };
        // Most inputs have one block, for which nobody is called.
        if !worker.work() {
            return;
        }
        let threads = thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
        for _ in 1..threads {
            let helper = Worker { crew: &crew, bytes: Vec::new(), text: String::new() };
            // Where the system refuses a thread, the others do its share.
            let _ = thread::Builder::new().spawn_scoped(scope, || helper.work_on());
        }
        worker.work_on();
    });
    crew.lock_source().end();
    let turn = crew.turn.into_inner().unwrap_or_else(PoisonError::into_inner);
    match turn.failure {
        Some(failure) => Reply::Failed(failure),
        None => Reply::Classified(Box::new(turn.summary)),
    }
}

struct Crew<'b> {
    batch: &'b Batch,
    source: Mutex<Source<'b>>,
    turn: Mutex<Turn>,
    /// Signals that a block is done, or that nothing more is wanted.
    passed: Condvar,
}

/// Whose block is written next, and what the blocks before came to.
#[derive(Default)]
struct Turn {
    block: u64,
    summary: Summary,
    /// Nothing more can be written, or nobody reads it.
    is_over: bool,
    /// Why nothing more can be written.
    failure: Option<String>,
}

impl<'b> Crew<'b> {
    fn lock_turn(&self) -> MutexGuard<'_, Turn> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock_source(&self) -> MutexGuard<'_, Source<'b>> {
        self.source.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until every block before `number` is done; none where nothing more is wanted.
    fn turn_of(&self, number: u64) -> Option<MutexGuard<'_, Turn>> {
        let mut turn = self.lock_turn();
        while turn.block != number && !turn.is_over {
            turn = self.passed.wait(turn).unwrap_or_else(PoisonError::into_inner);
        }
        (turn.block == number).then_some(turn)
    }
}

struct Worker<'c, 'b> {
    crew: &'c Crew<'b>,
    bytes: Vec<u8>,
    text: String,
}

impl Worker<'_, '_> {
    fn work_on(mut self) {
        while self.work() {}
    }

    /// Judges the next block; `false` where there is none, or nothing more is wanted.
    fn work(&mut self) -> bool {
        let crew = self.crew;
        let next = crew.lock_source().next(&mut self.bytes);
        let Some((number, block)) = next else { return false };
        let wanted = crew.lock_turn().summary.wanted();
        let mut judging = Judging::new(crew.batch, block, wanted);
        loop {
            self.text.clear();
            let goes_on = judging.step(&mut self.text);
            if !self.write(number) || !goes_on {
                break;
            }
        }
        let (summary, bytes) = judging.end();
        self.bytes = bytes;
        let Some(mut turn) = crew.turn_of(number) else { return false };
        turn.summary.merge(summary);
        turn.block += 1;
        crew.passed.notify_all();
        !turn.is_over
    }

    /// Writes the text, once it is this block's turn; `false` where nothing more can be written.
    fn write(&self, number: u64) -> bool {
        if self.text.is_empty() {
            return true;
        }
        let Some(mut turn) = self.crew.turn_of(number) else { return false };
        match output::reply(self.text.as_bytes()) {
            Reply::Yes => return true,
            Reply::Failed(cause) => turn.failure = Some(format!("standard output could not be written: {cause}")),
            _ => {}
        }
        turn.is_over = true;
        false
    }
}

/// Where the blocks come from.
struct Source<'b> {
    batch: &'b Batch,
    /// The position of the input that is opened next.
    input: usize,
    open: Option<(Feed, Option<Stream>)>,
    /// The number of the next block.
    block: u64,
    meter: Meter,
}

impl<'b> Source<'b> {
    fn new(batch: &'b Batch) -> Self {
        Self { batch, input: 0, open: None, block: 0, meter: Meter::new(batch) }
    }

    /// The next block and its number, read into the memory of `bytes`.
    fn next(&mut self, bytes: &mut Vec<u8>) -> Option<(u64, Block)> {
        loop {
            let (mut feed, stream) = match self.open.take() {
                Some(open) => open,
                None => {
                    let input = self.input;
                    self.batch.inputs().get(input)?;
                    self.input += 1;
                    (Feed::new(self.batch, input), None)
                }
            };
            feed.begin(bytes);
            let (block, stream) = match read(self.batch, self.input - 1, stream, bytes) {
                Ok((stream, count)) => {
                    self.meter.add(count);
                    (feed.finish(bytes, count == 0), Some(stream))
                }
                Err(reply) => (Some(feed.unreadable(reply)), None),
            };
            if !feed.is_over() {
                self.open = Some((feed, stream));
            }
            if let Some(block) = block {
                self.block += 1;
                return Some((self.block - 1, block));
            }
        }
    }

    fn end(&self) {
        if self.meter.shown.is_some() {
            show(&no_progress());
        }
    }
}

/// Reads once from an input, which is opened where it is not yet open.
fn read(batch: &Batch, input: usize, stream: Option<Stream>, bytes: &mut Vec<u8>) -> Result<(Stream, usize), Reply> {
    let mut stream = match stream {
        Some(stream) => stream,
        None => Stream::open(batch.inputs().get(input).map_or("", String::as_str))?,
    };
    let held = bytes.len();
    bytes.resize(held + BLOCK, 0);
    let count = stream.read(bytes.get_mut(held..).unwrap_or_default()).map_err(|error| Reply::Failed(words(&error)))?;
    bytes.truncate(held + count);
    Ok((stream, count))
}

/// How far the run is, for a terminal.
struct Meter {
    is_on: bool,
    done: u64,
    /// The size of all inputs, where each is a regular file.
    size: Option<u64>,
    began: Instant,
    shown: Option<Instant>,
}

impl Meter {
    fn new(batch: &Batch) -> Self {
        let is_on = batch.shows_progress();
        let size = |input: &String| fs::metadata(input).ok().filter(fs::Metadata::is_file).map(|file| file.len());
        let size = if is_on { batch.inputs().iter().map(size).sum() } else { None };
        Self { is_on, done: 0, size, began: Instant::now(), shown: None }
    }

    fn add(&mut self, count: usize) {
        self.done += count as u64;
        let waits = self.shown.is_some_and(|shown| shown.elapsed() < PROGRESS);
        if !self.is_on || waits || self.size.unwrap_or(self.done) < LONG_INPUT {
            return;
        }
        let milliseconds = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        show(&progress(self.done, self.size, Some(milliseconds)));
        self.shown = Some(Instant::now());
    }
}

fn show(text: &str) {
    // Progress that cannot be shown changes nothing about the outcome.
    let _ = io::stderr().write_all(text.as_bytes());
}
