//! The matrix of another release: its baseline items, its date, and the row of the new pair.

use alloc::{borrow::Cow, format, string::String};

use super::{
    Baseline, Consumer,
    edits::{Edits, line_at, line_end},
    row,
};
use crate::{
    date::Date,
    facts::{ApprovedRow, ApprovedTable, BaselineValue, MatrixFacts},
    policy::MatrixLayout,
    text::{Span, Spanned},
};

/// The matrix with the values of `to` and an approved row for it, every other byte as it is.
///
/// # Errors
///
/// What the matrix lacks, and where.
pub(super) fn edited(
    text: &str,
    layout: &MatrixLayout,
    to: &Baseline,
    consumer: &Consumer,
    today: Date,
) -> Result<String, Spanned<String>> {
    let facts = MatrixFacts::read(text, layout);
    let mut edits = Edits::default();
    items(text, &facts, layout, to, &mut edits);
    if let Some(updated) = &facts.updated {
        edits.put(updated.span, format!("{today}"));
    }
    let table = facts.complete_tables().next().ok_or_else(|| Spanned {
        value: "it has no table of approved pairs with all columns".into(),
        span: facts.approved_sections.first().copied().unwrap_or(facts.end),
    })?;
    match present_row(table, to, consumer) {
        Some(row) => approve(row, layout, to, &mut edits),
        None => {
            let (place, line) = row::added(text, table, layout, to, consumer);
            edits.put(place, line);
        }
    }
    let changed = edits.apply(text);
    let read = MatrixFacts::read(&changed, layout);
    let stands = read
        .complete_tables()
        .filter_map(|table| present_row(table, to, consumer))
        .any(|row| row.is_approved(layout) && row.baseline(BaselineValue::ServiceContract).is_some());
    if stands {
        Ok(changed)
    } else {
        // A consumer's version that no cell can hold, or a table in a form that the parser reads in another way.
        Err(Spanned { value: "its table of approved pairs cannot hold the row".into(), span: table.header })
    }
}

/// Replaces the values of the baseline's items; an item that the pin has and the section lacks comes behind the item
/// before it, in that item's form.
fn items(text: &str, facts: &MatrixFacts<'_>, layout: &MatrixLayout, to: &Baseline, edits: &mut Edits) {
    let mut last: Option<(BaselineValue, Span)> = None;
    for value in BaselineValue::ALL {
        let mut stated = facts.stated(value).filter(|statement| statement.text.value.is_ok()).peekable();
        let wanted = to.get(value);
        if stated.peek().is_none()
            && let (Some(wanted), Some((before, span))) = (wanted, last)
            && facts.stated(value).next().is_none()
        {
            let (line, place) = line_at(text, span.range().end);
            let label = before.label(layout);
            let (head, tail) = line.split_at_checked(span.range().start - place.range().start).unwrap_or((line, ""));
            let behind = tail.get(span.range().len()..).unwrap_or_default();
            // A label that is written in another way, or over two lines, is no form to copy.
            if let Some(start) = head.find(label) {
                let (indent, rest) = head.split_at_checked(start).unwrap_or((head, ""));
                let between = rest.get(label.len()..).unwrap_or_default();
                let end = Span::new(place.range().end, place.range().end);
                let line_end = line_end(text, place.range().end);
                edits.put(end, format!("{line_end}{indent}{}{between}{wanted}{behind}", value.label(layout)));
            }
        }
        for statement in stated {
            last = Some((value, statement.text.span));
            if let (Some(wanted), Ok(found)) = (wanted, &statement.text.value)
                && found != wanted
            {
                edits.put(statement.text.span, wanted);
            }
        }
    }
}

/// The row of the table for the release and the consumer.
fn present_row<'t, 'a>(
    table: &'t ApprovedTable<'a>,
    to: &Baseline,
    consumer: &Consumer,
) -> Option<&'t ApprovedRow<'a>> {
    let says = |cell: &Option<Spanned<Cow<'_, str>>>, text: Option<&str>| {
        cell.as_ref().zip(text).is_some_and(|(cell, text)| cell.value == text)
    };
    table.rows.iter().find(|row| {
        says(&row.release_tag, to.get(BaselineValue::ReleaseTag))
            && says(&row.commit_sha, to.get(BaselineValue::CommitSha))
            && row.is_for(&consumer.version, &consumer.commit)
    })
}

/// Makes a row that is there the approved one of the release.
fn approve(row: &ApprovedRow<'_>, layout: &MatrixLayout, to: &Baseline, edits: &mut Edits) {
    let contracts = [BaselineValue::ServiceContract, BaselineValue::ApiContract, BaselineValue::IntegrationBaseline];
    for value in contracts {
        if let (Some(cell), Some(wanted)) = (row.baseline(value), to.get(value))
            && cell.value != wanted
        {
            edits.put(cell.span, wanted);
        }
    }
    if let Some(status) = row.status.as_ref().filter(|_| !row.is_approved(layout)) {
        edits.put(status.span, layout.approved_status.as_str());
    }
}
