//! Classifies a corpus of envelopes again and again with one engine.
//!
//! Usage: `lockstep-classify-benchmark ENGINE CORPUS PASSES`. `CORPUS.ndjson` has one envelope a line and
//! `CORPUS.expected` one `1` (valid) or `0` for each. The first pass is compared with what is expected and not timed.
//! Prints the nanoseconds that an envelope took in each of the others, as a JSON array: of the process's time on a
//! processor, or, for the engines named `threads-N`, of the clock.

mod ours;
mod rivals;
mod typed;

use std::{env, fs, io, time::Duration};

use rivals::{JsonSchema, Rival, SerdeJson, SimdJson, SonicRs};
use rustix::time::{ClockId, clock_gettime};

/// The class of a valid envelope; every other number is the class of one that is not.
const VALID: u8 = 0;

/// Envelopes, one a line.
struct Corpus<'a> {
    text: &'a str,
    lines: Vec<&'a str>,
}

/// Pushes the class of every envelope.
type Pass = Box<dyn FnMut(&Corpus<'_>, &mut Vec<u8>)>;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [engine, corpus, passes] = arguments.as_slice() else {
        return Err(io::Error::other("ENGINE, CORPUS and PASSES are needed"));
    };
    let text = fs::read_to_string(format!("{corpus}.ndjson"))?;
    let expected = fs::read_to_string(format!("{corpus}.expected"))?;
    let corpus = Corpus { text: &text, lines: text.lines().collect() };
    let mut pass = pass(engine).ok_or_else(|| io::Error::other(format!("no engine is named {engine}")))?;
    let clock = if engine.starts_with("threads-") { ClockId::Monotonic } else { ClockId::ProcessCPUTime };

    let mut classes = Vec::with_capacity(corpus.lines.len());
    pass(&corpus, &mut classes);
    if engine != "floor" {
        let judged = classes.iter().map(|class| if *class == VALID { '1' } else { '0' });
        if let Some(line) = judged.clone().zip(expected.chars()).position(|(is, wanted)| is != wanted) {
            return Err(io::Error::other(format!("{engine} is wrong about {}", corpus.lines[line])));
        }
        if judged.len() != expected.len() {
            return Err(io::Error::other(format!("{engine} has judged {} envelopes", judged.len())));
        }
    }
    let mut nanoseconds = Vec::new();
    for _ in 0..passes.parse().map_err(io::Error::other)? {
        classes.clear();
        let start = now(clock);
        pass(&corpus, &mut classes);
        nanoseconds.push((now(clock) - start).as_nanos() as f64 / corpus.lines.len() as f64);
    }
    println!("{nanoseconds:?}");
    Ok(())
}

fn now(clock: ClockId) -> Duration {
    Duration::try_from(clock_gettime(clock)).expect("a clock tells no time before its start")
}

fn pass(engine: &str) -> Option<Pass> {
    Some(match engine {
        "serde-json" => by_line(SerdeJson),
        "serde-json-raw" => raw(SerdeJson),
        "simd-json" => by_line(SimdJson::default()),
        "simd-json-raw" => raw(SimdJson::default()),
        "sonic-rs" => by_line(SonicRs),
        "sonic-rs-raw" => raw(SonicRs),
        "jsonschema" => by_line(JsonSchema::new()),
        "ours" => ours::by_line(),
        "ours-raw" => ours::raw(),
        "threads-1" => ours::threads(1),
        "threads-2" => ours::threads(2),
        "floor" => Box::new(|corpus, classes| {
            // Nothing is judged: this is what looking at every byte takes.
            assert!(std::str::from_utf8(corpus.text.as_bytes()).is_ok());
            classes.push(memchr::memchr_iter(b'\n', corpus.text.as_bytes()).count() as u8);
        }),
        _ => return None,
    })
}

/// Over texts that were checked and cut beforehand.
fn by_line(mut rival: impl Rival + 'static) -> Pass {
    Box::new(move |corpus, classes| {
        classes.extend(corpus.lines.iter().map(|line| u8::from(!rival.is_valid(line))));
    })
}

/// Over the bytes of the file: it is checked as a whole, then cut.
fn raw(mut rival: impl Rival + 'static) -> Pass {
    Box::new(move |corpus, classes| {
        let Ok(text) = std::str::from_utf8(corpus.text.as_bytes()) else { return };
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', text.as_bytes()) {
            classes.push(u8::from(!rival.is_valid(&text[start..end])));
            start = end + 1;
        }
    })
}
