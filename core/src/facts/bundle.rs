//! What the producer's release evidence bundle says.

use alloc::{string::String, vec::Vec};
use core::ops::Deref;

use crate::{
    json::{self, Node},
    policy::Policy,
};

/// The fields of the release evidence bundle (`RELEASE_EVIDENCE_BUNDLE_LATEST.json`), each read where it is asked for.
#[derive(Clone, Copy, Debug)]
pub struct BundleFacts<'f, 'a> {
    node: &'f Node<'a>,
}

impl<'a> Deref for BundleFacts<'_, 'a> {
    type Target = Node<'a>;

    fn deref(&self) -> &Node<'a> {
        self.node
    }
}

impl<'f, 'a> BundleFacts<'f, 'a> {
    /// The version of the form that is read.
    pub const FORM: &'static str = "release-evidence-bundle.v1";
    /// The key of the form's version.
    pub const VERSION: &'static str = "evidence_bundle_version";
    /// The key of the instant at which the bundle was made.
    pub const GENERATED_AT: &'static str = "generated_at_utc";
    /// The key of the baseline that it is evidence for.
    pub const BASELINE: &'static str = "runtime_baseline";
    /// The key of what the producer's other documents state.
    pub const ASSERTIONS: &'static str = "policy_assertions";
    /// The key of the files, each with its digest.
    pub const ARTIFACTS: &'static str = "artifacts";
    /// The key of a file's place in the repository.
    pub const PATH: &'static str = "path";
    /// The key of a file's digest.
    pub const SHA256: &'static str = "sha256";
    /// The key of the commands that validate a release.
    pub const COMMANDS: &'static str = "required_validation_commands";
    /// The key of the mode of the published handoff payload.
    pub const HANDOFF_MODE: &'static str = "handoff_mode";

    pub(super) fn new(node: &'f Node<'a>) -> Self {
        Self { node }
    }

    /// The artifacts, where all of them are objects.
    pub fn artifacts(&self) -> Vec<Node<'a>> {
        self.node.nodes(Self::ARTIFACTS).present().map(|artifacts| artifacts.value.clone()).unwrap_or_default()
    }
}

/// What of a bundle a host has to look at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// The artifacts, each as its path and the digest that is stated for it, in order.
    pub artifacts: Vec<(String, String)>,
    /// The scripts of the repository that commands start, as they are written: `./scripts/verify.sh`.
    pub scripts: Vec<String>,
}

impl Listed {
    /// What the bytes of a bundle list; nothing where it cannot be read.
    pub fn read(bundle: &[u8], policy: &Policy) -> Self {
        let text = core::str::from_utf8(bundle).unwrap_or_default();
        let json = json::read(text, usize::from(policy.limits.json_depth));
        let Some(facts) = json.root.as_ref().map(BundleFacts::new) else { return Self::default() };
        let text = |artifact: &Node<'_>, key| Some(artifact.string(key).present()?.value.clone().into_owned());
        let artifacts = facts.artifacts();
        let artifacts = artifacts.iter().filter_map(|artifact| {
            Some((text(artifact, BundleFacts::PATH)?, text(artifact, BundleFacts::SHA256).unwrap_or_default()))
        });
        let commands = facts.node.strings(BundleFacts::COMMANDS);
        let commands = commands.present().into_iter().flat_map(|commands| &commands.value);
        let scripts = commands.filter_map(|command| script(command.value.as_deref().ok()?));
        Self { artifacts: artifacts.collect(), scripts: scripts.map(Into::into).collect() }
    }
}

/// The script of the repository that a command starts.
pub fn script(command: &str) -> Option<&str> {
    command.split_whitespace().next().filter(|word| word.starts_with("./"))
}
