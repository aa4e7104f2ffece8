//! `lockstep check --output`: what goes where, and that no file is ever half written.

use std::collections::BTreeMap;

use lockstep_cli::{Outcome, Reply, Request, Session, Start, Step};

const DOCUMENTS: [(&str, &str); 3] = [
    (
        "config/memorykernel-integration-pin.json",
        include_str!("../../examples/consumer/config/memorykernel-integration-pin.json"),
    ),
    (
        "docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md",
        include_str!("../../examples/consumer/docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md"),
    ),
    (
        "config/memorykernel-producer-manifest.json",
        include_str!("../../examples/consumer/config/memorykernel-producer-manifest.json"),
    ),
];

/// A disk with the example consumer on it; the request with that number, of those that change something, fails.
struct Disk {
    files: BTreeMap<String, String>,
    environment: Vec<(&'static str, &'static str)>,
    fails: Option<usize>,
    changes: usize,
    /// Every state that a file was in, the file's name with it.
    seen: Vec<(String, String)>,
}

impl Disk {
    fn new() -> Self {
        let files = DOCUMENTS.map(|(path, text)| (path.to_owned(), text.replace("7e4806a3", "7E4806A3")));
        Self { files: files.into(), environment: Vec::new(), fails: None, changes: 0, seen: Vec::new() }
    }

    fn run(&mut self, arguments: &[&str]) -> (String, String, u8) {
        let arguments = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        let mut session = Session::new(Start { arguments, ..Start::default() });
        let mut replies = Vec::new();
        loop {
            match session.resume(replies) {
                Step::Need(requests) => replies = requests.into_iter().map(|request| self.answer(request)).collect(),
                Step::Done(Outcome { stdout, stderr, exit_code }) => {
                    let text = |bytes| String::from_utf8(bytes).unwrap();
                    return (text(stdout), text(stderr), exit_code);
                }
            }
        }
    }

    fn check(&mut self, outputs: &[&str]) -> (String, String, u8) {
        self.run(&[&["check", "--today", "2026-03-01"], outputs].concat())
    }

    fn answer(&mut self, request: Request) -> Reply {
        match request {
            Request::ReadFile { path, .. } => match self.files.get(&path) {
                Some(text) => Reply::Bytes(text.clone().into_bytes()),
                None => Reply::Missing,
            },
            Request::FolderExists { .. } => Reply::Yes,
            Request::Environment { name } => match self.environment.iter().find(|(key, _)| *key == name) {
                Some((_, value)) => Reply::Text((*value).into()),
                None => Reply::Missing,
            },
            Request::WriteFile { root, path, bytes, .. } => {
                let text = String::from_utf8(bytes).unwrap();
                self.change(|files| {
                    files.insert(joined(&root, &path), text);
                })
            }
            Request::Rename { root, from, to } => self.change(|files| {
                let text = files.remove(&joined(&root, &from)).unwrap();
                files.insert(joined(&root, &to), text);
            }),
            Request::AppendFile { path, text } => self.change(|files| files.entry(path).or_default().push_str(&text)),
            Request::Remove { root, path } => {
                self.files.remove(&joined(&root, &path));
                Reply::Yes
            }
            request => panic!("{request:?}"),
        }
    }

    fn change(&mut self, change: impl FnOnce(&mut BTreeMap<String, String>)) -> Reply {
        self.changes += 1;
        if self.fails == Some(self.changes) {
            return Reply::Failed("no space left".into());
        }
        change(&mut self.files);
        self.seen.extend(self.files.iter().map(|(path, text)| (path.clone(), text.clone())));
        Reply::Yes
    }
}

fn joined(root: &str, path: &str) -> String {
    if root == "." { path.to_owned() } else { format!("{root}{path}") }
}

#[test]
fn each_output_is_that_of_the_format_alone() {
    for name in ["human", "json", "sarif", "junit", "markdown", "github"] {
        let (alone, stderr, code) = Disk::new().check(&["--output", name]);
        assert_eq!((stderr.as_str(), code), ("", 1), "{name}");
        assert!(alone.contains("commit-format"), "{name}: {alone}");
        let mut disk = Disk::new();
        let (stdout, _, code) = disk.check(&["--output", &format!("{name}=out/report"), "--quiet"]);
        assert_eq!((&disk.files["out/report"], code), (&alone, 1), "{name}");
        assert!(stdout.starts_with("error[commit-format]"), "human text stays on standard output: {stdout}");
    }
    assert_eq!(Disk::new().check(&["--format", "json"]), Disk::new().check(&["--output", "json"]));
}

#[test]
fn several_outputs_are_written_at_once() {
    let mut disk = Disk::new();
    let (stdout, stderr, code) =
        disk.check(&["--output", "sarif=a.sarif", "--output", "github", "--output", "junit=/tmp/b.xml"]);
    assert_eq!((stderr.as_str(), code), ("", 1));
    assert!(stdout.starts_with("::error title=lockstep commit-format,file=config/"), "{stdout}");
    assert!(disk.files["a.sarif"].contains("\"2.1.0\"") && disk.files["/tmp/b.xml"].contains("<testsuites"));
    assert!(disk.files.keys().all(|path| !path.ends_with(".lockstep-new")), "{:?}", disk.files.keys());
}

#[test]
fn a_file_is_the_old_one_or_the_new_one_whatever_fails() {
    let arguments = ["--output", "sarif=a.sarif", "--output", "json=b.json", "--output", "github"];
    let disk = |fails| {
        let mut disk = Disk { fails, environment: vec![("GITHUB_STEP_SUMMARY", "summary.md")], ..Disk::new() };
        for file in ["a.sarif", "b.json"] {
            disk.files.insert(file.into(), "old".into());
        }
        disk
    };
    let mut whole = disk(None);
    assert_eq!(whole.check(&arguments).2, 1);
    assert_eq!(whole.changes, 5);
    for fails in 1..=whole.changes {
        let mut disk = disk(Some(fails));
        let (stdout, stderr, code) = disk.check(&arguments);
        assert_eq!(code, 2, "{fails}");
        assert!(stderr.contains("could not be written: no space left"), "{stderr}");
        assert!(stdout.starts_with("::error"), "the report is not lost: {stdout}");
        for file in ["a.sarif", "b.json"] {
            let mut states = disk.seen.iter().filter(|(path, _)| path == file);
            assert!(states.all(|(_, text)| text == "old" || *text == whole.files[file]), "{fails} {file}");
        }
        assert!(disk.files.keys().all(|path| !path.ends_with(".lockstep-new")), "{fails}: {:?}", disk.files.keys());
    }
}

#[test]
fn the_summary_of_a_job_is_appended_only_where_annotations_are_wanted() {
    let summary = || Disk { environment: vec![("GITHUB_STEP_SUMMARY", "summary.md")], ..Disk::new() };
    let mut disk = summary();
    disk.files.insert("summary.md".into(), "from before\n".into());
    disk.check(&["--output", "github"]);
    let text = &disk.files["summary.md"];
    assert!(text.starts_with("from before\n## lockstep: fail\n"), "{text}");
    for outputs in [["--output", "sarif=a.sarif"], ["--output", "markdown"], ["--format", "human"]] {
        let mut disk = summary();
        disk.check(&outputs);
        assert!(!disk.files.contains_key("summary.md"), "{outputs:?}");
    }
    assert!(!Disk::new().check(&["--output", "github"]).0.contains("job summary"));
}

#[test]
fn a_run_without_a_report_is_annotated() {
    let mut disk = Disk::new();
    disk.files.insert("lockstep.toml".into(), "polcy = 1\n".into());
    let (stdout, stderr, code) = disk.check(&["--output", "github", "--output", "sarif=a.sarif"]);
    assert_eq!(
        stdout,
        "::error title=lockstep could not judge::the configuration has no key `polcy` (lockstep.toml:1:1)\n"
    );
    assert!(stderr.contains("did you mean `policy`?") && code == 2, "{stderr}");
    assert!(!disk.files.contains_key("a.sarif"), "a file without a report would be taken for one");
}

#[test]
fn what_cannot_be_meant_is_refused() {
    for (arguments, message) in [
        (["--output", "json", "--output", "github"].as_slice(), "two outputs go to standard output"),
        (&["--format", "json", "--output", "github"], "two outputs go to standard output"),
        (&["--output", "json=a", "--output", "sarif=a"], "two outputs go to one file"),
        (&["--output", "yaml"], "the formats are human, json, sarif"),
        (&["--output", "json="], "behind `=` stands the name of a file"),
        (&["a", "b", "--output", "sarif"], "many repositories in one run"),
        (&["a", "b", "--output", "json=c"], "many repositories in one run"),
    ] {
        let (stdout, stderr, code) = Disk::new().check(arguments);
        assert_eq!((stdout.as_str(), code), ("", 2), "{arguments:?}");
        assert!(stderr.contains(message), "{arguments:?}: {stderr}");
    }
}
