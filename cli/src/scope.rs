//! What of a repository is judged: which checks, against what, by which variables of the environment.

use std::{collections::BTreeMap, fmt};

use clap::builder::PossibleValue;
use lockstep_core::inquiry::Role;

use crate::{
    base::BaseArguments,
    failure::Failure,
    gather::HandoffOptions,
    request::{Reply, Request},
    task::Host,
};

/// A check of `lockstep check`; each but the first is a command of its own, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Check {
    Documents,
    Atomic,
    Remote,
    Handoff,
    Cutover,
    Governance,
    Boundary,
    Manifest,
    Alignment,
    Parity,
    Components,
    Schemas,
    Rehearsal,
    Bundle,
    Slo,
    Status,
    Decision,
    Notice,
    Changelog,
}

impl Check {
    /// Every check, those of a consumer first.
    const ALL: [Self; 19] = [
        Self::Documents,
        Self::Atomic,
        Self::Remote,
        Self::Cutover,
        Self::Governance,
        Self::Boundary,
        Self::Handoff,
        Self::Manifest,
        Self::Alignment,
        Self::Parity,
        Self::Components,
        Self::Schemas,
        Self::Rehearsal,
        Self::Bundle,
        Self::Slo,
        Self::Status,
        Self::Decision,
        Self::Notice,
        Self::Changelog,
    ];

    /// The checks of a role.
    pub(crate) fn of(role: Role) -> &'static [Self] {
        let (consumer, producer) = Self::ALL.split_at(6);
        match role {
            Role::Consumer => Self::ALL.get(..7).unwrap_or(consumer),
            Role::Producer => producer,
        }
    }

    /// The name of the check and of its command.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Atomic => "atomic",
            Self::Remote => "remote",
            Self::Handoff => "handoff",
            Self::Cutover => "cutover",
            Self::Governance => "governance",
            Self::Boundary => "boundary",
            Self::Manifest => "manifest",
            Self::Alignment => "alignment",
            Self::Parity => "parity",
            Self::Components => "components",
            Self::Schemas => "schemas",
            Self::Rehearsal => "rehearsal",
            Self::Bundle => "bundle",
            Self::Slo => "slo",
            Self::Status => "status",
            Self::Decision => "decision",
            Self::Notice => "notice",
            Self::Changelog => "changelog",
        }
    }

    /// The check of a command.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|check| check.name() == name)
    }

    /// What it judges, in a line.
    pub(crate) const fn summary(self) -> &'static str {
        match self {
            Self::Documents => "Judges pin, matrix and mirror against each other and the policy",
            Self::Atomic => "Judges whether a change of the baseline is a whole one",
            Self::Remote => "Judges the pin by the producer's repository",
            Self::Handoff => "Judges the producer's handoff payload",
            Self::Cutover => "Judges the recorded decision on the service contract in force",
            Self::Governance => "Judges whether documents name the baseline as they must",
            Self::Boundary => "Judges where the consumer's source speaks of the service",
            Self::Manifest => "Judges the producer's manifest by the policy",
            Self::Alignment => "Judges whether source, OpenAPI, documents and manifest say one thing",
            Self::Parity => "Judges whether the components' contract packs are the canonical one",
            Self::Components => "Judges the components' trilogy artifacts",
            Self::Schemas => "Judges the schemas of the contract pack",
            Self::Rehearsal => "Judges the payload of a rehearsal",
            Self::Bundle => "Judges the release evidence bundle, digests included",
            Self::Slo => "Judges the objectives for the service",
            Self::Status => "Judges whether the status document names the manifest's baseline",
            Self::Decision => "Judges the producer's recorded decision on the service contract in force",
            Self::Notice => "Judges whether new error codes were announced in time",
            Self::Changelog => "Judges whether the changelog says what the release means for consumers",
        }
    }
}

impl clap::ValueEnum for Check {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(self.summary()))
    }
}

/// Whether a check is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// It is not.
    No,
    /// Where the repository and the environment give what it needs.
    IfPossible,
    /// The user named it.
    Yes,
}

/// What of a repository is judged.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    /// The checks that the user named; where none is, all that are possible.
    pub(crate) only: Vec<Check>,
    /// Whether the user asked for the producer's repository, whatever is configured.
    pub(crate) remote: bool,
    /// Whether the run stays off the network, whatever is configured.
    pub(crate) offline: bool,
    /// The variables that are set, of those that checks look at; none for many repositories at once, since the
    /// environment speaks of one.
    pub(crate) environment: Environment,
    /// What the command line says about the handoff payload.
    pub(crate) handoff: HandoffOptions,
    /// What the command line says about the base of the change.
    pub(crate) base: BaseArguments,
}

impl Scope {
    /// The scope for the base of a change, which has no base of its own; the producer is asked about the present pin alone.
    pub(crate) fn of_the_past(&self, base_variables: &[&'static str]) -> Self {
        let mut past = Self { base: BaseArguments::default(), remote: false, offline: true, ..self.clone() };
        past.environment.0.retain(|name, _| !base_variables.contains(name));
        past
    }

    /// Refuses checks that a repository of that role does not have.
    pub(crate) fn fits(&self, role: Role) -> Result<(), Failure> {
        let checks = Check::of(role);
        let Some(check) = self.only.iter().find(|check| !checks.contains(check)) else { return Ok(()) };
        let names: Vec<&str> = checks.iter().map(|check| check.name()).collect();
        let failure = Failure::new(format!("a {} has no check `{}`", role.as_str(), check.name()));
        Err(failure.help(format!("its checks are {}", names.join(", "))))
    }

    /// Whether a check is wanted.
    pub(crate) fn wants(&self, check: Check) -> Wanted {
        match self.only.as_slice() {
            [] if self.remote && check == Check::Remote => Wanted::Yes,
            [] => Wanted::IfPossible,
            // One of several: whoever has no token judges the others.
            [_, _, ..] if check == Check::Remote && self.only.contains(&check) && !self.remote => Wanted::IfPossible,
            only if only.contains(&check) => Wanted::Yes,
            _ => Wanted::No,
        }
    }
}

/// Variables of the environment with their values; `Debug` shows only their names, since some hold tokens.
#[derive(Clone, Default)]
pub(crate) struct Environment(BTreeMap<&'static str, String>);

impl fmt::Debug for Environment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.0.keys()).finish()
    }
}

impl Environment {
    /// Asks the host for variables.
    pub(crate) async fn read(host: &Host, names: impl IntoIterator<Item = &'static str>) -> Self {
        let names: Vec<&'static str> = names.into_iter().collect();
        let requests = names.iter().map(|name| Request::Environment { name: (*name).into() }).collect();
        let replies = host.each(requests).await;
        let set = names.into_iter().zip(replies).filter_map(|(name, reply)| match reply {
            Reply::Text(text) => Some((name, text)),
            _ => None,
        });
        Self(set.collect())
    }

    /// The value of a variable without white space around it; `None` where it is not set or blank.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
    }
}
