//! Gate files: what fits the schema, and what is wrong in others, with its place.

use lockstep_core::{
    date,
    gate::{Baseline, Gates, template},
    inquiry::Role,
};
use lockstep_tests::workspace;
use serde_json::{Value, json};

use crate::{TODAY, gate_file, kinds::cases};

/// The schema in docs/, and what does not fit it in a text.
fn misfits(text: &str) -> Vec<String> {
    let schema = std::fs::read_to_string(workspace().join("docs/gates.schema.json")).expect("the schema");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let value: Value = serde_json::from_str(text).expect("JSON");
    validator.iter_errors(&value).map(|error| format!("{error} at {}", error.instance_path())).collect()
}

#[test]
fn templates_and_the_example_fit_the_schema() {
    let today = date::parse(TODAY).expect("a day");
    let example = workspace().join("examples/consumer/lockstep-gates.json");
    let example = std::fs::read_to_string(example).expect("the example");
    let template = |role| template(role, "p", &Baseline::default(), today);
    for text in [template(Role::Consumer), template(Role::Producer), example] {
        Gates::read(&text).expect("a gate file");
        assert_eq!(misfits(&text), Vec::<String>::new());
    }
    for case in cases() {
        assert_eq!(misfits(&gate_file(&case.good.evidence, &json!({}))), Vec::<String>::new(), "{}", case.name);
    }
}

const GOOD: &str = r#"{
  "schema": "lockstep-gates.v1",
  "project": "p",
  "suites": [
    { "name": "suite", "evidence": "a/run-{date}.json", "commands": [
      { "name": "test", "run": ["cargo", ""], "folder": "sub", "environment": ["TOKEN"], "timeout_ms": 1, "output_bytes": 1 },
      { "name": "line", "shell": "a && b" } ] }
  ],
  "review": "one",
  "gates": [
    { "name": "one", "title": "t", "decision": "Runtime cutover", "record": "docs/r-{date}.md", "approvers": ["Ada"],
      "states": ["Rehearsal: **GO**"], "requires": ["two"], "criteria": [
      { "name": "c", "title": "t", "owner": "o", "due": "2026-03-01", "next": "n",
        "evidence": [{ "kind": "run", "suite": "suite", "max_age_days": 7 }], "consecutive": { "count": 2, "most_days": 8 } },
      { "name": "d", "title": "t", "evidence": [{ "kind": "artifact", "path": "x", "sha256": null }] },
      { "name": "e", "title": "t", "evidence": [{ "kind": "decision", "path": "x.md", "statements": ["A: B"] }] } ] },
    { "name": "two", "title": "t", "criteria": [
      { "name": "c", "title": "t", "evidence": [{ "kind": "window", "since": "2026-03-01", "days": 14 }] } ] }
  ]
}"#;

/// What is put in the place of what, the message, where it points, and whether the schema refuses it, too.
const FAULTS: &[(&str, &str, &str, &str, bool)] = &[
    ("gates.v1", "gates.v2", "`lockstep-gates.v2` is not known", "\"lockstep-gates.v2", true),
    ("\"project\"", "\"projct\"", "unknown key `projct`; there are", "\"projct\"", true),
    (
        "\"project\": \"p\",",
        "\"project\": \"p\", \"project\": \"q\",",
        "the key `project` stands twice",
        "\"project\": \"q\"",
        false,
    ),
    ("\"project\": \"p\",", "", "`project` is missing", "}", true),
    ("\"p\"", "\" \"", "`project` is blank", "\" \"", true),
    ("\"p\"", "\"a\\nb\"", "`project` has more than one line", "\"a", false),
    ("\"p\"", "1", "`project` is a number, not a string", "1", true),
    (
        "a/run-{date}.json",
        "../run.json",
        "`../run.json` is no path inside the repository: it must not leave",
        "\"../",
        false,
    ),
    ("a/run-{date}.json", "a/../../run.json", "`a/../../run.json` is no path inside", "\"a/..", false),
    ("a/run-{date}.json", "/etc/passwd", "`/etc/passwd` is no path inside", "\"/etc", false),
    ("a/run-{date}.json", "C:/run.json", "`C:/run.json` is no path inside", "\"C:", false),
    (
        "a/run-{date}.json",
        "a\\\\run.json",
        "`a\\run.json` is no path inside the repository: write it with forward",
        "\"a\\\\",
        false,
    ),
    ("a/run-{date}.json", "a\\u0000", "`a\\u{0}` is no path inside", "\"a\\u0000", false),
    ("a/run-{date}.json", "{date}/run.json", "`{date}` stands once, in the name of the file", "\"{date}/", false),
    ("a/run-{date}.json", "{date}{date}.json", "`{date}` stands once", "\"{date}{date}", false),
    ("\"sub\"", "\"../sub\"", "`../sub` is no path inside", "\"../sub", false),
    ("\"run\": [\"cargo\", \"\"]", "\"run\": []", "`run` names no program", "[]", true),
    ("\"run\": [\"cargo\", \"\"]", "\"run\": [\" \"]", "`run` names no program", "[\" \"]", false),
    ("\"run\": [\"cargo\", \"\"]", "\"run\": \"cargo\"", "`run` is a string, not an array", "\"cargo\"", true),
    ("\"run\": [\"cargo\", \"\"]", "\"run\": [\"a\\u0000\"]", "a word of `run` holds a NUL", "\"a\\u0000\"", false),
    ("\"run\": [\"cargo\", \"\"],", "", "neither `run`", "{ \"name\": \"test\"", true),
    ("\"shell\"", "\"run\": [\"x\"], \"shell\"", "both `run` and `shell` are given", "\"a && b\"", true),
    ("\"TOKEN\"", "\"TO=KEN\"", "`TO=KEN` is no name of a variable", "\"TO=KEN\"", true),
    ("\"timeout_ms\": 1", "\"timeout_ms\": 0", "`timeout_ms` is no whole number from 1", "0,", true),
    ("\"timeout_ms\": 1", "\"timeout_ms\": 1e3", "`timeout_ms` is no whole number", "1e3", false),
    (
        "\"output_bytes\": 1",
        "\"output_bytes\": 999999999999",
        "`output_bytes` is no whole number",
        "999999999999",
        true,
    ),
    ("\"line\"", "\"test\"", "the name `test` stands twice", "\"test\", \"shell\"", false),
    (
        "\"name\": \"two\"",
        "\"name\": \"one\"",
        "the name `one` stands twice",
        "\"one\", \"title\": \"t\", \"criteria\"",
        false,
    ),
    ("\"name\": \"two\"", "\"name\": \"suite\"", "the name `suite` stands twice", "\"suite\", \"title\"", false),
    ("\"name\": \"two\"", "\"name\": \"Two\"", "`Two` is no name: lower-case", "\"Two\"", true),
    ("\"name\": \"two\"", "\"name\": \"run\"", "`run` is a command of `lockstep gate`", "\"run\", \"title\"", true),
    ("\"requires\": [\"two\"]", "\"requires\": [\"three\"]", "there is no gate `three`", "\"three\"", false),
    ("\"requires\": [\"two\"]", "\"requires\": [\"one\"]", "gates demand each other: one -> one", "\"one\"]", false),
    (
        "\"two\", \"title\": \"t\",",
        "\"two\", \"title\": \"t\", \"requires\": [\"one\"],",
        "gates demand each other: one -> two -> one",
        "\"one\"], \"criteria\": [\n      { \"name\": \"c\", \"title\": \"t\", \"evidence\": [{ \"kind\": \"window\"",
        false,
    ),
    ("\"review\": \"one\"", "\"review\": \"none\"", "there is no gate `none`", "\"none\"", false),
    ("docs/r-{date}.md", "docs/r.json", "a record is Markdown", "\"docs/r.json\"", true),
    ("docs/r-{date}.md", "x.md", "the record of a gate cannot be its own evidence", "{ \"kind\": \"decision\"", false),
    (
        "\"Runtime cutover\"",
        "\"Runtime: cutover\"",
        "`Runtime: cutover` cannot stand before a colon",
        "\"Runtime: ",
        false,
    ),
    (
        "\"Rehearsal: **GO**\"",
        "\"Runtime  CUTOVER: **GO**\"",
        "the record states its own decision",
        "\"Runtime  CUT",
        false,
    ),
    ("[\"Ada\"]", "[\"Ada=Bo\"]", "an approver has no `=`", "\"Ada=Bo\"", false),
    ("2026-03-01\", \"next\"", "2026-02-30\", \"next\"", "`2026-02-30` is no day", "\"2026-02-30\"", false),
    ("\"suite\": \"suite\"", "\"suite\": \"other\"", "there is no suite `other`", "\"other\"", false),
    ("\"suite\": \"suite\"", "\"path\": \"a.json\"", "a run is that of a `suite`", "{ \"kind\": \"run\"", true),
    ("\"kind\": \"run\"", "\"kind\": \"walk\"", "`walk` is no kind of evidence; there are `check`", "\"walk\"", true),
    ("\"kind\": \"run\", ", "", "evidence without `kind`", "{ \"suite\"", true),
    ("\"count\": 2", "\"count\": 1", "`count` is no whole number from 2 to 100", "1,", true),
    (
        "\"most_days\": 8",
        "\"most_days\": 8, \"least_days\": 9",
        "`least_days` is more than `most_days`",
        "{ \"count\"",
        false,
    ),
    ("\"sha256\": null", "\"sha256\": \"AB\"", "`AB` is no SHA-256", "\"AB\"", true),
    (
        "\"sha256\": null",
        "\"max_age_days\": 1, \"sha256\": null",
        "the kind `artifact` has no day of its own",
        "1,",
        true,
    ),
    (", \"sha256\": null", "", "an artifact needs `sha256`", "{ \"kind\": \"artifact\"", true),
    ("\"sha256\": null", "\"expect\": {}", "`expect` is no object of JSON pointers", "{}", true),
    ("\"sha256\": null", "\"expect\": { \"a\": 1 }", "`a` is no JSON pointer", "\"a\"", true),
    ("\"sha256\": null", "\"expect\": { \"/a\": [] }", "an array where a string", "[]", true),
    ("\"path\": \"x\"", "\"path\": \"x-{date}\"", "the kind `artifact` stands in one file", "\"x-{date}", false),
    (
        "\"statements\": [\"A: B\"]",
        "\"statements\": []",
        "a decision without `statements`",
        "{ \"kind\": \"decision\"",
        true,
    ),
    ("\"A: B\"", "\"A B\"", "`A B` has not the form `label: value`", "\"A B\"", false),
    ("\"A: B\"", "\"A: {release_tag}\"", "a statement of a gate has no placeholder", "\"A: {", false),
    ("\"days\": 14", "\"days\": 0", "`days` is no whole number from 1 to 3660", "0 }", true),
    (
        "\"evidence\": [{ \"kind\": \"window\", \"since\": \"2026-03-01\", \"days\": 14 }]",
        "\"evidence\": []",
        "a criterion without `evidence`",
        "{ \"name\": \"c\"",
        true,
    ),
];

#[test]
fn every_fault_of_a_file_has_a_place() {
    Gates::read(GOOD).expect("a gate file");
    assert_eq!(misfits(GOOD), Vec::<String>::new());
    for (was, is, message, at, refused) in FAULTS {
        assert!(GOOD.contains(was), "{was}");
        let text = GOOD.replacen(was, is, 1);
        let fault = Gates::read(&text).map(|_| ()).expect_err(is);
        assert!(fault.value.starts_with(message), "{is}: {}", fault.value);
        let place = text.get(fault.span.range().start..).unwrap_or_default();
        assert!(place.starts_with(at), "{is}: {place:?}");
        if *refused {
            assert!(!misfits(&text).is_empty(), "the schema lets this pass: {is}");
        }
    }
    let many = json!({ "kind": "window", "since": "2026-03-01", "days": 1 });
    let many = gate_file(&Value::from(vec![many; 2001]), &json!({}));
    assert_eq!(Gates::read(&many).expect_err("too much").value, "more than 2000 pieces of evidence");
    for text in [
        "",
        "[]",
        "{",
        "\u{feff}{}",
        &"[".repeat(100_000),
        "{\"schema\": \"lockstep-gates.v1\", \"project\": \"p\", \"gates\": []}",
    ] {
        assert!(Gates::read(text).is_err());
    }
}
