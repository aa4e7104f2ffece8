//! The page of a rule: what `lockstep explain` prints and `docs/rules/` holds.

use alloc::{format, string::String};

use crate::wire::Rule;

/// The page of `rule` in Markdown, ending with a line end; `documentation` is its part under the head.
pub fn render(rule: &Rule, documentation: &str) -> String {
    let Rule { id, group, severity, summary } = rule;
    format!(
        "# {id}\n\n{}.\n\nGroup: {}. Severity: {}.\n\n{}\n",
        capitalised(summary),
        group,
        severity.as_str(),
        documentation.trim(),
    )
}

/// A summary as a sentence; it begins with an ASCII letter, as every rule's does.
fn capitalised(summary: &str) -> String {
    let mut sentence = String::from(summary);
    if let Some(first) = sentence.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    sentence
}
