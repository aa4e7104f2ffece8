//! The least that judging many repositories takes: open and read the three documents of each into
//! one buffer, over as many threads as there are cores.
//!
//! Usage: `fleet_floor < LIST`, one repository a line.

use std::{
    fs::File,
    io::{self, Read as _},
    path::{Path, PathBuf},
    thread,
};

const DOCUMENTS: [&str; 3] = [
    "config/memorykernel-integration-pin.json",
    "docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md",
    "config/memorykernel-producer-manifest.json",
];

fn main() -> io::Result<()> {
    let list = io::read_to_string(io::stdin())?;
    let roots: Vec<&str> = list.lines().collect();
    let threads = thread::available_parallelism()?.get();
    let share = roots.len().div_ceil(threads).max(1);
    let total = thread::scope(|scope| {
        let workers: Vec<_> = roots.chunks(share).map(|roots| scope.spawn(|| read(roots))).collect();
        workers.into_iter().map(|worker| worker.join().expect("no reader panics")).sum::<io::Result<usize>>()
    })?;
    println!("{total}");
    Ok(())
}

/// Reads the documents of every root; how many bytes they have.
fn read(roots: &[&str]) -> io::Result<usize> {
    let mut buffer = vec![0; 64 << 10];
    let mut path = PathBuf::new();
    let mut total = 0;
    for root in roots {
        for document in DOCUMENTS {
            path.clear();
            path.push(Path::new(root));
            path.push(document);
            total += File::open(&path)?.read(&mut buffer)?;
        }
    }
    Ok(total)
}
