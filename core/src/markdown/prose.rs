//! What a Markdown document says, block by block, as its reader sees it.
//!
//! Unlike [`super::sections`], which reads the statements of one known section, this keeps all that is said: paragraphs,
//! items however deep, headings, rows of tables, and code apart. What is quoted, struck out or commented is not said.

use alloc::{string::String, vec::Vec};
use core::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::{OPTIONS, before_the_body, inside_back_ticks, unsaid_behind};
use crate::{text::Span, words::same_words};

/// What kind of text a block is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BlockKind {
    /// A paragraph, or the text of a list item.
    #[default]
    Text,
    /// A heading.
    Heading,
    /// The row of a table; ` | ` stands between its cells.
    Row,
    /// Code between fences or indented.
    Code,
}

/// A block of text without its markup.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// What kind of text it is.
    pub kind: BlockKind,
    /// Its text, entities and escapes resolved; `\n` for the end of a line.
    pub text: String,
    /// The heading under which it stands, as a number of [`Prose::headings`]; a heading stands under itself.
    pub heading: Option<usize>,
    /// Where the pieces of the text stand, in order.
    places: Vec<Place>,
}

/// Where a piece of a block's text stands.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// Where the piece begins in the text.
    start: usize,
    /// Its length in the text.
    length: usize,
    span: Span,
    code: bool,
}

/// A heading of the document.
#[derive(Clone, Debug)]
pub struct Heading {
    /// Its text.
    pub title: String,
    /// Where it stands.
    pub span: Span,
    /// The heading of the section that its own is a part of.
    parent: Option<usize>,
    level: usize,
}

/// A line of the form `label: value`.
#[derive(Clone, Debug)]
pub struct Stated {
    /// The number of the block that holds the line.
    block: usize,
    label: Range<usize>,
    value: Range<usize>,
}

/// Everything that a document says.
#[derive(Clone, Debug, Default)]
pub struct Prose {
    /// The blocks in order.
    pub blocks: Vec<Block>,
    /// The headings in order.
    pub headings: Vec<Heading>,
    /// The lines of paragraphs, items and headings that have the form `label: value`, in order.
    pub stated: Vec<Stated>,
}

impl Prose {
    /// Reads what `text` says. Never fails: every text is Markdown.
    pub fn read(text: &str) -> Self {
        let base = before_the_body(text);
        let body = text.get(base..).unwrap_or_default();
        let mut reader = Reader { body, base, ..Reader::default() };
        for (event, range) in Parser::new_ext(body, OPTIONS).into_offset_iter() {
            reader.take(event, range);
        }
        reader.finish_block();
        let mut prose = reader.prose;
        let lines = prose.blocks.iter().enumerate().flat_map(|(number, block)| block.stated(number));
        prose.stated = lines.collect();
        prose
    }

    /// The label of a line, without white space around it.
    pub fn label(&self, stated: &Stated) -> &str {
        self.text(stated, &stated.label)
    }

    /// The value of a line, without white space around it.
    pub fn value(&self, stated: &Stated) -> &str {
        self.text(stated, &stated.value)
    }

    fn text(&self, stated: &Stated, range: &Range<usize>) -> &str {
        self.blocks.get(stated.block).and_then(|block| block.text.get(range.clone())).unwrap_or_default()
    }

    /// Where a part of a line's value stands.
    pub fn place_in_value(&self, stated: &Stated, part: Range<usize>) -> Span {
        let start = stated.value.start;
        let block = self.blocks.get(stated.block);
        block.map_or(Span::default(), |block| block.place(start + part.start..start + part.end))
    }

    /// The heading under which a line stands.
    pub fn heading_of(&self, stated: &Stated) -> Option<usize> {
        self.blocks.get(stated.block)?.heading
    }

    /// Whether a heading, or one above it, has this title; everything stands under no title.
    pub fn is_under(&self, heading: Option<usize>, title: Option<&str>) -> bool {
        let Some(title) = title else { return true };
        self.above(heading).any(|(_, heading)| same_words(&heading.title, title))
    }

    /// Whether a heading is that of a section, or of one below it.
    pub fn is_part_of(&self, heading: Option<usize>, section: usize) -> bool {
        self.above(heading).any(|(number, _)| number == section)
    }

    /// A heading and those above it, from the inside, each with its number.
    fn above(&self, heading: Option<usize>) -> impl Iterator<Item = (usize, &Heading)> {
        let numbered = |number: Option<usize>| number.and_then(|number| Some((number, self.headings.get(number)?)));
        core::iter::successors(numbered(heading), move |(_, heading)| numbered(heading.parent))
    }
}

impl Block {
    /// Where a part of the text stands; where text and place differ in length, the whole piece.
    pub fn place(&self, part: Range<usize>) -> Span {
        let at = |offset: usize| {
            let number = self.places.partition_point(|place| place.start <= offset).saturating_sub(1);
            self.places.get(number)
        };
        let plain = |place: &Place| place.length == place.span.range().len();
        let start = at(part.start).map(|place| {
            let start = place.span.range().start;
            if plain(place) { start + (part.start - place.start).min(place.length) } else { start }
        });
        let end = at(part.end.saturating_sub(1).max(part.start)).map(|place| {
            let range = place.span.range();
            if plain(place) { range.start + part.end.saturating_sub(place.start).min(place.length) } else { range.end }
        });
        Span::new(start.unwrap_or_default(), end.unwrap_or_default())
    }

    fn stated(&self, number: usize) -> impl Iterator<Item = Stated> {
        let says = matches!(self.kind, BlockKind::Text | BlockKind::Heading);
        let text = if says { self.text.as_str() } else { "" };
        let mut start = 0;
        text.split('\n').filter_map(move |line| {
            let from = start;
            start += line.len() + 1;
            let colon = line.match_indices(':').map(|(at, _)| from + at).find(|at| !self.is_code(*at))?;
            let label = trimmed(text, from..colon);
            Some(Stated { block: number, label, value: trimmed(text, colon + 1..from + line.len()) })
        })
    }

    fn is_code(&self, offset: usize) -> bool {
        let number = self.places.partition_point(|place| place.start <= offset).saturating_sub(1);
        self.places.get(number).is_some_and(|place| place.code)
    }
}

/// A part of a text without white space around it.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = text.get(range.clone()).unwrap_or_default();
    let start = range.start + part.len() - part.trim_start().len();
    start..start + part.trim().len()
}

#[derive(Default)]
struct Reader<'a> {
    body: &'a str,
    base: usize,
    prose: Prose,
    block: Block,
    /// The heading that is open: its level.
    level: Option<usize>,
    /// Open block quotes, footnotes and blocks of HTML: their content is not the document's statement.
    foreign: usize,
    /// Struck text and the text of images: shown, but not said.
    unsaid: usize,
    /// Open HTML elements that strike out or quote: those of this block, and those around blocks.
    unsaid_inline: usize,
    unsaid_around: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.open(&tag, range),
            Event::End(tag) => self.close(tag, range),
            Event::Text(text) => self.push(&text, range, false),
            Event::Code(text) => self.push(&text, inside_back_ticks(self.body, range), true),
            Event::SoftBreak | Event::HardBreak => self.push("\n", range, false),
            Event::InlineHtml(html) => self.unsaid_inline = unsaid_behind(&html, self.unsaid_inline),
            _ => {}
        }
    }

    fn push(&mut self, text: &str, range: Range<usize>, code: bool) {
        if self.foreign + self.unsaid + self.unsaid_inline + self.unsaid_around > 0 {
            return;
        }
        let span = Span::new(self.base + range.start, self.base + range.end);
        self.block.places.push(Place { start: self.block.text.len(), length: text.len(), span, code });
        self.block.text.push_str(text);
    }

    fn open(&mut self, tag: &Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Strikethrough | Tag::Image { .. } => self.unsaid += 1,
            Tag::Link { .. } | Tag::Emphasis | Tag::Strong => {}
            Tag::TableCell => {
                self.unsaid_inline = 0;
                if !self.block.text.is_empty() {
                    self.push(" | ", range.start..range.start, false);
                }
            }
            _ => {
                self.finish_block();
                match tag {
                    Tag::Heading { level, .. } if self.foreign == 0 => self.open_heading(*level as usize, range),
                    Tag::TableHead | Tag::TableRow => self.block.kind = BlockKind::Row,
                    Tag::CodeBlock(_) => self.block.kind = BlockKind::Code,
                    Tag::BlockQuote(_) | Tag::FootnoteDefinition(_) | Tag::HtmlBlock => self.foreign += 1,
                    _ => {}
                }
            }
        }
    }

    fn open_heading(&mut self, level: usize, range: Range<usize>) {
        let headings = &mut self.prose.headings;
        let mut parent = headings.len().checked_sub(1);
        while let Some(above) = parent.and_then(|number| headings.get(number)).filter(|above| above.level >= level) {
            parent = above.parent;
        }
        let length = self.body.get(range.clone()).map_or(0, |text| text.trim_end().len());
        let span = Span::new(self.base + range.start, self.base + range.start + length);
        headings.push(Heading { title: String::new(), span, parent, level });
        self.block.kind = BlockKind::Heading;
        self.level = Some(level);
    }

    fn close(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Strikethrough | TagEnd::Image => self.unsaid = self.unsaid.saturating_sub(1),
            TagEnd::Link | TagEnd::Emphasis | TagEnd::Strong | TagEnd::TableCell => {}
            _ => {
                self.finish_block();
                match tag {
                    TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition => {
                        self.foreign = self.foreign.saturating_sub(1);
                    }
                    TagEnd::HtmlBlock => {
                        self.foreign = self.foreign.saturating_sub(1);
                        let html = self.body.get(range).unwrap_or_default();
                        self.unsaid_around = unsaid_behind(html, self.unsaid_around);
                    }
                    _ => {}
                }
            }
        }
    }

    /// Keeps the block that was read, where it says anything.
    fn finish_block(&mut self) {
        self.unsaid_inline = 0;
        let mut block = core::mem::take(&mut self.block);
        block.heading = self.prose.headings.len().checked_sub(1);
        if self.level.take().is_some()
            && let Some(heading) = self.prose.headings.last_mut()
        {
            heading.title = block.text.trim().into();
        }
        if !block.text.trim().is_empty() {
            self.prose.blocks.push(block);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        Prose::read(text).blocks.into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn what_is_quoted_struck_or_commented_is_not_said() {
        let text = "# A\n> quoted\n\n- one **two**\n  - three\n\n    four\n<!-- comment -->\n\n~~struck~~ five <del>six</del>\n\n<blockquote>\n\nseven\n\n</blockquote>\n\n![eight](a.png) nine\n";
        assert_eq!(texts(text), ["A", "one two", "three", "four", " five ", " nine"]);
    }

    #[test]
    fn code_is_kept_apart_and_rows_are_joined() {
        let prose = Prose::read("- a\n  ```sh\n  run b\n  run c\n  ```\n\n| x | y |\n|---|---|\n| `1` | |\n");
        let blocks: Vec<_> = prose.blocks.iter().map(|block| (block.kind, block.text.as_str())).collect();
        let (text, code, row) = (BlockKind::Text, BlockKind::Code, BlockKind::Row);
        assert_eq!(blocks, [(text, "a"), (code, "run b\nrun c\n"), (row, "x | y"), (row, "1 | ")]);
    }

    #[test]
    fn lines_state_values_with_their_places() {
        let text = "\u{feff}# A: b\nUpdated: 2026-02-08\nOwner: X\n1. **Runtime &amp; cutover:** **GO** (a)\n- `a:b`: `` c ``\n";
        let prose = Prose::read(text);
        let stated: Vec<_> = prose.stated.iter().map(|line| (prose.label(line), prose.value(line))).collect();
        let expected =
            [("A", "b"), ("Updated", "2026-02-08"), ("Owner", "X"), ("Runtime & cutover", "GO (a)"), ("a:b", "c")];
        assert_eq!(stated, expected);
        for (line, place) in prose.stated.iter().zip(["b", "2026-02-08", "X", "GO", "c"]) {
            assert_eq!(&text[prose.place_in_value(line, 0..place.len()).range()], place);
        }
    }

    #[test]
    fn sections_hold_those_below_them() {
        let prose = Prose::read("a\n\n# A\n## B\nb\n### C\nc\n## D\nd\n");
        let under = |title| {
            let blocks = prose.blocks.iter().filter(|block| prose.is_under(block.heading, Some(title)));
            blocks.map(|block| block.text.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(under("b"), ["B", "b", "C", "c"]);
        assert_eq!(under("A"), ["A", "B", "b", "C", "c", "D", "d"]);
        assert_eq!(under("E"), [""; 0]);
        assert!(prose.is_under(None, None));
    }
}
