//! What holds for every repository of one run.

use lockstep_core::{api::Engine, date::Date, inquiry::Role};

use crate::{
    configuration::{Configuration, Documents},
    scope::Scope,
};

/// The form of what is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OutputFormat {
    /// Code frames and sentences for people.
    #[default]
    Human,
    /// JSON for machines.
    Json,
}

/// How the repositories of one run are judged and printed; the same for all of them.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The engine for repositories that name no policy of their own.
    pub(crate) engine: Engine,
    /// Whether the command line named the policy, so that no repository's own counts.
    pub(crate) policy_is_given: bool,
    /// The configuration that the command line named in place of the repositories' own.
    pub(crate) configuration: Option<Configuration>,
    /// Places of documents that the command line named.
    pub(crate) documents: Documents,
    /// Whose repositories they are, if the user says so.
    pub(crate) role: Option<Role>,
    /// Today.
    pub(crate) today: Date,
    /// What of a repository is judged.
    pub(crate) scope: Scope,
    /// The form of what is printed.
    pub(crate) format: OutputFormat,
    /// Whether passes and mere warnings are not worth a word.
    pub(crate) quiet: bool,
    /// Whether standard output is coloured.
    pub(crate) color: bool,
}
