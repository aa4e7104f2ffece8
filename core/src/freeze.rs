//! The record of freezes: times in which the baseline may not move, and what was let through all the same.
//!
//! Source: the joint execution playbook's emergency protocol ("consumer immediately freezes baseline upgrades except
//! emergency security/availability patches") and its incident rollback checklist, which begins with the freeze.

use alloc::{string::String, vec::Vec};
use serde::Serialize;

use crate::{
    date::Date,
    json, render,
    text::{Span, Spanned},
    tree::{
        Tree,
        members::{calendar_day, day, each, fault, is_null, member, object, optional, optional_day, schema, words},
    },
};

/// The value of `schema` in every freeze record.
pub const FREEZE_SCHEMA: &str = "lockstep-freeze.v1";

/// How deep a record may nest.
const DEPTH: usize = 16;

/// A record as its file has it; the form `lockstep-freeze.v1`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct FreezeDocument<'r> {
    /// The version of this form: `lockstep-freeze.v1`.
    pub schema: &'static str,
    /// The freezes, the oldest first; at most one of them is not over.
    pub freezes: &'r [Freeze],
}

/// Every freeze of a repository, the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FreezeRecord {
    /// The freezes; at most one of them is not over.
    pub freezes: Vec<Freeze>,
}

/// A time in which the baseline may not move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Freeze {
    /// Why.
    pub reason: String,
    /// Who reviewed it; null for one that a rollback began and nobody has reviewed yet, which holds all the same.
    pub reviewer: Option<String>,
    /// Its first day, `YYYY-MM-DD`.
    #[serde(serialize_with = "day")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub since: Date,
    /// Its last day, `YYYY-MM-DD`; null where it holds until it is lifted.
    #[serde(serialize_with = "optional_day")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub until: Option<Date>,
    /// The baseline that is frozen.
    pub baseline: FrozenBaseline,
    /// What was let through while it held, in order.
    pub emergencies: Vec<Emergency>,
    /// How it ended; null where nobody lifted it.
    pub lifted: Option<Lifted>,
    /// Where it stands in the text that it was read from, in bytes.
    #[serde(skip)]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub span: Span,
}

/// The release that stays pinned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct FrozenBaseline {
    /// The producer's release tag.
    pub release_tag: String,
    /// The producer's commit.
    pub commit_sha: String,
}

/// A baseline that was let through under a freeze.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Emergency {
    /// The day, `YYYY-MM-DD`.
    #[serde(serialize_with = "day")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub date: Date,
    /// What was let through.
    pub baseline: FrozenBaseline,
    /// Why it could not wait.
    pub reason: String,
}

/// How a freeze ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Lifted {
    /// The day from which it no longer holds, `YYYY-MM-DD`.
    #[serde(serialize_with = "day")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub date: Date,
    /// Why.
    pub reason: String,
    /// Who reviewed that; null where a rollback put another freeze in its place.
    pub reviewer: Option<String>,
}

impl FreezeRecord {
    /// Reads a record.
    ///
    /// # Errors
    ///
    /// What is wrong with its form, in words, with the place in bytes of `text`: JSON, keys and their types, dates, a
    /// blank reason, another form than `lockstep-freeze.v1`, a freeze before the last that is neither lifted nor ended.
    pub fn read(text: &str) -> Result<Self, Spanned<String>> {
        let tree = json::tree(text, DEPTH)?;
        let map = object(&tree, &["schema", "freezes"])?;
        schema(map, &tree, FREEZE_SCHEMA)?;
        let freezes = each(map, &tree, "freezes", Freeze::read)?;
        if let Some(open) =
            freezes.iter().rev().skip(1).find(|freeze| freeze.lifted.is_none() && freeze.until.is_none())
        {
            return Err(fault(
                "a freeze before the last one is neither lifted nor has it a last day".into(),
                open.span,
            ));
        }
        Ok(Self { freezes })
    }

    /// The record as the text of its file, ending with a line end.
    pub fn render(&self) -> String {
        render::json::render(&FreezeDocument { schema: FREEZE_SCHEMA, freezes: &self.freezes })
    }

    /// The freeze that holds on a day, if one does.
    pub fn active(&self, today: Date) -> Option<&Freeze> {
        self.freezes.iter().rev().find(|freeze| freeze.holds(today))
    }

    /// The same, to be changed.
    pub fn active_mut(&mut self, today: Date) -> Option<&mut Freeze> {
        self.freezes.iter_mut().rev().find(|freeze| freeze.holds(today))
    }
}

impl Freeze {
    /// A freeze that nobody has lifted and that has let nothing through.
    pub fn new(
        reason: String,
        reviewer: Option<String>,
        (since, until): (Date, Option<Date>),
        baseline: FrozenBaseline,
    ) -> Self {
        let (emergencies, lifted, span) = (Vec::new(), None, Span::default());
        Self { reason, reviewer, since, until, baseline, emergencies, lifted, span }
    }

    /// Whether it holds on a day. One that was written with a first day in the future of `today` (another clock, or the
    /// `--today` of a test) holds already: a freeze errs on the safe side.
    pub fn holds(&self, today: Date) -> bool {
        self.lifted.is_none() && self.until.is_none_or(|until| today <= until)
    }

    /// Whether a baseline may be pinned under it: the frozen one, and what an emergency let through.
    pub fn allows(&self, release_tag: &str, commit_sha: &str) -> bool {
        let emergencies = self.emergencies.iter().map(|emergency| &emergency.baseline);
        core::iter::once(&self.baseline)
            .chain(emergencies)
            .any(|allowed| allowed.release_tag == release_tag && allowed.commit_sha == commit_sha)
    }

    fn read(tree: &Tree<'_>) -> Result<Self, Spanned<String>> {
        let keys = ["reason", "reviewer", "since", "until", "baseline", "emergencies", "lifted"];
        let map = object(tree, &keys)?;
        let lifted = member(map, tree, "lifted")?;
        Ok(Self {
            reason: words(map, tree, "reason")?,
            reviewer: optional(map, tree, "reviewer", words)?,
            since: calendar_day(map, tree, "since")?,
            until: optional(map, tree, "until", calendar_day)?,
            baseline: FrozenBaseline::read(member(map, tree, "baseline")?)?,
            emergencies: each(map, tree, "emergencies", Emergency::read)?,
            lifted: if is_null(lifted) { None } else { Some(Lifted::read(lifted)?) },
            span: tree.span,
        })
    }
}

impl FrozenBaseline {
    fn read(tree: &Tree<'_>) -> Result<Self, Spanned<String>> {
        let map = object(tree, &["release_tag", "commit_sha"])?;
        Ok(Self { release_tag: words(map, tree, "release_tag")?, commit_sha: words(map, tree, "commit_sha")? })
    }
}

impl Emergency {
    fn read(tree: &Tree<'_>) -> Result<Self, Spanned<String>> {
        let map = object(tree, &["date", "baseline", "reason"])?;
        Ok(Self {
            date: calendar_day(map, tree, "date")?,
            baseline: FrozenBaseline::read(member(map, tree, "baseline")?)?,
            reason: words(map, tree, "reason")?,
        })
    }
}

impl Lifted {
    fn read(tree: &Tree<'_>) -> Result<Self, Spanned<String>> {
        let map = object(tree, &["date", "reason", "reviewer"])?;
        Ok(Self {
            date: calendar_day(map, tree, "date")?,
            reason: words(map, tree, "reason")?,
            reviewer: optional(map, tree, "reviewer", words)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn baseline(tag: &str) -> FrozenBaseline {
        FrozenBaseline { release_tag: tag.into(), commit_sha: "a".repeat(40) }
    }

    fn on(text: &str) -> Date {
        crate::date::parse(text).unwrap()
    }

    fn record() -> FreezeRecord {
        let mut past = Freeze::new("old".into(), None, (on("2026-01-01"), None), baseline("v0.3.1"));
        past.lifted = Some(Lifted { date: on("2026-01-05"), reason: "mended".into(), reviewer: Some("Ada".into()) });
        let until = Some(on("2026-03-10"));
        let mut now =
            Freeze::new("incident \"7\"".into(), Some("Bo".into()), (on("2026-03-01"), until), baseline("v0.3.2"));
        now.emergencies =
            [Emergency { date: on("2026-03-02"), baseline: baseline("v0.3.3"), reason: "CVE".into() }].into();
        FreezeRecord { freezes: [past, now].into() }
    }

    #[test]
    fn a_record_is_what_its_own_text_says() {
        let text = record().render();
        let mut read = FreezeRecord::read(&text).unwrap();
        assert!(text[read.freezes[1].span.range()].contains("incident"), "{text}");
        read.freezes.iter_mut().for_each(|freeze| freeze.span = Span::default());
        assert_eq!(read, record());
    }

    #[test]
    fn a_freeze_holds_to_its_last_day_and_allows_what_it_names() {
        let record = record();
        assert!(record.active(on("2026-03-11")).is_none());
        let freeze = record.active(on("2026-03-10")).unwrap();
        let commit = "a".repeat(40);
        assert!(freeze.allows("v0.3.2", &commit) && freeze.allows("v0.3.3", &commit));
        assert!(!freeze.allows("v0.4.0", &commit) && !freeze.allows("v0.3.2", "b"));
    }

    #[test]
    fn every_fault_has_its_place() {
        let text = record().render();
        let cases = [
            ("lockstep-freeze.v1", "lockstep-freeze.v2", "is not `lockstep-freeze.v1`"),
            ("\"since\"", "\"sinc\"", "unknown key `sinc`"),
            ("2026-03-10", "2026-02-30", "is no day"),
            ("\"old\"", "\" \"", "`reason` is blank"),
            ("\"until\": null", "\"until\": 1", "a number where a string is expected"),
            ("[\n        {", "{ \"x\": [\n        {", "no JSON"),
        ];
        for (was, is, message) in cases {
            assert!(text.contains(was), "{was}");
            let changed = text.replacen(was, is, 1);
            let error = FreezeRecord::read(&changed).unwrap_err();
            let grammar = message == "no JSON" && error.span.end > 0;
            assert!(grammar || error.value.contains(message), "{is}: {error:?}");
        }
        let open = text.replacen("\"lifted\": {", "\"lifted\": null, \"x\": {", 1);
        assert!(FreezeRecord::read(&open).unwrap_err().value.contains("unknown key `x`"));
    }

    #[test]
    fn only_the_last_freeze_may_be_open() {
        let mut record = record();
        record.freezes[0].lifted = None;
        assert!(FreezeRecord::read(&record.render()).unwrap_err().value.contains("before the last one"));
    }
}
