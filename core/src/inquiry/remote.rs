use alloc::{
    string::{String, ToString as _},
    vec::Vec,
};

use crate::{
    facts::{Facts, is_lower_hex, is_release_tag, repository, stated},
    policy::Policy,
    source::Sources,
};

/// What is asked of the producer's repository; all of it comes from the pin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Who owns the repository.
    pub owner: String,
    /// What the repository is called.
    pub name: String,
    /// The pinned release tag, of the form `vX.Y.Z`.
    pub release_tag: String,
    /// The pinned commit, 40 digits of lower-case hexadecimal.
    pub commit_sha: String,
}

impl Question {
    /// The question that the pin gives.
    ///
    /// # Errors
    ///
    /// What the pin lacks for it. What goes into an address must have its exact form.
    pub fn read(sources: &Sources<'_>, policy: &Policy) -> Result<Self, &'static str> {
        let facts = Facts::of_trio(sources, policy);
        let pin = facts.pin.facts.ok_or("the pin could not be read")?;
        let (owner, name) = stated(&pin.repository)
            .and_then(|url| repository(url.value.trim(), &policy.repository_host))
            .ok_or("the pin states no repository on the policy's host")?;
        let release_tag = stated(&pin.release_tag).map(|tag| tag.value.trim()).filter(|tag| is_release_tag(tag));
        let commit_sha = stated(&pin.commit_sha).map(|sha| sha.value.trim()).filter(|sha| is_lower_hex(sha, 40));
        Ok(Self {
            owner: owner.into(),
            name: name.into(),
            release_tag: release_tag.ok_or("the pin states no release tag of the form `vX.Y.Z`")?.to_string(),
            commit_sha: commit_sha.ok_or("the pin states no commit of 40 hexadecimal digits")?.to_string(),
        })
    }
}

/// What the producer's repository answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remote {
    /// The pin states nothing that it could be asked; what is missing.
    Unstated(&'static str),
    /// It has no such tag.
    NoTag,
    /// The tag stands for something else than a commit: `tree` or `blob`.
    NoCommit(&'static str),
    /// The tag stands for a commit.
    Release(Release),
}

/// The release that the pinned tag stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// The commit that the tag stands for, 40 digits of lower-case hexadecimal.
    pub commit_sha: String,
    /// The bytes of the manifest there; `None` where there is none.
    pub manifest: Option<Vec<u8>>,
    /// The pinned commit.
    pub pinned: Pinned,
}

/// The pinned commit as the producer's repository has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pinned {
    /// It is the commit of the tag.
    Same,
    /// The repository does not have it.
    Missing,
    /// It is another commit.
    Other {
        /// How it lies to the commit of the tag.
        line: Line,
        /// The bytes of the manifest there; `None` where there is none.
        manifest: Option<Vec<u8>>,
    },
}

/// How a commit lies to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// It is an ancestor of the other.
    Before,
    /// It is a descendant of the other.
    After,
    /// Neither.
    Apart,
}
