//! What the compatibility matrix says.

use alloc::{borrow::Cow, string::String, vec::Vec};

use super::BaselineValue;
use crate::{
    date,
    markdown::{self, Inline, Piece, Row, Section, Table},
    policy::{ApprovedColumns, MatrixLayout},
    text::{Span, Spanned},
    words::same_words,
};

/// An item of the baseline section that carries a known label.
#[derive(Clone, Debug)]
pub struct Statement<'a> {
    /// Which value it states.
    pub value: BaselineValue,
    /// The text of the value, or `Err` where the item states none or more than one.
    pub text: Spanned<Result<Cow<'a, str>, ()>>,
}

/// A row of the table of approved pairs; a column that the table lacks is `None`.
#[derive(Clone, Debug)]
pub struct ApprovedRow<'a> {
    /// The whole row.
    pub span: Span,
    /// The consumer's version.
    pub consumer_version: Option<Spanned<Cow<'a, str>>>,
    /// The consumer's commit.
    pub consumer_commit: Option<Spanned<Cow<'a, str>>>,
    /// The producer's release tag.
    pub release_tag: Option<Spanned<Cow<'a, str>>>,
    /// The producer's commit.
    pub commit_sha: Option<Spanned<Cow<'a, str>>>,
    /// The service contract version.
    pub service_contract: Option<Spanned<Cow<'a, str>>>,
    /// The API contract version.
    pub api_contract: Option<Spanned<Cow<'a, str>>>,
    /// The integration baseline.
    pub integration_baseline: Option<Spanned<Cow<'a, str>>>,
    /// The status.
    pub status: Option<Spanned<Cow<'a, str>>>,
}

/// A table of the approved section.
#[derive(Clone, Debug)]
pub struct ApprovedTable<'a> {
    /// The header row.
    pub header: Span,
    /// Names of columns that the table should have and lacks.
    pub missing_columns: Vec<Spanned<Cow<'a, str>>>,
    /// Cells of the header that name a column of the table again.
    pub repeated_columns: Vec<Spanned<Cow<'a, str>>>,
    /// The rows.
    pub rows: Vec<ApprovedRow<'a>>,
}

/// The statements of the compatibility matrix.
#[derive(Clone, Debug, Default)]
pub struct MatrixFacts<'a> {
    /// The date of the `Updated:` line.
    pub updated: Option<Spanned<Cow<'a, str>>>,
    /// The headings of the baseline section.
    pub baseline_sections: Vec<Span>,
    /// The items under them that carry a known label, in order.
    pub statements: Vec<Statement<'a>>,
    /// The headings of the approved section.
    pub approved_sections: Vec<Span>,
    /// The tables under them.
    pub tables: Vec<ApprovedTable<'a>>,
    /// The last byte's place, where something missing would go.
    pub end: Span,
}

impl<'a> MatrixFacts<'a> {
    pub(crate) fn read(text: &'a str, layout: &MatrixLayout) -> Self {
        let end = Span::new(text.len(), text.len());
        let mut facts = Self { end, ..Self::default() };
        for section in markdown::sections(text) {
            facts.take(&section, layout);
        }
        facts
    }

    fn take(&mut self, section: &Section<'a>, layout: &MatrixLayout) {
        if self.updated.is_none() {
            let texts = section.paragraphs.iter().chain(&section.items);
            self.updated = texts
                .flat_map(|text| text.lines().map(|line| (line, text.span)))
                .find_map(|(line, place)| updated(line, place, &layout.updated_label));
        }
        let title = section.title.trimmed().value;
        if same_words(&title, &layout.baseline_section) {
            self.baseline_sections.push(section.title.span);
            self.statements.extend(section.items.iter().filter_map(|item| statement(item, layout)));
        }
        if same_words(&title, &layout.approved_section) {
            self.approved_sections.push(section.title.span);
            let tables = section.tables.iter().map(|table| approved_table(table, &layout.approved_columns));
            self.tables.extend(tables);
        }
    }

    /// The statements of one value, in order.
    pub fn stated(&self, value: BaselineValue) -> impl Iterator<Item = &Statement<'a>> {
        self.statements.iter().filter(move |statement| statement.value == value)
    }

    /// The tables that have every column.
    pub fn complete_tables(&self) -> impl Iterator<Item = &ApprovedTable<'a>> {
        self.tables.iter().filter(|table| table.missing_columns.is_empty())
    }

    /// Every row of the tables that have every column, or of all tables where none has.
    pub fn rows(&self) -> impl Iterator<Item = &ApprovedRow<'a>> {
        let none = self.complete_tables().next().is_none();
        let tables = self.tables.iter().filter(move |table| none || table.missing_columns.is_empty());
        tables.flat_map(|table| &table.rows)
    }

    /// The rows of one producer release.
    pub fn rows_of(&self, release_tag: &str, commit_sha: &str) -> impl Iterator<Item = &ApprovedRow<'a>> {
        self.rows().filter(move |row| {
            let is =
                |cell: &Option<Spanned<Cow<'_, str>>>, text: &str| cell.as_ref().is_some_and(|cell| cell.value == text);
            is(&row.release_tag, release_tag) && is(&row.commit_sha, commit_sha)
        })
    }

    /// The rows of one producer release that count: the approved ones, or all where none is, so
    /// that every fault of a row shows in one run.
    pub fn counting_rows_of(
        &self,
        release_tag: &str,
        commit_sha: &str,
        layout: &MatrixLayout,
    ) -> Vec<&ApprovedRow<'a>> {
        let rows: Vec<_> = self.rows_of(release_tag, commit_sha).collect();
        let approved: Vec<_> = rows.iter().copied().filter(|row| row.is_approved(layout)).collect();
        if approved.is_empty() { rows } else { approved }
    }
}

impl<'a> ApprovedRow<'a> {
    /// The cell that states a baseline value, where rows have one.
    pub fn baseline(&self, value: BaselineValue) -> Option<&Spanned<Cow<'a, str>>> {
        match value {
            BaselineValue::ReleaseTag => self.release_tag.as_ref(),
            BaselineValue::CommitSha => self.commit_sha.as_ref(),
            BaselineValue::ServiceContract => self.service_contract.as_ref(),
            BaselineValue::ApiContract => self.api_contract.as_ref(),
            BaselineValue::IntegrationBaseline => self.integration_baseline.as_ref(),
            BaselineValue::Repository | BaselineValue::ManifestSha256 => None,
        }
    }

    /// Whether the row is for this consumer; letter case does not matter, and a short commit is the same as the full one.
    pub fn is_for(&self, version: &str, commit: &str) -> bool {
        let text = |cell: &Option<Spanned<Cow<'_, str>>>| {
            cell.as_ref().map_or_else(String::new, |cell| cell.value.to_ascii_lowercase())
        };
        let (ours, theirs) = (text(&self.consumer_commit), commit.to_ascii_lowercase());
        let short = ours.len().min(theirs.len());
        text(&self.consumer_version) == version.to_ascii_lowercase()
            && (ours == theirs || (short >= SHORT_COMMIT && ours.get(..short) == theirs.get(..short)))
    }

    /// Whether the row's status is the approved one; letter case does not matter.
    pub fn is_approved(&self, layout: &MatrixLayout) -> bool {
        self.status.as_ref().is_some_and(|status| status.value.eq_ignore_ascii_case(&layout.approved_status))
    }
}

/// How many digits of a commit git prints at least.
const SHORT_COMMIT: usize = 7;

/// The date of a line `<label>: <date>` of a text at `place`.
fn updated<'a>(line: &[Piece<'a>], place: Span, label: &str) -> Option<Spanned<Cow<'a, str>>> {
    let (found, value) = markdown::labelled(line)?;
    if !same_words(&found, label) {
        return None;
    }
    // A remark may follow the date (`Updated: 2026-02-08 (Checkpoint C GO)`).
    let place = line.iter().map(|piece| piece.span).reduce(Span::cover).unwrap_or(place);
    let value = markdown::trimmed(&value, place);
    let word = value.value.split(char::is_whitespace).next().unwrap_or_default();
    let length = if date::parse(word).is_some() { word.len() } else { value.value.len() };
    let start = value.span.range().start;
    let fits = value.value.len() == value.span.range().len();
    let span = if fits { Span::new(start, start + length) } else { value.span };
    let text = value.value.get(..length).unwrap_or_default();
    Some(Spanned { value: Cow::Owned(text.into()), span })
}

fn statement<'a>(item: &Inline<'a>, layout: &MatrixLayout) -> Option<Statement<'a>> {
    let (label, pieces) = item.labelled()?;
    let value = BaselineValue::ALL.into_iter().find(|value| same_words(&label, value.label(layout)))?;
    let text = markdown::trimmed(&pieces, item.span);
    // One code span and nothing beside it, or one word: anything else states no single value.
    let said = pieces.iter().filter(|piece| !piece.text.trim().is_empty());
    let single = match said.filter(|piece| piece.code).count() {
        0 => !text.value.is_empty() && !text.value.contains(char::is_whitespace),
        1 => pieces.iter().filter(|piece| !piece.text.trim().is_empty()).count() == 1,
        _ => false,
    };
    let code = pieces.iter().find(|piece| piece.code && single);
    let text = match code {
        // What is between the back ticks is the value, white space included.
        Some(code) => Spanned { value: Ok(code.text.clone()), span: code.span },
        None if single => Spanned { value: Ok(text.value), span: text.span },
        None => Spanned { value: Err(()), span: text.span },
    };
    Some(Statement { value, text })
}

fn approved_table<'a>(table: &Table<'a>, columns: &ApprovedColumns) -> ApprovedTable<'a> {
    let names = columns.all();
    let header: Vec<_> = table.header.cells.iter().map(|cell| cell.trimmed().value).collect();
    let position = |name: &str| header.iter().position(|cell| same_words(cell, name));
    let positions = names.map(|name| position(name));
    let missing_columns = names
        .iter()
        .zip(&positions)
        .filter(|(_, position)| position.is_none())
        .map(|(name, _)| Spanned { value: Cow::Owned((*name).clone()), span: table.header.span })
        .collect();
    let again = |(index, name): (usize, &Cow<'a, str>)| {
        let known = |position: &Option<usize>| position.is_some_and(|first| first < index);
        names.iter().zip(&positions).any(|(column, position)| known(position) && same_words(name, column))
    };
    let repeated_columns = header
        .iter()
        .enumerate()
        .filter(|cell| again(*cell))
        .filter_map(|(index, _)| Some(table.header.cells.get(index)?.trimmed()))
        .collect();
    let rows = table.rows.iter().map(|row| approved_row(row, positions)).collect();
    ApprovedTable { header: table.header.span, missing_columns, repeated_columns, rows }
}

fn approved_row<'a>(row: &Row<'a>, positions: [Option<usize>; 8]) -> ApprovedRow<'a> {
    let [
        consumer_version,
        consumer_commit,
        release_tag,
        commit_sha,
        service_contract,
        api_contract,
        integration_baseline,
        status,
    ] = positions.map(|position| position.and_then(|position| row.cells.get(position)).map(Inline::trimmed));
    ApprovedRow {
        span: row.span,
        consumer_version,
        consumer_commit,
        release_tag,
        commit_sha,
        service_contract,
        api_contract,
        integration_baseline,
        status,
    }
}
