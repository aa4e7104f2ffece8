//! What `lockstep classify` prints for machines.

use std::collections::BTreeMap;

use lockstep_core::envelope::Classification;
use serde::Serialize;

use crate::failure::ErrorDocument;

/// The value of `schema` in what `lockstep classify` prints.
pub const CLASSIFY_SCHEMA: &str = "lockstep-classify.v1";

/// What became of all envelopes: `lockstep classify --format json`, and the last line of `--format ndjson`.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClassifyDocument {
    /// The version of this form: `lockstep-classify.v1`.
    pub schema: &'static str,
    /// The version of lockstep.
    pub version: &'static str,
    /// The contract that was asked for: a service contract version, or `overlap`.
    pub contract: String,
    /// How many envelopes there are.
    pub total: u64,
    /// How many of them conform.
    pub conforming: u64,
    /// How many have which class, which is `conforming` or the id of a rule; only classes that occur.
    pub classes: BTreeMap<&'static str, u64>,
    /// The first envelopes that do not conform, in the order of the input; where the input is a single body, that body,
    /// whatever it is. Not there in `--format ndjson`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub examples: Option<Vec<Example>>,
    /// Why inputs could not be read.
    pub errors: Vec<ErrorDocument>,
}

/// One envelope: an example, or a line of `lockstep classify --format ndjson`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Example {
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
    /// Everything there is to say about it. Its places count from the beginning of the body.
    pub classification: Classification,
    /// Its violations as code frames.
    #[serde(skip)]
    pub(super) frames: String,
}

/// Where an envelope stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Place {
    /// The file as the user named it, or `standard input`.
    pub file: String,
    /// The line of the body or the record, from 1; null for a single body and in a HAR file.
    pub line: Option<u64>,
    /// The position in `log.entries` of a HAR file, from 0; null elsewhere.
    pub entry: Option<u64>,
}

/// The last line of `lockstep classify --format ndjson`.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Closing {
    /// What became of all envelopes, without examples.
    pub summary: ClassifyDocument,
}
