//! Cases: changes of the reference trio, written as pairs of fenced Markdown blocks.

use lockstep_core::{
    facts::sha256,
    source::{Content, DocumentKind, Source, Sources},
};
use std::{borrow::Cow, path::Path};

/// A fenced block: `` ```<language> <target> [<attribute>] ``.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it is about: `pin`, `matrix`, `manifest`, or what [`crate::repository`] knows besides; blocks without one
    /// are prose.
    pub target: String,
    /// What is special about it; see [`Case::apply`].
    pub attribute: String,
    /// The text between the fences, without the last line end.
    pub text: String,
}

impl Block {
    /// Whether it is about the state before the change under review, which only [`crate::repository`] has.
    pub(crate) fn is_base(&self) -> bool {
        self.attribute.split(' ').any(|word| word == "base")
    }
}

/// A change of the reference trio.
#[derive(Clone, Debug, Default)]
pub struct Case {
    /// What stands in the reference.
    pub was: Vec<Block>,
    /// What stands there instead, paired by document and order.
    pub is: Vec<Block>,
}

impl Case {
    /// Reads the sections headed `was` and `is` of a Markdown text.
    pub fn read(markdown: &str, was: &str, is: &str) -> Self {
        Self { was: blocks(markdown, was), is: blocks(markdown, is) }
    }

    /// The trio with the change.
    ///
    /// A block's attribute says how its text is meant: `missing`, `folder`, `outside` and `large`
    /// put that state in the document's place, `whole` replaces the whole document, `escaped`
    /// resolves `\xNN`, `\u{..}`, `\r` and `\t`, `crlf` turns every line end of the document.
    /// Where the manifest changes, pin and matrix get its new hash, unless a block says `unpinned`.
    pub fn apply(&self, reference: &Sources<'static>) -> Sources<'static> {
        let mut documents = DocumentKind::TRIO.map(|kind| reference.get(kind).clone());
        let pinned = sha256(reference.get(DocumentKind::Manifest).as_bytes());
        let mut unpinned = false;
        for kind in DocumentKind::TRIO {
            let of = |blocks: &[Block]| {
                blocks
                    .iter()
                    .filter(|block| block.target == kind.as_str() && !block.is_base())
                    .cloned()
                    .collect::<Vec<_>>()
            };
            let (was, is) = (of(&self.was), of(&self.is));
            let document = documents.iter_mut().find(|document| document.kind == kind).expect("every kind is there");
            for (position, block) in is.iter().enumerate() {
                unpinned |= block.attribute.contains("unpinned");
                change(document, block, was.get(position));
            }
        }
        let [pin, matrix, manifest] = &mut documents;
        if !unpinned && let Content::Bytes(bytes) = &manifest.content {
            let hash = sha256(bytes);
            for document in [pin, matrix] {
                replace(document, &pinned, hash.as_bytes());
            }
        }
        let [pin, matrix, manifest] = documents;
        Sources::new(pin, matrix, manifest)
    }
}

pub(crate) fn change(document: &mut Source<'static>, block: &Block, was: Option<&Block>) {
    let mut bytes = Cow::Borrowed(block.text.as_bytes());
    for attribute in block.attribute.split(' ') {
        match attribute {
            "missing" => return document.content = Content::Missing,
            "folder" => return document.content = Content::NotRegular("a folder".into()),
            "outside" => return document.content = Content::OutsideRepository,
            "large" => return document.content = Content::Bytes(vec![b' '; (1 << 20) + 1].into()),
            "whole" => return document.content = Content::Bytes(bytes.into_owned().into()),
            "crlf" => {
                let text = document.lossy().replace('\n', "\r\n");
                return document.content = Content::Bytes(text.into_bytes().into());
            }
            "escaped" => bytes = Cow::Owned(unescape(&block.text)),
            "" | "unpinned" | "base" => {}
            other => panic!("no such attribute: {other}"),
        }
    }
    match was {
        Some(was) => {
            let text = document.lossy().into_owned();
            assert_eq!(text.matches(&was.text).count(), 1, "must stand once in {}: {}", document.name, was.text);
            replace(document, &was.text, &bytes);
        }
        None => document.content = Content::Bytes(bytes.into_owned().into()),
    }
}

pub(crate) fn replace(document: &mut Source<'static>, from: &str, to: &[u8]) {
    let bytes = document.as_bytes();
    let found = bytes.windows(from.len()).position(|window| window == from.as_bytes());
    if let Some(start) = found {
        let changed = [&bytes[..start], to, &bytes[start + from.len()..]].concat();
        document.content = Content::Bytes(changed.into());
    }
}

fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('\\') {
        bytes.extend_from_slice(&rest.as_bytes()[..start]);
        rest = &rest[start + 1..];
        let (escaped, length) = match rest.as_bytes().first() {
            Some(b'x') => (vec![u8::from_str_radix(&rest[1..3], 16).expect("two digits")], 3),
            Some(b'r') => (b"\r".to_vec(), 1),
            Some(b't') => (b"\t".to_vec(), 1),
            Some(b'u') if rest[1..].starts_with('{') => {
                let end = rest.find('}').expect("a closing brace");
                let code = u32::from_str_radix(&rest[2..end], 16).expect("hex digits");
                (char::from_u32(code).expect("a character").to_string().into_bytes(), end + 1)
            }
            _ => (b"\\".to_vec(), 0),
        };
        bytes.extend(escaped);
        rest = &rest[length..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

/// An answer that a rule's page shows: `` ```<language> envelope [<status>] [<answer>] [escaped] ``.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The HTTP status, where one is stated.
    pub status: Option<u16>,
    /// Which question it answers; `any` unless stated.
    pub answer: String,
    /// The body; `escaped` resolves `\xNN` and `\*{N:text}`, which stands for N times the text.
    pub body: Vec<u8>,
}

/// The answers under the heading `## <section>`.
pub fn envelopes(markdown: &str, section: &str) -> Vec<Answered> {
    let fenced = fenced(markdown, section).into_iter();
    let fenced = fenced.filter_map(|(info, text)| Some((info.split_once(" envelope")?.1, text)));
    fenced
        .map(|(words, text)| {
            let mut answered = Answered { status: None, answer: "any".to_owned(), body: text.clone().into_bytes() };
            for word in words.split_whitespace() {
                match word.parse() {
                    Ok(status) => answered.status = Some(status),
                    Err(_) if word == "escaped" => answered.body = unescape(&repeated(&text)),
                    Err(_) => word.clone_into(&mut answered.answer),
                }
            }
            answered
        })
        .collect()
}

/// A text with `\*{N:text}` resolved.
fn repeated(text: &str) -> String {
    let mut parts = text.split("\\*{");
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (count, rest) = part.split_once(':').expect("a count");
        let (piece, rest) = rest.split_once('}').expect("a closing brace");
        whole.push_str(&piece.repeat(count.parse().expect("a count")));
        whole.push_str(rest);
    }
    whole
}

/// The `## ` headings of a Markdown text outside fenced blocks, each with the lines under it.
pub fn sections(markdown: &str) -> Vec<(&str, Vec<&str>)> {
    let mut sections: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut fenced = false;
    for line in markdown.lines() {
        fenced ^= line.starts_with("```");
        match (line.strip_prefix("## "), sections.last_mut()) {
            (Some(heading), _) if !fenced => sections.push((heading, Vec::new())),
            (_, Some((_, lines))) => lines.push(line),
            (_, None) => {}
        }
    }
    sections
}

/// The fenced blocks under the heading `## <section>` as cases have them.
fn blocks(markdown: &str, section: &str) -> Vec<Block> {
    fenced(markdown, section).into_iter().map(|(info, text)| Block { text, ..block(info) }).collect()
}

/// The fenced blocks under the heading `## <section>`: what stands behind the opening fence, and the text.
fn fenced<'m>(markdown: &'m str, section: &str) -> Vec<(&'m str, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(&str, Vec<&str>)> = None;
    for line in sections(markdown).into_iter().filter(|(heading, _)| *heading == section).flat_map(|(_, lines)| lines) {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => open = Some((info, Vec::new())),
            (Some(_), Some("")) => blocks.extend(open.take().map(|(info, lines)| (info, lines.join("\n")))),
            (Some((_, lines)), _) => lines.push(line),
            (None, None) => {}
        }
    }
    blocks
}

/// A block without text, by what stands behind its opening fence.
fn block(info: &str) -> Block {
    let mut words = info.split(' ').skip(1);
    let target = words.next().unwrap_or_default().to_owned();
    Block { target, attribute: words.collect::<Vec<_>>().join(" "), text: String::new() }
}

/// Every case under `tests/fixtures`: `<rule>/<fail|pass>-<name>.md`, in the order of their paths.
///
/// # Panics
///
/// Where the folder cannot be read.
pub fn fixtures() -> Vec<Fixture> {
    let root = crate::workspace().join("tests").join("fixtures");
    let entries = |folder: &Path| {
        let mut paths: Vec<_> =
            std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
        paths.sort();
        paths
    };
    let name = |path: &Path| path.file_stem().expect("a name").to_string_lossy().into_owned();
    let cases = entries(&root)
        .into_iter()
        .flat_map(|folder| entries(&folder).into_iter().map(move |path| (folder.clone(), path)));
    cases
        .filter(|(_, path)| path.extension().is_some_and(|extension| extension == "md"))
        .map(|(folder, path)| Fixture {
            rule: name(&folder),
            name: name(&path),
            case: Case::read(&std::fs::read_to_string(&path).expect("a text"), "Was", "Is"),
            snapshot: path.with_extension("snap"),
        })
        .collect()
}

/// A case of `tests/fixtures`.
#[derive(Debug)]
pub struct Fixture {
    /// The rule whose folder it lies in.
    pub rule: String,
    /// Its file's name, which begins with `fail-` or `pass-`.
    pub name: String,
    /// The change.
    pub case: Case,
    /// Where its report is recorded.
    pub snapshot: std::path::PathBuf,
}
