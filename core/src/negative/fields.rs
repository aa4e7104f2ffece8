//! Faults in fields of a producer's JSON documents: what components and rehearsal must state, stated otherwise.

use alloc::{format, string::String, vec::Vec};

use super::{Finder, Fixture, present, replaced};
use crate::{
    facts::{Facts, RehearsalFacts},
    inquiry::{Components, Demanded, Rehearsal},
    json::Node,
    rules::Group,
    source::{DocumentKind, Source, Sources},
    text::{Span, quoted},
};

/// What comes in the place of a text that is demanded.
const OTHERWISE: &str = "\"otherwise\"";

/// One document, the check that judges it, and where its faults are collected.
struct Document<'d, 'a> {
    source: &'d Source<'a>,
    check: Group,
    fixtures: &'d mut Vec<Fixture<'a>>,
}

impl Document<'_, '_> {
    fn replace(&mut self, what: String, span: Span, text: &str, finder: Finder) {
        let source = replaced(self.source, &[span], text);
        self.fixtures.push(Fixture { what, check: self.check, source, finder });
    }

    /// Another value of the field at `path`, where there is one.
    fn otherwise(&mut self, node: &Node<'_>, path: &str, text: &str) {
        if let Some(span) = place(node, path) {
            let finder = Finder::AnyOf(self.check);
            self.replace(format!("another value of {}", quoted(path)), span, text, finder);
        }
    }

    /// Another name in the place of `name` in the array at `path`; a command may go on with arguments of its own.
    fn rename(&mut self, node: &Node<'_>, path: &str, name: &str, finder: Finder) {
        let Some((node, key)) = innermost(node, path) else { return };
        let names = node.strings(key);
        let names = names.present().map(|names| names.value.as_slice()).unwrap_or_default();
        let rest = |found: &str| found.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
        let found = names.iter().find(|found| found.value.as_ref().is_ok_and(|found| rest(found)));
        if let Some(found) = found {
            self.replace(format!("another name than {}", quoted(name)), found.span, OTHERWISE, finder);
        }
    }
}

/// The object that has the field at `path`, and the field's key in it.
fn innermost<'n, 'p>(node: &Node<'n>, path: &'p str) -> Option<(Node<'n>, &'p str)> {
    match path.split_once('.') {
        None => Some((node.clone(), path)),
        Some((key, rest)) => innermost(&node.object(key).present()?.value, rest),
    }
}

/// Where the value of the field at `path` stands.
fn place(node: &Node<'_>, path: &str) -> Option<Span> {
    let (node, key) = innermost(node, path)?;
    node.entries().any(|(known, _)| known == key).then(|| node.string(key).span())
}

/// Each demanded field of each artifact gone, and with another value.
pub(super) fn add_components<'a>(
    fixtures: &mut Vec<Fixture<'a>>,
    sources: &Sources<'a>,
    facts: &Facts<'_>,
    components: &Components,
) {
    for artifact in &components.artifacts {
        let Some((source, node)) = present(sources, artifact.document).zip(facts.object(artifact.document)) else {
            continue;
        };
        let mut document = Document { source, check: Group::Components, fixtures };
        for demand in &artifact.demands {
            let Some(span) = place(node, &demand.path) else { continue };
            let path = quoted(&demand.path);
            document.replace(format!("nothing in {path}"), span, "null", Finder::Rule("component-field"));
            let what = format!("another value of {path}");
            match &demand.value {
                Demanded::Text(text) => {
                    let is_of_the_baseline = text.values().next().is_some();
                    let rule = if is_of_the_baseline { "component-baseline" } else { "component-value" };
                    document.replace(what, span, OTHERWISE, Finder::Rule(rule));
                }
                Demanded::Flag(flag) => {
                    document.replace(what, span, &format!("{}", !flag), Finder::Rule("component-value"));
                }
                Demanded::Names(names) => {
                    let rule = Finder::Rule("component-names");
                    names.iter().for_each(|name| document.rename(node, &demand.path, name, rule));
                }
            }
        }
    }
}

/// Each value, promise, command and trigger of a rehearsal payload turned into another.
pub(super) fn add_rehearsal<'a>(
    fixtures: &mut Vec<Fixture<'a>>,
    sources: &Sources<'a>,
    facts: &Facts<'_>,
    asked: &Rehearsal,
) {
    let kind = DocumentKind::Rehearsal;
    let Some((source, payload)) = present(sources, kind).zip(facts.rehearsal()) else { return };
    let node = &*payload;
    let mut document = Document { source, check: Group::Rehearsal, fixtures };
    let below = |part: &str, key: &str| format!("{part}.{key}");
    let active = below(RehearsalFacts::PRODUCER, RehearsalFacts::ACTIVE_BASELINE);
    let baseline = RehearsalFacts::values().map(|(_, key)| below(&active, key));
    let candidate = ["mode", RehearsalFacts::TARGET, RehearsalFacts::TARGET_API, RehearsalFacts::NOT_BEFORE];
    let candidate = candidate.map(|key| below(RehearsalFacts::CANDIDATE, key));
    let texts = [RehearsalFacts::VERSION, RehearsalFacts::GENERATED_AT].map(String::from).into_iter();
    let mode = below(RehearsalFacts::CODE_EXPECTATIONS, "validation_mode");
    for path in texts.chain(baseline).chain(candidate).chain([mode]) {
        document.otherwise(node, &path, OTHERWISE);
    }
    let notice = below(RehearsalFacts::CODE_EXPECTATIONS, RehearsalFacts::NOTICE);
    document.otherwise(node, &below(RehearsalFacts::CANDIDATE, "requires_runtime_cutover"), "true");
    document.otherwise(node, &below(RehearsalFacts::OVERLAP, "duration_days"), "0");
    document.otherwise(node, &below(&notice, "standard_business_days"), "0");
    for promise in
        ["consumer_enrichment_must_remain_optional_non_blocking", "consumer_fallback_must_remain_deterministic"]
    {
        document.otherwise(node, &below(RehearsalFacts::OVERLAP, promise), "false");
    }
    let triggers = below(RehearsalFacts::ROLLBACK, "triggers");
    let lists = [
        (RehearsalFacts::PRODUCER_CHECKS, &asked.producer_checks),
        (RehearsalFacts::CONSUMER_CHECKS, &asked.consumer_checks),
        (&triggers, &asked.rollback_triggers),
    ];
    for (path, names) in lists {
        let finder = Finder::AnyOf(Group::Rehearsal);
        names.iter().for_each(|name| document.rename(node, path, name, finder));
    }
}
