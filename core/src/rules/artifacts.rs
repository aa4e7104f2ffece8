//! The components' trilogy artifacts as their rules look at them.

use alloc::{borrow::Cow, boxed::Box, format, string::String};

use super::{Context, fields::missing_from};
use crate::{
    finding::Finding,
    inquiry::{Demand, Demanded},
    json::Node,
    source::DocumentKind,
};

/// A field of an artifact about which something is demanded.
pub(super) struct Asked<'c> {
    pub(super) kind: DocumentKind,
    pub(super) demand: &'c Demand,
    /// The object that has the field, or what lacks on the way to it.
    pub(super) place: Result<Place<'c>, Lack<'c>>,
}

/// Where a field stands.
pub(super) struct Place<'c> {
    /// The object that has it.
    pub(super) node: Cow<'c, Node<'c>>,
    /// Its key there.
    pub(super) key: &'c str,
    /// What messages call the object.
    whole: String,
}

/// An object or a field that is not there, or is something else.
pub(super) struct Lack<'c> {
    /// The keys that lead to it.
    pub(super) path: &'c str,
    pub(super) finding: Box<Finding>,
}

/// Every field of a readable artifact about which something is demanded.
pub(super) fn asked<'c>(context: &'c Context<'c>) -> impl Iterator<Item = Asked<'c>> {
    let artifacts = context.inquiry.components.known().into_iter().flat_map(|components| &components.artifacts);
    artifacts.filter_map(|artifact| Some((artifact, context.facts.object(artifact.document)?))).flat_map(
        |(artifact, node)| {
            let kind = artifact.document;
            artifact.demands.iter().map(move |demand| Asked { kind, demand, place: reach(kind, node, &demand.path) })
        },
    )
}

fn reach<'c>(kind: DocumentKind, node: &'c Node<'c>, path: &'c str) -> Result<Place<'c>, Lack<'c>> {
    let mut node = Cow::Borrowed(node);
    let mut whole = format!("the {}", kind.title());
    let mut key = path;
    while let Some((outer, inner)) = key.split_once('.') {
        let walked = path.get(..path.len() - inner.len() - 1).unwrap_or(path);
        let found = node.object(outer);
        if let Some(finding) = missing_from(kind, format_args!("{whole}"), outer, &found, "an object") {
            return Err(Lack { path: walked, finding: Box::new(finding) });
        }
        // INVARIANT: what is not missing is present.
        let Some(found) = found.present() else { break };
        node = Cow::Owned(found.value.clone());
        whole = format!("`{walked}`");
        key = inner;
    }
    Ok(Place { node, key, whole })
}

impl<'c> Asked<'c> {
    /// What is not there on the way to the field, the field itself, or a field of another type than is demanded.
    pub(super) fn lack(self) -> Option<Lack<'c>> {
        let Place { node, key, whole } = match self.place {
            Ok(place) => place,
            Err(lack) => return Some(lack),
        };
        let whole = format_args!("{whole}");
        let finding = match &self.demand.value {
            Demanded::Text(_) => missing_from(self.kind, whole, key, &node.string(key), "a string"),
            Demanded::Flag(_) => missing_from(self.kind, whole, key, &node.boolean(key), "a boolean"),
            Demanded::Names(_) => missing_from(self.kind, whole, key, &node.strings(key), "an array"),
        };
        Some(Lack { path: &self.demand.path, finding: Box::new(finding?) })
    }
}
