//! lockstep's classifier, under both contract versions at once.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use lockstep_core::{
    envelope::{Class, Classifier, ContractState},
    policy::Policy,
};

use crate::{Corpus, Pass, VALID};

const _: () = assert!(Class::Conforming as u8 == VALID);

/// How many bytes a thread takes at a time, to the end of a line.
const SHARE: usize = 1 << 18;

fn classifier() -> Classifier {
    let overlap = ContractState::named("overlap");
    Classifier::new(&Policy::embedded(), &overlap).expect("the embedded policy knows its own versions")
}

/// Over lines that were cut beforehand.
pub fn by_line() -> Pass {
    let classifier = classifier();
    Box::new(move |corpus, classes| {
        classes.extend(corpus.lines.iter().map(|line| classifier.class(None, line.as_bytes()).byte()));
    })
}

/// Over the bytes of the file.
pub fn raw() -> Pass {
    let classifier = classifier();
    Box::new(move |corpus, classes| classifier.classes(corpus.text.as_bytes(), classes))
}

/// Over the bytes of the file, in shares that so many threads take by turns.
pub fn threads(count: usize) -> Pass {
    let classifier = classifier();
    Box::new(move |corpus, classes| {
        let shares = shares(corpus);
        let next = AtomicUsize::new(0);
        let work = || {
            let mut done = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let Some(share) = shares.get(number) else { return done };
                let mut classes = Vec::new();
                classifier.classes(share, &mut classes);
                done.push((number, classes));
            }
        };
        let mut all: Vec<(usize, Vec<u8>)> = thread::scope(|scope| {
            let others: Vec<_> = (1..count).map(|_| scope.spawn(work)).collect();
            let own = work();
            own.into_iter()
                .chain(others.into_iter().flat_map(|other| other.join().expect("no worker panics")))
                .collect()
        });
        all.sort_unstable_by_key(|(number, _)| *number);
        all.iter().for_each(|(_, share)| classes.extend(share));
    })
}

fn shares<'a>(corpus: &Corpus<'a>) -> Vec<&'a [u8]> {
    let mut rest = corpus.text.as_bytes();
    let mut shares = Vec::new();
    while !rest.is_empty() {
        let least = SHARE.min(rest.len());
        let end = memchr::memchr(b'\n', &rest[least..]).map_or(rest.len(), |at| least + at + 1);
        let (share, behind) = rest.split_at(end);
        shares.push(share);
        rest = behind;
    }
    shares
}
