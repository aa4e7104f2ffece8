//! The page of a rule: what `lockstep explain` prints and `docs/rules/` holds.

use alloc::{format, string::String};

use crate::rules::Rule;

/// The page of `rule` in Markdown, ending with a line end.
pub fn render(rule: &Rule) -> String {
    let Rule { id, group, severity, summary, documentation, .. } = rule;
    format!(
        "# {id}\n\n{}.\n\nGroup: {}. Severity: {}.\n\n{}\n",
        capitalised(summary),
        group.as_str(),
        severity.as_str(),
        documentation.trim(),
    )
}

fn capitalised(sentence: &str) -> String {
    let mut characters = sentence.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
