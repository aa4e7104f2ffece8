//! What documents must state: `governance` and `cutover`.

use std::collections::BTreeMap;

use lockstep_core::{
    inquiry::{self, PLACEHOLDERS, TemplateError},
    text::quoted,
};
use serde::{Deserialize, Deserializer};

use super::located::located;
use crate::{relative_path::RelativePath, suggestion};

/// Documents that must name the baseline.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Governance {
    /// The documents; one may be named more than once, such as for two of its sections.
    pub documents: Vec<GovernanceDocument>,
}

/// A document that must exist, and what it must state.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GovernanceDocument {
    /// Where it stands.
    pub path: RelativePath,
    /// The title of the heading under which all of it must stand; by default anywhere.
    pub section: Option<String>,
    /// Whether it must carry a line `Updated: YYYY-MM-DD`.
    #[serde(default)]
    pub updated: bool,
    /// Lines of the form `label: value` that it must have.
    #[serde(default)]
    pub statements: Vec<Statement>,
    /// Words that must stand together somewhere in it.
    #[serde(default)]
    pub phrases: Vec<Phrase>,
    /// Commands that it must name; they count in code, too.
    #[serde(default)]
    pub commands: Vec<Text>,
    /// What it must state besides, by the service contract that is pinned; any other contract is refused.
    #[serde(default)]
    pub by_contract: BTreeMap<String, Said>,
}

/// The move from one service contract to the next, and the records of the decision on it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cutover {
    /// The API contract version that stays pinned.
    pub api_contract: Option<String>,
    /// The integration baseline that stays pinned.
    pub integration_baseline: Option<String>,
    /// The records.
    pub documents: Vec<CutoverDocument>,
}

/// A record that must exist, and what it must state.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CutoverDocument {
    /// Where it stands.
    pub path: RelativePath,
    /// The title of the heading under which all of it must stand; by default anywhere.
    pub section: Option<String>,
    /// Lines of the form `label: value` that it must have.
    #[serde(default)]
    pub statements: Vec<Statement>,
    /// Words that must stand together somewhere in it.
    #[serde(default)]
    pub phrases: Vec<Phrase>,
    /// What it must state besides, by the service contract that is pinned; any other contract is refused.
    #[serde(default)]
    pub by_contract: BTreeMap<String, Said>,
}

/// What a document must state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Said {
    /// Lines of the form `label: value` that it must have.
    pub statements: Vec<Statement>,
    /// Words that must stand together somewhere in it.
    pub phrases: Vec<Phrase>,
}

/// A line of the form `label: value`, as it may be written in Markdown: `` - Release tag: `{release_tag}` ``.
/// Placeholders stand for values of the pin: `{repository}`, `{release_tag}`, `{commit_sha}`, `{service_contract}`,
/// `{api_contract}`, `{integration_baseline}`, `{manifest_sha256}`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Statement(#[cfg_attr(feature = "schema", schemars(with = "String"))] inquiry::Statement);

impl<'de> Deserialize<'de> for Statement {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        located(deserializer)
    }
}

impl TryFrom<String> for Statement {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        inquiry::Statement::read(&text).map(Self).map_err(|error| fault(&error))
    }
}

/// Words that must stand together, with the placeholders of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Phrase(#[cfg_attr(feature = "schema", schemars(with = "String"))] inquiry::Template);

impl<'de> Deserialize<'de> for Phrase {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        located(deserializer)
    }
}

impl TryFrom<String> for Phrase {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        inquiry::Template::read(&text).map(Self).map_err(|error| fault(&error))
    }
}

/// A text that is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Text(String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        located(deserializer)
    }
}

impl TryFrom<String> for Text {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text.trim().is_empty() { Err(fault(&TemplateError::Empty)) } else { Ok(Self(text)) }
    }
}

impl Text {
    /// The texts of a list.
    pub(crate) fn all(texts: &[Self]) -> Vec<String> {
        texts.iter().map(|text| text.0.clone()).collect()
    }
}

impl Phrase {
    /// The words as a template.
    pub(crate) fn template(&self) -> &inquiry::Template {
        &self.0
    }
}

/// What a document must say.
pub(crate) fn said(statements: &[Statement], phrases: &[Phrase]) -> inquiry::Said {
    inquiry::Said {
        statements: statements.iter().map(|statement| statement.0.clone()).collect(),
        phrases: phrases.iter().map(|phrase| phrase.0.clone()).collect(),
    }
}

fn fault(error: &TemplateError) -> String {
    match error {
        TemplateError::Empty => "an empty text is no demand".into(),
        TemplateError::NoStatement => "a statement has the form `label: value`, and no placeholder in its label".into(),
        TemplateError::UnknownPlaceholder(name) => {
            let unknown = format!("there is no placeholder {}", quoted(&format!("{{{name}}}")));
            match suggestion::nearest(name, PLACEHOLDERS) {
                Some(known) => format!("{unknown}; did you mean `{{{known}}}`?"),
                None => format!("{unknown}; there are `{{{}}}`", PLACEHOLDERS.join("}`, `{")),
            }
        }
    }
}
