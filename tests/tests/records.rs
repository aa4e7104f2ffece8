//! The checks of governance, cutover and boundary as commands: what they need, and what they say where it lacks.

use std::collections::BTreeSet;

use lockstep_core::source::{Content, DocumentKind};
use lockstep_tests::{
    repository::{Repository, Run},
    today,
};
use serde_json::Value;

const CONFIGURATION: &str = "lockstep.toml";

fn reference() -> Repository {
    Repository::reference()
}

/// The reference with another text in a file.
fn with(file: &str, text: impl Into<Vec<u8>>) -> Repository {
    let mut repository = reference();
    repository.files.insert(file.into(), Content::Bytes(text.into().into()));
    repository
}

fn text(repository: &Repository, file: &str) -> String {
    match &repository.files[file] {
        Content::Bytes(bytes) => String::from_utf8(bytes.to_vec()).expect("UTF-8"),
        other => panic!("{file}: {other:?}"),
    }
}

/// The configuration of the reference with a text in the place of another.
fn configured(from: &str, to: &str) -> Repository {
    let configuration = text(&reference(), CONFIGURATION);
    assert!(configuration.contains(from), "{from}");
    with(CONFIGURATION, configuration.replacen(from, to, 1))
}

/// Runs the program on the day of all tests.
fn run(repository: &Repository, arguments: &[&str]) -> Run {
    let today = today().to_string();
    repository.run(&[arguments, &["--today", &today]].concat())
}

fn outcome(done: &Run) -> String {
    format!("{}{}", done.stdout, done.stderr)
}

#[test]
fn each_check_is_a_command_and_passes_over_the_reference() {
    for (command, rules) in [("governance", 6), ("cutover", 5), ("boundary", 3)] {
        let done = run(&reference(), &[command]);
        assert_eq!(done.code, 0, "{}", outcome(&done));
        // The ten rules about documents that cannot be read run with every check.
        assert!(done.stdout.contains(&format!("{} rules ran", rules + 10)), "{}", done.stdout);
    }
}

#[test]
fn a_check_that_is_not_configured_ends_with_2_and_says_what_to_configure() {
    for (command, key) in
        [("governance", "[[governance.documents]]"), ("cutover", "[[cutover.documents]]"), ("boundary", "[boundary]")]
    {
        let done = run(&with(CONFIGURATION, ""), &[command]);
        assert_eq!(done.code, 2, "{}", outcome(&done));
        assert_eq!(done.stdout.matches(key).count(), 1, "{}", outcome(&done));
        // `check` does not mention what nobody configured.
        let all = run(&with(CONFIGURATION, ""), &["check"]);
        assert_eq!((all.code, all.stdout.contains(key)), (0, false), "{}", outcome(&all));
    }
}

#[test]
fn a_cutover_without_a_decision_has_no_verdict() {
    let documents = "[[cutover.documents]]\npath = \"docs/RUNTIME_CUTOVER_DECISION_RECORD.md\"\n";
    let done = run(&with(CONFIGURATION, documents), &["cutover"]);
    assert_eq!(done.code, 2, "{}", outcome(&done));
    assert!(done.stdout.contains("`by_contract`"), "{}", outcome(&done));
}

#[test]
fn faults_of_the_configuration_are_located() {
    for (from, to, place, message) in [
        ("statements = [\n  \"- M", "statments = [\n  \"- M", "lockstep.toml:5:1", "did you mean `statements`"),
        ("{release_tag}", "{relase_tag}", "lockstep.toml:6:3", "did you mean `{release_tag}`"),
        ("{release_tag}", "{tag}", "lockstep.toml:6:3", "there are `{repository}`"),
        ("MemoryKernel release tag: ", "MemoryKernel release tag ", "lockstep.toml:6:3", "`label: value`"),
        ("path = \"docs/ACTIVE", "path = \"../docs/ACTIVE", "lockstep.toml:3:8", "must not leave the repository"),
        ("api_contract = \"api.v1\"", "api = \"api.v1\"", "lockstep.toml", "no key `api`"),
        ("holds = [\"/v1/query/ask\"]", "holds = [\"\"]", "lockstep.toml", "an empty text is no demand"),
        ("adapter = {", "adaptor = {", "lockstep.toml", "did you mean `adapter`"),
        ("folders = [{ path = \"src\"", "folders = [{ paths = \"src\"", "lockstep.toml", "did you mean `path`"),
    ] {
        let done = run(&configured(from, to), &["check"]);
        assert_eq!(done.code, 2, "{to}: {}", outcome(&done));
        assert!(done.stderr.contains(place) && done.stderr.contains(message), "{to}: {}", outcome(&done));
    }
}

#[test]
fn the_matrix_may_be_a_governance_document_and_is_one_document() {
    let path = DocumentKind::Matrix.default_path();
    let demand =
        "[[governance.documents]]\npath = \"PATH\"\nstatements = [\"- MemoryKernel release tag: `{release_tag}`\"]\n";
    let mut repository = with(CONFIGURATION, demand.replace("PATH", path));
    assert!(run(&repository, &["governance"]).stdout.contains("over 3 documents"));
    let drifted = text(&repository, path).replacen("tag: `v0.4.0`", "tag: `v0.3.2`", 1);
    repository.files.insert(path.into(), Content::Bytes(drifted.into_bytes().into()));
    let done = run(&repository, &["governance"]);
    assert_eq!(done.code, 1, "{}", outcome(&done));
    assert!(done.stdout.contains("error[governance-statement]") && done.stdout.contains(":10:"), "{}", done.stdout);
    repository.files.remove(path);
    let done = run(&repository, &["governance"]);
    assert!(done.stdout.contains("error[document-missing]: the compatibility matrix"), "{}", outcome(&done));
}

#[test]
fn a_pin_that_lacks_a_value_is_no_pass_of_governance_alone() {
    let pin = DocumentKind::Pin.default_path();
    let lacking = text(&reference(), pin).replace("  \"release_tag\": \"v0.4.0\",\n", "");
    let done = run(&with(pin, lacking), &["governance"]);
    assert_eq!(done.code, 2, "{}", outcome(&done));
    assert!(done.stdout.contains("the baseline lacks a value that documents must name"), "{}", outcome(&done));
}

#[test]
fn records_that_cannot_be_read_are_no_pass() {
    for (content, code) in [
        (Content::Missing, 1),
        (Content::OutsideRepository, 1),
        (Content::NotRegular("a folder".into()), 1),
        (Content::TooLarge(2 << 20), 1),
        (Content::Bytes(b"\xff".as_slice().into()), 1),
        (Content::Unreadable("permission denied".into()), 2),
    ] {
        for file in ["docs/RUNTIME_CUTOVER_DECISION_RECORD.md", "docs/OPERATIONS.md"] {
            let mut repository = reference();
            repository.files.insert(file.into(), content.clone());
            let done = run(&repository, &["check"]);
            assert_eq!(done.code, code, "{content:?}: {}", outcome(&done));
            assert!(done.stdout.contains(file), "{content:?}: {}", outcome(&done));
        }
    }
}

#[test]
fn what_cannot_be_searched_has_no_verdict() {
    let configuration = |folder: &str| configured("path = \"src\", endings", &format!("path = \"{folder}\", endings"));
    let endings = configured("[\".js\", \".mjs\", \".ts\"]", "[\".rs\"]");
    let mut large = reference();
    large.files.insert("src/bundle.js".into(), Content::Bytes(vec![b' '; (16 << 20) + 1].into()));
    let mut unreadable = reference();
    unreadable.files.insert("src/draft.mjs".into(), Content::Unreadable("permission denied".into()));
    for (repository, cause) in [
        (configuration("source"), "`source` of `[boundary]` could not be searched: it does not exist"),
        (endings, "no file in it has one of the endings"),
        (
            configured("endpoints = [\"/v1/health\", \"/v1/db/schema-version\", \"/v1/query/ask\"]", "endpoints = []"),
            "no endpoint",
        ),
        (large, "`src/bundle.js` has 16777217 bytes"),
        (unreadable, "src/draft.mjs could not be read: permission denied"),
    ] {
        let done = run(&repository, &["boundary"]);
        assert_eq!(done.code, 2, "{cause}: {}", outcome(&done));
        assert!(done.stdout.contains(cause), "{cause}: {}", outcome(&done));
    }
}

#[test]
fn every_leak_of_many_files_is_found() {
    let mut repository = reference();
    for number in 0..300 {
        let text = if number % 3 == 0 { "ask('/v1/health', '/v1/health');" } else { "ask();" };
        repository.files.insert(format!("src/part/{number:03}.ts"), Content::Bytes(text.as_bytes().into()));
    }
    let done = run(&repository, &["boundary", "--format", "json"]);
    let report: Value = serde_json::from_str(&done.stdout).expect("a report");
    let place = |found: &Value| format!("{}:{}", found["primary"]["document"], found["primary"]["start"]);
    let places: BTreeSet<String> = report["findings"].as_array().expect("findings").iter().map(place).collect();
    assert_eq!((places.len(), done.code), (200, 1), "{}", done.stdout);
}

#[test]
fn documents_in_any_state_are_judged_and_every_place_lies_inside() {
    let awkward = [
        "",
        "\u{feff}",
        "> ",
        "```\n",
        "<!--",
        "| a |\n|---|\n",
        "`",
        "**",
        "~~",
        "\u{301}",
        "\r\n",
        "\\",
        "&amp;",
        "<del>",
    ];
    for file in ["docs/ACTIVE_RUNTIME_STATUS.md", "docs/OPERATIONS.md", "docs/RUNTIME_CUTOVER_DECISION_RECORD.md"] {
        let whole = text(&reference(), file);
        for (number, at) in (0..=whole.len()).step_by(5).enumerate() {
            let (before, behind) = whole.split_at(at);
            for changed in [format!("{before}{}{behind}", awkward[number % awkward.len()]), before.to_owned()] {
                let done = run(&with(file, changed.clone()), &["governance", "--format", "json"]);
                let report: Value = serde_json::from_str(&done.stdout).expect("a report");
                for found in report["findings"].as_array().expect("findings") {
                    let labels = std::iter::once(&found["primary"]).chain(found["related"].as_array().expect("labels"));
                    for label in labels.filter(|label| label["document"] == file) {
                        let range = ["start", "end"].map(|end| label[end].as_u64().expect("an offset") as usize);
                        assert!(changed.get(range[0]..range[1]).is_some(), "{label} in {changed}");
                    }
                }
            }
        }
    }
}
