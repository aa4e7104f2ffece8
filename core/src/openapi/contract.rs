//! What the file states about versions, error codes and error envelopes, each statement with its place.

use alloc::{format, string::String, vec::Vec};

use super::{HOPS, OpenApi, operation::METHODS};
use crate::{
    text::{Span, Spanned},
    tree::{Entry, Map, Tree},
};

/// The statement of a file about what its service promises, whatever a request asks for.
#[derive(Clone, Debug, Default)]
pub struct Contract {
    /// `info.version`.
    pub version: Option<Spanned<String>>,
    /// Where it goes: the key `info`, or the beginning of the file.
    pub info: Span,
    /// The values of the property `service_contract_version`, wherever a schema or an example states them.
    pub service_versions: Vec<Spanned<String>>,
    /// The values of the property `api_contract_version`.
    pub api_versions: Vec<Spanned<String>>,
    /// The schema of the error envelope; `None` where the file has none of that name.
    pub envelope: Option<EnvelopeSchema>,
    /// Where it goes: the key `schemas`, else `components`, else the beginning of the file.
    pub schemas: Span,
    /// The key `paths`.
    pub paths: Span,
    /// Every path, in the order of the file.
    pub endpoints: Vec<Spanned<String>>,
    /// Every operation, in the order of the file.
    pub operations: Vec<Answers>,
}

/// The schema of the error envelope.
#[derive(Clone, Debug, Default)]
pub struct EnvelopeSchema {
    /// Where its name stands.
    pub name: Span,
    /// The properties by dotted path, in the order of the file; those of `error` among them.
    pub properties: Vec<Spanned<String>>,
    /// The properties that the object which holds them requires.
    pub required: Vec<Spanned<String>>,
    /// The keys of the whole.
    pub keys: Keys,
    /// The keys of `error`.
    pub error_keys: Keys,
    /// The values that `error.code` may have, and where they stand: the key `enum`, else the property; `None` where there
    /// is no such property.
    pub codes: Option<Spanned<Vec<Spanned<String>>>>,
}

/// Where an object's fields are named; what comes nearest to it where a key is not there.
#[derive(Clone, Copy, Debug, Default)]
pub struct Keys {
    /// The key `required`.
    pub required: Span,
    /// The key `properties`.
    pub properties: Span,
}

/// The answers that an operation lists.
#[derive(Clone, Debug)]
pub struct Answers {
    /// Its path.
    pub path: String,
    /// Method and path.
    pub title: String,
    /// The key `responses`, else the method.
    pub key: Span,
    /// The answers, in the order of the file.
    pub answers: Vec<Answer>,
}

/// An answer that an operation lists.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its key: a status, a class such as `4XX`, or `default`.
    pub status: Spanned<String>,
    /// Whether its body is the error envelope.
    pub is_envelope: bool,
}

impl Answers {
    /// Those of `statuses` that none of the answers covers.
    pub fn lacking<'s>(&'s self, statuses: &'s [u16]) -> impl Iterator<Item = u16> + 's {
        statuses.iter().copied().filter(|status| !self.answers.iter().any(|answer| answer.covers(*status)))
    }
}

impl Answer {
    /// Whether a status falls under it.
    pub fn covers(&self, status: u16) -> bool {
        let key = self.status.value.as_str();
        key == "default" || key == format!("{status}") || key.eq_ignore_ascii_case(&format!("{}XX", status / 100))
    }

    /// Whether it is for answers that are no success.
    pub fn is_error(&self) -> bool {
        self.status.value.starts_with(['4', '5']) || self.status.value == "default"
    }
}

impl<'a> OpenApi<'a> {
    /// What the file states, its error envelope being the schema of that name.
    pub fn contract(&self, envelope: &str) -> Contract {
        let mut contract = Contract::default();
        if let Some(info) = self.root.entry("info") {
            contract.info = info.key;
            contract.version = info.value.get("version").and_then(spoken);
        }
        versions(&self.root, &mut contract);
        for versions in [&mut contract.service_versions, &mut contract.api_versions] {
            versions.sort_by_key(|version| version.span);
        }
        let components = self.root.entry("components");
        let schemas = components.and_then(|components| components.value.entry("schemas"));
        contract.schemas = schemas.or(components).map_or(Span::default(), |found| found.key);
        let schema = schemas.and_then(|schemas| schemas.value.entry(envelope));
        contract.envelope = schema.map(|schema| self.envelope(schema));
        let place = schema.map(|schema| schema.value.span);
        if let Some(paths) = self.root.entry("paths") {
            contract.paths = paths.key;
            for (path, item) in in_order(paths.value.map()) {
                contract.endpoints.push(Spanned { value: path.into(), span: item.key });
                self.operations(path, &item.value, place, &mut contract.operations);
            }
        }
        contract
    }

    fn operations(&self, path: &str, item: &Tree<'_>, envelope: Option<Span>, operations: &mut Vec<Answers>) {
        let Ok(item) = self.resolved(item) else { return };
        let is_method = |(method, _): &(&str, &Entry<'_>)| METHODS.contains(method);
        for (method, operation) in in_order(item.map()).into_iter().filter(is_method) {
            let responses = operation.value.entry("responses");
            let answer = |(status, response): (&str, &Entry<'_>)| Answer {
                status: Spanned { value: status.into(), span: response.key },
                is_envelope: envelope.is_some_and(|envelope| self.has_body(&response.value, envelope)),
            };
            operations.push(Answers {
                path: path.into(),
                title: format!("{} {path}", method.to_ascii_uppercase()),
                key: responses.map_or(operation.key, |responses| responses.key),
                answers: in_order(responses.and_then(|responses| responses.value.map()))
                    .into_iter()
                    .map(answer)
                    .collect(),
            });
        }
    }

    /// Whether each media type of a response has the schema that stands at `schema`, alone or as a part of all.
    fn has_body(&self, response: &Tree<'_>, schema: Span) -> bool {
        let content = self.resolved(response).ok().and_then(|response| response.get("content")?.map());
        let is_whole =
            |media: &Entry<'_>| media.value.get("schema").is_some_and(|found| self.is_made_of(found, schema, HOPS));
        content.is_some_and(|content| !content.is_empty() && content.values().all(is_whole))
    }

    fn is_made_of(&self, found: &Tree<'_>, schema: Span, hops: usize) -> bool {
        let Ok(found) = self.resolved(found) else { return false };
        let parts = found.get("allOf").and_then(Tree::list).unwrap_or_default();
        found.span == schema
            || (hops > 0 && parts.iter().any(|part| self.is_made_of(part, schema, hops.saturating_sub(1))))
    }

    fn envelope(&self, schema: &Entry<'a>) -> EnvelopeSchema {
        let mut read = EnvelopeSchema { name: schema.key, ..EnvelopeSchema::default() };
        let error = self.object(schema, "", &mut read);
        let Some((error, keys)) = error else { return read };
        (read.keys, read.error_keys) = (keys, keys);
        let Some((code, keys)) = error.and_then(|error| self.object(error, "error.", &mut read)) else { return read };
        read.error_keys = keys;
        if let Some(Entry { key, value }) = code {
            let value = self.resolved(value).unwrap_or(value);
            let stated = ["enum", "const"].into_iter().find_map(|keyword| value.entry(keyword));
            let codes = stated.into_iter().flat_map(|stated| values(&stated.value)).collect();
            read.codes = Some(Spanned { value: codes, span: stated.map_or(*key, |stated| stated.key) });
        }
        read
    }

    /// Reads an object's properties, each with `prefix` before its name; gives the property that is read further, `error`
    /// of the whole and `code` of the error, and the object's keys.
    fn object<'t>(
        &'t self,
        schema: &'t Entry<'a>,
        prefix: &str,
        read: &mut EnvelopeSchema,
    ) -> Option<(Option<&'t Entry<'a>>, Keys)> {
        let object = self.resolved(&schema.value).ok()?;
        let path = |name: &str| format!("{prefix}{name}");
        let required = object.entry("required");
        for name in required.and_then(|required| required.value.list()).unwrap_or_default() {
            read.required.extend(spoken(name).map(|name| Spanned { value: path(&name.value), span: name.span }));
        }
        let properties = object.entry("properties");
        let map = properties.and_then(|properties| properties.value.map());
        for (name, property) in in_order(map) {
            read.properties.push(Spanned { value: path(name), span: property.key });
        }
        let further = map.and_then(|map| map.get(if prefix.is_empty() { "error" } else { "code" }));
        let properties = properties.map_or(schema.key, |properties| properties.key);
        Some((further, Keys { required: required.map_or(properties, |required| required.key), properties }))
    }
}

/// The members of an object in the order of the file.
fn in_order<'t, 'a>(map: Option<&'t Map<'a>>) -> Vec<(&'t str, &'t Entry<'a>)> {
    let mut members: Vec<_> = map.into_iter().flatten().map(|(name, entry)| (name.as_ref(), entry)).collect();
    crate::order::sort_by(&mut members, |(_, one), (_, two)| one.key.cmp(&two.key));
    members
}

fn spoken(tree: &Tree<'_>) -> Option<Spanned<String>> {
    tree.text().map(|text| Spanned { value: text.into(), span: tree.span })
}

/// The texts that a keyword lists, or the one that it is.
fn values(tree: &Tree<'_>) -> impl Iterator<Item = Spanned<String>> {
    let list = tree.list().unwrap_or(core::slice::from_ref(tree));
    list.iter().filter_map(spoken)
}

/// Collects every value that a schema or an example gives the versions of an envelope.
fn versions(tree: &Tree<'_>, contract: &mut Contract) {
    if let Some(list) = tree.list() {
        list.iter().for_each(|element| versions(element, contract));
    }
    for (name, entry) in tree.map().into_iter().flatten() {
        let found = match name.as_ref() {
            "service_contract_version" => &mut contract.service_versions,
            "api_contract_version" => &mut contract.api_versions,
            _ => {
                versions(&entry.value, contract);
                continue;
            }
        };
        found.extend(spoken(&entry.value));
        for keyword in ["const", "enum", "default", "example", "examples"] {
            found.extend(entry.value.get(keyword).into_iter().flat_map(values));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r##"openapi: 3.1.0
info: { title: t, version: service.v1 }
paths:
  /b:
    post:
      responses:
        "200": { description: d }
        "4XX": { $ref: "#/components/responses/E" }
    parameters: []
  /a:
    get:
      responses:
        default:
          content: { application/json: { schema: { allOf: [ { $ref: "#/components/schemas/E" } ] } } }
        "500":
          content: { text/plain: { schema: { type: string } } }
components:
  responses:
    E:
      content: { application/json: { schema: { $ref: "#/components/schemas/E" } } }
  schemas:
    E:
      required: [error]
      properties:
        service_contract_version: { const: service.v1 }
        error: { $ref: "#/components/schemas/Inner" }
    Inner:
      required: [code]
      properties: { message: {}, code: { enum: [b_b, a_a] } }
    Other:
      properties: { api_contract_version: { enum: [api.v1, api.v2] } }
      example: { service_contract_version: service.v2 }
"##;

    fn texts(spoken: &[Spanned<String>]) -> Vec<&str> {
        for one in spoken {
            let place = FILE.get(one.span.range()).unwrap();
            assert!(one.value.ends_with(place.trim_matches('"')), "{one:?}");
        }
        spoken.iter().map(|one| one.value.as_str()).collect()
    }

    #[test]
    fn statements_are_found_through_references_in_the_order_of_the_file() {
        let contract = OpenApi::read(FILE).unwrap().contract("E");
        assert_eq!(contract.version.as_ref().unwrap().value, "service.v1");
        assert_eq!(texts(&contract.service_versions), ["service.v1", "service.v2"]);
        assert_eq!(texts(&contract.api_versions), ["api.v1", "api.v2"]);
        assert_eq!(texts(&contract.endpoints), ["/b", "/a"]);
        let envelope = contract.envelope.unwrap();
        assert_eq!(texts(&envelope.codes.unwrap().value), ["b_b", "a_a"]);
        let paths: Vec<_> = envelope.properties.iter().map(|property| property.value.as_str()).collect();
        assert_eq!(paths, ["service_contract_version", "error", "error.message", "error.code"]);
        let required: Vec<_> = envelope.required.iter().map(|property| property.value.as_str()).collect();
        assert_eq!(required, ["error", "error.code"]);
        let titles: Vec<_> = contract.operations.iter().map(|operation| operation.title.as_str()).collect();
        assert_eq!(titles, ["POST /b", "GET /a"]);
        let answers: Vec<Vec<_>> = contract
            .operations
            .iter()
            .map(|operation| {
                operation.answers.iter().map(|answer| (answer.status.value.as_str(), answer.is_envelope)).collect()
            })
            .collect();
        assert_eq!(answers[0], [("200", false), ("4XX", true)]);
        assert_eq!(answers[1], [("default", true), ("500", false)]);
        assert!(contract.operations[0].answers[1].covers(404) && !contract.operations[0].answers[1].covers(500));
    }

    #[test]
    fn what_is_not_there_has_the_place_where_it_goes() {
        let contract = OpenApi::read("openapi: 3.1.0\npaths: {}\n").unwrap().contract("E");
        assert!(contract.version.is_none() && contract.envelope.is_none());
        assert_eq!((contract.schemas.start, contract.paths.start), (0, 15));
    }
}
