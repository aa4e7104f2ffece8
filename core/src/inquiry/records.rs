use alloc::{borrow::ToOwned, collections::BTreeMap, string::String, vec::Vec};

use crate::{facts::BaselineValue, source::DocumentKind};

/// What documents must state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Records {
    /// The documents, each with what is demanded of it; a document may be there more than once.
    pub documents: Vec<Record>,
    /// Values that the baseline must keep, whatever contract is in force.
    pub fixed: Vec<(BaselineValue, String)>,
}

impl Records {
    /// Whether anything is demanded of that document.
    pub(crate) fn name(&self, kind: DocumentKind) -> bool {
        self.documents.iter().any(|record| record.document == kind)
    }
}

/// What one document must state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The document, which is among the sources.
    pub document: DocumentKind,
    /// The heading under which all of it must stand; anywhere where there is none.
    pub section: Option<String>,
    /// Whether it must say when it was updated.
    pub updated: bool,
    /// Commands that it must name.
    pub commands: Vec<String>,
    /// What it must say, whatever contract is in force.
    pub always: Said,
    /// What it must say besides while a service contract is in force; a contract that is not listed is none that it knows.
    pub by_contract: BTreeMap<String, Said>,
}

/// What a document must say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Lines of the form `label: value`.
    pub statements: Vec<Statement>,
    /// Words that must stand together somewhere.
    pub phrases: Vec<Template>,
}

/// A text without markup, with placeholders such as `{release_tag}` for values of the baseline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Value(BaselineValue),
}

/// The name of the placeholder of each value, in the order of [`BaselineValue::ALL`].
pub const PLACEHOLDERS: [&str; 7] = [
    "repository",
    "release_tag",
    "commit_sha",
    "service_contract",
    "api_contract",
    "integration_baseline",
    "manifest_sha256",
];

/// Why a text is no template or statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateError {
    /// It says nothing.
    Empty,
    /// No placeholder has this name.
    UnknownPlaceholder(String),
    /// A statement has no label before a colon, or no value behind it.
    NoStatement,
}

impl Template {
    /// Reads a text that may be written with the markup of a list item, emphasis and code.
    ///
    /// # Errors
    ///
    /// Where the text says nothing, or a placeholder is unknown.
    pub fn read(text: &str) -> Result<Self, TemplateError> {
        Self::of_plain(&plain(text))
    }

    fn of_plain(text: &str) -> Result<Self, TemplateError> {
        if text.trim().is_empty() {
            return Err(TemplateError::Empty);
        }
        let mut parts = Vec::new();
        let mut rest = text.trim();
        while let Some((before, name, behind)) = next_placeholder(rest) {
            let number = PLACEHOLDERS.iter().position(|known| *known == name);
            let value = number.and_then(|number| BaselineValue::ALL.get(number));
            let value = value.ok_or_else(|| TemplateError::UnknownPlaceholder(name.into()))?;
            if !before.is_empty() {
                parts.push(Part::Text(before.into()));
            }
            parts.push(Part::Value(*value));
            rest = behind;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.into()));
        }
        Ok(Self { parts })
    }

    /// The values of the baseline that it needs.
    pub fn values(&self) -> impl Iterator<Item = BaselineValue> {
        self.parts.iter().filter_map(|part| match part {
            Part::Value(value) => Some(*value),
            Part::Text(_) => None,
        })
    }

    /// The text with the values of a baseline, or `None` where it lacks one of them.
    pub(crate) fn fill<'v>(&self, baseline: impl Fn(BaselineValue) -> Option<&'v str>) -> Option<String> {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Text(part) => text.push_str(part),
                Part::Value(value) => text.push_str(baseline(*value)?),
            }
        }
        Some(text)
    }
}

/// A line of the form `label: value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// What stands before the colon.
    pub label: String,
    /// What stands behind it.
    pub value: Template,
}

impl Statement {
    /// Reads a line that may be written with the markup of a list item, emphasis and code.
    ///
    /// # Errors
    ///
    /// Where the line has no label or no value, or a placeholder is unknown.
    pub fn read(text: &str) -> Result<Self, TemplateError> {
        let text = plain(text);
        let (label, value) = text.split_once(':').ok_or(TemplateError::NoStatement)?;
        let value = Template::of_plain(value).map_err(|error| match error {
            TemplateError::Empty => TemplateError::NoStatement,
            error => error,
        })?;
        if label.trim().is_empty() || label.contains(['{', '}']) {
            return Err(TemplateError::NoStatement);
        }
        Ok(Self { label: label.trim().to_owned(), value })
    }
}

/// The text of one line of Markdown without the marks of lists and headings, of emphasis and code.
fn plain(text: &str) -> String {
    let text = text.trim();
    let number = text.trim_start_matches(|character: char| character.is_ascii_digit());
    let unmarked = text
        .strip_prefix("- ")
        .or_else(|| text.strip_prefix("* "))
        .or_else(|| text.strip_prefix("+ "))
        .or_else(|| number.strip_prefix(". ").filter(|_| number.len() < text.len()))
        .or_else(|| text.trim_start_matches('#').strip_prefix(' '));
    unmarked.unwrap_or(text).chars().filter(|character| !matches!(character, '`' | '*')).collect()
}

/// The first placeholder: what stands before it, its name, what stands behind it. Other braces are text.
fn next_placeholder(text: &str) -> Option<(&str, &str, &str)> {
    text.match_indices('{').find_map(|(start, _)| {
        let (name, behind) = text.get(start + 1..)?.split_once('}')?;
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        is_name.then_some((text.get(..start)?, name, behind))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_read_without_their_markup() {
        for (text, label, value) in [
            ("- MemoryKernel commit SHA: `abc`", "MemoryKernel commit SHA", "abc"),
            ("2. Runtime cutover execution: **NO-GO**", "Runtime cutover execution", "NO-GO"),
            ("**Decision:** GO", "Decision", "GO"),
            ("a : b: {c-d} {}", "a", "b: {c-d} {}"),
        ] {
            let statement = Statement::read(text).unwrap();
            assert_eq!(
                (statement.label.as_str(), statement.value.fill(|_| None)),
                (label, Some(value.into())),
                "{text}"
            );
        }
        for text in ["", "a", ": a", "a:", "a: ``", "{release_tag}: a"] {
            assert_eq!(Statement::read(text), Err(TemplateError::NoStatement), "{text}");
        }
        let unknown = Err(TemplateError::UnknownPlaceholder("tag".into()));
        assert_eq!(Statement::read("a: {release_tag} {tag}"), unknown);
        assert_eq!(Template::read("## `*`"), Err(TemplateError::Empty));
    }

    #[test]
    fn placeholders_are_values_of_the_pin() {
        let template = Template::read("`{service_contract}` / `{api_contract}`").unwrap();
        let values: Vec<_> = template.values().collect();
        assert_eq!(values, [BaselineValue::ServiceContract, BaselineValue::ApiContract]);
        assert_eq!(template.fill(|_| None), None);
    }
}
