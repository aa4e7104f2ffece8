//! Why the program could not judge, for people and for machines.

use std::ops::Range;

use lockstep_core::{
    finding::Severity,
    render::frame::{self, Frame, Mark, Painter},
    text::visible,
};
use serde::Serialize;

/// The value of `schema` in every error document.
pub const ERROR_SCHEMA: &str = "lockstep-error.v1";

/// Why no report could be made, as `lockstep check --format json` prints it in a report's place.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ErrorDocument {
    /// The version of this form: `lockstep-error.v1`.
    pub schema: &'static str,
    /// The version of lockstep.
    pub version: &'static str,
    /// What went wrong, in one sentence.
    pub message: String,
    /// Where, for a fault in a file; null otherwise.
    pub place: Option<ErrorPlace>,
    /// What to do about it, or null.
    pub help: Option<String>,
}

/// A place in a configuration or policy file.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ErrorPlace {
    /// The file, as the user would name it.
    pub file: String,
    /// The line, from 1; null where the whole file is meant.
    pub line: Option<usize>,
    /// The column, from 1, in UTF-16 code units; null where the whole file is meant.
    pub column: Option<usize>,
}

/// A reason why there is no verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    message: String,
    file: Option<String>,
    excerpt: Option<Excerpt>,
    help: Option<String>,
}

/// One line of a file with the part of it that is at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Excerpt {
    text: String,
    /// The number of the line, from 1.
    line: usize,
    /// Bytes of `text`, on character boundaries.
    span: Range<usize>,
}

impl Failure {
    /// A failure that has no place; the message begins in lower case and has no full stop.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), file: None, excerpt: None, help: None }
    }

    /// The same failure with advice.
    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// The same failure about a file.
    pub(crate) fn about(self, file: &str) -> Self {
        Self { file: Some(visible(file).into_owned()), ..self }
    }

    /// The same failure at some bytes of its file's text; only the first line of them is shown.
    pub(crate) fn at(self, text: &str, span: Range<usize>) -> Self {
        let start = floor(text, span.start);
        let before = text.get(..start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let rest = text.get(line_start..).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default().trim_end_matches('\r');
        let start = (start - line_start).min(line.len());
        let end = floor(line, span.end.saturating_sub(line_start)).max(start);
        let number = before.matches('\n').count() + 1;
        Self { excerpt: Some(Excerpt { text: line.to_owned(), line: number, span: start..end }), ..self }
    }

    /// What went wrong and where, without advice and without a line end.
    pub(crate) fn one_line(&self) -> String {
        let ErrorDocument { message, place, .. } = self.document();
        match place {
            Some(ErrorPlace { file, line: Some(line), column: Some(column) }) => {
                format!("{message} ({file}:{line}:{column})")
            }
            Some(ErrorPlace { file, .. }) => format!("{message} ({file})"),
            None => message,
        }
    }

    /// What went wrong and what to do about it, in one line.
    pub(crate) fn with_help(&self) -> String {
        match self.document() {
            ErrorDocument { message, help: Some(help), .. } => format!("{message}; {help}"),
            ErrorDocument { message, .. } => message,
        }
    }

    /// The failure as a code frame, ending with a line end.
    pub(crate) fn human(&self, color: bool) -> String {
        let mut painter = Painter::new(color);
        painter.title(frame::ERROR, Severity::Error.as_str(), "", &visible(&self.message));
        if let Some(file) = &self.file {
            let (lines, marks) = match (&self.excerpt, self.position()) {
                (Some(Excerpt { text, span, .. }), Some((line, column))) => {
                    let Range { start, end } = *span;
                    (vec![(line, text.as_str())], vec![Mark { line, column, start, end, primary: true, text: "" }])
                }
                _ => (Vec::new(), Vec::new()),
            };
            painter.frames(&[Frame { name: file.into(), lines, marks }], frame::ERROR);
        }
        if let Some(help) = &self.help {
            painter.note("help", &visible(help));
        }
        painter.text
    }

    /// Line and column of the excerpt, from 1, the column in UTF-16 code units.
    fn position(&self) -> Option<(usize, usize)> {
        let Excerpt { text, line, span } = self.excerpt.as_ref()?;
        Some((*line, text.get(..span.start).unwrap_or_default().encode_utf16().count() + 1))
    }

    /// The failure for machines.
    pub(crate) fn document(&self) -> ErrorDocument {
        let position = self.position();
        ErrorDocument {
            schema: ERROR_SCHEMA,
            version: lockstep_core::api::version(),
            message: visible(&self.message).into_owned(),
            place: self.file.as_ref().map(|file| ErrorPlace {
                file: file.clone(),
                line: position.map(|(line, _)| line),
                column: position.map(|(_, column)| column),
            }),
            help: self.help.as_ref().map(|help| visible(help).into_owned()),
        }
    }
}

/// The nearest character boundary at or before an offset.
fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::Failure;

    #[test]
    fn a_place_is_a_line_a_column_and_a_caret() {
        let text = "a = 1\r\né = \"x\"\r\n";
        let start = text.find("\"x\"").unwrap();
        let failure = Failure::new("bad `x`").about("dir/lockstep.toml").at(text, start..start + 3).help("write y");
        let document = failure.document();
        let place = document.place.unwrap();
        assert_eq!((place.line, place.column), (Some(2), Some(5)));
        let human = failure.human(false);
        assert!(human.contains("--> dir/lockstep.toml:2:5"), "{human}");
        assert!(human.contains("^^^"), "{human}");
        assert!(failure.human(true).contains("\u{1b}["));
    }

    #[test]
    fn any_span_is_survived() {
        for span in [0..0, 0..99, 98..99, 1..2] {
            let text = Failure::new("m").about("f").at("é\n", span).human(false);
            assert!(text.starts_with("error: m"), "{text}");
        }
        Failure::new("m").at("", 0..1).human(false);
    }
}
