//! The Markdown summary, read back by a parser of Markdown.

use lockstep_core::{
    api::Format,
    render::markdown::{COMMENT_LIMIT, SUMMARY_LIMIT},
    wire::{Finding, Report},
};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::{inputs, places::naive};

const WHOLE: Format = Format::Markdown { limit: SUMMARY_LIMIT };

/// What a text shows: what is said in code, and all words outside of it.
#[derive(Default)]
struct Shown {
    code: Vec<String>,
    words: String,
}

/// Reads Markdown, and fails where there is anything but headings, paragraphs, one table and code.
fn read(markdown: &str, input: &str) -> Shown {
    let (mut shown, mut block) = (Shown::default(), None::<String>);
    for event in Parser::new_ext(markdown, Options::all()) {
        match (event, &mut block) {
            (Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))), None) if &*language == "text" => {
                block = Some(String::new());
            }
            (Event::Text(text), Some(block)) => block.push_str(&text),
            (Event::End(TagEnd::CodeBlock), Some(_)) => shown.code.extend(block.take()),
            (Event::Code(text), None) => shown.code.push(text.into_string()),
            (Event::Text(text), None) => shown.words.push_str(&text),
            (
                Event::Start(
                    Tag::Heading { .. }
                    | Tag::Paragraph
                    | Tag::Table(_)
                    | Tag::TableHead
                    | Tag::TableRow
                    | Tag::TableCell,
                ),
                None,
            )
            | (
                Event::End(
                    TagEnd::Heading(_)
                    | TagEnd::Paragraph
                    | TagEnd::Table
                    | TagEnd::TableHead
                    | TagEnd::TableRow
                    | TagEnd::TableCell,
                ),
                None,
            ) => {
                shown.words.push(' ');
            }
            (event, _) => panic!("{input}: {event:?} in\n{markdown}"),
        }
    }
    assert!(block.is_none(), "{input}: a block is open");
    shown
}

/// The words that are ours; texts of documents and names are never among them.
fn are_ours(words: &str) -> bool {
    const OURS: &str = "lockstep pass fail error errors could not judge warning warnings note notes findings no more \
        listed rule rules ran run skipped over document documents by the policy at to learn about a section sections \
        for which there is room here waived known";
    words.split_whitespace().map(|word| word.trim_matches([':', ';', ',', '.'])).all(|word| {
        let is_count = word.bytes().all(|byte| byte.is_ascii_digit());
        is_count || OURS.split_whitespace().any(|ours| ours == word.to_ascii_lowercase())
    })
}

#[test]
fn no_text_of_a_document_becomes_markup() {
    for input in inputs::all() {
        let text = input.rendered(WHOLE);
        let shown = read(&text, &input.name);
        assert!(are_ours(&shown.words), "{}: {}", input.name, shown.words);
        input.judge(|_, report| {
            assert!(shown.words.trim_start().starts_with("lockstep: "), "{}", shown.words);
            let summary = &report.summary;
            let row = [
                summary.errors,
                summary.warnings,
                summary.notes,
                summary.omitted,
                summary.waived,
                summary.known,
                summary.rules_run,
                summary.rules_skipped,
            ];
            let row = row.map(|count| count.to_string()).join("  ");
            assert!(shown.words.contains(&row), "{}: {row} in {}", input.name, shown.words);
            everything_is_said(&shown, report, &input);
        });
    }
}

fn everything_is_said(shown: &Shown, report: &Report, input: &inputs::Input) {
    let mut code = shown.code.iter();
    let mut says = |part: &str| code.any(|said| said.lines().any(|line| line == part));
    for error in &report.errors {
        assert!(shown.code.iter().any(|said| said.lines().any(|line| line == error)), "{}: {error}", input.name);
    }
    let of_severity = |severity| report.findings.iter().filter(move |finding| finding.severity == severity);
    use lockstep_core::finding::Severity::{Error, Note, Warning};
    for finding in [Error, Warning, Note].into_iter().flat_map(of_severity) {
        let Finding { rule, message, primary, .. } = finding;
        let (line, column) = naive(input.bytes(&primary.document), primary.start.into());
        assert!(says(rule), "{}: {rule}", input.name);
        let place = format!("{}:{line}:{column}", primary.document);
        assert!(says(&place), "{}: {place}", input.name);
        assert!(says(message), "{}: {message}", input.name);
    }
    for Finding { expected, actual, help, .. } in &report.findings {
        for (name, part) in [("expected", expected), ("actual", actual), ("help", help)] {
            let line = format!("{name}: {part}");
            assert!(shown.code.iter().any(|said| said.lines().any(|said| said == line)), "{}: {line}", input.name);
        }
    }
}

#[test]
fn what_is_cut_is_counted() {
    let (mut cut, mut whole) = (0, 0);
    for input in inputs::all() {
        for limit in [0, 700, 1500, 4000, COMMENT_LIMIT] {
            let text = input.rendered(Format::Markdown { limit });
            let shown = read(&text, &input.name);
            assert!(are_ours(&shown.words), "{}: {}", input.name, shown.words);
            let head = text.find("\n### ").unwrap_or(text.len());
            assert!(text.len() <= limit.max(head + 100), "{}: {} of {limit}", input.name, text.len());
            if text == input.rendered(WHOLE) {
                whole += 1;
                continue;
            }
            assert!(shown.words.contains(", for which there is no room here."), "{}: {text}", input.name);
            cut += 1;
        }
    }
    assert!(cut > 100 && whole > 100, "{cut} {whole}");
}
