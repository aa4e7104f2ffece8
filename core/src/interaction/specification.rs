//! An interaction against the OpenAPI file, without a service.

use alloc::{borrow::Cow, format, string::String, vec::Vec};

use super::{
    Answer, Body, Interaction, listed,
    report::{Declared, Finding, Label, Place},
    rule,
};
use crate::{
    json,
    openapi::{Found, OpenApi, Operation, Outcome, Unjudged, Violation},
    text::{Span, Spanned, quoted, shown},
    tree::{Tree, Value},
};

/// How deep the JSON of a body that is given as text may nest.
const DEPTH: usize = 128;

/// What the OpenAPI file says about a request.
pub(super) struct Specification<'t, 'a> {
    /// The operation, where there is one.
    pub(super) operation: Option<Operation<'t, 'a>>,
    pub(super) findings: Vec<Finding>,
    pub(super) outcome: Outcome,
    /// The request is meant to be refused, so its body may be anything.
    meant_to_fail: bool,
}

impl Specification<'_, '_> {
    pub(super) fn declared(&self) -> Declared {
        match () {
            () if !self.findings.is_empty() => Declared::Violates,
            () if !self.outcome.unjudged.is_empty() => Declared::Unjudged,
            () if self.meant_to_fail => Declared::NotChecked,
            () => Declared::Conforms,
        }
    }
}

/// Judges one interaction.
pub(super) fn judge<'t, 'a>(document: &'t OpenApi<'a>, interaction: &Interaction<'_>) -> Specification<'t, 'a> {
    let meant_to_fail = interaction.expect.answer.value == Answer::Error;
    let mut judge = Judge { interaction, findings: Vec::new(), outcome: Outcome::default() };
    let operation = judge.operation(document);
    if let Some(operation) = operation.as_ref().filter(|_| !meant_to_fail) {
        let (path, query) = judge.path();
        judge.take(operation.parameters(query), interaction.path.span);
        let path = format!("{} {path}", interaction.method.value);
        if let Err(unjudged) = judge.body(operation, &path) {
            judge.outcome.unjudged.push(unjudged);
        }
    }
    let Judge { findings, outcome, .. } = judge;
    Specification { operation, findings, outcome, meant_to_fail }
}

struct Judge<'i, 'f> {
    interaction: &'i Interaction<'f>,
    findings: Vec<Finding>,
    outcome: Outcome,
}

impl<'i> Judge<'i, '_> {
    /// The path without its query, and the query.
    fn path(&self) -> (&'i str, &'i str) {
        let path = self.interaction.path.value.as_ref();
        path.split_once('?').unwrap_or((path, ""))
    }

    fn operation<'t, 'a>(&mut self, document: &'t OpenApi<'a>) -> Option<Operation<'t, 'a>> {
        let Interaction { method, path: place, .. } = self.interaction;
        let (path, _) = self.path();
        match document.operation(&method.value, path) {
            Ok(Found::Operation(operation)) => return Some(operation),
            Ok(Found::NoPath(paths)) => self.report(
                rule::UNDECLARED_PATH,
                format!("the OpenAPI declares no path {}", quoted(path)),
                Label::new(Place::Interactions, place.span, "asked for here"),
                Label::new(Place::OpenApi, paths, "declared paths"),
                ("a path that the OpenAPI declares".into(), quoted(path)),
                "consumer: ask for a declared path; producer: declare it, where the service serves it",
            ),
            Ok(Found::NoMethod(path, methods)) => self.report(
                rule::UNDECLARED_METHOD,
                format!("the OpenAPI declares no {} for this path", quoted(&method.value)),
                Label::new(Place::Interactions, method.span, "sent with this method"),
                Label::new(Place::OpenApi, path, "the declared path"),
                (listed(methods.into_iter()), quoted(&method.value)),
                "consumer: use a declared method; producer: declare it, where the service serves it",
            ),
            Err(unjudged) => self.outcome.unjudged.push(unjudged),
        }
        None
    }

    fn body(&mut self, operation: &Operation<'_, '_>, name: &str) -> Result<(), Unjudged> {
        let Interaction { request, content_type, body, .. } = self.interaction;
        let (key, declared) = match (operation.body()?, body) {
            (None, None) => return Ok(()),
            (None, Some(_)) => return Err(Unjudged::new(format!("nothing about a body of {name}"), operation.key)),
            (Some(declared), _) => declared,
        };
        let Some(body) = body else {
            if matches!(declared.get("required").map(|tree| &tree.value), Some(Value::Boolean(true))) {
                self.report(
                    rule::REQUEST_BODY,
                    "the request has no body".into(),
                    Label::new(Place::Interactions, *request, "sent without `body`"),
                    Label::new(Place::OpenApi, key, "a body is required here"),
                    ("a body".into(), "none".into()),
                    CONSUMER,
                );
            }
            return Ok(());
        };
        let content = declared.get("content").and_then(Tree::map);
        let content = content.ok_or_else(|| Unjudged::new("a request body without `content`", key))?;
        let kind = content_type.as_ref().map_or("", |kind| kind.value.as_ref());
        let Some(media_type) = Operation::media_type(content, kind) else {
            let (message, label, actual) = match content_type {
                Some(Spanned { value, span }) => (
                    format!("the OpenAPI declares no content type {} for this body", quoted(value)),
                    Label::new(Place::Interactions, *span, "sent with this content type"),
                    quoted(value),
                ),
                None => (
                    "the request has a body without a content type".into(),
                    Label::new(Place::Interactions, *request, "sent without `content_type`"),
                    "none".into(),
                ),
            };
            self.report(
                rule::CONTENT_TYPE,
                message,
                label,
                Label::new(Place::OpenApi, key, "the declared body"),
                (listed(content.keys().map(Cow::as_ref)), actual),
                "consumer: send the body with a declared content type",
            );
            return Ok(());
        };
        let Some(schema) = media_type.value.get("schema") else { return Ok(()) };
        self.content(operation, schema, media_type.key, (body, kind));
        Ok(())
    }

    /// Judges a body by its schema.
    fn content(
        &mut self,
        operation: &Operation<'_, '_>,
        schema: &Tree<'_>,
        media_type: Span,
        (body, kind): (&Body<'_>, &str),
    ) {
        let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let is_json = essence.ends_with("/json") || essence.ends_with("+json");
        match body {
            _ if !is_json => {
                let what = format!("the schema of a body that is no JSON but {}", quoted(kind));
                self.outcome.unjudged.push(Unjudged::new(what, media_type));
            }
            Body::Value(tree) => {
                let mut outcome = operation.evaluate(schema, tree);
                self.outcome.optional.append(&mut outcome.optional);
                self.take(outcome, Span::default());
            }
            // Places within the text would need its escapes undone, so findings stand at the whole of it.
            Body::Text(text) => match json::tree(&text.value, DEPTH) {
                Ok(tree) => {
                    let outcome = operation.evaluate(schema, &tree);
                    self.take(outcome, text.span);
                }
                Err(fault) => self.report(
                    rule::REQUEST_BODY,
                    "the body is no JSON".into(),
                    Label::new(Place::Interactions, text.span, fault.value.clone()),
                    Label::new(Place::OpenApi, media_type, "JSON is declared here"),
                    ("JSON".into(), fault.value),
                    CONSUMER,
                ),
            },
        }
    }

    /// Reports what was found against a part of the request; `place` stands for places that the file does not have.
    fn take(&mut self, outcome: Outcome, place: Span) {
        for Violation { message, expected, actual, instance, schema } in outcome.violations {
            let span = if place == Span::default() { instance } else { place };
            self.report(
                rule::REQUEST_BODY,
                format!("the OpenAPI does not allow the request: {message}"),
                Label::new(Place::Interactions, span, ""),
                Label::new(Place::OpenApi, schema, "demanded here"),
                (expected, actual),
                CONSUMER,
            );
        }
        self.outcome.unjudged.extend(outcome.unjudged);
    }

    fn report(
        &mut self,
        rule: &'static str,
        message: String,
        primary: Label,
        related: Label,
        (expected, actual): (String, String),
        help: &'static str,
    ) {
        self.findings.push(Finding {
            rule,
            interaction: shown(&self.interaction.name.value),
            message: message.into(),
            primary,
            related: Vec::from([related]),
            expected: expected.into(),
            actual: actual.into(),
            help: help.into(),
        });
    }
}

const CONSUMER: &str =
    "consumer: send what the OpenAPI demands; producer: correct the OpenAPI, where it demands too much";
