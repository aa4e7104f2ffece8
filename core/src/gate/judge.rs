//! One piece of evidence: what it says.

use alloc::{format, string::String, vec::Vec};

use super::{
    State, Verdict,
    file::{Evidence, Gates, Kind, RunOf, Window, Words},
    form::{self, Form, at, scalar},
    gathered::{Found, Gathered, files, folder},
    statement,
};
use crate::{
    date::Date,
    facts::sha256,
    freeze::FreezeRecord,
    path,
    text::{Encoding, LineIndex, Position, Span, Spanned, quoted},
    tree::{Tree, Value},
};

/// What one piece of evidence says.
#[derive(Clone, Debug)]
pub(super) struct Judgement {
    pub(super) kind: &'static str,
    /// What it is: a path, or what was asked.
    pub(super) name: String,
    pub(super) state: State,
    /// Why, in words.
    pub(super) reason: String,
    /// Its day, where it has one that could be read.
    pub(super) date: Option<Date>,
    /// What decided.
    pub(super) place: Place,
    /// What to do where it does not pass.
    pub(super) next: String,
    /// Whether it stands for a series that has no file yet.
    pub(super) absent: bool,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) file: String,
    /// The line, from 1.
    pub(super) line: u32,
    /// The column, from 1, in UTF-16 code units.
    pub(super) column: u32,
}

/// What every piece of evidence is judged with.
pub(super) struct Bench<'b> {
    /// The gate file's name and text.
    pub(super) file: (&'b str, &'b str),
    /// The lines of the gate file.
    pub(super) lines: &'b LineIndex,
    pub(super) gates: &'b Gates<'b>,
    pub(super) gathered: &'b Gathered,
    pub(super) today: Date,
}

/// What was found, before its age is looked at.
struct Said {
    state: State,
    reason: String,
    date: Option<Date>,
    /// What decided, in the evidence.
    span: Span,
    /// What decided, where the evidence names another place for that.
    place: Option<Place>,
}

/// Why nothing can be said, and where.
type Fault = Spanned<String>;

impl Place {
    fn of(file: &str, bytes: &[u8], span: Span) -> Self {
        Self::on(&LineIndex::new(bytes), file, bytes, span)
    }

    fn on(lines: &LineIndex, file: &str, bytes: &[u8], span: Span) -> Self {
        let Position { line, column } = lines.position(bytes, span.start, Encoding::Utf16);
        Self { file: file.into(), line, column }
    }
}

impl Bench<'_> {
    /// What a piece of evidence says; several where it is a series of files.
    pub(super) fn judge(&self, evidence: &Evidence<'_>) -> Vec<Judgement> {
        match &evidence.kind {
            Kind::Approval { approver, verdict } => {
                let (state, reason) = match verdict {
                    Some(Verdict::Go) => (State::Pass, "said GO".into()),
                    Some(Verdict::NoGo) => (State::Fail, "said NO-GO".into()),
                    None => (State::Unknown, "has not decided yet".into()),
                };
                let said = Said { state, reason, date: evidence.date, span: evidence.span, place: None };
                Vec::from([self.here(evidence, approver.clone(), self.aged(evidence, said))])
            }
            Kind::Window(window) => {
                let name = format!("{} days since {}", window.days, window.since);
                Vec::from([self.here(evidence, name, self.elapsed(*window, evidence.span))])
            }
            Kind::Check => {
                let found = self.gathered.check.as_ref().unwrap_or(&Found::Missing);
                let mut judged = self.found(evidence, "lockstep check", found, None);
                if judged.place.file == judged.name {
                    // There is no such file.
                    judged.place = self.place(evidence.span);
                }
                Vec::from([judged])
            }
            _ => self.files(evidence),
        }
    }

    /// What files of an evidence say.
    fn files(&self, evidence: &Evidence<'_>) -> Vec<Judgement> {
        let Some(path) = &evidence.path else { return Vec::new() };
        let series = folder(&path.value);
        let listed = self.gathered.folders.get(series);
        if path.value.contains(super::DATE)
            && let Some(Err(reason)) = listed
        {
            let reason = format!("the folder could not be listed: {reason}");
            return Vec::from([self.unknown_here(evidence, series.into(), (reason, None))]);
        }
        let files = files(evidence, self.gathered);
        if files.is_empty() {
            let none = self.unknown_here(evidence, path.value.clone(), ("there is no such file".into(), None));
            return Vec::from([Judgement { absent: true, ..none }]);
        }
        let judged = files.iter().map(|(path, day)| {
            let found = self.gathered.files.get(path).unwrap_or(&Found::Missing);
            self.found(evidence, path, found, *day)
        });
        judged.collect()
    }

    /// What stands in one place says.
    fn found(&self, evidence: &Evidence<'_>, name: &str, found: &Found, day: Option<Date>) -> Judgement {
        let bytes = match found {
            Found::Bytes(bytes) => bytes,
            Found::Missing => return self.unknown_here(evidence, name.into(), ("it does not exist".into(), day)),
            Found::Unreadable(why) => {
                return self.unknown_here(evidence, name.into(), (format!("it could not be read: {why}"), day));
            }
        };
        let said = self.said(evidence, bytes).and_then(|said| match (day, said.date) {
            (Some(day), Some(own)) if day != own => {
                Err(Spanned { value: format!("its name says {day} and it says {own}"), span: said.span })
            }
            _ => Ok(said),
        });
        let said = said.map(|said| self.aged(evidence, said)).unwrap_or_else(|fault| Said {
            state: State::Unknown,
            reason: fault.value,
            // A faulty file of a series has the place in it that its name claims.
            date: day,
            span: fault.span,
            place: None,
        });
        let own = || Place::of(name, bytes, said.span);
        let place = said.place.clone().filter(|_| evidence.repository.is_none()).unwrap_or_else(own);
        self.judgement(evidence, name.into(), place, said)
    }

    /// What decided stands in the gate file.
    fn here(&self, evidence: &Evidence<'_>, name: String, said: Said) -> Judgement {
        self.judgement(evidence, name, self.place(said.span), said)
    }

    /// A place in the gate file.
    pub(super) fn place(&self, span: Span) -> Place {
        let (file, text) = self.file;
        Place::on(self.lines, file, text.as_bytes(), span)
    }

    fn unknown_here(&self, evidence: &Evidence<'_>, name: String, said: (String, Option<Date>)) -> Judgement {
        let (reason, date) = said;
        let span = evidence.path.as_ref().map_or(evidence.span, |path| path.span);
        // The suite's own line is another part of the file.
        let span = if matches!(evidence.kind, Kind::Run(RunOf::Suite(_))) { evidence.span } else { span };
        self.here(evidence, name, Said { state: State::Unknown, reason, date, span, place: None })
    }

    fn judgement(&self, evidence: &Evidence<'_>, name: String, place: Place, said: Said) -> Judgement {
        let Said { state, reason, date, .. } = said;
        let next = if state == State::Pass { String::new() } else { self.next(evidence, &name, state) };
        Judgement { kind: evidence.kind.as_str(), name, state, reason, date, place, next, absent: false }
    }

    /// What bytes say, whatever their age.
    fn said(&self, evidence: &Evidence<'_>, bytes: &[u8]) -> Result<Said, Fault> {
        match &evidence.kind {
            Kind::Artifact { sha256, exact, approver } => {
                let said = artifact(evidence, bytes, (sha256.as_deref(), *exact))?;
                let approved = approver.as_deref().filter(|_| said.state == State::Pass);
                let by = approved.map_or_else(String::new, |approver| format!(", approved by {}", quoted(approver)));
                Ok(Said { reason: said.reason + &by, ..said })
            }
            Kind::Decision { statements, section, approvers } => {
                let text = form::text(bytes)?;
                let demands = statement::Demands { statements, section: section.as_deref(), approvers };
                let found = statement::judge(&text, &demands)?;
                Ok(Said { state: found.state, reason: found.reason, date: found.date, span: found.span, place: None })
            }
            Kind::Freeze => self.freeze(bytes),
            kind => match Form::of(kind) {
                Some(form) => self.formed(evidence, form, bytes),
                None => Err(Spanned { value: "there is nothing to read".into(), span: Span::default() }),
            },
        }
    }

    fn freeze(&self, bytes: &[u8]) -> Result<Said, Fault> {
        let text = form::text(bytes)?;
        let record = FreezeRecord::read(&text)?;
        Ok(match record.active(self.today) {
            Some(freeze) => Said {
                state: State::Fail,
                reason: format!("a freeze holds since {}: {}", freeze.since, quoted(&freeze.reason)),
                date: None,
                span: freeze.span,
                place: None,
            },
            None => {
                let reason = "no freeze holds".into();
                Said { state: State::Pass, reason, date: None, span: Span::default(), place: None }
            }
        })
    }

    /// What evidence of a form of its own says.
    fn formed(&self, evidence: &Evidence<'_>, form: &Form, bytes: &[u8]) -> Result<Said, Fault> {
        let text = form::text(bytes)?;
        let root = form::read(&text)?;
        form.recognise(&root)?;
        let date = form.date(&root)?.map(|date| date.value).or(evidence.date);
        let (state, word) = form.ended(&root)?;
        let said = |state, reason, span| Ok(Said { state, reason, date, span, place: None });
        self.is_about(evidence, form, &root)?;
        if state != State::Pass {
            let cause = cause(&root);
            let span = cause.as_ref().map_or(word.span, |cause| cause.0.span);
            let why = cause.as_ref().map_or_else(String::new, |(why, _)| format!(": {}", why.value));
            let place = cause.and_then(|(_, place)| place);
            return Ok(Said { state, reason: format!("it says {}{why}", word.value), date, span, place });
        }
        if let Some(other) = unexpected(evidence, &root)? {
            return said(State::Fail, other.value, other.span);
        }
        said(State::Pass, format!("it says {}", word.value), word.span)
    }

    /// Refuses evidence of something else than is asked for.
    fn is_about(&self, evidence: &Evidence<'_>, form: &Form, root: &Tree<'_>) -> Result<(), Fault> {
        let fault = |value: String, span| Err(Spanned { value, span });
        if let Kind::Record(gate) = &evidence.kind
            && let Some(other) = at(root, "/gate").filter(|found| found.text() != Some(gate))
        {
            return fault(format!("it is about the gate {}", scalar(other)), other.span);
        }
        if let Kind::Run(RunOf::Suite(number)) = &evidence.kind {
            self.is_the_suite(*number, root)?;
        }
        if evidence.at_head {
            self.is_at_head(form, root)?;
        }
        if evidence.repository.is_none() && !matches!(evidence.kind, Kind::Check) {
            for (name, digest, span) in form.documents(root) {
                self.is_unchanged(name, digest, span)?;
            }
        }
        Ok(())
    }

    /// Refuses evidence about another commit than the one that is checked out, or about a changed one.
    fn is_at_head(&self, form: &Form, root: &Tree<'_>) -> Result<(), Fault> {
        let fault = |value: String, span| Err(Spanned { value, span });
        let head = match &self.gathered.head {
            Some(Ok(head)) => head,
            Some(Err(reason)) => {
                return fault(format!("the commit that is checked out is not known: {reason}"), root.span);
            }
            None => return fault("the commit that is checked out is not known".into(), root.span),
        };
        let commit = form.commit.and_then(|pointer| at(root, pointer));
        if commit.and_then(Tree::text) != Some(head) {
            let (found, span) = commit.map_or(("no commit".into(), root.span), |commit| (scalar(commit), commit.span));
            return fault(format!("it is about {found}, checked out is {}", quoted(head)), span);
        }
        match form.changed.map(|pointer| at(root, pointer)) {
            None | Some(Some(Tree { value: Value::Boolean(false), .. })) => Ok(()),
            Some(changed) => {
                let span = changed.map_or(root.span, |changed| changed.span);
                fault("tracked files may have been changed since the commit that it is about".into(), span)
            }
        }
    }

    /// Refuses evidence about a document that has changed since.
    fn is_unchanged(&self, name: &str, digest: Option<&str>, span: Span) -> Result<(), Fault> {
        let Ok(inside) = path::inside(name) else {
            let value = format!("it judged {}, which does not stand in this repository", quoted(name));
            return Err(Spanned { value, span });
        };
        let value = match self.gathered.files.get(&inside) {
            Some(Found::Bytes(bytes)) if digest.is_some_and(|digest| sha256(bytes) == digest) => return Ok(()),
            Some(Found::Missing) if digest.is_none() => return Ok(()),
            Some(Found::Bytes(_)) => format!("it is stale: {} has changed since", quoted(name)),
            Some(Found::Unreadable(why)) => format!("{}, which it judged, could not be read: {why}", quoted(name)),
            Some(Found::Missing) | None => format!("it is stale: {}, which it judged, is gone", quoted(name)),
        };
        Err(Spanned { value, span })
    }

    /// Refuses the evidence of other commands than those that the suite has now.
    fn is_the_suite(&self, number: usize, root: &Tree<'_>) -> Result<(), Fault> {
        let Some(suite) = self.gates.suites.get(number) else { return Ok(()) };
        let ran = at(root, "/commands").and_then(Tree::list).unwrap_or_default();
        for command in &suite.commands {
            let Some(of) = ran.iter().find(|ran| ran.get("name").and_then(Tree::text) == Some(&command.name.value))
            else {
                let value = format!("it is stale: the command {} was not run", quoted(&command.name.value));
                return Err(Spanned { value, span: at(root, "/commands").map_or(root.span, |list| list.span) });
            };
            let same = match &command.words {
                Words::Shell(line) => of.get("shell").and_then(Tree::text) == Some(line),
                Words::Program(words) => of.get("run").and_then(Tree::list).is_some_and(|list| {
                    list.len() == words.len() && list.iter().zip(words).all(|(is, word)| is.text() == Some(word))
                }),
            };
            if !same || of.get("folder").and_then(Tree::text) != command.folder.as_deref() {
                let value =
                    format!("it is stale: {} ran otherwise than the suite has it now", quoted(&command.name.value));
                return Err(Spanned { value, span: of.span });
            }
        }
        Ok(())
    }

    /// The same, unless its day is in the future, unknown where it matters, or too long ago.
    fn aged(&self, evidence: &Evidence<'_>, said: Said) -> Said {
        let reason = match (said.date, evidence.max_age_days) {
            (Some(date), _) if date > self.today => format!("it is dated {date}, which is in the future"),
            (Some(date), Some(most)) if days_between(date, self.today) > most => format!(
                "it is stale: from {date}, {} days ago, at most {most} are allowed",
                days_between(date, self.today)
            ),
            (None, Some(_)) => "it has no day, so its age is not known".into(),
            _ => return said,
        };
        // Old evidence against a step is no evidence for it either.
        Said { state: State::Unknown, reason, ..said }
    }

    fn elapsed(&self, window: Window, span: Span) -> Said {
        let Window { since, days } = window;
        let passed = days_between(since, self.today);
        let (state, reason) = match passed >= days {
            true => (State::Pass, format!("{passed} days have passed")),
            false if passed < 0 => (State::Unknown, "it begins in the future".into()),
            false => (State::Unknown, format!("{passed} of {days} days have passed")),
        };
        Said { state, reason, date: None, span, place: None }
    }
}

/// How many days `later` is after `earlier`; less than 0 where it is before.
pub(super) fn days_between(earlier: Date, later: Date) -> i32 {
    // INVARIANT: the calendar has fewer days than the number can count.
    i32::try_from(earlier.duration_until(later).as_hours() / 24).unwrap_or(i32::MAX)
}

/// What the bytes of a file say about its digest and its values.
fn artifact(evidence: &Evidence<'_>, bytes: &[u8], digest: (Option<&str>, bool)) -> Result<Said, Fault> {
    let found = sha256(bytes);
    let whole = Span::default();
    let said = |state, reason| Said { state, reason, date: evidence.date, span: whole, place: None };
    match digest {
        (None, true) => {
            let reason = format!("its digest is not recorded yet; it is {}", quoted(&found));
            return Ok(said(State::Unknown, reason));
        }
        (Some(wanted), _) if wanted != found => {
            return Ok(said(
                State::Fail,
                format!("it has the SHA-256 {}, recorded is {}", quoted(&found), quoted(wanted)),
            ));
        }
        _ => {}
    }
    if evidence.expect.is_empty() {
        return Ok(said(State::Pass, "its bytes are those that are recorded".into()));
    }
    let text = form::text(bytes)?;
    let root = form::read(&text)?;
    Ok(match unexpected(evidence, &root)? {
        Some(other) => Said { span: other.span, ..said(State::Fail, other.value) },
        None => said(State::Pass, "it has the values that are demanded".into()),
    })
}

/// What evidence says about why it does not pass, and the place that it names for that: the first error of a report, the
/// first command that did not end well.
fn cause(root: &Tree<'_>) -> Option<(Spanned<String>, Option<Place>)> {
    let list = |pointer| at(root, pointer).and_then(Tree::list).unwrap_or_default();
    let is_error = |finding: &&Tree<'_>| finding.get("severity").and_then(Tree::text) == Some("error");
    if let Some(finding) = list("/findings").iter().find(is_error) {
        let number = |key| match &finding.get("primary")?.get(key)?.value {
            Value::Number(digits) => digits.parse::<u32>().ok(),
            _ => None,
        };
        let rule = finding.get("rule").and_then(Tree::text).unwrap_or_default();
        let message = finding.get("message").and_then(Tree::text).unwrap_or_default();
        let file = finding.get("primary").and_then(|primary| primary.get("document")?.text());
        let place = file.zip(number("line")).zip(number("column"));
        let place = place.map(|((file, line), column)| Place { file: file.into(), line, column });
        return Some((Spanned { value: format!("{}: {message}", quoted(rule)), span: finding.span }, place));
    }
    if let Some(error) = list("/errors").first() {
        return Some((Spanned { value: error.text().unwrap_or_default().into(), span: error.span }, None));
    }
    let ended_well = |command: &Tree<'_>| matches!(command.get("exit_code").map(|code| &code.value), Some(Value::Number(code)) if code == "0");
    let command = list("/commands").iter().find(|command| !ended_well(command))?;
    let name = command.get("name").or_else(|| command.get("command")).and_then(Tree::text).unwrap_or_default();
    let how = match (command.get("failure").and_then(Tree::text), command.get("exit_code")) {
        (Some(failure), _) => failure.into(),
        (None, Some(code)) => format!("exit code {}", scalar(code)),
        (None, None) => "it has no exit code".into(),
    };
    Some((Spanned { value: format!("{}: {how}", quoted(name)), span: command.span }, None))
}

/// The first value that is not as it is demanded; one that is missing is a fault.
fn unexpected(evidence: &Evidence<'_>, root: &Tree<'_>) -> Result<Option<Spanned<String>>, Fault> {
    for (pointer, wanted) in &evidence.expect {
        let Some(found) = at(root, &pointer.value) else {
            return Err(Spanned { value: format!("it does not state {}", quoted(&pointer.value)), span: root.span });
        };
        let same = match (&found.value, &wanted.value) {
            (Value::List(_) | Value::Map(_), _) => false,
            _ => found.same(wanted),
        };
        if !same {
            let value = format!("{} is {}, demanded is {}", quoted(&pointer.value), scalar(found), scalar(wanted));
            return Ok(Some(Spanned { value, span: found.span }));
        }
    }
    Ok(None)
}
