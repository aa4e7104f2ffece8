//! What a contract document says, as a column of the matrix.

use alloc::{borrow::Cow, collections::BTreeSet, format, string::String, vec::Vec};

use super::voice::{Demand, Fields, Listed, Said, Speaker, Spoken, VERSIONS, Voice, is_code};
use crate::{
    facts::same_words,
    finding::Label,
    inquiry::ContractDocument,
    markdown::{Inline, Piece, Section, sections, trimmed},
    source::DocumentKind,
    text::{Span, quoted},
    words,
};

/// Reads one document by what it must state.
pub(super) fn voice(document: DocumentKind, text: &str, asked: &ContractDocument) -> Voice {
    let sections = sections(text);
    let mut voice = Voice::new(Speaker::Document, document);
    voice.versions = VERSIONS
        .map(|value| asked.label(value).map_or_else(Said::default, |label| version(document, &sections, label)));
    if let Some(heading) = &asked.error_codes {
        let mut codes = Codes { document, codes: Vec::new(), statuses: Vec::new() };
        let section = sections.iter().find(|section| same_words(&section.title.trimmed().value, heading));
        let gap = match section {
            Some(section) => {
                codes.read(section);
                Label::new(document, section.title.span, "should stand under this heading")
            }
            None => Label::new(document, Span::default(), format!("no heading {} in the document", quoted(heading))),
        };
        voice.codes = Some(Listed { codes: codes.codes, gap, mentioned: BTreeSet::new() });
        voice.statuses = codes.statuses;
    }
    voice.fields = fields(document, &sections, asked);
    voice
}

/// Everything that a section says by itself, in the order of the document.
fn blocks<'s, 'a>(section: &'s Section<'a>) -> Vec<&'s Inline<'a>> {
    let mut blocks: Vec<_> = section.paragraphs.iter().chain(&section.items).collect();
    crate::order::sort_by(&mut blocks, |one, two| one.span.cmp(&two.span));
    blocks
}

fn version(document: DocumentKind, sections: &[Section<'_>], wanted: &str) -> Said {
    let labelled = |block: &Inline<'_>| {
        let (label, value) = block.labelled()?;
        let value = trimmed(&value, block.span);
        same_words(&label, wanted).then(|| Spoken { text: value.value.into_owned(), document, span: value.span })
    };
    let statements: Vec<Spoken> = sections.iter().flat_map(blocks).filter_map(labelled).collect();
    let gap = || Label::new(document, Span::default(), format!("no item {} in the document", quoted(wanted)));
    Said { gap: statements.is_empty().then(gap), statements }
}

/// The codes of a section, with their statuses.
struct Codes {
    document: DocumentKind,
    codes: Vec<Spoken>,
    statuses: Vec<(String, Spoken)>,
}

impl Codes {
    fn read(&mut self, section: &Section<'_>) {
        for item in &section.items {
            self.line(item.pieces.iter());
        }
        for row in section.tables.iter().flat_map(|table| &table.rows) {
            self.line(row.cells.iter().flat_map(|cell| &cell.pieces));
        }
    }

    /// Reads codes and, behind them, the statuses that each of them comes with.
    fn line<'p, 'a: 'p>(&mut self, pieces: impl Iterator<Item = &'p Piece<'a>>) {
        let first = self.codes.len();
        for piece in pieces {
            let status = number(piece);
            if let Some(status) = status {
                for code in self.codes.iter().skip(first) {
                    let spoken = Spoken { text: status.0.clone(), document: self.document, span: status.1 };
                    self.statuses.push((code.text.clone(), spoken));
                }
            } else if piece.code && is_code(&piece.text) && !self.has_status(first) {
                let spoken =
                    Spoken { text: piece.text.clone().into_owned(), document: self.document, span: piece.span };
                self.codes.push(spoken);
            }
        }
    }

    fn has_status(&self, first: usize) -> bool {
        let code = self.codes.get(first);
        code.is_some_and(|code| self.statuses.last().is_some_and(|(of, _)| *of == code.text))
    }
}

/// The status that a piece states: three digits, alone or as the only number of a text.
fn number(piece: &Piece<'_>) -> Option<(String, Span)> {
    let is_digit = |character: char| character.is_ascii_digit();
    let start = piece.text.find(is_digit)?;
    let digits: String = piece.text.get(start..)?.chars().take_while(char::is_ascii_digit).collect();
    let behind = piece.text.get(start + digits.len()..)?;
    let before = piece.text.get(..start)?;
    let joins = |character: char| character.is_alphanumeric() || matches!(character, '_' | '.' | '-' | '/');
    let is_alone = !before.ends_with(joins) && !behind.starts_with(joins) && !behind.contains(is_digit);
    let is_plain = piece.text.len() == piece.span.range().len();
    let from = piece.span.range().start + start;
    let span = if is_plain { Span::new(from, from + digits.len()) } else { piece.span };
    (is_alone && digits.len() == 3).then_some((digits, span))
}

/// The fields that the document says an error envelope has and has not; `None` where it need not say.
fn fields(document: DocumentKind, sections: &[Section<'_>], asked: &ContractDocument) -> Option<Fields> {
    if asked.required_fields.is_empty() && asked.forbidden_fields.is_empty() {
        return None;
    }
    let sections: Vec<_> = sections.iter().map(blocks).collect();
    let mut fields = Fields::default();
    let [required, optional, forbidden] = &mut fields.gaps;
    for (leads, demand) in [(&asked.required_fields, Demand::Required), (&asked.forbidden_fields, Demand::Forbidden)] {
        let mut gap = None;
        for lead in leads {
            for (blocks, number) in
                sections.iter().flat_map(|blocks| (0..blocks.len()).map(move |number| (blocks, number)))
            {
                let Some(block) = blocks.get(number) else { continue };
                let Some(rest) = behind(block, lead) else { continue };
                gap.get_or_insert_with(|| Label::new(document, block.span, "should be named here"));
                let inline = names(rest.into_iter());
                let said = if inline.is_empty() { list(blocks, number) } else { inline };
                fields.said.extend(said.into_iter().map(|(text, span, is_optional)| {
                    let demand = if demand == Demand::Required && is_optional { Demand::Optional } else { demand };
                    (demand, Spoken { text, document, span })
                }));
            }
        }
        let first = leads.first().map(|lead| quoted(lead)).unwrap_or_default();
        let gap =
            gap.unwrap_or_else(|| Label::new(document, Span::default(), format!("no words {first} in the document")));
        match demand {
            Demand::Required => (*required, *optional) = (Some(gap.clone()), Some(gap)),
            _ => *forbidden = Some(gap),
        }
    }
    Some(fields)
}

/// The pieces of a block behind the words `lead`, if it has them.
fn behind<'b, 'a>(block: &'b Inline<'a>, lead: &str) -> Option<Vec<&'b Piece<'a>>> {
    let text: String = block.pieces.iter().map(|piece| piece.text.as_ref()).collect();
    let end = words::find(&text, lead)?.end;
    let mut from = 0;
    let pieces = block.pieces.iter().filter(|piece| {
        from += piece.text.len();
        // A piece that begins before the end is a part of the words.
        from - piece.text.len() >= end
    });
    Some(pieces.collect())
}

/// The fields that pieces name, up to the end of a sentence, and whether a remark calls them optional.
fn names<'p, 'a: 'p>(pieces: impl Iterator<Item = &'p Piece<'a>>) -> Vec<(String, Span, bool)> {
    let mut names: Vec<(String, Span, bool)> = Vec::new();
    for piece in pieces {
        if piece.code {
            names.push((piece.text.clone().into_owned(), piece.span, false));
            continue;
        }
        if let Some((_, _, is_optional)) = names.last_mut() {
            *is_optional |= words::find(&piece.text, "optional").is_some();
        }
        if piece.text.contains(". ") || piece.text.ends_with('.') {
            break;
        }
    }
    names
}

/// The fields of the list items that follow a block directly: the first code of each, and whether it is optional.
fn list(blocks: &[&Inline<'_>], number: usize) -> Vec<(String, Span, bool)> {
    let is_item = |block: &&&Inline<'_>| {
        let first = block.pieces.iter().find(|piece| !piece.text.trim().is_empty());
        first.is_some_and(|piece| piece.code)
    };
    let items = blocks.iter().skip(number + 1).take_while(is_item);
    let item = |block: &&Inline<'_>| {
        let first = block.pieces.iter().find(|piece| piece.code)?;
        let remark: Cow<'_, str> =
            block.pieces.iter().filter(|piece| !piece.code).map(|piece| piece.text.as_ref()).collect();
        Some((first.text.clone().into_owned(), first.span, words::find(&remark, "optional").is_some()))
    };
    items.filter_map(item).collect()
}
