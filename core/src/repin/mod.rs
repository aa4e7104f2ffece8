//! Moving to another producer release: the new pin, matrix and mirror, computed as one change.
//!
//! What is no baseline value keeps its bytes: order of keys, indentation, line ends, prose, other rows. Nothing is judged
//! here: the caller checks the result as it checks any other three documents.

pub mod diff;
mod edits;
mod matrix;
mod pin;
mod pull_request;
mod row;

use alloc::{borrow::Cow, format, string::String, vec::Vec};
use core::str;

use semver::Version;

pub use pull_request::pull_request;

use crate::{
    date::Date,
    facts::{BaselineValue, Facts, ManifestFacts, PinFacts, sha256, stated},
    json,
    policy::Policy,
    source::{Content, DocumentKind, Source, Sources},
    text::{Span, Spanned, quoted},
};

/// The values that pin, matrix and mirror share, as far as they are stated; without the repository, which stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline(Vec<(BaselineValue, String)>);

impl Baseline {
    /// A value.
    pub fn get(&self, value: BaselineValue) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == value).map(|(_, text)| text.as_str())
    }

    /// A value, or an empty text.
    pub fn text(&self, value: BaselineValue) -> &str {
        self.get(value).unwrap_or_default()
    }

    /// What a pin states.
    pub fn of_pin(pin: &PinFacts<'_>) -> Self {
        let said = |value| Some((value, stated(pin.baseline(value))?.value.into()));
        Self(
            BaselineValue::ALL
                .into_iter()
                .filter(|value| *value != BaselineValue::Repository)
                .filter_map(said)
                .collect(),
        )
    }

    /// What a manifest states, and its hash.
    ///
    /// # Errors
    ///
    /// The first value that it does not state, with its place.
    fn of_manifest(manifest: &ManifestFacts<'_>, bytes: &[u8]) -> Result<Self, Spanned<String>> {
        let mut values = Vec::new();
        for value in BaselineValue::ALL {
            let Some(field) = manifest.baseline(value) else { continue };
            let text = stated(field).ok_or_else(|| Spanned {
                value: format!("the manifest does not state {}", quoted(value.manifest_key().unwrap_or_default())),
                span: field.span(),
            })?;
            values.push((value, text.value.into()));
        }
        values.push((BaselineValue::ManifestSha256, sha256(bytes)));
        Ok(Self(values))
    }
}

/// The consumer's side of an approved pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consumer {
    /// The application's version.
    pub version: String,
    /// The commit that was validated, as long as the matrix has it.
    pub commit: String,
}

/// The three documents on another release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repin {
    /// What the present pin states.
    pub from: Baseline,
    /// What the new documents state.
    pub to: Baseline,
    /// The new pin.
    pub pin: Vec<u8>,
    /// The new matrix.
    pub matrix: Vec<u8>,
    /// The new mirror: the manifest's bytes.
    pub manifest: Vec<u8>,
}

impl Repin {
    /// The new documents, in the order of findings.
    pub fn documents(&self) -> [(DocumentKind, &[u8]); 3] {
        let Self { pin, matrix, manifest, .. } = self;
        [(DocumentKind::Pin, pin), (DocumentKind::Matrix, matrix), (DocumentKind::Manifest, manifest)]
    }

    /// The new documents under the names of the present ones.
    pub fn sources<'s>(&'s self, present: &'s Sources<'_>) -> Sources<'s> {
        let [pin, matrix, manifest] = self
            .documents()
            .map(|(kind, bytes)| Source::bytes(kind, present.get(kind).name.as_ref(), Cow::Borrowed(bytes)));
        Sources::new(pin, matrix, manifest)
    }
}

/// Why the documents cannot move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// One of the present documents is not as it has to be, at this place.
    Document(DocumentKind, Spanned<String>),
    /// The new manifest cannot be used, for this reason at this place.
    Manifest(Spanned<String>),
    /// The new release is older than the pinned one.
    Downgrade {
        /// The pinned release tag.
        pinned: String,
        /// The release tag of the new manifest.
        offered: String,
    },
}

/// Computes the documents on the release of `manifest`.
///
/// # Errors
///
/// See [`Refusal`]. Whether the result keeps the policy is for the caller to check.
pub fn plan(
    policy: &Policy,
    present: &Sources<'_>,
    manifest: &[u8],
    consumer: &Consumer,
    today: Date,
) -> Result<Repin, Refusal> {
    let to = offered(policy, manifest)?;
    let facts = Facts::of_trio(present, policy);
    let pin_facts = facts.pin.facts.as_ref();
    let from = pin_facts.map(Baseline::of_pin).unwrap_or_default();
    if let (Some(pinned), Some(offered)) = (from.get(BaselineValue::ReleaseTag), to.get(BaselineValue::ReleaseTag))
        && is_older(offered, pinned)
    {
        return Err(Refusal::Downgrade { pinned: pinned.into(), offered: offered.into() });
    }
    let depth = usize::from(policy.limits.json_depth);
    let refused = |kind| move |fault| Refusal::Document(kind, fault);
    let pin = pin::edited(text(present, DocumentKind::Pin)?, depth, &to).map_err(refused(DocumentKind::Pin))?;
    let matrix = matrix::edited(text(present, DocumentKind::Matrix)?, &policy.matrix, &to, consumer, today)
        .map_err(refused(DocumentKind::Matrix))?;
    Ok(Repin { from, to, pin: pin.into(), matrix: matrix.into(), manifest: manifest.into() })
}

/// The baseline that a manifest offers.
///
/// # Errors
///
/// [`Refusal::Manifest`], where it is no manifest or states not all of a baseline.
pub fn offered(policy: &Policy, manifest: &[u8]) -> Result<Baseline, Refusal> {
    if manifest.len() as u64 > policy.limits.document_bytes {
        let value = format!("the manifest has {} bytes, more than the policy allows", manifest.len());
        return Err(Refusal::Manifest(Spanned { value, span: Span::default() }));
    }
    let text = str::from_utf8(manifest).map_err(|error| {
        let at = error.valid_up_to();
        Refusal::Manifest(Spanned { value: "the manifest is not UTF-8 text".into(), span: Span::new(at, at) })
    })?;
    let json = json::read(text, usize::from(policy.limits.json_depth));
    match (json.root, json.faults.into_iter().next()) {
        (Some(root), None) => Baseline::of_manifest(&ManifestFacts::read(&root), manifest).map_err(Refusal::Manifest),
        (_, fault) => {
            let fault = fault.map(json::Fault::stated).unwrap_or_default();
            let value = format!("the manifest is faulty: {}", fault.value);
            Err(Refusal::Manifest(Spanned { value, span: fault.span }))
        }
    }
}

/// Whether the documents stand on `to` already: the pin states it and the mirror has its bytes.
pub fn is_pinned(present: &Sources<'_>, policy: &Policy, to: &Baseline) -> bool {
    let facts = Facts::of_trio(present, policy);
    let mirror = sha256(present.get(DocumentKind::Manifest).as_bytes());
    facts.pin.facts.as_ref().is_some_and(|pin| Baseline::of_pin(pin) == *to)
        && to.get(BaselineValue::ManifestSha256) == Some(mirror.as_str())
}

/// Whether a text is a release tag, `v` and a SemVer version.
pub fn is_release(tag: &str) -> bool {
    version(tag).is_some()
}

/// Whether a release is older than another; texts that are no release tags are not.
pub fn is_older(tag: &str, than: &str) -> bool {
    matches!((version(tag), version(than)), (Some(tag), Some(than)) if tag < than)
}

fn version(tag: &str) -> Option<Version> {
    Version::parse(tag.strip_prefix('v')?).ok()
}

/// A present document as text.
fn text<'s>(present: &'s Sources<'_>, kind: DocumentKind) -> Result<&'s str, Refusal> {
    let refused =
        |value: &str, at: usize| Refusal::Document(kind, Spanned { value: value.into(), span: Span::new(at, at) });
    match &present.get(kind).content {
        Content::Bytes(bytes) => {
            str::from_utf8(bytes).map_err(|error| refused("it is not UTF-8 text", error.valid_up_to()))
        }
        Content::Missing => Err(refused("it does not exist", 0)),
        _ => Err(refused("it could not be read", 0)),
    }
}
