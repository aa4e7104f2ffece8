//! JUnit XML, read back by a parser of XML.

use lockstep_core::{api::Format, finding::Severity, report::Verdict, wire::Finding};
use roxmltree::{Document, Node};

use crate::{inputs, places::naive};

fn children<'a>(node: Node<'a, 'a>, name: &'static str) -> impl Iterator<Item = Node<'a, 'a>> {
    node.children().filter(move |child| child.has_tag_name(name))
}

fn count(node: Node<'_, '_>, name: &str) -> usize {
    node.attribute(name).and_then(|value| value.parse().ok()).unwrap_or_else(|| panic!("{name} of {node:?}"))
}

/// A text as XML can say it.
fn sayable(text: &str) -> String {
    text.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}

#[test]
fn suites_count_their_cases() {
    for input in inputs::all() {
        let text = input.rendered(Format::Junit);
        let document = Document::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", input.name));
        let root = document.root_element();
        assert!(root.has_tag_name("testsuites"));
        let kinds = [("failures", "failure"), ("errors", "error"), ("skipped", "skipped")];
        for suite in children(root, "testsuite").chain([root]) {
            let cases: Vec<Node<'_, '_>> = suite.descendants().filter(|node| node.has_tag_name("testcase")).collect();
            assert_eq!(count(suite, "tests"), cases.len(), "{}", input.name);
            for (attribute, element) in kinds {
                let with = cases.iter().filter(|case| children(**case, element).next().is_some()).count();
                assert_eq!(count(suite, attribute), with, "{}: {attribute}", input.name);
            }
        }
        let cases = document.descendants().filter(|node| node.has_tag_name("testcase"));
        let attribute = |case: Node<'_, '_>, name| case.attribute(name).expect("an attribute").to_owned();
        let names: Vec<_> = cases.map(|case| (attribute(case, "classname"), attribute(case, "name"))).collect();
        let mut distinct = names.clone();
        distinct.sort();
        distinct.dedup();
        assert!(
            distinct.len() + usize::from(input.name == "unreadable") * 2 >= names.len(),
            "{}: {names:?}",
            input.name
        );
        input.judge(|report, wire| {
            assert_eq!(count(root, "errors"), wire.errors.len(), "{}", input.name);
            assert_eq!(
                count(root, "failures") > 0,
                wire.summary.errors > 0 || report.verdict() == Verdict::Fail,
                "{}",
                input.name
            );
            let rules = usize::try_from(wire.summary.rules_run + wire.summary.rules_skipped).expect("a count");
            let classes = names.iter().filter(|(class, _)| !class.starts_with("lockstep.run.")).map(|(class, _)| class);
            let mut classes: Vec<&String> = classes.collect();
            classes.sort();
            classes.dedup();
            assert_eq!(classes.len(), rules, "{}: a case for every rule at least", input.name);
        });
    }
}

#[test]
fn every_finding_is_a_case_with_its_place() {
    for input in inputs::all() {
        let text = input.rendered(Format::Junit);
        let document = Document::parse(&text).expect("XML");
        let located = document.descendants().filter(|node| node.attribute("file").is_some());
        input.judge(|_, report| {
            let is_skipped = |case: &Node<'_, '_>| children(*case, "skipped").next().is_some();
            let (waived, mut cases): (Vec<_>, Vec<_>) = located.partition(is_skipped);
            assert_eq!((cases.len(), waived.len()), (report.findings.len(), report.waived.len()), "{}", input.name);
            for finding in &report.findings {
                let Finding { rule, severity, message, primary, expected, actual, help, .. } = finding;
                let line = naive(input.bytes(&primary.document), primary.start.into()).0.to_string();
                let position = cases.iter().position(|case| {
                    let name = format!("{rule}: {}", sayable(message));
                    case.attribute("file") == Some(&sayable(&primary.document))
                        && case.attribute("line") == Some(&line)
                        && case.attribute("name").is_some_and(|given| given.starts_with(&name))
                });
                let case = cases.remove(position.unwrap_or_else(|| panic!("{}: {finding:?}", input.name)));
                let told = match severity {
                    Severity::Error => children(case, "failure").next().expect("a failure"),
                    _ => children(case, "system-out").next().expect("an output"),
                };
                if *severity == Severity::Error {
                    assert_eq!(told.attribute("type"), Some(rule.as_str()));
                    assert_eq!(told.attribute("message"), Some(sayable(message).as_str()));
                }
                let place = format!("{}:{}:{}", primary.document, line, primary.column);
                let told = told.text().expect("a text");
                for part in [&place, message, expected, actual, help] {
                    assert!(told.contains(&sayable(part)), "{}: {part} in {told}", input.name);
                }
            }
        });
    }
}
