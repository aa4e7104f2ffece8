use alloc::{format, string::String};

use crate::{
    facts::BaselineValue,
    finding::{Finding, Label, Severity, Sink},
    handover::{Entry, ImpactStatement, is_filled},
    rules::{Context, Group, Needs, Rule, asked, page},
    source::DocumentKind,
    text::{Span, Spanned, quoted},
    words,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "changelog-impact",
    group: Group::Changelog,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Manifest, DocumentKind::Changelog]),
    summary: "the changelog's entry for the release says what it means for consumers, in five lines that are filled",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

The entry of the release, or a section below it, has the five lines of the consumer impact statement, as a list or as text between fences: `Runtime behavior changes`, `Required consumer mapping changes`, `Required test updates`, `Repin required`, `Rollback instruction`. Each says something; `<none|describe>` and the other placeholders of the template say nothing. `Repin required` begins with yes or no, and with yes it names the release.

## Why

The playbook demands the statement of every release: it is all that a consumer reads before it decides whether to repin. One that is missing or still a template makes the consumer find out by itself.

## Bad

```markdown CHANGELOG.md
- Required test updates: <none|describe>
```

## Good

```markdown CHANGELOG.md
- Required test updates: none
```

## Fix

Run `lockstep producer generate impact`, which knows what manifests and policy tell, fill the rest and put it into the entry."##;

/// The number of the line that says whether to repin.
const REPIN: usize = 3;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let tag = context.baseline(BaselineValue::ReleaseTag);
    let changelog = context.facts.text(DocumentKind::Changelog).unwrap_or_default();
    let Some((tag, entry)) = tag.and_then(|tag| Some((tag.value, Entry::find(changelog, tag.value)?))) else {
        return sink.skip("the changelog has no entry for the manifest's release");
    };
    let Some(impact) = entry.impact else {
        let message = format!("the entry for {} has no consumer impact statement", quoted(tag));
        return sink.report(finding((entry.heading, "this entry"), message, "a statement of five lines", "none"));
    };
    for (number, (label, text)) in ImpactStatement::LABELS.iter().zip(&impact.texts).enumerate() {
        let Some(Spanned { value, span }) = text else {
            let message = format!("the consumer impact statement has no line {}", quoted(label));
            sink.report(finding((entry.heading, "this entry"), message, "a line that is filled", "none"));
            continue;
        };
        if !is_filled(value) {
            let message = format!("{} of the consumer impact statement is not filled", quoted(label));
            sink.report(finding((*span, "not filled"), message, "what it means, or `none`", &quoted(value)));
        } else if let Some(fault) = misstated(value, tag).filter(|_| number == REPIN) {
            let message = format!("{} does not say whether to repin to {}", quoted(label), quoted(tag));
            let expected = format!("`no`, or {}", quoted(&format!("yes ({tag}/COMMIT)")));
            sink.report(finding((*span, fault), message, &expected, &quoted(value)));
        }
    }
}

fn finding((span, label): (Span, &'static str), message: String, expected: &str, actual: &str) -> Finding {
    let help = "run `lockstep producer generate impact`, fill what it leaves open, and put it into the entry";
    let label = Label::new(DocumentKind::Changelog, span, label);
    Finding::new(label, message, String::from(expected), String::from(actual), help)
}

/// Whether a text names a release, also beside its commit as in `v0.4.0/7e4806a`.
fn names(text: &str, release_tag: &str) -> bool {
    let is_of_a_name =
        |character: char| character.is_ascii_alphanumeric() || matches!(character, '.' | '-' | '+' | '_');
    let mut names = text.split(|character| !is_of_a_name(character));
    names.any(|name| name.trim_end_matches('.') == release_tag)
}

/// What is wrong with the line that says whether to repin.
fn misstated(text: &str, release_tag: &str) -> Option<&'static str> {
    let lower = text.to_ascii_lowercase();
    let says = |word| words::behind(&lower, word).is_some();
    match (says("no"), says("yes")) {
        (true, _) => None,
        (false, true) if names(text, release_tag) => None,
        (false, true) => Some("does not name the release"),
        (false, false) => Some("neither yes nor no"),
    }
}
