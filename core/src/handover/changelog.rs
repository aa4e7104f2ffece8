//! The entry of a release in a changelog, and the consumer impact statement in it.

use alloc::{string::String, vec::Vec};

use super::impact::{ImpactStatement, PLACEHOLDERS};
use crate::{
    markdown::prose::{BlockKind, Prose},
    text::{Span, Spanned},
    words::same_words,
};

/// The entry of a release.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where its heading stands.
    pub heading: Span,
    /// The consumer impact statement, where a line of one stands there.
    pub impact: Option<StatedImpact>,
}

/// A consumer impact statement as far as it is there, in the order of [`ImpactStatement::LABELS`].
#[derive(Clone, Debug, Default)]
pub struct StatedImpact {
    /// The texts; `None` for a line that lacks.
    pub texts: [Option<Spanned<String>>; 5],
}

impl Entry {
    /// The entry whose heading begins with a release tag, with or without its `v` and between brackets or not; `None`
    /// where there is none.
    pub fn find(changelog: &str, release_tag: &str) -> Option<Self> {
        let prose = Prose::read(changelog);
        let (number, heading) =
            prose.headings.iter().enumerate().find(|(_, heading)| is_of(&heading.title, release_tag))?;
        Some(Self { heading: heading.span, impact: StatedImpact::read(&prose, number) })
    }
}

/// Whether a heading such as `[0.4.0] - 2026-02-08` is that of a release.
fn is_of(title: &str, release_tag: &str) -> bool {
    let first = title.split_whitespace().next().unwrap_or_default();
    let first = first.trim_start_matches('[').trim_end_matches([']', ':', ',']);
    first == release_tag || release_tag.strip_prefix('v') == Some(first)
}

impl StatedImpact {
    fn read(prose: &Prose, section: usize) -> Option<Self> {
        let mut found = Self::default();
        for (label, value) in lines(prose, section) {
            let at = ImpactStatement::LABELS.iter().position(|known| same_words(known, &label));
            if let Some(text @ None) = at.and_then(|at| found.texts.get_mut(at)) {
                *text = Some(value);
            }
        }
        found.texts.iter().any(Option::is_some).then_some(found)
    }

    /// The statement, where all of it is filled.
    pub fn filled(&self) -> Option<ImpactStatement> {
        let filled = |text: &Option<Spanned<String>>| text.clone().filter(|text| is_filled(&text.value));
        let [one, two, three, four, five] = &self.texts;
        let texts = [filled(one)?, filled(two)?, filled(three)?, filled(four)?, filled(five)?];
        Some(ImpactStatement::new(texts.map(|text| text.value)))
    }
}

/// Whether a text of a statement says something.
pub(crate) fn is_filled(text: &str) -> bool {
    !text.trim().is_empty() && !PLACEHOLDERS.iter().any(|placeholder| text.contains(placeholder))
}

/// The lines `label: value` of a section, in lists, paragraphs and code.
fn lines(prose: &Prose, section: usize) -> Vec<(String, Spanned<String>)> {
    let mut lines = Vec::new();
    for stated in prose.stated.iter().filter(|stated| prose.is_part_of(prose.heading_of(stated), section)) {
        let value = prose.value(stated);
        let span = prose.place_in_value(stated, 0..value.len());
        lines.push((prose.label(stated).into(), Spanned { value: value.into(), span }));
    }
    let code = prose.blocks.iter().filter(|block| block.kind == BlockKind::Code);
    for block in code.filter(|block| prose.is_part_of(block.heading, section)) {
        let mut start = 0;
        for line in block.text.split_inclusive('\n') {
            let at = start;
            start += line.len();
            let Some((label, value)) = line.split_once(':') else { continue };
            let from = at + label.len() + 1 + (value.len() - value.trim_start().len());
            let value = value.trim();
            let span = block.place(from.min(start)..(from + value.len()).min(start));
            lines.push((label.trim_start_matches(['-', '*', '+', ' ']).into(), Spanned { value: value.into(), span }));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATEMENT: &str = "- Runtime behavior changes: none\n- Required consumer mapping changes: none\n\
                             - Required test updates: none\n- Repin required: yes (v0.4.0/7e48)\n\
                             - Rollback instruction: repin to v0.3.2/cf33\n";

    #[test]
    fn entries_are_found_by_their_headings() {
        for title in ["v0.4.0", "[v0.4.0]", "0.4.0", "[0.4.0] - 2026-02-08", "v0.4.0: the cutover", "`v0.4.0`"] {
            assert!(Entry::find(&alloc::format!("# Changelog\n\n## {title}\n"), "v0.4.0").is_some(), "{title}");
        }
        for title in ["v0.4.0-rc.1", "v0.4.1", "Unreleased, after v0.4.0", "10.4.0", ""] {
            assert!(Entry::find(&alloc::format!("# Changelog\n\n## {title}\n"), "v0.4.0").is_none(), "{title}");
        }
    }

    #[test]
    fn a_statement_counts_in_lists_and_code_of_its_own_entry() {
        for text in [STATEMENT.into(), alloc::format!("### Impact\n\n```text\nConsumer impact:\n{STATEMENT}```\n")] {
            let changelog = alloc::format!("# Changelog\n\n## v0.4.0\n\n{text}\n## v0.3.2\n");
            let entry = Entry::find(&changelog, "v0.4.0").unwrap();
            assert_eq!(&changelog[entry.heading.range()], "## v0.4.0");
            let impact = entry.impact.unwrap();
            for text in impact.texts.iter().flatten() {
                assert_eq!(&changelog[text.span.range()], text.value);
            }
            assert_eq!(impact.filled().unwrap().rollback_instruction, "repin to v0.3.2/cf33");
            assert!(Entry::find(&changelog, "v0.3.2").unwrap().impact.is_none());
        }
    }

    #[test]
    fn what_nobody_filled_is_not_filled() {
        let fields = ["<none|describe>", "", "map a; <none|describe>", "<describe>"];
        for field in fields {
            let text = STATEMENT.replace("updates: none", &alloc::format!("updates: {field}"));
            let impact = Entry::find(&alloc::format!("## v0.4.0\n{text}"), "v0.4.0").unwrap().impact.unwrap();
            assert_eq!(impact.filled(), None, "{field}");
        }
        assert!(is_filled("reads `Vec<String>`"));
    }

    #[test]
    fn what_is_generated_is_read_back() {
        let statement = ImpactStatement::new(["a", "b", "c", "no", "repin to v0.3.2/cf33"].map(Into::into));
        let entry = Entry::find(&alloc::format!("## v0.4.0\n\n{}", statement.markdown()), "v0.4.0").unwrap();
        assert_eq!(entry.impact.unwrap().filled(), Some(statement));
        let template = ImpactStatement::template().markdown();
        let entry = Entry::find(&alloc::format!("## v0.4.0\n\n{template}"), "v0.4.0").unwrap();
        assert_eq!(entry.impact.unwrap().filled(), None);
    }
}
