//! The commands of a CI workflow, as far as their options matter. A workflow is read as lines of words, not as YAML:
//! the words of a command are the same in every way in which YAML can hold it.

use alloc::vec::Vec;

use crate::text::Span;

/// A run of a command in a workflow.
pub(super) struct Run<'t> {
    /// Where the command stands.
    pub(super) place: Span,
    /// The words behind it.
    words: Vec<Word<'t>>,
}

/// A word with its place and its line.
#[derive(Clone, Copy, Debug)]
struct Word<'t> {
    text: &'t str,
    start: usize,
    line: usize,
}

impl Word<'_> {
    fn span(&self) -> Span {
        Span::new(self.start, self.start + self.text.len())
    }
}

/// What a line says about those below it.
#[derive(Clone, Copy, Default)]
struct Line {
    /// The column of its first word that is no dash of a list.
    indent: usize,
    /// Whether it opens a block whose lines stay lines.
    opens_lines: bool,
}

impl<'t> Run<'t> {
    /// Whether an option is given.
    pub(super) fn has(&self, option: &str) -> bool {
        self.words.iter().any(|word| word.text == option)
    }

    /// The values of an option, behind white space or `=`, each with its place.
    pub(super) fn values(&self, option: &str) -> Vec<(&'t str, Span)> {
        let behind = |(number, word): (usize, &Word<'t>)| {
            if word.text == option {
                return self.words.get(number + 1).map(|value| (value.text, value.span()));
            }
            let value = word.text.strip_prefix(option)?.strip_prefix('=')?;
            let end = word.start + word.text.len();
            Some((value, Span::new(end - value.len(), end)))
        };
        self.words.iter().enumerate().filter_map(behind).collect()
    }
}

/// Every run of `command` in the text of a workflow.
pub(super) fn runs<'t>(text: &'t str, command: &str) -> Vec<Run<'t>> {
    let (lines, words) = read(text);
    let command: Vec<&str> = command.split_whitespace().collect();
    let mut runs = Vec::new();
    for (number, window) in words.windows(command.len().max(1)).enumerate() {
        if !window.iter().map(|word| word.text).eq(command.iter().copied()) {
            continue;
        }
        let (Some(first), Some(last)) = (window.first(), window.last()) else { continue };
        let before = number.checked_sub(1).and_then(|before| words.get(before));
        let begins_line = before.is_none_or(|before| before.line != first.line);
        let rest = words.get(number + window.len()..).unwrap_or_default();
        let words = arguments(&lines, (first, begins_line), last, rest);
        runs.push(Run { place: first.span().cover(last.span()), words });
    }
    runs
}

/// The words and lines of a text without its comments.
fn read(text: &str) -> (Vec<Line>, Vec<Word<'_>>) {
    let (mut lines, mut words) = (Vec::new(), Vec::new());
    let mut start = 0;
    for (number, line) in text.split('\n').enumerate() {
        let mut from = 0;
        let of_line = line.split_ascii_whitespace().map(|word| {
            let at = from + line.get(from..).and_then(|rest| rest.find(word)).unwrap_or_default();
            from = at + word.len();
            Word { text: word, start: start + at, line: number }
        });
        let of_line: Vec<Word<'_>> = of_line.collect();
        let is_comment = of_line.first().is_some_and(|word| word.text.starts_with('#'));
        let content = of_line.iter().find(|word| word.text != "-").or(of_line.first());
        lines.push(Line {
            indent: content.map_or(usize::MAX, |word| word.start - start),
            opens_lines: of_line.last().is_some_and(|word| matches!(word.text, "|" | "|-" | "|+")),
        });
        if !is_comment {
            words.extend(of_line);
        }
        start += line.len() + 1;
    }
    (lines, words)
}

/// The words that belong to a command, of those behind it.
fn arguments<'t>(
    lines: &[Line],
    (first, begins_line): (&Word<'_>, bool),
    last: &Word<'_>,
    rest: &[Word<'t>],
) -> Vec<Word<'t>> {
    let indent = |line: usize| lines.get(line).map_or(0, |line| line.indent);
    let base = indent(first.line);
    let mut above = lines.iter().take(first.line).rev().filter(|line| line.indent < base);
    let lines_stay = above.next().is_some_and(|line| line.opens_lines);
    let mut line = last.line;
    let mut continues = true;
    let belongs = |word: &&Word<'t>| {
        let next = word.line != line;
        let deep_enough = if begins_line { indent(word.line) >= base } else { indent(word.line) > base };
        let goes_on = !next || (deep_enough && (!lines_stay || !continues));
        line = word.line;
        continues = word.text != "\\";
        goes_on && !matches!(word.text, "&&" | "||" | ";" | "|")
    };
    rest.iter().take_while(belongs).filter(|word| word.text != "\\").copied().collect()
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::*;

    fn values(text: &str) -> Vec<String> {
        let runs = runs(text, "bench run");
        let of_run = |run: &Run<'_>| {
            assert_eq!(text.get(run.place.range()).map(|words| words.split_whitespace().count()), Some(2), "{text}");
            let values = run.values("--n");
            let at = |(value, span): &(&str, Span)| assert_eq!(text.get(span.range()), Some(*value), "{text}");
            values.iter().for_each(at);
            values.iter().map(|(value, _)| *value).collect::<Vec<_>>().join(",")
        };
        runs.iter().map(of_run).collect()
    }

    #[test]
    fn a_command_ends_where_it_ends_in_the_shell() {
        for (text, found) in [
            ("  - run: bench run --n 1\n    env: --n 2\n", "1"),
            ("  - name: a\n    run: bench run --n=1\n  - run: other --n 2\n", "1"),
            ("    run: >\n      bench\n      run\n      --n 1\n\n      --n 2\n    shell: --n 3\n", "1,2"),
            ("    run: |\n      bench run --n 1\n      other --n 2\n", "1"),
            ("    run: |\n      bench run \\\n        --n 1 \\\n        --n 2\n      other --n 3\n", "1,2"),
            ("    run: |\n      A=1 bench run --n 1 && other --n 2\n", "1"),
            ("    run: bench run\n      --n 1\n    if: --n 2\n", "1"),
            ("bench run --n", ""),
        ] {
            assert_eq!(values(text), [found], "{text}");
        }
        for text in ["", "# bench run --n 1", "bench\n# run", "my-bench run --n 1"] {
            assert!(values(text).is_empty(), "{text}");
        }
    }
}
