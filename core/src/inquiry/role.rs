use crate::source::DocumentKind;

/// Whose repository is judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// An application's, whose pin says which release it runs against.
    #[default]
    Consumer,
    /// A service's, whose manifest says what it releases.
    Producer,
}

impl Role {
    /// The role as one lower-case word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Consumer => "consumer",
            Self::Producer => "producer",
        }
    }

    /// The document that everything else is compared with.
    pub fn anchor(self) -> DocumentKind {
        match self {
            Self::Consumer => DocumentKind::Pin,
            Self::Producer => DocumentKind::Manifest,
        }
    }

    /// What messages call that document.
    pub fn anchor_name(self) -> &'static str {
        match self {
            Self::Consumer => "pin",
            Self::Producer => "manifest",
        }
    }
}
