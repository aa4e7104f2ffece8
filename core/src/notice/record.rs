use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use serde::{Serialize, Serializer};

use super::{Announcement, Moment, NoticePath};
use crate::{
    date::Date,
    json, render,
    text::{Span, Spanned, quoted},
    tree::{
        Map, Tree,
        members::{
            calendar_day, each, fault, is_null, member, object, optional, optional_day, schema, string, words, wrong,
        },
    },
};

/// The value of `schema` in every record of notices.
pub const NOTICES_SCHEMA: &str = "lockstep-notices.v1";

/// How deep a record may nest.
const DEPTH: usize = 16;

/// A record as its file has it; the form `lockstep-notices.v1`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct NoticeDocument<'r> {
    /// The version of this form: `lockstep-notices.v1`.
    pub schema: &'static str,
    /// The notices, in the order in which they were recorded.
    pub notices: &'r [RecordedNotice],
}

/// Every notice that a producer gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoticeRecord {
    /// The notices, in the order in which they were recorded.
    pub notices: Vec<RecordedNotice>,
}

/// An announcement of error codes to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct RecordedNotice {
    /// The error codes; at least one, each once.
    pub codes: Vec<String>,
    /// The way from announcement to release.
    pub path: NoticePath,
    /// When it was decided, a day or an instant; null only on the standard path.
    pub decided_at: Option<WrittenMoment>,
    /// When it was announced, a day or an instant.
    pub announced_at: WrittenMoment,
    /// Who announced it.
    pub announced_by: String,
    /// The day on which documents, specification and tests were published, `YYYY-MM-DD`; null where they are to come.
    #[serde(serialize_with = "optional_day")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub published_on: Option<Date>,
    /// When it is to be released, a day or an instant.
    pub planned_release: WrittenMoment,
    /// Where the announcement can be read: a link, or the name of a message.
    pub reference: String,
    /// That the consumers have taken note; null where nobody said so.
    pub acknowledgement: Option<Acknowledgement>,
    /// Where it stands in the text that it was read from, in bytes.
    #[serde(skip)]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub span: Span,
}

/// That a consumer has taken note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Acknowledgement {
    /// Who.
    pub by: String,
    /// When, a day or an instant.
    pub at: WrittenMoment,
}

/// A moment as somebody wrote it, in the offset of their choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenMoment {
    text: String,
    /// The moment.
    pub moment: Moment,
    /// Where it stands in the text that it was read from, in bytes.
    pub span: Span,
}

impl NoticeRecord {
    /// Reads a record.
    ///
    /// # Errors
    ///
    /// What is wrong with its form, in words, with the place in bytes of `text`: JSON, keys and their types, moments,
    /// blank texts, codes that are no words or stand twice, an emergency without a decision.
    pub fn read(text: &str) -> Result<Self, Spanned<String>> {
        let tree = json::tree(text, DEPTH)?;
        let map = object(&tree, &["schema", "notices"])?;
        schema(map, &tree, NOTICES_SCHEMA)?;
        Ok(Self { notices: each(map, &tree, "notices", RecordedNotice::read)? })
    }

    /// The record as the text of its file, ending with a line end.
    pub fn render(&self) -> String {
        render::json::render(&NoticeDocument { schema: NOTICES_SCHEMA, notices: &self.notices })
    }

    /// The notices of a code.
    pub fn of(&self, code: &str) -> impl Iterator<Item = &RecordedNotice> {
        self.notices.iter().filter(move |notice| notice.codes.iter().any(|announced| announced == code))
    }
}

impl RecordedNotice {
    /// What was announced.
    pub fn announcement(&self) -> Announcement {
        let announced = self.announced_at.moment;
        match (self.path, &self.decided_at) {
            (NoticePath::Emergency, Some(decided)) => {
                Announcement::Emergency { decided: decided.moment, announced, published: self.published_on }
            }
            // INVARIANT: the reader refuses an emergency without a decision.
            _ => Announcement::Standard { announced },
        }
    }

    fn read(tree: &Tree<'_>) -> Result<Self, Spanned<String>> {
        const KEYS: [&str; 9] = [
            "codes",
            "path",
            "decided_at",
            "announced_at",
            "announced_by",
            "published_on",
            "planned_release",
            "reference",
            "acknowledgement",
        ];
        let map = object(tree, &KEYS)?;
        let acknowledgement = member(map, tree, "acknowledgement")?;
        let notice = Self {
            codes: codes(map, tree)?,
            path: path(map, tree)?,
            decided_at: optional(map, tree, "decided_at", written)?,
            announced_at: written(map, tree, "announced_at")?,
            announced_by: words(map, tree, "announced_by")?,
            published_on: optional(map, tree, "published_on", calendar_day)?,
            planned_release: written(map, tree, "planned_release")?,
            reference: words(map, tree, "reference")?,
            acknowledgement: match is_null(acknowledgement) {
                true => None,
                false => Some(Acknowledgement::read(acknowledgement)?),
            },
            span: tree.span,
        };
        if notice.path == NoticePath::Emergency && notice.decided_at.is_none() {
            let place = member(map, tree, "decided_at")?.span;
            return Err(fault("an emergency states when it was decided".into(), place));
        }
        Ok(notice)
    }
}

impl Acknowledgement {
    fn read(tree: &Tree<'_>) -> Result<Self, Spanned<String>> {
        let map = object(tree, &["by", "at"])?;
        Ok(Self { by: words(map, tree, "by")?, at: written(map, tree, "at")? })
    }
}

impl WrittenMoment {
    /// Reads a moment as [`Moment::parse`] does and keeps how it was written.
    pub fn parse(text: &str) -> Option<Self> {
        Some(Self { text: text.into(), moment: Moment::parse(text)?, span: Span::default() })
    }

    /// The moment as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl From<Moment> for WrittenMoment {
    fn from(moment: Moment) -> Self {
        Self { text: moment.to_string(), moment, span: Span::default() }
    }
}

impl Serialize for WrittenMoment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for WrittenMoment {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        String::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        String::json_schema(generator)
    }
}

/// Whether a text can be an error code: a word without white space.
pub fn is_code(text: &str) -> bool {
    !text.is_empty() && !text.contains(|character: char| character.is_whitespace() || character.is_control())
}

fn codes(map: &Map<'_>, tree: &Tree<'_>) -> Result<Vec<String>, Spanned<String>> {
    let read = |tree: &Tree<'_>| match tree.text() {
        Some(code) if is_code(code) => Ok(Spanned { value: String::from(code), span: tree.span }),
        Some(code) => Err(fault(format!("{} is no error code", quoted(code)), tree.span)),
        None => Err(wrong(tree, "a string")),
    };
    let mut codes: Vec<String> = Vec::new();
    for code in each(map, tree, "codes", read)? {
        if codes.contains(&code.value) {
            return Err(fault(format!("{} stands twice", quoted(&code.value)), code.span));
        }
        codes.push(code.value);
    }
    match codes.is_empty() {
        true => Err(fault("a notice without codes".into(), member(map, tree, "codes")?.span)),
        false => Ok(codes),
    }
}

fn path(map: &Map<'_>, tree: &Tree<'_>) -> Result<NoticePath, Spanned<String>> {
    let text = string(map, tree, "path")?;
    let place = member(map, tree, "path")?.span;
    let path = NoticePath::ALL.into_iter().find(|path| path.as_str() == text);
    path.ok_or_else(|| fault(format!("{} is none of standard, emergency", quoted(&text)), place))
}

fn written(map: &Map<'_>, tree: &Tree<'_>, key: &str) -> Result<WrittenMoment, Spanned<String>> {
    let text = string(map, tree, key)?;
    let span = member(map, tree, key)?.span;
    let written = WrittenMoment::parse(&text).map(|written| WrittenMoment { span, ..written });
    written.ok_or_else(|| {
        let message = format!("{} is neither a day (YYYY-MM-DD) nor an instant (YYYY-MM-DDThh:mm:ssZ)", quoted(&text));
        fault(message, span)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTICE: &str = r#"{
      "codes": ["rate_limited"],
      "path": "emergency",
      "decided_at": "2026-03-02T09:00:00+01:00",
      "announced_at": "2026-03-02",
      "announced_by": "producer team",
      "published_on": null,
      "planned_release": "2026-03-04",
      "reference": "https://example.com/1",
      "acknowledgement": {
        "by": "consumer team",
        "at": "2026-03-03"
      }
    }"#;

    fn document(notice: &str) -> String {
        alloc::format!("{{\n  \"schema\": \"lockstep-notices.v1\",\n  \"notices\": [\n    {notice}\n  ]\n}}\n")
    }

    #[test]
    fn a_record_is_written_as_it_was_read() {
        let record = NoticeRecord::read(&document(NOTICE)).expect("a record");
        let text = record.render();
        assert!(text.contains("\"2026-03-02T09:00:00+01:00\""), "{text}");
        assert_eq!(NoticeRecord::read(&text).expect("a record").render(), text);
        assert_eq!(record.of("rate_limited").count(), 1);
        assert_eq!(record.of("rate").count(), 0);
    }

    #[test]
    fn what_is_no_record_is_refused_with_its_place() {
        let broken = [
            ("[\"rate_limited\"]", "[]", "a notice without codes"),
            ("[\"rate_limited\"]", "[\"a\", \"a\"]", "`a` stands twice"),
            ("[\"rate_limited\"]", "[\"a b\"]", "`a b` is no error code"),
            ("[\"rate_limited\"]", "[1]", "a number where a string is expected"),
            ("\"emergency\"", "\"hotfix\"", "`hotfix` is none of standard, emergency"),
            ("\"2026-03-02T09:00:00+01:00\"", "null", "an emergency states when it was decided"),
            ("\"2026-03-04\"", "\"soon\"", "`soon` is neither a day"),
            ("\"producer team\"", "\" \"", "`announced_by` is blank"),
            ("\"by\"", "\"who\"", "unknown key `who`"),
            ("\"reference\": \"https://example.com/1\",", "", "the key `reference` is missing"),
            ("\"published_on\": null", "\"published_on\": \"today\"", "`today` is no day"),
        ];
        for (was, is, message) in broken {
            let text = document(&NOTICE.replace(was, is));
            let fault = NoticeRecord::read(&text).expect_err(is);
            assert!(fault.value.starts_with(message), "{is}: {}", fault.value);
            assert!(!fault.span.range().is_empty(), "{is}");
        }
        let other = document(NOTICE).replace("notices.v1", "notices.v2");
        assert!(NoticeRecord::read(&other).is_err());
    }
}
