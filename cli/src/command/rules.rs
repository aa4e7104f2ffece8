//! `lockstep rules`: every rule with what it demands.

use std::fmt::Write as _;

use lockstep_core::{api, render};

use crate::{outcome::Outcome, settings::OutputFormat};

pub(crate) fn run(format: OutputFormat) -> Outcome {
    let rules = api::rules();
    if format == OutputFormat::Json {
        return Outcome::text(render::json::render(&rules));
    }
    let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or_default();
    let mut text = String::new();
    let mut group = "";
    for rule in &rules {
        if rule.group != group {
            group = rule.group;
            let separator = if text.is_empty() { "" } else { "\n" };
            let _ = writeln!(text, "{separator}{group}");
        }
        let _ = writeln!(text, "  {:width$}  {:7}  {}", rule.id, rule.severity.as_str(), rule.summary);
    }
    text.push_str("\nto learn more about a rule: lockstep explain ID\n");
    Outcome::text(text)
}
