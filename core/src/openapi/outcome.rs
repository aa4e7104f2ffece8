//! What judging a value by a schema came to.

use alloc::{string::String, vec::Vec};

use crate::text::Span;

/// How many violations of one value are kept.
pub(super) const VIOLATIONS: usize = 32;

/// What judging a value came to; conforming where both `violations` and `unjudged` are empty.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What the value breaks.
    pub violations: Vec<Violation>,
    /// What could not be judged.
    pub unjudged: Vec<Unjudged>,
    /// Properties that the schema declares and does not require, and the value does not have.
    pub optional: Vec<Optional>,
}

/// A demand that a value breaks.
#[derive(Debug)]
pub struct Violation {
    /// What is wrong: a sentence in lower case without a full stop.
    pub message: String,
    /// What the schema demands.
    pub expected: String,
    /// What stands there.
    pub actual: String,
    /// Where it stands.
    pub instance: Span,
    /// Where the demand stands in the file.
    pub schema: Span,
}

/// Something in the file that the evaluator does not know.
#[derive(Debug)]
pub struct Unjudged {
    /// What, in a few words.
    pub what: String,
    /// Where it stands in the file.
    pub schema: Span,
}

impl Unjudged {
    pub(crate) fn new(what: impl Into<String>, schema: Span) -> Self {
        Self { what: what.into(), schema }
    }
}

/// A declared property that a value does not have and need not have.
#[derive(Debug)]
pub struct Optional {
    /// Its name.
    pub name: String,
    /// Where it is declared.
    pub declared: Span,
    /// The key of the `required` list that does not name it, where there is such a list.
    pub required: Option<Span>,
    /// Where it would go in the value: the closing bracket.
    pub instance: Span,
    /// Whether it may be `null`.
    pub nullable: bool,
}

impl Outcome {
    /// Whether nothing was found against the value and nothing left open.
    pub fn conforms(&self) -> bool {
        self.violations.is_empty() && self.unjudged.is_empty()
    }

    /// Takes over what another outcome says about the same value.
    pub fn merge(&mut self, other: Self) {
        self.violations.extend(other.violations);
        self.violations.truncate(VIOLATIONS);
        self.unjudged.extend(other.unjudged);
        self.unjudged.truncate(VIOLATIONS);
        self.optional.extend(other.optional);
    }
}
