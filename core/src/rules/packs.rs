//! The contract packs as their rules look at them: the canonical one, and each copy beside it.

use alloc::{collections::BTreeMap, format, string::String};

use super::Context;
use crate::{
    finding::Sink,
    json::Node,
    source::{DocumentKind, Source},
};

/// Why a rule that compares packs cannot run.
const NO_PACKS: &str = "there are no two contract packs to compare";

/// A component's copy of the canonical pack, both with at least one file.
pub(super) struct Copy<'c> {
    /// Its folder.
    pub(super) folder: &'c str,
    /// Its files by their paths below the folder.
    pub(super) files: BTreeMap<&'c str, &'c Source<'c>>,
    /// The files of the canonical pack, in the same way.
    pub(super) canonical: BTreeMap<&'c str, &'c Source<'c>>,
}

impl<'c> Copy<'c> {
    /// Every copy that can be compared; skips the rule where there is none.
    pub(super) fn each(context: &'c Context<'c>, sink: &mut Sink, mut check: impl FnMut(&Self, &mut Sink)) {
        let Some(parity) = context.inquiry.parity.known() else { return };
        let canonical = parity.files(context.sources, &parity.canonical);
        let mut compared = false;
        for folder in parity.copies.iter().filter(|_| !canonical.is_empty()) {
            let files = parity.files(context.sources, folder);
            if !files.is_empty() {
                compared = true;
                check(&Self { folder, files, canonical: canonical.clone() }, sink);
            }
        }
        if !compared {
            sink.skip(NO_PACKS);
        }
    }

    /// The files that stand in both packs: path, copy and canonical file.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&'c str, &'c Source<'c>, &'c Source<'c>)> {
        self.files.iter().filter_map(|(path, copy)| Some((*path, *copy, *self.canonical.get(path)?)))
    }

    /// The name that findings give a file of this copy.
    pub(super) fn name(&self, path: &str) -> String {
        format!("{}/{path}", self.folder)
    }
}

/// The schemas of the canonical pack that could be read, where they are judged.
pub(super) fn schemas<'c>(context: &'c Context<'c>) -> impl Iterator<Item = (DocumentKind, &'c Node<'c>)> {
    let kinds = context.sources.iter().map(|source| source.kind);
    let schemas = kinds.filter(|kind| matches!(kind, DocumentKind::Schema(_)));
    schemas.filter_map(|kind| Some((kind, context.facts.object(kind)?)))
}
