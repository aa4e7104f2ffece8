//! An error envelope as typed, borrowed structures for serde: what is not needed for the verdict is never kept.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{Error, IgnoredAny, MapAccess, Visitor},
};

#[derive(Deserialize)]
pub struct Envelope {
    service_contract_version: Version,
    error: Body,
    #[serde(default)]
    legacy_error: Legacy,
    #[serde(default)]
    api_contract_version: Present,
}

#[derive(Deserialize)]
struct Body {
    code: KnownCode,
    message: NonEmpty,
    #[serde(default)]
    details: Details,
}

impl Envelope {
    pub fn is_valid(&self) -> bool {
        let legacy_fits = match self.service_contract_version {
            Version::V2 => self.legacy_error.0,
            Version::V3 => !self.legacy_error.0,
            Version::Other => false,
        };
        let Body { code, message, details: Details } = &self.error;
        legacy_fits && code.0 && message.0 && !self.api_contract_version.0
    }
}

enum Version {
    V2,
    V3,
    Other,
}

/// Whether the field is there.
#[derive(Default)]
struct Present(bool);

/// Whether the field is there, as a string or null.
#[derive(Default)]
struct Legacy(bool);

struct KnownCode(bool);
struct NonEmpty(bool);

/// An object or null.
#[derive(Default)]
struct Details;

impl<'de> Deserialize<'de> for Present {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|IgnoredAny| Self(true))
    }
}

/// Looks at a string where it stands.
struct Text<F>(F);

impl<F: FnOnce(&str) -> T, T> Visitor<'_> for Text<F> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok(self.0(text))
    }
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Text(|text: &str| match text {
            "service.v2" => Self::V2,
            "service.v3" => Self::V3,
            _ => Self::Other,
        }))
    }
}

impl<'de> Deserialize<'de> for KnownCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Text(|text: &str| {
            Self(matches!(
                text,
                "invalid_json"
                    | "validation_error"
                    | "context_package_not_found"
                    | "write_conflict"
                    | "write_failed"
                    | "schema_unavailable"
                    | "migration_failed"
                    | "query_failed"
                    | "context_lookup_failed"
                    | "internal_error"
            ))
        }))
    }
}

impl<'de> Deserialize<'de> for NonEmpty {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Text(|text: &str| Self(!text.is_empty())))
    }
}

impl<'de> Deserialize<'de> for Legacy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextOrNull;

        impl Visitor<'_> for TextOrNull {
            type Value = Legacy;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a string or null")
            }

            fn visit_str<E: Error>(self, _: &str) -> Result<Legacy, E> {
                Ok(Legacy(true))
            }

            fn visit_unit<E: Error>(self) -> Result<Legacy, E> {
                Ok(Legacy(true))
            }
        }

        deserializer.deserialize_any(TextOrNull)
    }
}

impl<'de> Deserialize<'de> for Details {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ObjectOrNull;

        impl<'de> Visitor<'de> for ObjectOrNull {
            type Value = Details;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object or null")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Details, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Details)
            }

            fn visit_unit<E: Error>(self) -> Result<Details, E> {
                Ok(Details)
            }
        }

        deserializer.deserialize_any(ObjectOrNull)
    }
}
