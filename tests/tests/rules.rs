//! The rules as a whole: the list, the pages, the documented examples, the fixtures.

use lockstep_core::{api, rules};
use lockstep_tests::{
    case::{self, Case},
    engine,
    recorded::assert_recorded,
    reference, today, workspace,
};
use std::{collections::BTreeSet, fmt::Write as _, fs};

const GROUPS: [&str; 5] = ["document", "pin", "manifest", "matrix", "agreement"];

/// The rules' files, by group: what `rules/mod.rs` must list.
fn files() -> Vec<(&'static str, String)> {
    GROUPS
        .into_iter()
        .flat_map(|group| {
            let folder = workspace().join("core/src/rules").join(group);
            let mut names: Vec<String> = fs::read_dir(folder)
                .expect("a folder a group")
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
        let modules = files().into_iter().filter(|(of, _)| *of == group);
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

/// The ids of the rules that a change of the reference fires.
fn fired(case: &Case) -> BTreeSet<&'static str> {
    let sources = case.apply(&reference());
    engine().check(&sources, Some(today())).findings.iter().map(|finding| finding.rule).collect()
}

#[test]
fn documented_examples_fire_their_rule_and_no_other() {
    for rule in rules::ALL {
        let case = Case::read(rule.documentation, "Good", "Bad");
        assert!(!case.is.is_empty(), "{} has no bad example", rule.id);
        assert_eq!(fired(&case), BTreeSet::from([rule.id]), "the bad example of {}", rule.id);
        // Putting the good example in its own place leaves the reference as it is.
        let good = Case { was: case.was.clone(), is: case.was.clone() };
        assert_eq!(fired(&good), BTreeSet::new(), "the good example of {}", rule.id);
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
        assert!(rules::find(&fixture.rule).is_some(), "no rule {}", fixture.rule);
        let sources = fixture.case.apply(&reference());
        let report = engine().check(&sources, Some(today()));
        let fires = report.findings.iter().any(|finding| finding.rule == fixture.rule);
        assert_eq!(fires, fixture.name.starts_with("fail-"), "{}/{}", fixture.rule, fixture.name);
        // The count of rules would change every file with each new rule, and hide where it fires.
        let text = api::render(&report, api::Format::Human { color: false });
        let counted = format!("; {} rules ran", report.rules_run);
        assert_recorded(&fixture.snapshot, &text.replace(&counted, "; N rules ran"));
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
