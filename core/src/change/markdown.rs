//! A comparison as Markdown, for a pull request or the summary of a job.
//!
//! Texts that may come from a document stand in code, as in [`crate::render::markdown`].

use alloc::{format, string::String};

use super::{Change, Comparison, State, human};
use crate::{
    render::markdown::{COMMENT_LIMIT, block, code},
    text::shown,
};

impl Comparison<'_> {
    /// The whole comparison as Markdown that fits into a comment, ending with a line end.
    pub fn markdown(&self) -> String {
        let mut text = format!("## lockstep diff: {}\n\n", self.class.as_str());
        for line in self.closing() {
            text.push_str(&format!("- {}\n", code(&line)));
        }
        text.push_str("\n| document | old | new | class |\n| --- | --- | --- | --- |\n");
        for document in &self.documents {
            let cell = |given: Option<super::Given<'_>>| {
                given.map_or_else(|| "none".into(), |given| code(&shown(given.name)).replace('|', "\\|"))
            };
            let class = match document.state {
                State::Same => "same",
                _ => document.class.as_str(),
            };
            let (old, new) = (cell(document.pair.old), cell(document.pair.new));
            text.push_str(&format!("| {} | {old} | {new} | {class} |\n", document.form.title()));
        }
        let limit = COMMENT_LIMIT.saturating_sub(100);
        let mut left: usize = 0;
        for change in &self.changes {
            let section = section(change);
            if left == 0 && text.len() + section.len() < limit {
                text.push_str(&section);
            } else {
                left += 1;
            }
        }
        if left > 0 {
            text.push_str(&format!("\n{left} more, for which there is no room here.\n"));
        }
        text
    }
}

fn section(change: &Change) -> String {
    let mut said = change.message.clone();
    for (name, text) in human::notes(change) {
        said.push_str(&format!("\n{name}: {text}"));
    }
    format!(
        "\n### {}: {} {}\n\n{}\n",
        change.kind.class().as_str(),
        code(change.kind.as_str()),
        code(&change.name),
        block(&said)
    )
}
