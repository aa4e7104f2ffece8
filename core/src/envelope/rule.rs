//! The rules of envelopes, and the class of an envelope, which is the first of them that it breaks.

use crate::{finding::Severity, rules::page};

/// One rule about envelopes.
#[derive(Debug)]
pub struct EnvelopeRule {
    /// The class of the envelopes that break it first.
    pub class: Class,
    /// Its public, stable name in kebab case.
    pub id: &'static str,
    /// How much a violation weighs, unless the policy says otherwise.
    pub severity: Severity,
    /// What it demands: one sentence, lower case, no full stop.
    pub summary: &'static str,
    /// Its page, in Markdown: what, why, a bad and a good example, how to fix; empty without the feature `pages`.
    pub documentation: &'static str,
}

macro_rules! rules {
    ($($(#[$text:meta])* $class:ident $id:literal $severity:ident $summary:literal,)*) => {
        /// What is wrong with an envelope, in one byte: the first rule in this order that it breaks and that blocks.
        ///
        /// 0 is an envelope that conforms; the numbers of the others may change with a release, their rules' names
        /// do not.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Class {
            /// It breaks no rule that blocks.
            Conforming,
            $($(#[$text])* $class,)*
        }

        impl Class {
            /// Every class, in the order of their numbers.
            pub const ALL: &[Self] = &[Self::Conforming, $(Self::$class,)*];
        }

        impl EnvelopeRule {
            /// Every rule, in the order of their classes.
            pub const ALL: &[Self] = &[$(Self {
                class: Class::$class,
                id: $id,
                severity: Severity::$severity,
                summary: $summary,
                documentation: page(include_str!(concat!("rules/", $id, ".md"))),
            },)*];
        }
    };
}

rules! {
    /// The body is larger than the policy allows, and was not looked at.
    TooLarge "envelope-too-large" Error "an envelope is not larger than the limit",
    /// Bytes that are not UTF-8.
    Encoding "envelope-encoding" Error "an envelope is UTF-8",
    /// It begins with a byte order mark.
    ByteOrderMark "envelope-byte-order-mark" Error "an envelope does not begin with a byte order mark",
    /// There is no body, or only white space.
    Empty "envelope-empty" Error "an answer has a body",
    /// Brackets nest deeper than the limit.
    Nesting "envelope-nesting" Error "an envelope does not nest deeper than the limit",
    /// It breaks the grammar of JSON.
    Syntax "envelope-syntax" Error "an envelope is JSON",
    /// Something stands behind the envelope.
    TrailingBytes "envelope-trailing-bytes" Error "nothing stands behind an envelope",
    /// A string holds half of a surrogate pair.
    LoneSurrogate "envelope-lone-surrogate" Error "no string of an envelope holds half of a surrogate pair",
    /// An object states a key twice.
    DuplicateKey "envelope-duplicate-key" Error "no object of an envelope states a key twice",
    /// It is no object.
    TopLevel "envelope-top-level" Error "an envelope is an object",
    /// It claims a service contract version that is not expected.
    ContractVersion "envelope-contract-version" Error "an envelope claims the expected service contract version",
    /// It claims an API contract version that the policy does not know.
    ApiContractVersion "envelope-api-contract-version" Error "a success envelope claims a known API contract version",
    /// A field that the contract requires is not there.
    MissingField "envelope-missing-field" Error "an envelope has every field that its contract requires",
    /// A field has another type than the contract says.
    FieldType "envelope-field-type" Error "every field of an envelope has the type that its contract states",
    /// A field is there that the contract forbids.
    ForbiddenField "envelope-forbidden-field" Error "an envelope has no field that its contract forbids",
    /// The error code is not one of the contract's.
    UnknownCode "envelope-unknown-code" Error "the error code is one of the contract's",
    /// The error code does not belong to the answer's status.
    StatusCode "envelope-status-code" Error "the error code belongs to the answer's status",
    /// The data of a health, readiness or schema answer is not what its endpoint promises.
    AnswerData "envelope-answer-data" Error "the data of an answer is what its endpoint promises",
    /// The service answers so, but no document states this status for the code.
    UndocumentedStatus "envelope-undocumented-status" Warning "the documents state the answer's status for the error code",
    /// A field is there that the contract does not name.
    UnlistedField "envelope-unlisted-field" Warning "an envelope has no field that its contract does not name",
}

impl Class {
    /// The class with that number.
    pub fn from_byte(byte: u8) -> Option<Self> {
        Self::ALL.get(usize::from(byte)).copied()
    }

    /// Its number: 0 for an envelope that conforms.
    pub fn byte(self) -> u8 {
        self as u8
    }

    /// The rule that such an envelope breaks; none for one that conforms.
    pub fn rule(self) -> Option<&'static EnvelopeRule> {
        EnvelopeRule::ALL.get(usize::from(self.byte()).checked_sub(1)?)
    }

    /// `conforming`, or the rule's id.
    pub fn as_str(self) -> &'static str {
        self.rule().map_or("conforming", |rule| rule.id)
    }

    /// Whether the body could not be read as one JSON object, so that nothing is known of its fields.
    pub fn is_unreadable(self) -> bool {
        super::classifier::UNREADABLE & self.bit() != 0
    }

    pub(super) const fn bit(self) -> u32 {
        1 << (self as u32)
    }

    /// The first class of a set of bits.
    pub(super) fn first(bits: u32) -> Self {
        Self::ALL.get(bits.trailing_zeros() as usize).copied().unwrap_or(Self::Conforming)
    }
}

impl EnvelopeRule {
    /// The rule with that id.
    pub fn find(id: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|rule| rule.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_and_rules_stand_in_the_same_order() {
        assert_eq!(Class::ALL.len(), EnvelopeRule::ALL.len() + 1);
        for (number, class) in Class::ALL.iter().enumerate() {
            assert_eq!(usize::from(class.byte()), number);
            assert_eq!(Class::from_byte(class.byte()), Some(*class));
            assert_eq!(Class::first(class.bit()), *class);
            assert_eq!(class.rule().map(|rule| rule.class), (number > 0).then_some(*class));
        }
    }
}
