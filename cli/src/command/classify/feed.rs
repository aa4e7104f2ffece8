//! From what is read of an input to blocks that hold whole envelopes.

use std::mem;

use lockstep_core::{
    envelope::{LineCutter, line_count},
    text::quoted,
};

use super::{Batch, input::Kind};
use crate::{failure::Failure, request::Reply};

/// The largest HAR file, in bytes: it is one document and must be held whole.
const HAR_LIMIT: usize = 1 << 28;

/// What a record may have beside its body, in bytes.
const RECORD_MARGIN: usize = 1 << 16;

/// How many bytes of a record may stand for one of its body: a character of two can be written as an escape of six.
const ESCAPE: usize = 3;

/// The bytes within which a HAR file shows itself.
const HEAD: usize = 1 << 8;

/// Whole envelopes of one input, or why there are none.
#[derive(Debug)]
pub struct Block {
    /// The position of the input among those of the batch.
    pub(super) input: usize,
    pub(super) content: Content,
}

#[derive(Debug)]
pub(super) enum Content {
    /// Envelopes in bytes; for lines the number of the first.
    Envelopes { kind: Kind, bytes: Vec<u8>, first_line: u64 },
    /// The input could not be read.
    Unreadable(Failure),
}

/// One input on its way to [`Block`]s.
#[derive(Debug)]
pub struct Feed {
    input: usize,
    name: String,
    kind: Option<Kind>,
    body_limit: usize,
    cutter: LineCutter,
    /// What was read and is no whole envelope yet.
    held: Vec<u8>,
    /// How much of it there was before the last read.
    known: usize,
    /// Whether a line end was read before the kind was known.
    line_ended: bool,
    /// Lines that were given.
    lines: u64,
    is_over: bool,
}

impl Feed {
    /// One of a batch's inputs, before it is read.
    #[must_use]
    pub fn new(batch: &Batch, input: usize) -> Self {
        let kind = batch.kind;
        let body_limit = batch.body_limit;
        Self {
            input,
            name: batch.name(input).to_owned(),
            kind,
            body_limit,
            cutter: LineCutter::new(line_limit(kind, body_limit)),
            held: Vec::new(),
            known: 0,
            line_ended: false,
            lines: 0,
            is_over: false,
        }
    }

    /// Whether no more of the input is wanted.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    /// Puts what is still held into `bytes`; what is read next belongs behind it.
    pub fn begin(&mut self, bytes: &mut Vec<u8>) {
        bytes.clear();
        self.known = self.held.len();
        mem::swap(bytes, &mut self.held);
    }

    /// Takes `bytes`, to which one read has added something; nothing, where the input has `ended`.
    pub fn finish(&mut self, bytes: &mut Vec<u8>, ended: bool) -> Option<Block> {
        self.is_over = ended;
        if self.kind.is_none() && !bytes.is_empty() {
            self.detect(bytes, ended);
        }
        match self.kind {
            Some(Kind::Body) => self.whole(bytes, Kind::Body, self.body_limit),
            _ if ended && bytes.is_empty() => (self.lines == 0).then(|| self.empty()),
            Some(Kind::Har) => self.whole(bytes, Kind::Har, HAR_LIMIT),
            Some(kind) => self.lines(bytes, kind),
            None => {
                mem::swap(bytes, &mut self.held);
                None
            }
        }
    }

    fn detect(&mut self, bytes: &[u8], ended: bool) {
        // A record is the longest line that may come.
        let limit = line_limit(Some(Kind::Records), self.body_limit);
        self.line_ended |= bytes.get(self.known..).unwrap_or_default().contains(&b'\n');
        // As long as the first line goes on, looking at it again tells nothing new.
        if ended || self.line_ended || self.known < HEAD || bytes.len() > limit {
            self.kind = Kind::detect(bytes, ended, limit);
            self.cutter = LineCutter::new(line_limit(self.kind, self.body_limit));
        }
    }

    /// The block that says why the input cannot be read.
    pub fn unreadable(&mut self, reply: Reply) -> Block {
        self.is_over = true;
        let name = quoted(&self.name);
        let failure = match reply {
            Reply::Missing => Failure::new(format!("{name} does not exist")),
            Reply::NotRegular(what) => Failure::new(format!("{name} is {what}, no file")),
            Reply::Failed(cause) => Failure::new(format!("{name} could not be read: {cause}")),
            _ => Failure::new(format!("{name} could not be read: {}", Reply::misfit())),
        };
        self.failure(failure)
    }

    fn failure(&self, failure: Failure) -> Block {
        Block { input: self.input, content: Content::Unreadable(failure) }
    }

    fn empty(&self) -> Block {
        self.failure(Failure::new("the input is empty, so nothing was classified").about(&self.name))
    }

    fn block(&self, kind: Kind, bytes: &mut Vec<u8>, first_line: u64) -> Block {
        Block { input: self.input, content: Content::Envelopes { kind, bytes: mem::take(bytes), first_line } }
    }

    /// An input that is one document: it is held until its end, or until it is too large.
    fn whole(&mut self, bytes: &mut Vec<u8>, kind: Kind, limit: usize) -> Option<Block> {
        let too_large = bytes.len() > limit;
        if !self.is_over && !too_large {
            mem::swap(bytes, &mut self.held);
            return None;
        }
        self.is_over = true;
        if too_large && kind == Kind::Har {
            let message = format!("the HAR file has more than {limit} bytes");
            return Some(
                self.failure(Failure::new(message).about(&self.name).help("split it, or give the bodies alone")),
            );
        }
        // One byte more than is allowed shows that a body is too large.
        bytes.truncate(limit.saturating_add(1));
        Some(self.block(kind, bytes, 1))
    }

    fn lines(&mut self, bytes: &mut Vec<u8>, kind: Kind) -> Option<Block> {
        if !self.is_over {
            self.cutter.cut(bytes, &mut self.held);
        }
        if bytes.is_empty() {
            return None;
        }
        let first_line = self.lines + 1;
        self.lines += line_count(bytes);
        Some(self.block(kind, bytes, first_line))
    }
}

/// The most bytes of a line.
fn line_limit(kind: Option<Kind>, body_limit: usize) -> usize {
    match kind {
        Some(Kind::Records) => body_limit.saturating_mul(ESCAPE).saturating_add(RECORD_MARGIN),
        _ => body_limit,
    }
}
