//! `lockstep.toml`: where a repository keeps its documents and its policy.

mod boundary;
mod evidence;
mod gate;
mod handoff;
mod located;
mod notice;
mod producer;
mod records;
mod remote;
mod role;

use std::str;

use lockstep_core::{
    source::DocumentKind,
    text::{quoted, visible},
};
use serde::Deserialize;

use crate::{
    base::AtomicSettings,
    failure::Failure,
    recovery::{FreezeSettings, RehearsalSettings, RollbackSettings},
    relative_path::RelativePath,
    suggestion,
    waivers::Waiver,
};
pub(crate) use boundary::{Boundary, Folder, Holder};
pub(crate) use records::{Cutover, CutoverDocument, Governance, GovernanceDocument, Phrase, Said, Text, said};

pub use evidence::EvidenceSettings;
pub use gate::GateSettings;
pub use handoff::{HandoffSettings, PinMatchSetting};
pub(crate) use notice::HolidayFile;
pub use notice::{Holiday, NamedHoliday, NoticeSettings, UtcOffset};
pub use producer::{
    ContractDocumentSettings, ProducerAlignment, ProducerBundle, ProducerChangelog, ProducerComponents,
    ProducerGenerate, ProducerHandoff, ProducerNotice, ProducerParity, ProducerRecords, ProducerRehearsal,
    ProducerSchemas, ProducerSettings, ProducerSlo,
};
pub(crate) use producer::{PRODUCER_MANIFEST, ProducerArtifact, STANDARD_RECORDS};
pub use remote::{Api, RemoteSettings};
pub use role::RoleSetting;

/// The name of the configuration file at the root of a repository.
pub const CONFIGURATION_FILE: &str = "lockstep.toml";

/// What `lockstep.toml` says; everything has a default, so an empty file is a good one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Configuration {
    /// Whose repository it is; by default a consumer's, or a producer's where only a producer's manifest is found.
    pub role: Option<RoleSetting>,
    /// The policy to judge by, a JSON file of the form that `lockstep policy` prints; without it,
    /// the embedded policy.
    pub policy: Option<RelativePath>,
    /// Where the documents stand.
    pub documents: Documents,
    /// What a rollback leaves behind.
    pub rollback: RollbackSettings,
    /// Where freezes are recorded.
    pub freeze: FreezeSettings,
    /// What a rehearsal of a rollback runs.
    pub rehearsal: RehearsalSettings,
    /// What has to change at once.
    pub atomic: AtomicSettings,
    /// Findings that may pass for a while.
    pub waivers: Vec<Waiver>,
    /// What findings call the file.
    #[serde(skip)]
    pub(crate) file: String,
    /// The whole file, for findings about it.
    #[serde(skip)]
    pub(crate) text: String,
    /// Documents that must name the baseline: `lockstep governance`.
    pub governance: Governance,
    /// The move to the next service contract and its records: `lockstep cutover`.
    pub cutover: Cutover,
    /// Where the consumer's source may speak of the service: `lockstep boundary`.
    pub boundary: Option<Boundary>,
    /// The check of the producer's handoff payload.
    pub handoff: HandoffSettings,
    /// The evidence that runs leave.
    pub evidence: EvidenceSettings,
    /// The gates of the repository: `lockstep gate`.
    pub gate: GateSettings,
    /// Where the producer's repository is asked.
    pub remote: RemoteSettings,
    /// The calendar by which the notice of an error code is counted.
    pub notice: NoticeSettings,
    /// Where things stand in a producer's repository.
    pub producer: ProducerSettings,
}

/// Where the documents stand, relative to the repository, with forward slashes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Documents {
    /// The integration pin; by default `config/memorykernel-integration-pin.json`.
    pub pin: Option<RelativePath>,
    /// The compatibility matrix; by default `docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md`.
    pub matrix: Option<RelativePath>,
    /// The mirror of the producer manifest; by default `config/memorykernel-producer-manifest.json`. In a producer's
    /// repository the manifest itself; by default `contracts/integration/v1/producer-contract-manifest.json`.
    pub manifest: Option<RelativePath>,
}

impl Documents {
    /// The place of a document, or `None` for its default.
    #[must_use]
    pub fn get(&self, kind: DocumentKind) -> Option<&RelativePath> {
        match kind {
            DocumentKind::Pin => self.pin.as_ref(),
            DocumentKind::Matrix => self.matrix.as_ref(),
            DocumentKind::Manifest => self.manifest.as_ref(),
            _ => None,
        }
    }
}

impl Configuration {
    /// Reads a configuration file; `file` names it in messages.
    pub(crate) fn read(bytes: &[u8], file: &str) -> Result<Self, Failure> {
        let text = match str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
                let valid = String::from_utf8_lossy(valid);
                let end = valid.len();
                return Err(Failure::new("the configuration is not UTF-8 text").about(file).at(&valid, end..end));
            }
        };
        let read: Self = toml::from_str(text).map_err(|error| failure(&error, text, file))?;
        if let Some(waiver) =
            read.waivers.iter().find(|waiver| waiver.document.is_none() && waiver.fingerprint.is_none())
        {
            return Err(Failure::new("a waiver names no finding")
                .about(file)
                .at(text, waiver.rule.span())
                .help("give the `fingerprint` of the finding, which `--format json` shows, or its `document`"));
        }
        Ok(Self { file: file.into(), text: text.into(), ..read })
    }
}

fn failure(error: &toml::de::Error, text: &str, file: &str) -> Failure {
    // Parsers of TOML may spread a message over several lines, a title is one.
    let message = error.message().lines().collect::<Vec<_>>().join(", ");
    let Some(span) = error.span() else {
        return Failure::new(format!("the configuration is faulty: {}", visible(&message))).about(file);
    };
    let key = text.get(span.clone()).unwrap_or_default().trim_matches(['"', '\'']);
    if !message.starts_with("unknown field") {
        return Failure::new(format!("the configuration is faulty: {}", visible(&message))).about(file).at(text, span);
    }
    let failure = Failure::new(format!("the configuration has no key {}", quoted(key))).about(file).at(text, span);
    // The parser lists the keys that may stand there, each between back ticks.
    let known: Vec<&str> = message.split('`').skip(3).step_by(2).collect();
    match suggestion::nearest(key, known.iter().copied()) {
        Some(known) => failure.help(format!("did you mean `{known}`?")),
        None => failure.help(format!("there are {}", known.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> String {
        Configuration::read(text.as_bytes(), "lockstep.toml").unwrap_err().human(false)
    }

    #[test]
    fn paths_are_read() {
        let text = "policy = \"ci/policy.json\"\n[documents]\npin = \"./pin.json\"\n";
        let configuration = Configuration::read(text.as_bytes(), "lockstep.toml").unwrap();
        assert_eq!(configuration.documents.pin.unwrap().as_str(), "pin.json");
        assert_eq!(configuration.policy.unwrap().as_str(), "ci/policy.json");
        assert_eq!(configuration.documents.matrix, None);
        let empty = Configuration { file: "lockstep.toml".into(), ..Configuration::default() };
        assert_eq!(Configuration::read(b"", "lockstep.toml"), Ok(empty));
    }

    #[test]
    fn an_unknown_key_is_located_and_guessed() {
        let text = refusal("[documents]\nmatirx = \"a.md\"\n");
        assert!(text.contains("no key `matirx`"), "{text}");
        assert!(text.contains("lockstep.toml:2:1"), "{text}");
        assert!(text.contains("did you mean `matrix`"), "{text}");
    }

    #[test]
    fn a_path_out_of_the_repository_is_located() {
        let text = refusal("[documents]\npin = \"../a.json\"\n");
        assert!(text.contains("must not leave the repository"), "{text}");
        assert!(text.contains("lockstep.toml:2:7"), "{text}");
    }

    #[test]
    fn faults_of_every_kind_are_refused() {
        for text in
            ["[documents", "policy = 1", "documents = 1", "policy = \"a\"\npolicy = \"b\"", "x", "= 1", "\u{feff}\u{0}"]
        {
            assert!(refusal(text).starts_with("error: the configuration"), "{}", refusal(text));
        }
        let failure = Configuration::read(b"policy = \"\xff\"", "f").unwrap_err();
        assert!(failure.human(false).contains("f:1:11"), "{}", failure.human(false));
        let deep = format!("policy = {}", "[".repeat(100_000));
        assert!(refusal(&deep).starts_with("error: the configuration"));
    }
}
