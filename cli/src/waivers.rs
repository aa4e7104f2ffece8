//! Waivers as `lockstep.toml` writes them.

use std::fmt;

use lockstep_core::{
    date::{self, Date},
    text::{Span, Spanned},
    waiver,
};
use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, Visitor, value::MapAccessDeserializer},
};

use crate::relative_path::RelativePath;

/// A finding that may pass for a while. It names the finding by `fingerprint`, or by `document` every finding of the rule
/// there.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Waiver {
    /// The id of the rule whose finding may pass.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub(crate) rule: toml::Spanned<String>,
    /// The document of the finding, relative to the repository; may be left out where `fingerprint` is given.
    pub(crate) document: Option<RelativePath>,
    /// The finding's `fingerprint` in the JSON report; may be left out where `document` is given.
    pub(crate) fingerprint: Option<String>,
    /// Why the finding may pass.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub(crate) reason: toml::Spanned<String>,
    /// Who answers for it: a team or a person.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub(crate) owner: toml::Spanned<String>,
    /// The last day on which it may pass, `YYYY-MM-DD`.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub(crate) expires: toml::Spanned<Day>,
}

impl Waiver {
    /// The waiver as the engine takes it.
    pub(crate) fn known(&self) -> waiver::Waiver {
        waiver::Waiver {
            rule: spanned(&self.rule, Clone::clone),
            document: self.document.as_ref().map(|path| path.as_str().to_owned()),
            fingerprint: self.fingerprint.clone(),
            reason: spanned(&self.reason, Clone::clone),
            owner: spanned(&self.owner, Clone::clone),
            expires: spanned(&self.expires, |day| day.0),
        }
    }
}

fn spanned<F, T>(from: &toml::Spanned<F>, value: impl FnOnce(&F) -> T) -> Spanned<T> {
    let span = from.span();
    Spanned { value: value(from.get_ref()), span: Span::new(span.start, span.end) }
}

/// A day, written as a date of TOML or as a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day(Date);

impl Day {
    /// The day.
    pub(crate) fn date(self) -> Date {
        self.0
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DayVisitor)
    }
}

struct DayVisitor;

impl<'de> Visitor<'de> for DayVisitor {
    type Value = Day;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a day such as 2026-06-30")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Day, E> {
        date::parse(text).map(Day).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
    }

    // This is how the parser hands over a date of TOML.
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Day, A::Error> {
        let written = toml::value::Datetime::deserialize(MapAccessDeserializer::new(map))?.to_string();
        self.visit_str(&written)
    }
}
