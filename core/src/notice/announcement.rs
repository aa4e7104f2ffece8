use super::Moment;
use crate::date::Date;

/// What was told to the consumers, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Announcement {
    /// Business days go before the release.
    Standard {
        /// When it was announced.
        announced: Moment,
    },
    /// Hours go before the release, because it cannot wait.
    Emergency {
        /// When the change was decided.
        decided: Moment,
        /// When it was announced.
        announced: Moment,
        /// The day on which documents, specification and tests were published; `None` where they are still to come.
        published: Option<Date>,
    },
}

/// A way from announcement to release.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum NoticePath {
    /// Business days go before the release.
    #[default]
    Standard,
    /// Hours go before the release.
    Emergency,
}

impl Announcement {
    /// The way that it takes.
    pub fn path(&self) -> NoticePath {
        match self {
            Self::Standard { .. } => NoticePath::Standard,
            Self::Emergency { .. } => NoticePath::Emergency,
        }
    }

    /// When it was made.
    pub fn announced(&self) -> Moment {
        match self {
            Self::Standard { announced } | Self::Emergency { announced, .. } => *announced,
        }
    }
}

impl NoticePath {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Standard, Self::Emergency];

    /// The path as a word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Emergency => "emergency",
        }
    }
}
