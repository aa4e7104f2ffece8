//! What the producer's repository answered about the pinned release, for the rules that judge it.

use super::Context;
use crate::{
    facts::stated,
    finding::{Label, Sink},
    inquiry::{Release, Remote},
    source::DocumentKind,
    text::Spanned,
};

/// The pinned tag and commit with the release that the tag stands for, or a skip that says why there is none.
pub(super) struct Producer<'a> {
    /// The pinned release tag.
    pub(super) release_tag: Spanned<&'a str>,
    /// The pinned commit.
    pub(super) commit_sha: Spanned<&'a str>,
    /// What the tag stands for.
    pub(super) release: &'a Release,
}

impl<'a> Producer<'a> {
    /// `None` and a skip of the rule where there is nothing to judge.
    pub(super) fn read(context: &Context<'a>, sink: &mut Sink) -> Option<Self> {
        let reason = match context.inquiry.remote.known()? {
            Remote::Unstated(reason) => reason,
            Remote::NoTag | Remote::NoCommit(_) => "the pinned tag stands for no commit of the producer's repository",
            Remote::Release(release) => {
                // INVARIANT: a release was asked for, so the pin states both.
                let (release_tag, commit_sha) = context.pinned_pair()?;
                return Some(Self { release_tag, commit_sha, release });
            }
        };
        sink.skip(reason);
        None
    }

    /// The pinned tag as a place.
    pub(super) fn tag_label(&self, text: &'static str) -> Label {
        Label::new(DocumentKind::Pin, self.release_tag.span, text)
    }

    /// The pinned commit as a place.
    pub(super) fn commit_label(&self, text: &'static str) -> Label {
        Label::new(DocumentKind::Pin, self.commit_sha.span, text)
    }
}

/// The hash that the pin states, where it states one of 64 digits, or a skip of the rule.
pub(super) fn pinned_hash<'a>(context: &Context<'a>, sink: &mut Sink) -> Option<Spanned<&'a str>> {
    let hash = context.pin().and_then(|pin| stated(&pin.manifest_sha256));
    let hash = hash.filter(|hash| crate::facts::is_lower_hex(hash.value, 64));
    if hash.is_none() {
        sink.skip("the pin states no SHA-256 of 64 hexadecimal digits");
    }
    hash
}
