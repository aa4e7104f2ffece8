//! Blocks of promises in the producer's documents: objects of numbers and flags that must be no weaker
//! than the policy demands.

use alloc::{format, string::String};

use super::{
    Context,
    fields::{missing_from, missing_value},
};
use crate::{
    facts::whole_number,
    finding::{Finding, Label, Sink},
    inquiry::Role,
    json::{Field, Node},
    source::DocumentKind,
    text::{Span, quoted},
};

/// One block of a document.
pub(super) struct Block<'b, 'a> {
    kind: DocumentKind,
    key: &'b str,
    node: &'b Node<'a>,
    role: Role,
}

impl<'b, 'a> Block<'b, 'a> {
    /// The block of the manifest at `key`; reports where it is missing or no object.
    pub(super) fn open(
        context: &Context<'_>,
        key: &'b str,
        field: &'b Field<Node<'a>>,
        sink: &mut Sink,
    ) -> Option<Self> {
        Self::open_in(context, DocumentKind::Manifest, key, field, sink)
    }

    /// [`Self::open`] for another document.
    pub(super) fn open_in(
        context: &Context<'_>,
        kind: DocumentKind,
        key: &'b str,
        field: &'b Field<Node<'a>>,
        sink: &mut Sink,
    ) -> Option<Self> {
        if let Some(finding) = missing_value(kind, key, field, "an object") {
            sink.report(finding);
        }
        field.present().map(|node| Self { kind, key, node: &node.value, role: context.role() })
    }

    /// Reports unless `key` is a whole number of at least `minimum`.
    pub(super) fn at_least(&self, key: &str, minimum: u64, sink: &mut Sink) {
        let field = self.node.number(key);
        if let Some(finding) = missing_from(self.kind, format_args!("`{}`", self.key), key, &field, "a number") {
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
        self.is(key, true, sink);
    }

    /// Reports unless `key` is this flag.
    pub(super) fn is(&self, key: &str, wanted: bool, sink: &mut Sink) {
        let field = self.node.boolean(key);
        if let Some(finding) = missing_from(self.kind, format_args!("`{}`", self.key), key, &field, "a boolean") {
            sink.report(finding);
        }
        if let Some(flag) = field.present()
            && flag.value != wanted
        {
            let (fault, expected, actual) = match wanted {
                true => ("is not true", "`true`", "false"),
                false => ("is not false", "`false`", "true"),
            };
            sink.report(self.weaker(key, flag.span, fault, expected, actual));
        }
    }

    fn weaker(&self, key: &str, span: Span, fault: &str, expected: &str, actual: &str) -> Finding {
        Finding::new(
            Label::new(self.kind, span, format!("the policy demands {expected}")),
            format!("{} of `{}` {fault}", quoted(key), self.key),
            String::from(expected),
            quoted(actual),
            match (self.role, self.kind) {
                (Role::Producer, _) => "promise it again; less needs both teams' decision and a policy that records it",
                (Role::Consumer, DocumentKind::Manifest) => {
                    "mirror the manifest of the pinned release again; if it really says so, ask the producer"
                }
                (Role::Consumer, _) => "ask the producer for a document that promises it",
            },
        )
    }
}
