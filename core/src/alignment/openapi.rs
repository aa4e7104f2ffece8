//! What the OpenAPI file says, as a column of the matrix.

use alloc::{string::String, vec::Vec};

use super::voice::{Demand, Fields, Listed, Said, Speaker, Spoken, Voice};
use crate::{
    finding::Label,
    openapi::{Contract, EnvelopeSchema, Keys},
    source::DocumentKind,
    text::{Span, Spanned},
};

const DOCUMENT: DocumentKind = DocumentKind::OpenApi;

pub(super) fn voice(contract: &Contract) -> Voice {
    let mut voice = Voice::new(Speaker::OpenApi, DOCUMENT);
    let mut service: Vec<Spoken> = contract.version.iter().map(spoken).collect();
    let gap = service.is_empty().then(|| label(contract.info, "no `version` in here"));
    service.extend(contract.service_versions.iter().map(spoken));
    let api: Vec<Spoken> = contract.api_versions.iter().map(spoken).collect();
    let api_gap = api.is_empty().then(|| label(contract.schemas, "no schema gives `api_contract_version` a value"));
    voice.versions = [Said { statements: service, gap }, Said { statements: api, gap: api_gap }, Said::default()];
    let codes = contract.envelope.as_ref().and_then(|envelope| envelope.codes.as_ref());
    voice.codes = codes.map(|codes| Listed {
        codes: codes.value.iter().map(spoken).collect(),
        gap: label(codes.span, "should be listed here"),
    });
    voice.fields = contract.envelope.as_ref().map(fields);
    voice
}

fn fields(envelope: &EnvelopeSchema) -> Fields {
    let is_defined = |name: &String| envelope.properties.iter().any(|property| property.value == *name);
    let defined = envelope.properties.iter().map(|property| (Demand::Optional, spoken(property)));
    let required = envelope.required.iter().map(|required| {
        (if is_defined(&required.value) { Demand::Required } else { Demand::Undefined }, spoken(required))
    });
    Fields {
        said: defined.chain(required).collect(),
        gaps: gaps(envelope.keys),
        inner_gaps: Some(gaps(envelope.error_keys)),
    }
}

/// Where fields go that the object with these keys lacks.
fn gaps(keys: Keys) -> [Option<Label>; 3] {
    let required = label(keys.required, "should be required here");
    [Some(required), Some(label(keys.properties, "should be defined here")), None]
}

fn spoken(found: &Spanned<String>) -> Spoken {
    Spoken { text: found.value.clone(), document: DOCUMENT, span: found.span }
}

fn label(span: Span, text: &'static str) -> Label {
    Label::new(DOCUMENT, span, text)
}
