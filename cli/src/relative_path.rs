//! A path that stays inside the repository.

use std::{fmt, str::FromStr};

use lockstep_core::path::inside;
use serde::Deserialize;

/// The path of a file relative to a repository, with forward slashes, that cannot leave it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RelativePath(String);

impl RelativePath {
    /// The path, with forward slashes and without `.` parts.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for RelativePath {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        inside(text).map(Self).map_err(PathError)
    }
}

impl TryFrom<String> for RelativePath {
    type Error = PathError;

    fn try_from(text: String) -> Result<Self, PathError> {
        text.parse()
    }
}

/// Why a text is no [`RelativePath`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PathError(&'static str);

impl fmt::Display for PathError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "not a path inside the repository: {}", self.0)
    }
}

impl std::error::Error for PathError {}

#[cfg(test)]
mod tests {
    use super::RelativePath;

    #[test]
    fn paths_stay_inside() {
        for (text, path) in [("a/b.json", "a/b.json"), ("./a//b.json", "a/b.json"), ("..a/b..", "..a/b..")] {
            assert_eq!(text.parse::<RelativePath>().unwrap().as_str(), path);
        }
        for text in ["", ".", "/a", "../a", "a/../../b", "a/..", "C:/a", "C:a", "a\\b", "\\\\host\\a", "a\0b"] {
            assert!(text.parse::<RelativePath>().is_err(), "{text}");
        }
        assert!("a".repeat(1024).parse::<RelativePath>().is_ok());
        assert!("a".repeat(1025).parse::<RelativePath>().is_err());
    }
}
