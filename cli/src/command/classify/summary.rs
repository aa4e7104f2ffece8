//! What all blocks together come to.

use lockstep_core::{
    api,
    envelope::{Class, Counts},
    render,
};

use super::{
    Batch, Form,
    document::{CLASSIFY_SCHEMA, ClassifyDocument, Closing, Example},
    show,
};
use crate::{
    failure::Failure,
    fleet::json,
    outcome::{COULD_NOT_JUDGE, FAIL, Outcome, PASS},
};

/// How many examples are shown.
const EXAMPLES: usize = 10;

/// What became of envelopes. Parts are merged in the order of the input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub(super) counts: Counts,
    pub(super) examples: Vec<Example>,
    pub(super) failures: Vec<Failure>,
    /// Whether there is one body and nothing else.
    pub(super) is_alone: bool,
}

impl Summary {
    /// How many more examples are wanted.
    #[must_use]
    pub fn wanted(&self) -> usize {
        EXAMPLES.saturating_sub(self.examples.len())
    }

    /// Adds what became of the next block.
    pub fn merge(&mut self, next: Self) {
        self.counts += next.counts;
        self.examples.extend(next.examples.into_iter().take(self.wanted()));
        self.failures.extend(next.failures);
        self.is_alone |= next.is_alone;
    }

    fn exit_code(&self) -> u8 {
        match self.counts.total() {
            0 => COULD_NOT_JUDGE,
            _ if !self.failures.is_empty() => COULD_NOT_JUDGE,
            total if total > self.counts.of(Class::Conforming) => FAIL,
            _ => PASS,
        }
    }

    /// The end of the run; `color` says whether standard error is coloured.
    pub(super) fn outcome(self, batch: &Batch, color: bool) -> Outcome {
        let exit_code = self.exit_code();
        let stderr: String = self.failures.iter().map(|failure| failure.human(color)).collect();
        let stdout = match batch.form {
            Form::Human => show::summary(&self, batch),
            Form::Json => render::json::render(&self.document(batch)),
            Form::Ndjson => {
                let summary = ClassifyDocument { examples: None, ..self.document(batch) };
                json(&Closing { summary })
            }
        };
        Outcome { stdout: stdout.into_bytes(), stderr: stderr.into_bytes(), exit_code }
    }

    fn document(self, batch: &Batch) -> ClassifyDocument {
        ClassifyDocument {
            schema: CLASSIFY_SCHEMA,
            version: api::version(),
            contract: batch.contract.clone(),
            total: self.counts.total(),
            conforming: self.counts.of(Class::Conforming),
            classes: self.counts.iter().map(|(class, count)| (class.as_str(), count)).collect(),
            examples: Some(self.examples),
            errors: self.failures.iter().map(Failure::document).collect(),
        }
    }
}
