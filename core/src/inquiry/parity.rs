use alloc::{collections::BTreeMap, string::String, vec::Vec};

use crate::source::{Content, DocumentKind, Source, Sources};

/// The contract packs of a producer's repository; their files are among the sources.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parity {
    /// The folder of the canonical pack, relative to the repository.
    pub canonical: String,
    /// The folders of the components' copies.
    pub copies: Vec<String>,
    /// How the names of a pack's files end; all count where none is given.
    pub endings: Vec<String>,
}

impl Parity {
    /// The files of the pack in `folder` by their paths below it, as far as they are there.
    pub(crate) fn files<'s, 'a>(&self, sources: &'s Sources<'a>, folder: &str) -> BTreeMap<&'s str, &'s Source<'a>> {
        let below = |source: &'s Source<'a>| {
            let path = source.name.strip_prefix(folder)?.strip_prefix('/')?;
            let counts = self.endings.is_empty() || self.endings.iter().any(|ending| path.ends_with(ending.as_str()));
            (counts && source.content != Content::Missing).then_some((path, source))
        };
        sources.iter().filter_map(below).collect()
    }

    /// The document that stands for the folder of a pack that is not there.
    pub(crate) fn absent(&self, sources: &Sources<'_>, folder: &str) -> Option<DocumentKind> {
        let absent = sources.iter().find(|source| source.name == folder && source.content == Content::Missing);
        absent.map(|source| source.kind)
    }
}
