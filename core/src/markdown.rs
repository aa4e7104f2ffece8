//! The statements of a Markdown document: list items and table rows under their headings.
//!
//! Only what the document itself says counts. Text in a block quote, a code block, an HTML comment
//! or struck through is shown to a reader as something else than a statement, so it is none here
//! (the teams' old pin script took any line that looked right, wherever it stood).

pub mod prose;

use alloc::{borrow::Cow, string::String, vec::Vec};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::text::{Span, Spanned};

/// A run of inline text: its characters without markup, and the place they take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// The text, entities and escapes resolved; `\n` for the end of a line.
    pub text: Cow<'a, str>,
    /// Where it stands; for a code span, what is between the back ticks.
    pub span: Span,
    /// Whether it is a code span.
    pub code: bool,
}

/// Inline content: the pieces of one item, cell, heading or paragraph that are not struck out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inline<'a> {
    /// The pieces in order.
    pub pieces: Vec<Piece<'a>>,
    /// The whole place, markup included; for an empty cell, the cell.
    pub span: Span,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    /// The cells in order.
    pub cells: Vec<Inline<'a>>,
    /// The whole row.
    pub span: Span,
}

/// A table: header and rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table<'a> {
    /// The header cells.
    pub header: Row<'a>,
    /// The rows under it.
    pub rows: Vec<Row<'a>>,
}

/// A heading with the statements that stand directly under it, up to the next heading of any
/// level; the text before the first heading is a section without a title.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section<'a> {
    /// The heading.
    pub title: Inline<'a>,
    /// The first line of each item of a top-level list.
    pub items: Vec<Inline<'a>>,
    /// The top-level tables.
    pub tables: Vec<Table<'a>>,
    /// The top-level paragraphs.
    pub paragraphs: Vec<Inline<'a>>,
}

impl<'a> Inline<'a> {
    /// The text without white space around it, and its place; the place of the whole where there
    /// is no text.
    pub fn trimmed(&self) -> Spanned<Cow<'a, str>> {
        trimmed(&self.pieces, self.span)
    }

    /// The label before the first colon and the pieces behind it, for items of the form
    /// `label: value`; `None` without a colon outside code.
    pub fn labelled(&self) -> Option<(Cow<'a, str>, Vec<Piece<'a>>)> {
        labelled(&self.pieces)
    }

    /// The pieces of each line.
    pub fn lines(&self) -> impl Iterator<Item = &[Piece<'a>]> {
        self.pieces.split(|piece| piece.text == "\n")
    }
}

/// [`Inline::labelled`] for a part of the pieces.
pub fn labelled<'a>(pieces: &[Piece<'a>]) -> Option<(Cow<'a, str>, Vec<Piece<'a>>)> {
    let mut label: Cow<'a, str> = Cow::Borrowed("");
    let mut pieces = pieces.iter();
    while let Some(piece) = pieces.next() {
        let colon = if piece.code { None } else { piece.text.find(':') };
        let said = part(&piece.text, 0..colon.unwrap_or(piece.text.len()));
        label = if label.is_empty() { said } else { label + said };
        if let Some(colon) = colon {
            let rest = skip(piece, colon + 1);
            return Some((label, core::iter::once(rest).chain(pieces.cloned()).collect()));
        }
    }
    None
}

/// A part of a text, borrowed where the text is.
fn part<'a>(text: &Cow<'a, str>, range: core::ops::Range<usize>) -> Cow<'a, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(range).unwrap_or_default()),
        Cow::Owned(text) => Cow::Owned(text.get(range).unwrap_or_default().into()),
    }
}

/// `piece` without its first `count` bytes of text.
fn skip<'a>(piece: &Piece<'a>, count: usize) -> Piece<'a> {
    let text = part(&piece.text, count..piece.text.len());
    // An entity or escape makes text and place differ in length; the place then keeps its start.
    let plain = piece.text.len() == piece.span.range().len();
    let start = if plain { piece.span.range().start + count } else { piece.span.range().start };
    Piece { text, span: Span::new(start, piece.span.range().end), code: piece.code }
}

/// The text of `pieces` without white space around it, and the place it takes; `whole` where there
/// is no text.
pub fn trimmed<'a>(pieces: &[Piece<'a>], whole: Span) -> Spanned<Cow<'a, str>> {
    let blank = |piece: &&Piece<'a>| piece.text.trim().is_empty();
    let first = pieces.iter().position(|piece| !blank(&piece));
    let last = pieces.iter().rposition(|piece| !blank(&piece));
    let (Some(first), Some(last)) = (first, last) else {
        return Spanned { value: Cow::Borrowed(""), span: whole };
    };
    let kept = pieces.get(first..=last).unwrap_or_default();
    if let [only] = kept {
        return trim_piece(only);
    }
    let mut text = String::new();
    let mut span: Option<Span> = None;
    for piece in kept {
        text.push_str(&piece.text);
        let place = trim_piece(piece).span;
        span = Some(span.map_or(place, |known| known.cover(place)));
    }
    Spanned { value: Cow::Owned(text.trim().into()), span: span.unwrap_or(whole) }
}

fn trim_piece<'a>(piece: &Piece<'a>) -> Spanned<Cow<'a, str>> {
    let plain = piece.text.len() == piece.span.range().len();
    let left = piece.text.len() - piece.text.trim_start().len();
    let right = piece.text.len() - piece.text.trim_end().len();
    // A blank text has no end before its start.
    let value = part(&piece.text, left..(piece.text.len() - right).max(left));
    let range = piece.span.range();
    let span = if plain && !value.is_empty() { Span::new(range.start + left, range.end - right) } else { piece.span };
    Spanned { value, span }
}

/// Reads the sections of `text`. Never fails: every text is Markdown.
pub fn sections(text: &str) -> Vec<Section<'_>> {
    let base = before_the_body(text);
    let body = text.get(base..).unwrap_or_default();
    let mut reader = Reader { body, base, ..Reader::default() };
    for (event, range) in Parser::new_ext(body, OPTIONS).into_offset_iter() {
        reader.take(event, range);
    }
    reader.sections.push(reader.section);
    reader.sections
}

/// What is Markdown here beside CommonMark.
const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// The length of the byte order mark and the front matter that are no part of the text.
fn before_the_body(text: &str) -> usize {
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    mark + front_matter(text.get(mark..).unwrap_or_default())
}

/// The length of the YAML between lines of three hyphens with which a text may begin.
fn front_matter(text: &str) -> usize {
    let mut lines = text.split_inclusive('\n');
    let open = lines.next().filter(|line| line.trim_end() == "---").map_or(0, str::len);
    let mut end = open;
    for line in lines {
        // Before a blank line, hyphens are a rule across the page.
        if open == 0 || (end == open && line.trim().is_empty()) {
            return 0;
        }
        end += line.len();
        if matches!(line.trim_end(), "---" | "...") {
            return end;
        }
    }
    0
}

#[derive(Default)]
struct Reader<'a> {
    body: &'a str,
    base: usize,
    sections: Vec<Section<'a>>,
    section: Section<'a>,
    /// Block quotes, footnotes and other containers whose content is not the document's statement.
    foreign: usize,
    lists: usize,
    /// The first block of the present item is still open to be read.
    item_open: bool,
    /// Struck text and the text of images: shown, but not said.
    unsaid: usize,
    /// Open HTML elements that strike out or quote: those of this block, and those around blocks.
    unsaid_inline: usize,
    unsaid_around: usize,
    inline: Option<Inline<'a>>,
    cells: Vec<Inline<'a>>,
    header: Option<Row<'a>>,
    rows: Vec<Row<'a>>,
}

impl<'a> Reader<'a> {
    fn place(&self, range: core::ops::Range<usize>) -> Span {
        Span::new(self.base + range.start, self.base + range.end)
    }

    /// The place of a block without the line ends that the parser counts to it.
    fn block_place(&self, range: core::ops::Range<usize>) -> Span {
        let text = self.body.get(range.clone()).unwrap_or_default();
        self.place(range.start..range.start + text.trim_end().len())
    }

    fn take(&mut self, event: Event<'a>, range: core::ops::Range<usize>) {
        match event {
            Event::Start(tag) => self.open(&tag, range),
            Event::End(tag) => self.close(tag, range),
            Event::Text(text) => {
                let span = self.place(range);
                self.push(text.into(), span, false);
            }
            Event::Code(text) => {
                let span = self.place(inside_back_ticks(self.body, range));
                self.push(text.into(), span, true);
            }
            Event::SoftBreak | Event::HardBreak => {
                let span = self.place(range);
                self.push(Cow::Borrowed("\n"), span, false);
            }
            Event::InlineHtml(html) => self.unsaid_inline = unsaid_behind(&html, self.unsaid_inline),
            _ => {}
        }
    }

    fn push(&mut self, text: Cow<'a, str>, span: Span, code: bool) {
        if self.unsaid + self.unsaid_inline + self.unsaid_around == 0
            && let Some(inline) = &mut self.inline
        {
            inline.pieces.push(Piece { text, span, code });
        }
    }

    fn open(&mut self, tag: &Tag<'a>, range: core::ops::Range<usize>) {
        let span = self.block_place(range);
        if !matches!(tag, Tag::Strikethrough | Tag::Image { .. } | Tag::Link { .. } | Tag::Emphasis | Tag::Strong) {
            self.unsaid_inline = 0;
        }
        match tag {
            Tag::Heading { .. } if self.foreign == 0 && self.lists == 0 => {
                self.sections.push(core::mem::take(&mut self.section));
                self.inline = Some(Inline { span, ..Inline::default() });
            }
            Tag::List(_) => {
                self.finish_item();
                self.lists += 1;
            }
            Tag::Item if self.lists == 1 && self.foreign == 0 => {
                self.item_open = true;
                self.inline = Some(Inline { span, ..Inline::default() });
            }
            Tag::Paragraph if self.foreign == 0 && self.lists == 0 => {
                self.inline = Some(Inline { span, ..Inline::default() });
            }
            Tag::Strikethrough | Tag::Image { .. } => self.unsaid += 1,
            Tag::Table(_) if self.foreign == 0 && self.lists == 0 => self.rows.clear(),
            Tag::TableCell if self.foreign == 0 && self.lists == 0 => {
                self.inline = Some(Inline { span, ..Inline::default() });
            }
            Tag::BlockQuote(_) | Tag::FootnoteDefinition(_) | Tag::CodeBlock(_) | Tag::HtmlBlock => {
                self.finish_item();
                self.foreign += 1;
            }
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd, range: core::ops::Range<usize>) {
        let span = self.block_place(range.clone());
        match tag {
            TagEnd::Heading(_) if self.foreign == 0 && self.lists == 0 => {
                self.section.title = self.inline.take().unwrap_or_default();
            }
            TagEnd::List(_) => self.lists = self.lists.saturating_sub(1),
            TagEnd::Item => self.finish_item(),
            TagEnd::Paragraph if self.lists > 0 => self.finish_item(),
            TagEnd::Paragraph => {
                if self.foreign == 0
                    && let Some(paragraph) = self.inline.take()
                {
                    self.section.paragraphs.push(paragraph);
                }
            }
            TagEnd::Strikethrough | TagEnd::Image => self.unsaid = self.unsaid.saturating_sub(1),
            TagEnd::TableCell => self.cells.extend(self.inline.take()),
            TagEnd::TableHead => {
                self.header = Some(Row { cells: core::mem::take(&mut self.cells), span });
            }
            TagEnd::TableRow => {
                // Cells that a short row lacks stand behind its line end, says the parser.
                let end = span.range().end;
                for cell in self.cells.iter_mut().filter(|cell| cell.span.range().start > end) {
                    cell.span = Span::new(end, end);
                }
                self.rows.push(Row { cells: core::mem::take(&mut self.cells), span });
            }
            TagEnd::Table => {
                let rows = core::mem::take(&mut self.rows);
                if let Some(header) = self.header.take()
                    && self.foreign == 0
                    && self.lists == 0
                {
                    self.section.tables.push(Table { header, rows });
                }
            }
            TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition | TagEnd::CodeBlock | TagEnd::HtmlBlock => {
                self.foreign = self.foreign.saturating_sub(1);
                if tag == TagEnd::HtmlBlock {
                    let html = self.body.get(range).unwrap_or_default();
                    self.unsaid_around = unsaid_behind(html, self.unsaid_around);
                }
            }
            _ => {}
        }
    }

    /// An item states what its first block says; blocks under it are remarks.
    fn finish_item(&mut self) {
        if core::mem::take(&mut self.item_open)
            && let Some(item) = self.inline.take()
        {
            self.section.items.push(item);
        }
    }
}

/// The place of a code span's text, for the place of the whole.
fn inside_back_ticks(body: &str, range: core::ops::Range<usize>) -> core::ops::Range<usize> {
    let source = body.get(range.clone()).unwrap_or_default();
    let fence = source.len() - source.trim_start_matches('`').len();
    let mut start = range.start + fence;
    let mut end = range.end.saturating_sub(fence).max(start);
    let inner = body.get(start..end).unwrap_or_default();
    // CommonMark 6.1: one space on both sides belongs to the markup, unless all is space.
    if inner.len() > 1 && inner.starts_with(' ') && inner.ends_with(' ') && !inner.trim().is_empty() {
        start += 1;
        end -= 1;
    }
    start..end
}

/// How many elements that strike out or quote are open behind `html`, where `open` are before it.
fn unsaid_behind(html: &str, mut open: usize) -> usize {
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = rest.get(start + 1..).unwrap_or_default();
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, behind)| behind);
            continue;
        }
        let (closes, tag) = rest.strip_prefix('/').map_or((false, rest), |tag| (true, tag));
        let ends = |character: char| character.is_ascii_whitespace() || matches!(character, '/' | '>');
        // Looked at from its beginning alone: searching each name's end takes hours in a megabyte of `<?`.
        let named = |name: &str| {
            tag.split_at_checked(name.len()).is_some_and(|(found, behind)| {
                found.eq_ignore_ascii_case(name) && (behind.is_empty() || behind.starts_with(ends))
            })
        };
        if ["del", "s", "strike", "blockquote"].into_iter().any(named) {
            open = if closes { open.saturating_sub(1) } else { open + 1 };
        }
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    fn items(text: &str) -> Vec<String> {
        sections(text).iter().flat_map(|s| &s.items).map(|i| i.trimmed().value.to_string()).collect()
    }

    #[test]
    fn only_the_documents_own_list_items_count() {
        let text = "# A\n- one: `1`\n  - nested\n\n> - quoted\n\n```\n- fenced\n```\n\n<!--\n- comment\n-->\n- ~~struck~~\n* two\n\nprose\n";
        assert_eq!(items(text), ["one: 1", "", "two"]);
    }

    #[test]
    fn html_elements_that_strike_out_or_quote_take_their_text_away() {
        let text = "# A\n- <del>a</del> b <!-- <s> --> c\n- d <S>e\n- <span>f</span>\n\n<blockquote>\n\n- g\n\n</blockquote>\n\n- h\n";
        assert_eq!(items(text), ["b  c", "d", "f", "", "h"]);
    }

    #[test]
    fn a_megabyte_of_unclosed_html_takes_no_longer_than_other_text() {
        for opening in ["<?", "<![CDATA[", "<!A", "<?<!--"] {
            let text = "# A\n\n".to_string() + &opening.repeat((1 << 20) / opening.len());
            assert_eq!(items(&text), [""; 0], "{opening}");
        }
    }

    #[test]
    fn front_matter_is_no_part_of_the_text() {
        assert_eq!(items("---\n# A\n- a\n---\n# B\n- b\n"), ["b"]);
        assert_eq!(items("---\n\n# A\n- a\n---\n# B\n- b\n"), ["a", "b"]);
        assert_eq!(items("---\n# A\n- a\n"), ["a"]);
    }

    #[test]
    fn places_are_those_of_the_value() {
        let text = "\u{feff}# A\r\n- label: `` v`1 `` \r\n";
        let sections = sections(text);
        let item = &sections[1].items[0];
        let (label, value) = item.labelled().unwrap();
        assert_eq!(label, "label");
        let value = trimmed(&value, item.span);
        assert_eq!(&text[value.span.range()], "v`1");
        assert_eq!(value.value, "v`1");
    }

    #[test]
    fn a_table_needs_its_header_line() {
        assert_eq!(sections("# A\n| a | b |\n| 1 | 2 |\n")[1].tables.len(), 0);
        let found = sections("# A\n| a | b |\n|---|---|\n| **1** | |\n");
        let table = &found[1].tables[0];
        assert_eq!(table.header.cells[1].trimmed().value, "b");
        assert_eq!(table.rows[0].cells[0].trimmed().value, "1");
        assert_eq!(table.rows[0].cells[1].trimmed().value, "");
        let short = sections("# A\n| a | b |\n|---|---|\n| 1 |\n| 2 |\n");
        assert_eq!(short[1].tables[0].rows[0].cells[1].span, Span::new(29, 29));
    }

    #[test]
    fn a_section_ends_at_the_next_heading() {
        let found = sections("before\n\n# A\n- a\n## B\n- b\n");
        assert_eq!(found.iter().map(|s| s.items.len()).collect::<Vec<_>>(), [0, 1, 1]);
        assert_eq!(found[0].paragraphs[0].trimmed().value, "before");
    }
}
