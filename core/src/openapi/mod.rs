//! What an OpenAPI 3.0 or 3.1 file states about requests, with the place of every statement.
//!
//! Source: <https://spec.openapis.org/oas/v3.1.1.html>. References lead within the file only.

mod contract;
mod operation;
mod outcome;
mod schema;

use alloc::{borrow::Cow, format, string::String};

use crate::{
    text::{Span, Spanned, quoted},
    tree::Tree,
    yaml::{self, Fault},
};
pub use contract::{Answer, Answers, Contract, EnvelopeSchema, Keys};
pub(crate) use operation::METHODS;
pub use operation::{Found, Operation};
pub use outcome::{Optional, Outcome, Unjudged, Violation};
pub(crate) use schema::kinds;

/// How deep an OpenAPI file may nest.
const DEPTH: usize = 128;

/// How many references may lead to one another before a statement is reached.
const HOPS: usize = 32;

/// An OpenAPI file.
#[derive(Debug)]
pub struct OpenApi<'a> {
    pub(crate) root: Tree<'a>,
    /// Keywords beside `$ref` count, as they do from 3.1 on.
    siblings_count: bool,
}

impl<'a> OpenApi<'a> {
    /// Reads a file in YAML or JSON.
    ///
    /// # Errors
    ///
    /// Where it is no YAML of the kind that [`yaml::read`] takes, no OpenAPI 3.0 or 3.1, or has no `paths`.
    pub fn read(text: &'a str) -> Result<Self, Fault> {
        let root = yaml::read(text, DEPTH)?;
        let fault = |span: Span, value: String| Err(Spanned { value, span });
        let siblings_count = match root.get("openapi").map(|version| (version.span, version.text())) {
            Some((_, Some(version))) if version.starts_with("3.1.") => true,
            Some((_, Some(version))) if version.starts_with("3.0.") => false,
            Some((span, version)) => {
                let version = version.map_or("something else".into(), quoted);
                return fault(span, format!("OpenAPI 3.0 and 3.1 are read, not {version}"));
            }
            None => return fault(root.span, "no `openapi` key states the version of OpenAPI".into()),
        };
        match root.get("paths").map(|paths| (paths.span, paths.map())) {
            Some((_, Some(_))) => Ok(Self { root, siblings_count }),
            Some((span, None)) => fault(span, "`paths` is no object".into()),
            None => fault(root.span, "`paths` is missing".into()),
        }
    }

    /// Judges `instance` by a JSON Schema 2020-12 that is a file of its own; messages call the instance `name`.
    pub fn judge_by_schema(schema: &Tree<'a>, instance: &Tree<'_>, name: &str) -> Outcome {
        // Keywords mean what they do in OpenAPI 3.1, and references lead within the schema.
        let document = Self { root: schema.clone(), siblings_count: true };
        schema::evaluate(&document, schema, instance, name)
    }

    /// Whether keywords beside `$ref` count.
    pub(crate) fn siblings_count(&self) -> bool {
        self.siblings_count
    }

    /// What `tree` or the statement that its `$ref` leads to says.
    ///
    /// # Errors
    ///
    /// The reference that leads nowhere, with its place.
    pub(crate) fn resolved<'t>(&'t self, mut tree: &'t Tree<'a>) -> Result<&'t Tree<'a>, Unjudged> {
        for _ in 0..HOPS {
            match tree.get("$ref") {
                None => return Ok(tree),
                Some(reference) => tree = self.target(reference)?,
            }
        }
        Err(Unjudged::new("references that lead to one another without an end", tree.span))
    }

    /// What a reference names by a JSON pointer into this file.
    pub(crate) fn target<'t>(&'t self, reference: &Tree<'_>) -> Result<&'t Tree<'a>, Unjudged> {
        let text = reference.text().unwrap_or_default();
        text.strip_prefix('#').and_then(|pointer| self.at(pointer)).ok_or_else(|| {
            Unjudged::new(format!("the reference {}, which names nothing in this file", quoted(text)), reference.span)
        })
    }

    /// The value at a JSON pointer (RFC 6901) that is percent-encoded, as fragments are.
    fn at(&self, pointer: &str) -> Option<&Tree<'a>> {
        let mut tokens = pointer.split('/');
        if tokens.next() != Some("") {
            return None;
        }
        tokens.try_fold(&self.root, |tree, token| {
            let token = percent_decoded(token)?;
            let token = token.replace("~1", "/").replace("~0", "~");
            match tree.list() {
                Some(list) => list.get(token.parse::<usize>().ok()?),
                None => tree.get(&token),
            }
        })
    }
}

fn percent_decoded(text: &str) -> Option<Cow<'_, str>> {
    let Some((before, rest)) = text.split_once('%') else { return Some(Cow::Borrowed(text)) };
    let mut bytes = before.as_bytes().to_vec();
    for piece in rest.split('%') {
        let (digits, rest) = piece.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINIMAL: &str = "openapi: 3.1.0\npaths: {}\na/b:\n  - 'x y': {$ref: '#/c'}\nc: {$ref: '#/a~1b/0/x%20y'}\n";

    #[test]
    fn pointers_lead_to_values() {
        let document = OpenApi::read(MINIMAL).unwrap();
        assert!(document.at("/a~1b/0/x%20y").is_some());
        for nothing in ["/a~1b/1", "/a~1b/x", "a", "/%zz", "/%4"] {
            assert!(document.at(nothing).is_none(), "{nothing}");
        }
        assert!(document.resolved(document.at("/c").unwrap()).unwrap_err().what.contains("without an end"));
    }

    #[test]
    fn only_the_versions_we_know_are_read() {
        for (text, message) in [
            ("openapi: 3.2.0\npaths: {}", "OpenAPI 3.0 and 3.1 are read, not `3.2.0`"),
            ("openapi: 3.1\npaths: {}", "OpenAPI 3.0 and 3.1 are read, not something else"),
            ("swagger: '2.0'", "no `openapi` key states the version of OpenAPI"),
            ("openapi: 3.0.3", "`paths` is missing"),
            ("openapi: 3.0.3\npaths:\n", "`paths` is no object"),
        ] {
            assert_eq!(OpenApi::read(text).unwrap_err().value, message);
        }
    }
}
