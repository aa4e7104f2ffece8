//! A consumer on the older release, the newer manifest beside it, and what git would say.

use std::{cell::RefCell, collections::BTreeMap};

use lockstep_cli::Reply;

use crate::host::{Fake, PIN, Run};

pub(crate) const MATRIX: &str = "docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md";
pub(crate) const MIRROR: &str = "config/memorykernel-producer-manifest.json";
pub(crate) const FREEZE: &str = "config/memorykernel-freeze.json";
pub(crate) const JOURNAL: &str = ".lockstep/journal.json";
/// Where the newer manifest lies.
pub(crate) const NEW: &str = "new.json";
/// The commit that has the documents of the older release.
pub(crate) const OLD_COMMIT: &str = "1111111111111111111111111111111111111111";
/// The commit that is checked out.
pub(crate) const HEAD: &str = "2222222222222222222222222222222222222222";

/// What a session may change.
pub(crate) type Files = BTreeMap<String, Reply>;

const OLD_PIN: &str = include_str!("../../../examples/consumer-v0.3.2/config/memorykernel-integration-pin.json");
const OLD_MATRIX: &str = include_str!("../../../examples/consumer-v0.3.2/docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md");
const OLD_MIRROR: &str = include_str!("../../../examples/consumer-v0.3.2/config/memorykernel-producer-manifest.json");
pub(crate) const NEW_MANIFEST: &str =
    include_str!("../../../examples/consumer/config/memorykernel-producer-manifest.json");

/// The consumer on `v0.3.2`, which git has.
pub(crate) fn consumer() -> Fake {
    Fake::default()
        .file(PIN, OLD_PIN)
        .file(MATRIX, OLD_MATRIX)
        .file(MIRROR, OLD_MIRROR)
        .file(NEW, NEW_MANIFEST)
        .file("package.json", "{ \"version\": \"1.2.0\" }")
        .git("rev-parse --short=7 HEAD", 0, "2222222\n")
        .git("rev-parse --is-shallow-repository", 0, "false\n")
        .git(&log(), 0, &format!("{OLD_COMMIT}\n"))
        .git("cat-file --batch", 0, &blobs(&[Some([OLD_PIN, OLD_MATRIX, OLD_MIRROR])]))
}

/// How git is asked for the commits.
pub(crate) fn log() -> String {
    format!("log --full-history --format=%H HEAD -- :(literal){PIN} :(literal){MATRIX} :(literal){MIRROR}")
}

/// What `git cat-file --batch` says of the three documents at commits; `None` where they are missing.
pub(crate) fn blobs(commits: &[Option<[&str; 3]>]) -> String {
    let blob = |text: &str| format!("{} blob {}\n{text}\n", "a".repeat(40), text.len());
    let commit = |trio: &Option<[&str; 3]>| match trio {
        Some(trio) => trio.map(blob).concat(),
        None => "x:./pin missing\nx:./matrix missing\nx:./mirror missing\n".into(),
    };
    commits.iter().map(commit).collect()
}

/// The same with other files.
pub(crate) fn with(files: &Files) -> Fake {
    Fake { files: RefCell::new(files.clone()), ..consumer() }
}

/// What stands there now.
pub(crate) fn files(fake: &Fake) -> Files {
    fake.files.borrow().clone()
}

/// The three documents as they stand.
pub(crate) fn trio(fake: &Fake) -> [String; 3] {
    [PIN, MATRIX, MIRROR].map(|path| fake.text(path).unwrap_or_default())
}

/// The consumer after the repin.
pub(crate) fn repinned() -> Fake {
    let fake = consumer();
    let run = fake.run(&["repin", "--manifest", NEW]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    fake
}

/// Whether a run asked to change anything.
pub(crate) fn changed(run: &Run) -> bool {
    let changing = ["write-file", "rename", "remove", "append-file"];
    run.asked.iter().any(|asked| changing.iter().any(|kind| asked.contains(&format!("\"kind\":\"{kind}\""))))
}
