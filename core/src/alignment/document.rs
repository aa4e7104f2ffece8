//! What a contract document says, as a column of the matrix.

use alloc::{borrow::Cow, format, string::String, vec::Vec};

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
    let labelled: Vec<_> = sections.iter().flat_map(blocks).filter_map(|block| labelled(document, block)).collect();
    voice.versions = VERSIONS
        .map(|value| asked.label(value).map_or_else(Said::default, |label| version(document, &labelled, label)));
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
        voice.codes = Some(Listed { codes: codes.codes, gap });
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

/// The label of a block and the value behind it; most blocks have none.
fn labelled<'a>(document: DocumentKind, block: &Inline<'a>) -> Option<(Cow<'a, str>, Spoken)> {
    let has_colon = block.pieces.iter().any(|piece| !piece.code && piece.text.contains(':'));
    let (label, value) = if has_colon { block.labelled()? } else { return None };
    let value = trimmed(&value, block.span);
    Some((label, Spoken { text: value.value.into_owned(), document, span: value.span }))
}

fn version(document: DocumentKind, labelled: &[(Cow<'_, str>, Spoken)], wanted: &str) -> Said {
    let found = labelled.iter().filter(|(label, _)| same_words(label, wanted));
    let statements: Vec<Spoken> = found.map(|(_, spoken)| spoken.clone()).collect();
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
        let document = self.document;
        let (first, mut has_status) = (self.codes.len(), false);
        for piece in pieces {
            if let Some((text, span)) = number(piece) {
                let status = Spoken { text, document, span };
                let codes = self.codes.iter().skip(first);
                self.statuses.extend(codes.map(|code| (code.text.clone(), status.clone())));
                has_status = true;
            } else if piece.code && is_code(&piece.text) && !has_status {
                self.codes.push(Spoken { text: piece.text.clone().into_owned(), document, span: piece.span });
            }
        }
    }
}

/// The status that a piece states: three digits, alone or as the only number of a text.
fn number(piece: &Piece<'_>) -> Option<(String, Span)> {
    let is_digit = |character: char| character.is_ascii_digit();
    let start = piece.text.find(is_digit)?;
    let digits: String = piece.text.get(start..)?.chars().take_while(char::is_ascii_digit).collect();
    let behind = piece.text.get(start + digits.len()..)?;
    let before = piece.text.get(..start)?;
    let joins = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-' | '/');
    let is_part =
        |rest: &str| rest.starts_with(joins) || rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(joins));
    let is_alone = !before.ends_with(joins) && !before.ends_with('.') && !is_part(behind) && !behind.contains(is_digit);
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
        let nowhere =
            |lead| Label::new(document, Span::default(), format!("no words {} in the document", quoted(lead)));
        let gap = gap.or_else(|| leads.first().map(|lead| nowhere(lead)));
        match demand {
            Demand::Required => (*required, *optional) = (gap.clone(), gap),
            _ => *forbidden = gap,
        }
    }
    Some(fields)
}

/// The pieces of a block behind the words `lead`, if it has them.
fn behind<'b, 'a>(block: &'b Inline<'a>, lead: &str) -> Option<Vec<&'b Piece<'a>>> {
    // The words begin in some piece, so most blocks need not be joined.
    let first = lead.split_whitespace().next()?;
    if !block.pieces.iter().any(|piece| piece.text.contains(first)) {
        return None;
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Voice {
        let asked = ContractDocument {
            service_contract: Some("Service contract".into()),
            error_codes: Some("Codes".into()),
            required_fields: Vec::from(["MUST include".into()]),
            forbidden_fields: Vec::from(["MUST NOT include".into(), "does not include".into()]),
            ..ContractDocument::default()
        };
        voice(DocumentKind::ContractDocument(0), text, &asked)
    }

    fn shown<'s>(spoken: impl IntoIterator<Item = &'s Spoken>, text: &str) -> Vec<String> {
        let place = |spoken: &'s Spoken| {
            assert_eq!(text.get(spoken.span.range()), Some(spoken.text.as_str()));
            spoken.text.clone()
        };
        spoken.into_iter().map(place).collect()
    }

    #[test]
    fn codes_and_statuses_are_those_of_the_items_and_rows_under_the_heading() {
        let text = "- `a` -> `400`\n# Codes\nSee `b` (404).\n- `c`, `d` -> `400` or 422 (`x`)\n- `Not` 1.500\n  - `e`\n- f -> `500`\n- `g`: HTTP 409.\n\n| code | HTTP |\n|---|---|\n| `h` | 503 |\n\n# Other\n- `i` -> `400`\n";
        let voice = read(text);
        let listed = voice.codes.expect("codes");
        assert_eq!(shown(&listed.codes, text), ["c", "d", "g", "h"]);
        let statuses: Vec<_> = voice.statuses.iter().map(|(code, status)| format!("{code}={}", status.text)).collect();
        assert_eq!(statuses, ["c=400", "d=400", "c=422", "d=422", "g=409", "h=503"]);
        assert_eq!(text.get(listed.gap.span.range()), Some("# Codes"));
        assert_eq!(read("# Other\n- `a`\n").codes.expect("codes").gap.span, Span::default());
    }

    #[test]
    fn fields_are_those_behind_the_words_that_lead_to_them() {
        let text = "An error MUST include:\n\n- `a`\n- `b.c` (optional)\n\nIt MUST NOT include:\n- `d`\n\n# Next\n- `e`\n- It **does not** include `f` and `g`. Only `h` may.\n\n> MUST include `i`.\n";
        let voice = read(text);
        let fields = voice.fields.expect("fields");
        let said: Vec<_> =
            fields.said.iter().map(|(demand, spoken)| format!("{} {}", demand.as_str(), spoken.text)).collect();
        assert_eq!(said, ["required a", "optional b.c", "forbidden d", "forbidden f", "forbidden g"]);
        shown(fields.said.iter().map(|(_, spoken)| spoken), text);
        let place = |demand| fields.gap("x", demand).and_then(|gap| text.get(gap.span.range()));
        assert_eq!(place(Demand::Required), Some("An error MUST include:"));
        assert_eq!(place(Demand::Forbidden), Some("It MUST NOT include:"));
    }

    #[test]
    fn versions_are_those_of_labelled_items_and_lines() {
        let text = "# A\n- Service  contract: `v1`\n- **service contract:** v2\n> - Service contract: `v3`\n\n- Service contract before: `v4`\n- ~~Service contract: `v5`~~\n\nService contract: v6\n";
        let [service, api, _] = read(text).versions;
        assert_eq!(shown(&service.statements, text), ["v1", "v2", "v6"]);
        assert!(service.gap.is_none() && api.statements.is_empty() && api.gap.is_none());
        assert!(read("").versions[0].gap.is_some());
    }
}
