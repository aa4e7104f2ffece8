//! What became of a value of the baseline between the base of a change and its head.

use alloc::{borrow::Cow, format, string::String, vec::Vec};

use super::{Context, dissent::same};
use crate::{
    facts::{BaselineValue, Facts, sha256, stated},
    finding::{Finding, Label},
    inquiry::Atomic,
    policy::MatrixLayout,
    source::{DocumentKind, Sources},
    text::{Span, quoted},
};

/// Where a document states a value, and what.
type Statement<'a> = (Span, Cow<'a, str>);

/// The places that can state a value of the baseline, with the words for them, in the order of findings.
const PLACES: [(DocumentKind, &str); 4] = [
    (DocumentKind::Pin, "the pin"),
    (DocumentKind::Matrix, "the matrix"),
    (DocumentKind::Matrix, "the row of the pinned pair"),
    (DocumentKind::Manifest, "the manifest mirror"),
];

/// One side of a change.
pub(super) struct State<'a> {
    sources: &'a Sources<'a>,
    facts: &'a Facts<'a>,
    layout: &'a MatrixLayout,
}

impl<'a> State<'a> {
    /// What stands there now.
    pub(super) fn head(context: &Context<'a>) -> Self {
        Self { sources: context.sources, facts: context.facts, layout: &context.policy.matrix }
    }

    /// What stood there before; `facts` are those of its documents.
    pub(super) fn base(context: &Context<'a>, atomic: &'a Atomic<'a>, facts: &'a Facts<'a>) -> Self {
        Self { sources: &atomic.base, facts, layout: &context.policy.matrix }
    }

    /// The pinned release tag and commit, without white space around them.
    pub(super) fn pair(&self) -> Option<(&'a str, &'a str)> {
        let pin = self.facts.pin.facts.as_ref()?;
        Some((stated(&pin.release_tag)?.value.trim(), stated(&pin.commit_sha)?.value.trim()))
    }

    /// What each of [`PLACES`] states. The row is that of the first of the pairs that has one.
    fn statements(&self, value: BaselineValue, pairs: &[Option<(&str, &str)>]) -> [Option<Statement<'a>>; 4] {
        let trimmed = |text: &'a str| Cow::Borrowed(text.trim());
        let pinned = self.facts.pin.facts.as_ref().and_then(|pin| stated(pin.baseline(value)));
        let matrix = self.facts.matrix.facts.as_ref();
        let item = matrix.and_then(|matrix| {
            // Where the section contradicts itself, which is a finding of its own, the pin's side counts.
            let said =
                || matrix.stated(value).filter_map(|item| Some((item.text.span, item.text.value.as_deref().ok()?)));
            let pinned = |text: &str| pinned.is_some_and(|pinned| pinned.value.trim() == text);
            said().find(|(_, text)| pinned(text)).or_else(|| said().next())
        });
        let row = matrix.and_then(|matrix| {
            let rows = |&(tag, commit)| matrix.counting_rows_of(tag, commit, self.layout).into_iter().next();
            pairs.iter().flatten().find_map(rows)
        });
        let mirror = match value {
            BaselineValue::ManifestSha256 => {
                let bytes = self.sources.get(DocumentKind::Manifest).as_bytes();
                (!bytes.is_empty()).then(|| (Span::default(), Cow::Owned(sha256(bytes))))
            }
            _ => {
                let manifest = self.facts.manifest.facts.as_ref();
                let said = manifest.and_then(|manifest| stated(manifest.baseline(value)?));
                said.map(|said| (said.span, trimmed(said.value)))
            }
        };
        [
            pinned.map(|pinned| (pinned.span, trimmed(pinned.value))),
            item.map(|(span, text)| (span, trimmed(text))),
            row.and_then(|row| row.baseline(value)).map(|cell| (cell.span, trimmed(&cell.value))),
            mirror,
        ]
    }
}

/// A place that stated a value before a change and states one now.
struct Place<'a> {
    document: DocumentKind,
    name: &'static str,
    span: Span,
    was: Cow<'a, str>,
    is: Cow<'a, str>,
    changed: bool,
}

/// The finding about a value that changed, but not in all places that state it.
///
/// A place was left behind where it states what it stated, and another states something else now. So a change that only
/// makes a place agree with the others, and one that states a value for the first time, leave nothing behind.
pub(super) fn left_behind(value: BaselineValue, base: &State<'_>, head: &State<'_>) -> Option<Finding> {
    let places = places(value, base, head);
    let (changed, kept): (Vec<_>, Vec<_>) = places.iter().partition(|place| place.changed);
    let differs = |place: &&&Place<'_>| changed.iter().any(|other| !same(value, &place.is, &other.is));
    let behind: Vec<_> = kept.iter().filter(differs).collect();
    let (first, now) = (behind.first()?, changed.first()?);
    let names = |places: &mut dyn Iterator<Item = &'static str>| listed(&places.collect::<Vec<_>>());
    let still = |place: &Place<'_>| {
        Label::new(place.document, place.span, format!("still {}, as before the change", quoted(&place.is)))
    };
    let mut finding = Finding::new(
        still(first),
        format!(
            "the {} changed in {}, but not in {}",
            value.title(),
            names(&mut changed.iter().map(|place| place.name)),
            names(&mut behind.iter().map(|place| place.name))
        ),
        quoted(&now.is),
        quoted(&first.is),
        format!(
            "{} here, too, or take the change back: pin, matrix and mirror change in one pull request",
            match (value, first.document) {
                (BaselineValue::ManifestSha256, DocumentKind::Manifest) => "put the manifest of that hash".into(),
                _ => format!("write {}", quoted(&now.is)),
            }
        ),
    );
    for place in behind.iter().skip(1) {
        finding = finding.related(still(place));
    }
    for place in changed {
        finding = finding.related(Label::new(place.document, place.span, format!("was {}", quoted(&place.was))));
    }
    Some(finding)
}

fn places<'a>(value: BaselineValue, base: &State<'a>, head: &State<'a>) -> Vec<Place<'a>> {
    let pair = base.pair();
    let was = base.statements(value, &[pair]);
    // Where the new pair has no row, that of the old pair was left behind.
    let is = head.statements(value, &[head.pair(), pair]);
    let both = PLACES.into_iter().zip(was.into_iter().zip(is));
    both.filter_map(|((document, name), (was, is))| {
        let ((_, was), (span, is)) = (was?, is?);
        let changed = !same(value, &was, &is) && !is_mere_form(value, document, base, head);
        Some(Place { document, name, span, was, is, changed })
    })
    .collect()
}

/// Whether only the line ends of the mirror changed, which git does by itself on some systems: `manifest-hash` says so.
fn is_mere_form(value: BaselineValue, document: DocumentKind, base: &State<'_>, head: &State<'_>) -> bool {
    (value, document) == (BaselineValue::ManifestSha256, DocumentKind::Manifest)
        && same_but_for_line_ends(base.sources.get(document).as_bytes(), head.sources.get(document).as_bytes())
}

/// Whether two texts are the same where CRLF counts as LF.
pub(super) fn same_but_for_line_ends(one: &[u8], other: &[u8]) -> bool {
    fn rest(text: &[u8]) -> impl Iterator<Item = u8> {
        let followed = text.iter().skip(1).map(Some).chain([None]);
        text.iter().zip(followed).filter(|pair| !matches!(pair, (b'\r', Some(b'\n')))).map(|(byte, _)| *byte)
    }
    one == other || rest(one).eq(rest(other))
}

/// Words as a sentence lists them: `a, b and c`.
pub(super) fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [word] => (*word).into(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{listed, same_but_for_line_ends};

    #[test]
    fn line_ends_do_not_count_but_all_else_does() {
        assert!(same_but_for_line_ends(b"a\r\nb\n", b"a\nb\r\n"));
        for (one, other) in [("a\rb", "ab"), ("a\n", "a"), ("a\r\r\n", "a\r\n\n"), ("a", "b"), ("a\r", "a")] {
            assert!(!same_but_for_line_ends(one.as_bytes(), other.as_bytes()), "{one:?} {other:?}");
        }
    }

    #[test]
    fn words_are_listed_as_in_a_sentence() {
        assert_eq!(listed(&["a"]), "a");
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
    }
}
