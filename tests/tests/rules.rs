//! The rules as a whole: the list, the pages, the documented examples, the fixtures.

use lockstep_core::{
    api,
    rules::{self, Group, Rule},
};
use lockstep_tests::{
    case::{self, Case},
    engine,
    recorded::assert_recorded,
    reference,
    repository::Repository,
    today, workspace,
};
use std::{collections::BTreeSet, fmt::Write as _, fs};

const GROUPS: [&str; 22] = [
    "document",
    "release",
    "pin",
    "manifest",
    "matrix",
    "agreement",
    "atomic",
    "remote",
    "handoff",
    "cutover",
    "governance",
    "boundary",
    "alignment",
    "parity",
    "components",
    "schemas",
    "rehearsal",
    "bundle",
    "slo",
    "notice",
    "changelog",
    "waiver",
];

/// The rules' files, by group: what `rules/mod.rs` must list.
fn files() -> Vec<(&'static str, String)> {
    GROUPS
        .into_iter()
        .flat_map(|group| {
            let folder = workspace().join("core/src/rules").join(group);
            let mut names: Vec<String> = fs::read_dir(folder)
                .into_iter()
                .flatten()
                .map(|entry| {
                    entry.expect("an entry").path().file_stem().expect("a name").to_string_lossy().into_owned()
                })
                .collect();
            names.sort();
            names.into_iter().map(move |name| (group, name))
        })
        .collect()
}

#[test]
fn the_list_names_every_file() {
    let path = workspace().join("core/src/rules/mod.rs");
    let text = fs::read_to_string(&path).expect("the list");
    let (head, rest) = text.split_once("// BEGIN LIST\n").expect("the list's begin");
    let (_, tail) = rest.split_once("// END LIST\n").expect("the list's end");
    let mut list = String::new();
    for group in GROUPS {
        let mut modules = files().into_iter().filter(|(of, _)| *of == group).peekable();
        if modules.peek().is_none() {
            continue;
        }
        let modules: String = modules.map(|(_, name)| format!("    pub(super) mod {name};\n")).collect();
        let _ = write!(list, "mod {group} {{\n{modules}}}\n");
    }
    list.push_str("\n/// Every rule, in the order in which they run and are listed.\npub static ALL: &[&Rule] = &[\n");
    for (group, name) in files() {
        let _ = writeln!(list, "    &{group}::{name}::RULE,");
    }
    list.push_str("];\n");
    assert_recorded(&path, &format!("{head}// BEGIN LIST\n{list}// END LIST\n{tail}"));
}

#[test]
fn ids_are_file_names_and_never_used_again() {
    let mut seen = BTreeSet::new();
    for (rule, (group, name)) in rules::ALL.iter().zip(files()) {
        assert_eq!(rule.id, name.replace('_', "-"));
        assert_eq!(rule.group.as_str(), group, "{}", rule.id);
        assert!(seen.insert(rule.id), "{} is used twice", rule.id);
        assert!(!rules::RETIRED.contains(&rule.id), "{} is retired", rule.id);
    }
    assert_eq!(rules::ALL.len(), files().len());
}

#[test]
fn every_rule_is_explained_in_the_same_order() {
    for rule in rules::ALL {
        let sections = case::sections(rule.documentation);
        let headings: Vec<&str> = sections.iter().map(|(heading, _)| *heading).collect();
        assert_eq!(headings, ["What", "Why", "Bad", "Good", "Fix"], "{}", rule.id);
        for (heading, lines) in sections {
            assert!(lines.iter().any(|line| !line.is_empty()), "{}: nothing under {heading}", rule.id);
        }
        assert!(!rule.summary.ends_with('.'), "{}", rule.id);
    }
}

/// Whether the three documents are all that a rule looks at; other rules are run by the program in a whole repository.
fn is_about_documents(rule: &Rule) -> bool {
    matches!(
        rule.group,
        Group::Document | Group::Release | Group::Pin | Group::Manifest | Group::Matrix | Group::Agreement
    )
}

/// Whether a rule judges a producer's repository alone.
fn is_about_producers(rule: &Rule) -> bool {
    matches!(
        rule.group,
        Group::Alignment
            | Group::Parity
            | Group::Components
            | Group::Schemas
            | Group::Rehearsal
            | Group::Bundle
            | Group::Slo
            | Group::Notice
            | Group::Changelog
    )
}

/// What the program prints of a changed repository, every check asked for that has what it needs.
fn judged(rule: &Rule, case: &Case, command: &[&str], format: &str) -> String {
    let repository = match rule.group {
        Group::Remote => Repository::reference().with_token(),
        _ if is_about_producers(rule) => Repository::example("producer"),
        _ => Repository::reference(),
    };
    let today = today().to_string();
    let words = [command, &["--today", &today, "--format", format]].concat();
    let run = repository.with(case).run(&words);
    assert_ne!(run.stdout, "", "{}", run.stderr);
    run.stdout
}

/// The command that runs every check over a case of a rule.
fn with_all(rule: &Rule) -> &'static [&'static str] {
    match rule.group {
        Group::Atomic => &["check", "--base", "main"],
        Group::Notice => &["producer", "check", "--base", "main"],
        // What has drifted from its documents has another digest than the evidence states, too.
        Group::Alignment => &["producer", "alignment"],
        _ if is_about_producers(rule) => &["producer", "check"],
        _ => &["check"],
    }
}

/// The command that runs a rule. Half a change of the baseline is a disagreement, too, so rules about changes are told
/// from others by their own check; so are those about documents of the contract pack, which has copies.
fn alone(rule: &Rule) -> &'static [&'static str] {
    match rule.group {
        Group::Atomic => &["atomic", "--base", "main"],
        Group::Schemas => &["producer", "schemas"],
        Group::Slo => &["producer", "slo"],
        _ => with_all(rule),
    }
}

/// The ids of the rules that a change of the reference fires.
fn fired(rule: &Rule, case: &Case) -> BTreeSet<String> {
    if is_about_documents(rule) {
        let sources = case.apply(&reference());
        return engine().check(&sources, Some(today())).findings.iter().map(|found| found.rule.to_owned()).collect();
    }
    let report: serde_json::Value = serde_json::from_str(&judged(rule, case, alone(rule), "json")).expect("a report");
    let findings = report["findings"].as_array().unwrap_or_else(|| panic!("no report: {report}"));
    findings.iter().map(|found| found["rule"].as_str().expect("an id").to_owned()).collect()
}

#[test]
fn documented_examples_fire_their_rule_and_no_other() {
    for rule in rules::ALL {
        let case = Case::read(rule.documentation, "Good", "Bad");
        assert!(!case.is.is_empty(), "{} has no bad example", rule.id);
        assert_eq!(fired(rule, &case), BTreeSet::from([rule.id.to_owned()]), "the bad example of {}", rule.id);
        // Putting the good example in its own place leaves the reference as it is.
        let good = Case { was: case.was.clone(), is: case.was.clone() };
        assert_eq!(fired(rule, &good), BTreeSet::new(), "the good example of {}", rule.id);
    }
}

#[test]
fn every_rule_has_fixtures_of_both_kinds() {
    let fixtures = case::fixtures();
    for rule in rules::ALL {
        for kind in ["fail-", "pass-"] {
            let has = fixtures.iter().any(|fixture| fixture.rule == rule.id && fixture.name.starts_with(kind));
            assert!(has, "tests/fixtures/{} has no case {kind}*.md", rule.id);
        }
    }
}

#[test]
fn every_fixture_runs_every_rule() {
    for fixture in case::fixtures() {
        let rule = rules::find(&fixture.rule).unwrap_or_else(|| panic!("no rule {}", fixture.rule));
        let fires = fired(rule, &fixture.case).contains(rule.id);
        assert_eq!(fires, fixture.name.starts_with("fail-"), "{}/{}", fixture.rule, fixture.name);
        let text = if is_about_documents(rule) {
            let sources = fixture.case.apply(&reference());
            api::render(&engine().check(&sources, Some(today())), api::Format::Human { color: false })
        } else {
            judged(rule, &fixture.case, with_all(rule), "human")
        };
        // The count of rules would change every file with each new rule, and hide where it fires.
        let (before, rest) = text.rsplit_once("; ").unwrap_or_else(|| panic!("no closing line: {text}"));
        let (_, behind) = rest.split_once(" ran over ").unwrap_or_else(|| panic!("no count of rules: {text}"));
        // A producer's repository has documents of every check, so their count would, too.
        let behind = match behind.split_once(' ') {
            Some((_, behind)) if is_about_producers(rule) => format!("N {behind}"),
            _ => behind.to_owned(),
        };
        assert_recorded(&fixture.snapshot, &format!("{before}; N rules ran over {behind}"));
    }
}

#[test]
fn pages_are_current() {
    let folder = workspace().join("docs/rules");
    let mut index = String::from("# Rules\n\n| rule | severity | what it demands |\n|---|---|---|\n");
    let rules = api::rules();
    for rule in &rules {
        let page = api::explain(rule.id).expect("a page");
        assert_recorded(&folder.join(format!("{}.md", rule.id)), &page);
        let _ = writeln!(index, "| [{0}]({0}.md) | {1} | {2} |", rule.id, rule.severity.as_str(), rule.summary);
    }
    assert_recorded(&folder.join("README.md"), &index);
    let pages = fs::read_dir(&folder).expect("the pages").count();
    assert_eq!(pages, rules.len() + 1, "a page of a rule that is no more");
}
