//! Writes every envelope of the corpus with what the native engine says of it into one file, whose path is the
//! argument. `tests/hosts/envelopes.test.mjs` reads it.
//!
//! A record is, with numbers in little endian: status (4 bytes, all ones where it is not known), contract, answer and
//! class (1 byte each, the first two as numbers in the lists below), a zero, hash of the classification's JSON (4),
//! length of the body (4), the body.

use std::{
    env,
    fs::File,
    io::{BufWriter, Write as _},
};

use lockstep_core::{
    envelope::{Answer, Classifier, ContractState},
    policy::Policy,
};
use lockstep_tests::envelopes;

const CONTRACTS: [&str; 3] = ["overlap", "service.v2", "service.v3"];

const ANSWERS: [Answer; 4] = [Answer::Any, Answer::Health, Answer::Readiness, Answer::SchemaVersion];

fn main() -> std::io::Result<()> {
    let path = env::args_os().nth(1).expect("the path of the file");
    let mut out = BufWriter::new(File::create(path)?);
    let classifiers = CONTRACTS.map(|contract| {
        Classifier::new(&Policy::embedded(), &ContractState::named(contract)).expect("a contract of the policy")
    });
    for (number, exchange) in envelopes::corpus().enumerate() {
        let (contract, answer) = (number % CONTRACTS.len(), number / 7 % ANSWERS.len());
        let classifier = &classifiers[contract];
        let class = classifier.class(exchange.status, &exchange.body).byte();
        let classification = classifier.classify(exchange.status, ANSWERS[answer], &exchange.body);
        let json = serde_json::to_string(&classification).expect("a plain object");
        out.write_all(&exchange.status.map_or(u32::MAX, u32::from).to_le_bytes())?;
        out.write_all(&[contract, answer, usize::from(class), 0].map(|byte| u8::try_from(byte).expect("a byte")))?;
        out.write_all(&hash(&json).to_le_bytes())?;
        out.write_all(&u32::try_from(exchange.body.len()).expect("a length").to_le_bytes())?;
        out.write_all(&exchange.body)?;
    }
    out.flush()
}

/// FNV-1a over UTF-16 code units, which JavaScript computes as well.
fn hash(text: &str) -> u32 {
    text.encode_utf16().fold(0x811c_9dc5, |hash, unit| (hash ^ u32::from(unit)).wrapping_mul(0x0100_0193))
}
