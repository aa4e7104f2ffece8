//! From a block of envelopes to what is said about it.

use std::{borrow::Cow, mem};

use lockstep_core::{
    envelope::{Answer, Class, lines},
    text::visible,
};

use super::{
    Batch, Form,
    document::{Example, Place},
    feed::{Block, Content},
    input::{self, Kind, Record},
    show::{self, Excerpt},
    summary::Summary,
};
use crate::{failure::Failure, fleet::json};

/// The bytes of output, beyond those of one envelope, that are made before they are written.
const OUTPUT: usize = 1 << 20;

/// A block that is being judged.
#[derive(Debug)]
pub struct Judging<'b> {
    batch: &'b Batch,
    input: usize,
    kind: Kind,
    bytes: Vec<u8>,
    first_line: u64,
    /// Of a HAR file.
    answers: Vec<input::Answer>,
    /// A class a line, or an answer of a HAR file.
    classes: Vec<u8>,
    /// The next envelope to tell of.
    next: usize,
    /// Where its line begins.
    offset: usize,
    /// How many examples are made at most.
    wanted: usize,
    summary: Summary,
}

/// One envelope, and where it stands.
struct Envelope<'e> {
    place: Place,
    status: Option<u16>,
    body: Cow<'e, [u8]>,
    /// What people see as the name of what the body stands in.
    name: String,
    /// The number that people see at the body's first line.
    first_line: u64,
    /// The line that the body is a part of, and where it begins there.
    around: Option<(&'e [u8], usize)>,
}

impl<'b> Judging<'b> {
    /// Judges a block and makes `wanted` examples at most.
    #[must_use]
    pub fn new(batch: &'b Batch, block: Block, wanted: usize) -> Self {
        let (kind, bytes, first_line, failure) = match block.content {
            Content::Envelopes { kind, bytes, first_line } => (kind, bytes, first_line, None),
            Content::Unreadable(failure) => (Kind::Lines, Vec::new(), 1, Some(failure)),
        };
        let mut judging = Self {
            batch,
            input: block.input,
            kind,
            bytes,
            first_line,
            answers: Vec::new(),
            classes: Vec::new(),
            next: 0,
            offset: 0,
            wanted,
            summary: Summary::default(),
        };
        if let Err(failure) = failure.map_or_else(|| judging.judge(), Err) {
            judging.summary.failures.push(failure);
        }
        let counts = &mut judging.summary.counts;
        counts.add(&judging.classes);
        if counts.total() == counts.of(Class::Conforming) && !judging.is_alone() {
            // There is nothing to tell, so no line is looked for.
            judging.next = judging.classes.len();
        }
        judging
    }

    fn judge(&mut self) -> Result<(), Failure> {
        let Self { batch, bytes, classes, .. } = self;
        match self.kind {
            Kind::Lines if batch.status.is_none() && batch.answer == Answer::Any => {
                batch.classifier.classes(bytes, classes);
            }
            Kind::Lines => classes.extend(lines(bytes).map(|line| batch.class(batch.status, line))),
            Kind::Records => classes.extend(lines(bytes).map(|line| {
                let (status, body) = answer(batch, line);
                batch.class(status, &body)
            })),
            Kind::Body => classes.push(batch.class(batch.status, bytes)),
            Kind::Har => {
                let name = batch.name(self.input);
                self.answers = input::answers(bytes)
                    .map_err(|fault| Failure::new(format!("the HAR file cannot be used: {fault}")).about(name))?;
                if self.answers.is_empty() {
                    return Err(Failure::new("the HAR file has no entries, so nothing was classified").about(name));
                }
                let status = |answer: &input::Answer| answer.status.or(batch.status);
                classes.extend(self.answers.iter().map(|answer| batch.class(status(answer), &answer.body)));
            }
        }
        Ok(())
    }

    /// Adds to `text` what is written next; `false` where nothing more follows.
    pub fn step(&mut self, text: &mut String) -> bool {
        let streams = self.batch.form == Form::Ndjson;
        let limit = text.len() + OUTPUT;
        while let Some(class) = self.classes.get(self.next).copied() {
            if !streams && self.summary.examples.len() >= self.wanted {
                return false;
            }
            if text.len() > limit {
                return true;
            }
            let rest = self.bytes.get(self.offset..).unwrap_or_default();
            let line = match self.kind {
                Kind::Lines | Kind::Records => lines(rest).next().unwrap_or_default(),
                Kind::Body | Kind::Har => rest,
            };
            if class != Class::Conforming.byte() || self.is_alone() {
                let example = self.example(line);
                if streams {
                    text.push_str(&json(&example));
                } else {
                    self.summary.examples.push(example);
                }
            }
            if self.kind != Kind::Har {
                self.offset += line.len() + 1;
            }
            self.next += 1;
        }
        false
    }

    /// What became of the block, and its memory for the next one.
    #[must_use]
    pub fn end(mut self) -> (Summary, Vec<u8>) {
        self.summary.is_alone = self.is_alone();
        (self.summary, mem::take(&mut self.bytes))
    }

    /// Whether there is one body and nothing else: everything is told about it, even where it conforms.
    fn is_alone(&self) -> bool {
        self.kind == Kind::Body && self.batch.inputs.len() == 1 && self.batch.form != Form::Ndjson
    }

    /// Everything about the next envelope, which stands in `line` unless it is an answer of a HAR file.
    fn example(&self, line: &[u8]) -> Example {
        let batch = self.batch;
        let Envelope { place, status, body, name, first_line, around } = self.envelope(line);
        // One byte more than is allowed shows that a body is too large.
        let body = body.get(..batch.body_limit.saturating_add(1)).unwrap_or(&body);
        let classification = batch.classifier.classify(status, batch.answer, body);
        let frames = match batch.form {
            Form::Human => {
                let (text, offset) = around.unwrap_or((body, 0));
                let excerpt = Excerpt { name: &name, text, offset, first_line };
                show::frames(&classification, &excerpt, batch.color, self.is_alone())
            }
            Form::Json | Form::Ndjson => String::new(),
        };
        Example { place, classification, frames }
    }

    fn envelope<'e>(&'e self, line: &'e [u8]) -> Envelope<'e> {
        let name = self.batch.name(self.input).to_owned();
        let status = self.batch.status;
        let number = self.first_line + self.next as u64;
        let file = visible(&name).into_owned();
        let in_line = Place { file: file.clone(), line: Some(number), entry: None };
        match self.kind {
            Kind::Body => {
                let place = Place { file, line: None, entry: None };
                Envelope { place, status, body: Cow::Borrowed(line), name, first_line: 1, around: None }
            }
            Kind::Lines => {
                let body = Cow::Borrowed(line);
                Envelope { place: in_line, status, body, name, first_line: number, around: None }
            }
            Kind::Records => {
                let (status, body) = answer(self.batch, line);
                match within(line, &body) {
                    Some(offset) => {
                        let around = Some((line, offset));
                        Envelope { place: in_line, status, body, name, first_line: number, around }
                    }
                    None => {
                        let name = format!("{name}:{number} (body)");
                        Envelope { place: in_line, status, body, name, first_line: 1, around: None }
                    }
                }
            }
            Kind::Har => {
                let place = Place { file, line: None, entry: Some(self.next as u64) };
                let name = format!("{name} (log.entries[{}])", self.next);
                let (status, body) = match self.answers.get(self.next) {
                    Some(answer) => (answer.status.or(status), answer.body.as_slice()),
                    None => (status, &[][..]),
                };
                Envelope { place, status, body: Cow::Borrowed(body), name, first_line: 1, around: None }
            }
        }
    }
}

/// The answer of a record; a line that is none is taken for a body.
fn answer<'l>(batch: &Batch, line: &'l [u8]) -> (Option<u16>, Cow<'l, [u8]>) {
    match Record::read(line) {
        Some(record) => (record.status().or(batch.status), record.body()),
        None => (batch.status, Cow::Borrowed(line)),
    }
}

/// Where in a line a body begins that is a part of it.
fn within(line: &[u8], body: &[u8]) -> Option<usize> {
    let offset = body.as_ptr().addr().checked_sub(line.as_ptr().addr())?;
    (offset + body.len() <= line.len()).then_some(offset)
}
