//! Words that must stand together in documents, and commands that documents must name.

use alloc::format;

use super::{
    Context,
    records::{difference, explained, fill, gap, readable, said, with_mention},
};
use crate::{
    finding::{Finding, Label, Sink},
    inquiry::{Record, Records},
    markdown::prose::{Block, BlockKind, Prose},
    text::quoted,
    words,
};

/// The blocks in which a demand may be met.
fn blocks<'a>(record: &'a Record, prose: &'a Prose) -> impl Iterator<Item = &'a Block> {
    prose.blocks.iter().filter(|block| prose.is_under(block.heading, record.section.as_deref()))
}

/// Reports documents that do not say what they must.
pub(super) fn check(context: &Context<'_>, sink: &mut Sink, records: Option<&Records>) {
    for (record, prose) in readable(context, records) {
        for (said, by_contract) in said(context, record) {
            for phrase in &said.phrases {
                let Some(wanted) = fill(context, sink, phrase) else { continue };
                let told = || blocks(record, prose).filter(|block| block.kind != BlockKind::Code);
                if told().any(|block| words::find(&block.text, &wanted).is_some()) {
                    continue;
                }
                let finding = Finding::new(
                    told()
                        .find_map(|block| nearest(record, block, &wanted))
                        .unwrap_or_else(|| gap(record, prose, "such words")),
                    format!("{} does not say {}", context.name(record.document), quoted(&wanted)),
                    quoted(&wanted),
                    "no such words, or others in their place",
                    "say it in these words once it is true; quotes, code, comments and struck text do not count",
                );
                let finding = with_mention(context, finding, &wanted);
                sink.report(explained(context, finding, phrase.values(), by_contract, ""));
            }
        }
    }
}

/// What a block says in place of a phrase with a colon, where it says the words up to the colon.
fn nearest(record: &Record, block: &Block, wanted: &str) -> Option<Label> {
    let (label, wanted) = wanted.split_at(wanted.find(':')? + 1);
    let start = words::find(&block.text, label)?.end;
    let rest = block.text.get(start..)?;
    let cells = wanted.matches(" | ").count();
    let end = rest.match_indices(" | ").nth(cells).map_or(rest.len(), |(end, _)| end);
    let found = rest.get(..end)?.split('\n').next()?;
    let start = start + found.len() - found.trim_start().len();
    let part = difference(found.trim(), wanted.trim());
    let said = quoted(found.trim().get(part.clone())?);
    Some(Label::new(record.document, block.place(start + part.start..start + part.end), format!("says {said}")))
}

/// Reports documents that do not name a command; unlike statements, commands count in code, too.
pub(super) fn check_commands(context: &Context<'_>, sink: &mut Sink, records: Option<&Records>) {
    for (record, prose) in readable(context, records) {
        for command in &record.commands {
            if blocks(record, prose).any(|block| words::find(&block.text, command).is_some()) {
                continue;
            }
            let finding = Finding::new(
                gap(record, prose, "such command"),
                format!("{} does not name the command {}", context.name(record.document), quoted(command)),
                quoted(command),
                "no such command",
                "name the whole command; a longer one that begins with it is another",
            );
            sink.report(with_mention(context, finding, command));
        }
    }
}
