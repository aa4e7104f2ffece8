//! The policy blocks of the producer manifest: objects of numbers and flags that must be no weaker
//! than the policy demands.

use alloc::{format, string::String};

use super::fields::{missing_from, missing_value};
use crate::{
    facts::whole_number,
    finding::{Finding, Label, Sink},
    json::{Field, Node},
    source::DocumentKind,
    text::{Span, quoted},
};

/// One block of the manifest.
pub(super) struct Block<'b, 'a> {
    key: &'b str,
    node: &'b Node<'a>,
}

impl<'b, 'a> Block<'b, 'a> {
    /// The block at `key`; reports where it is missing or no object.
    pub(super) fn open(key: &'b str, field: &'b Field<Node<'a>>, sink: &mut Sink) -> Option<Self> {
        if let Some(finding) = missing_value(DocumentKind::Manifest, key, field, "an object") {
            sink.report(finding);
        }
        field.present().map(|node| Self { key, node: &node.value })
    }

    /// Reports unless `key` is a whole number of at least `minimum`.
    pub(super) fn at_least(&self, key: &str, minimum: u64, sink: &mut Sink) {
        let field = self.node.number(key);
        if let Some(finding) =
            missing_from(DocumentKind::Manifest, format_args!("`{}`", self.key), key, &field, "a number")
        {
            sink.report(finding);
        }
        if let Some(number) = field.present()
            && let whole = whole_number(number.value)
            && whole.is_none_or(|number| number < minimum)
        {
            let expected = format!("a whole number, at least {minimum}");
            let fault = if whole.is_some() || number.value.starts_with('-') {
                format!("is less than {minimum}")
            } else {
                "is not a whole number".into()
            };
            sink.report(self.weaker(key, number.span, &fault, &expected, number.value));
        }
    }

    /// Reports unless `key` is `true`.
    pub(super) fn is_true(&self, key: &str, sink: &mut Sink) {
        let field = self.node.boolean(key);
        if let Some(finding) =
            missing_from(DocumentKind::Manifest, format_args!("`{}`", self.key), key, &field, "a boolean")
        {
            sink.report(finding);
        }
        if let Some(flag) = field.present()
            && !flag.value
        {
            sink.report(self.weaker(key, flag.span, "is not true", "`true`", "false"));
        }
    }

    fn weaker(&self, key: &str, span: Span, fault: &str, expected: &str, actual: &str) -> Finding {
        Finding::new(
            Label::new(DocumentKind::Manifest, span, format!("the policy demands {expected}")),
            format!("{} of `{}` {fault}", quoted(key), self.key),
            String::from(expected),
            quoted(actual),
            "mirror the manifest of the pinned release again; if it really says so, ask the producer",
        )
    }
}
