//! What the manifest and the service-contract source declare, as columns of the matrix.

use alloc::{format, string::String, vec::Vec};

use super::voice::{Demand, Fields, Listed, Said, Speaker, Spoken, VERSIONS, Voice};
use crate::{
    facts::{ErrorCodeEntry, ManifestFacts, Text, stated},
    finding::Label,
    json::{Field, Node},
    source::DocumentKind,
    text::Span,
};

/// The key of the envelope's fields.
pub(crate) const ENVELOPE: &str = "non_2xx_envelope_policy";

/// The keys of its lists.
pub(crate) const LISTS: [(&str, Demand); 3] =
    [("requires", Demand::Required), ("optional", Demand::Optional), ("forbids", Demand::Forbidden)];

pub(super) fn manifest(manifest: &ManifestFacts<'_>) -> Voice {
    let document = DocumentKind::Manifest;
    let mut voice = Voice::new(Speaker::Manifest, document);
    voice.versions =
        VERSIONS.map(|value| manifest.baseline(value).map_or_else(Said::default, |text| said(document, text)));
    voice.codes = Some(listed(document, &manifest.error_codes));
    voice
}

pub(super) fn contract_source(node: &Node<'_>) -> Voice {
    let document = DocumentKind::ContractSource;
    let mut voice = Voice::new(Speaker::ContractSource, document);
    voice.versions = VERSIONS.map(|value| said(document, &node.string(value.manifest_key().unwrap_or_default())));
    voice.codes = Some(listed(document, &node.strings(ManifestFacts::ERROR_CODES)));
    voice.fields = node.object(ENVELOPE).present().map(|envelope| fields(&envelope.value));
    voice
}

fn said(document: DocumentKind, text: &Text<'_>) -> Said {
    match stated(text) {
        Some(text) => {
            let spoken = Spoken { text: text.value.trim().into(), document, span: text.span };
            Said { statements: Vec::from([spoken]), gap: None }
        }
        None => Said { statements: Vec::new(), gap: Some(Label::new(document, text.span(), "not stated")) },
    }
}

fn listed(document: DocumentKind, codes: &Field<Vec<ErrorCodeEntry<'_>>>) -> Listed {
    Listed {
        codes: codes.present().map(|codes| texts(document, &codes.value).collect()).unwrap_or_default(),
        gap: Label::new(document, closing(codes), "should stand before this bracket"),
    }
}

/// The entries of a list that are strings.
fn texts<'e>(document: DocumentKind, entries: &'e [ErrorCodeEntry<'_>]) -> impl Iterator<Item = Spoken> + 'e {
    entries.iter().filter_map(move |entry| {
        let text: String = entry.value.as_deref().ok()?.into();
        Some(Spoken { text, document, span: entry.span })
    })
}

/// The last byte of a value, its closing bracket.
fn closing<T>(field: &Field<T>) -> Span {
    let span = field.span();
    Span { start: span.end.saturating_sub(1).max(span.start), end: span.end }
}

fn fields(envelope: &Node<'_>) -> Fields {
    let document = DocumentKind::ContractSource;
    let mut fields = Fields::default();
    for ((key, demand), gap) in LISTS.into_iter().zip(&mut fields.gaps) {
        let names = envelope.strings(key);
        *gap = Some(Label::new(document, closing(&names), format!("`{key}` should name it before this bracket")));
        let names = names.present().map(|names| names.value.as_slice()).unwrap_or_default();
        fields.said.extend(texts(document, names).map(|name| (demand, name)));
    }
    fields
}
