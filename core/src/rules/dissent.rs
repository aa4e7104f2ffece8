//! One value in all documents that state it: who disagrees.

use alloc::{borrow::Cow, format, vec::Vec};

use super::Context;
use crate::{
    facts::{BaselineValue, sha256, stated},
    finding::{Finding, Label, Sink},
    source::DocumentKind,
    text::{Span, quoted},
};

/// One document's statement of a value.
struct Statement<'a> {
    document: DocumentKind,
    span: Span,
    /// What states it, for messages.
    place: &'static str,
    /// The verb behind that.
    says: &'static str,
    /// What it states; of pin and mirror without white space around it, which is the business of
    /// the rules about form.
    text: Cow<'a, str>,
}

impl Statement<'_> {
    fn label(&self) -> Label {
        Label::new(self.document, self.span, format!("{} {} {}", self.place, self.says, quoted(&self.text)))
    }
}

/// Reports where the statements of `value` differ: at the first that differs from the most often
/// stated one (from the pin's, where none is), with all others as related places.
pub(super) fn check(context: &Context<'_>, sink: &mut Sink, value: BaselineValue) {
    let statements = statements(context, value);
    // The matrix need not state these two; `matrix-baseline-item` warns.
    let optional = matches!(value, BaselineValue::Repository | BaselineValue::ManifestSha256);
    if statements.len() < 2 && !optional {
        return sink.skip("fewer than two documents state the value");
    }
    let agree = |one: &Statement<'_>, other: &Statement<'_>| same(value, &one.text, &other.text);
    let votes = |statement: &Statement<'_>| statements.iter().filter(|other| agree(statement, other)).count();
    // The pin comes first, and `max_by_key` keeps the last of equals.
    let Some(reference) = statements.iter().rev().max_by_key(|statement| votes(statement)) else { return };
    let Some(dissenter) = statements.iter().find(|statement| !agree(statement, reference)) else { return };
    let mut finding = Finding::new(
        dissenter.label(),
        format!("{} states another {} than {}", dissenter.place, value.title(), reference.place),
        quoted(&reference.text),
        quoted(&dissenter.text),
        format!(
            "write {} here, or change pin, matrix and mirror together if {} is right",
            quoted(&reference.text),
            quoted(&dissenter.text)
        ),
    );
    for other in statements.iter().filter(|other| other.span != dissenter.span || other.document != dissenter.document)
    {
        finding = finding.related(other.label());
    }
    sink.report(finding);
}

fn statements<'a>(context: &Context<'a>, value: BaselineValue) -> Vec<Statement<'a>> {
    let mut statements = Vec::new();
    let mut push = |document, place, span, text: &'a str| {
        statements.push(Statement { document, span, place, says: "says", text: Cow::Borrowed(text) });
    };
    let pinned = context.pin().and_then(|pin| stated(pin.baseline(value)));
    if let Some(text) = pinned {
        push(DocumentKind::Pin, "the pin", text.span, text.value.trim());
    }
    if let Some(matrix) = context.matrix() {
        // Where the section contradicts itself, which is a finding of its own, the pin's side counts.
        let said = || matrix.stated(value).filter_map(|item| Some((item.text.span, item.text.value.as_deref().ok()?)));
        let same = said().find(|(_, text)| pinned.is_some_and(|pinned| pinned.value.trim() == *text));
        if let Some((span, text)) = same.or_else(|| said().next()) {
            push(DocumentKind::Matrix, "the matrix", span, text);
        }
        if let (Some((tag, commit)), false) = (context.pinned_pair(), names_the_pair(value)) {
            let rows = matrix.counting_rows_of(tag.value, commit.value, &context.policy.matrix);
            let cells: Vec<_> = rows.iter().filter_map(|row| row.baseline(value)).collect();
            let differs = cells.iter().find(|cell| pinned.is_some_and(|pinned| pinned.value.trim() != cell.value));
            if let Some(cell) = differs.or(cells.first()) {
                push(DocumentKind::Matrix, "the row of the pinned pair", cell.span, &cell.value);
            }
        }
    }
    if let Some(text) = context.manifest().and_then(|manifest| stated(manifest.baseline(value)?)) {
        push(DocumentKind::Manifest, "the manifest mirror", text.span, text.value.trim());
    }
    // Where two hashes differ, the mirror's own tells which was left behind.
    let mirror = context.sources.get(DocumentKind::Manifest).as_bytes();
    if let (BaselineValue::ManifestSha256, [pin, matrix]) = (value, statements.as_slice())
        && pin.text != matrix.text
        && !mirror.is_empty()
    {
        let text = Cow::Owned(sha256(mirror));
        let (document, span) = (DocumentKind::Manifest, Span::default());
        statements.push(Statement { document, span, place: "the mirror's hash", says: "is", text });
    }
    statements
}

/// Whether rows are found by this value, so that their cell cannot disagree.
fn names_the_pair(value: BaselineValue) -> bool {
    matches!(value, BaselineValue::ReleaseTag | BaselineValue::CommitSha)
}

/// Whether two texts state the same value.
pub(super) fn same(value: BaselineValue, left: &str, right: &str) -> bool {
    match value {
        BaselineValue::Repository => repository(left).eq_ignore_ascii_case(repository(right)),
        _ => left == right,
    }
}

/// A repository's address as GitHub compares them, but for letter case.
fn repository(url: &str) -> &str {
    url.strip_suffix(".git").unwrap_or(url)
}
