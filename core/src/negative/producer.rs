//! Faults in a producer's documents: what the manifest states, stated otherwise.

use alloc::{format, string::String, vec::Vec};

use memchr::memmem;

use super::{Finder, Fixture, present, replaced, trio::other};
use crate::{
    facts::{BaselineValue, BundleFacts, Facts, ManifestFacts, SloFacts, stated},
    inquiry::{Inquiry, Standing},
    policy::Policy,
    rules::Group,
    source::{DocumentKind, Source, Sources},
    text::{Span, quoted},
};

/// What comes in the place of an error code.
const UNHEARD_OF: &str = "unheard_of";

/// What comes in the place of a threshold.
const ANOTHER_NUMBER: &str = "99.5";

/// The key of a schema's name.
const NAME_OF_A_SCHEMA: &[u8] = b"\"$id\"";

/// What a document has in common with the manifest, and the check that compares them.
struct Stated {
    check: Group,
    values: &'static [BaselineValue],
    codes: bool,
}

const RELEASE: &[BaselineValue] = &[
    BaselineValue::ReleaseTag,
    BaselineValue::CommitSha,
    BaselineValue::ServiceContract,
    BaselineValue::ApiContract,
    BaselineValue::IntegrationBaseline,
];
const VERSIONS: &[BaselineValue] =
    &[BaselineValue::ServiceContract, BaselineValue::ApiContract, BaselineValue::IntegrationBaseline];

impl Stated {
    fn of(kind: DocumentKind) -> Option<Self> {
        let stated = |check, values, codes| Some(Self { check, values, codes });
        match kind {
            DocumentKind::Runtime(_) => stated(Group::Alignment, &[BaselineValue::ServiceContract], false),
            DocumentKind::OpenApi => stated(Group::Alignment, &[BaselineValue::ServiceContract], true),
            DocumentKind::ContractDocument(_) => {
                stated(Group::Alignment, &[BaselineValue::ServiceContract, BaselineValue::ApiContract], false)
            }
            DocumentKind::ContractSource => stated(Group::Alignment, VERSIONS, true),
            DocumentKind::Rehearsal => stated(Group::Rehearsal, &[], true),
            DocumentKind::Bundle => stated(Group::Bundle, RELEASE, true),
            _ => None,
        }
    }
}

pub(super) fn add<'a>(
    fixtures: &mut Vec<Fixture<'a>>,
    sources: &Sources<'a>,
    facts: &Facts<'_>,
    inquiry: &Inquiry<'_>,
) {
    let Some(manifest) = &facts.manifest.facts else { return };
    for source in sources.iter() {
        let Some(Stated { check, values, codes }) = Stated::of(source.kind) else { continue };
        if inquiry.standing(check) != Standing::Known {
            continue;
        }
        let mut change = |what: String, was: &str, is: &str| {
            let spans = places(source.as_bytes(), was);
            if !spans.is_empty() {
                fixtures.push(Fixture {
                    what,
                    check,
                    source: replaced(source, &spans, is),
                    finder: Finder::AnyOf(check),
                });
            }
        };
        for value in values {
            if let Some(text) = manifest.baseline(*value).and_then(stated) {
                change(format!("another {}", value.title()), text.value, &other(*value, text.value));
            }
        }
        for code in manifest_codes(manifest).filter(|_| codes) {
            change(format!("an unknown error code in place of {}", quoted(code)), code, UNHEARD_OF);
        }
    }
}

/// The manifest with another service contract that the policy knows, which only the other documents tell from the right
/// one.
pub(super) fn add_drift<'a>(
    fixtures: &mut Vec<Fixture<'a>>,
    sources: &Sources<'a>,
    facts: &Facts<'_>,
    (policy, inquiry): (&Policy, &Inquiry<'_>),
) {
    let runs = facts.baseline(BaselineValue::ServiceContract).filter(|_| inquiry.alignment.known().is_some());
    let Some((source, runs)) = present(sources, DocumentKind::Manifest).zip(runs) else { return };
    if let Some(other) = policy.service_contracts.keys().find(|known| *known != runs.value) {
        fixtures.push(Fixture {
            what: format!("the service contract {}", quoted(other)),
            check: Group::Alignment,
            source: replaced(source, &[runs.span], &format!("\"{other}\"")),
            finder: Finder::AnyOf(Group::Alignment),
        });
    }
}

/// Schemas without their name, and a file of each copy of the contract pack changed or gone.
pub(super) fn add_packs<'a>(fixtures: &mut Vec<Fixture<'a>>, sources: &Sources<'a>, inquiry: &Inquiry<'_>) {
    let mut push = |what: &str, check, source, rule| {
        fixtures.push(Fixture { what: what.into(), check, source, finder: Finder::Rule(rule) });
    };
    if inquiry.schemas.known().is_some() {
        for source in sources.iter().filter(|source| matches!(source.kind, DocumentKind::Schema(_))) {
            let key = memmem::find_iter(source.as_bytes(), NAME_OF_A_SCHEMA);
            let spans: Vec<Span> = key.map(|at| Span::new(at, at + NAME_OF_A_SCHEMA.len())).collect();
            push(
                "an empty key in place of `$id`",
                Group::Schemas,
                replaced(source, &spans, "\"\""),
                "schema-empty-key",
            );
        }
    }
    let Some(parity) = inquiry.parity.known() else { return };
    for file in parity.copies.iter().filter_map(|copy| parity.files(sources, copy).into_values().next()) {
        let end = file.as_bytes().len();
        let blank = replaced(file, &[Span::new(end, end)], " ");
        push("one blank more at its end", Group::Parity, blank, "parity-content");
        push("no file", Group::Parity, Source::missing(file.kind, file.name.clone()), "parity-file-missing");
    }
}

/// Digests of other files in the evidence bundle, and thresholds that the document of the objectives does not state.
pub(super) fn add_evidence<'a>(
    fixtures: &mut Vec<Fixture<'a>>,
    sources: &Sources<'a>,
    facts: &Facts<'_>,
    inquiry: &Inquiry<'_>,
) {
    let mut replace = |(check, kind), what, span: Span, text: &str, rule| {
        if let Some(source) = present(sources, kind) {
            let source = replaced(source, &[span], text);
            fixtures.push(Fixture { what, check, source, finder: Finder::Rule(rule) });
        }
    };
    let bundle = facts.bundle().filter(|_| inquiry.bundle.known().is_some());
    for artifact in bundle.iter().flat_map(BundleFacts::artifacts) {
        let path = artifact.string(BundleFacts::PATH);
        let digest = artifact.string(BundleFacts::SHA256);
        if let (Some(path), Some(digest)) = (stated(&path), stated(&digest)) {
            let what = format!("another digest of {}", quoted(path.value));
            let of_another = format!("\"{}\"", other(BaselineValue::ManifestSha256, digest.value));
            replace((Group::Bundle, DocumentKind::Bundle), what, digest.span, &of_another, "bundle-digest");
        }
    }
    let Some(slo) = facts.slo().filter(|_| inquiry.slo.known().is_some()) else { return };
    let groups = [(SloFacts::LATENCIES, SloFacts::OF_LATENCIES), (SloFacts::RATES, SloFacts::OF_RATES)];
    for (group, key) in groups.into_iter().flat_map(|(group, keys)| keys.map(|key| (group, key))) {
        let group = slo.object(group);
        if let Some(number) = group.present().and_then(|group| group.value.number(key).present().copied()) {
            let what = format!("another {}", quoted(key));
            replace((Group::Slo, DocumentKind::SloPolicy), what, number.span, ANOTHER_NUMBER, "slo-document");
        }
    }
}

fn manifest_codes<'f>(manifest: &'f ManifestFacts<'_>) -> impl Iterator<Item = &'f str> {
    let entries = manifest.error_codes.present().map(|codes| codes.value.as_slice()).unwrap_or_default();
    entries.iter().filter_map(|entry| entry.value.as_deref().ok())
}

/// Where a word stands that is no part of a longer one.
fn places(bytes: &[u8], word: &str) -> Vec<Span> {
    let continues = |at: Option<usize>| {
        let byte = at.and_then(|at| bytes.get(at)).copied().unwrap_or_default();
        byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'/' | b'-')
    };
    memmem::find_iter(bytes, word.as_bytes())
        .filter(|at| !continues(at.checked_sub(1)) && !continues(Some(at + word.len())))
        .map(|at| Span::new(at, at + word.len()))
        .collect()
}
