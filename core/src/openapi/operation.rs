//! Which operation of the file a request asks for.

use alloc::{collections::BTreeSet, format, string::String, vec::Vec};

use super::{OpenApi, Outcome, Unjudged, Violation, percent_decoded, schema};
use crate::{
    json,
    text::{Span, quoted, shown},
    tree::{Entry, Map, Tree, Value},
};

/// The keys of a path item that are methods.
pub(super) const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// What the file has at a path and method.
#[derive(Debug)]
pub enum Found<'t, 'a> {
    /// This operation.
    Operation(Operation<'t, 'a>),
    /// No such path; the place of `paths`.
    NoPath(Span),
    /// The path, at this place, but with these methods only.
    NoMethod(Span, Vec<&'static str>),
}

/// An operation of the file.
#[derive(Debug)]
pub struct Operation<'t, 'a> {
    document: &'t OpenApi<'a>,
    /// Where its method stands.
    pub key: Span,
    tree: &'t Tree<'a>,
    /// Its own parameters and those of its path.
    parameters: Vec<&'t Tree<'a>>,
    /// What stands in the request at the template's names.
    segments: Vec<(&'t str, String)>,
}

impl<'a> OpenApi<'a> {
    /// The operation for a method and a path without its query; a path without templates comes first.
    ///
    /// # Errors
    ///
    /// Where a reference on the way leads nowhere.
    pub fn operation<'t>(&'t self, method: &str, path: &str) -> Result<Found<'t, 'a>, Unjudged> {
        // INVARIANT: `read` has made sure of `paths`.
        let Some((paths, items)) = self.root.entry("paths").and_then(|entry| Some((entry.key, entry.value.map()?)))
        else {
            return Ok(Found::NoPath(self.root.span));
        };
        let exact = items.get_key_value(path).map(|(template, item)| (template, item, Vec::new()));
        let found = exact
            .or_else(|| items.iter().find_map(|(template, item)| Some((template, item, matched(template, path)?))));
        let Some((_, Entry { key, value }, segments)) = found else { return Ok(Found::NoPath(paths)) };
        let item = self.resolved(value)?;
        let known = METHODS.into_iter().filter(|known| item.get(known).is_some());
        let operation = METHODS.into_iter().find(|known| known.eq_ignore_ascii_case(method));
        let Some(operation) = operation.and_then(|method| item.entry(method)) else {
            return Ok(Found::NoMethod(*key, known.collect()));
        };
        let parameters = [&operation.value, item].into_iter().filter_map(|tree| tree.get("parameters")?.list());
        Ok(Found::Operation(Operation {
            document: self,
            key: operation.key,
            tree: &operation.value,
            parameters: parameters.flatten().collect(),
            segments,
        }))
    }
}

/// What a path has at the names of a template, where it fits: `/a/{id}` and `/a/1` give `id` and `1`.
fn matched<'t>(template: &'t str, path: &str) -> Option<Vec<(&'t str, String)>> {
    let mut segments = Vec::new();
    let (mut templates, mut parts) = (template.split('/'), path.split('/'));
    loop {
        let (template, part) = match (templates.next(), parts.next()) {
            (None, None) => return Some(segments),
            (template, part) => (template?, part?),
        };
        match template.split_once('{').and_then(|(prefix, rest)| Some((prefix, rest.rsplit_once('}')?))) {
            None if template == part => {}
            None => return None,
            Some((prefix, (name, suffix))) => {
                let value = part.strip_prefix(prefix)?.strip_suffix(suffix)?;
                if value.is_empty() {
                    return None;
                }
                segments.push((name, percent_decoded(value)?.into_owned()));
            }
        }
    }
}

impl<'t, 'a> Operation<'t, 'a> {
    /// The request body that is declared, and the place of its key.
    ///
    /// # Errors
    ///
    /// Where its reference leads nowhere.
    pub fn body(&self) -> Result<Option<(Span, &'t Tree<'a>)>, Unjudged> {
        let Some(entry) = self.tree.entry("requestBody") else { return Ok(None) };
        self.document.resolved(&entry.value).map(|body| Some((entry.key, body)))
    }

    /// The media type of a body's `content` that a content type falls under: the most exact one.
    pub fn media_type(content: &'t Map<'a>, content_type: &str) -> Option<&'t Entry<'a>> {
        let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let range = kind.split_once('/').map_or_else(String::new, |(kind, _)| format!("{kind}/*"));
        let find = |wanted: &str| {
            let essence = |key: &str| key.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            content.iter().find(|(key, _)| essence(key) == wanted).map(|(_, entry)| entry)
        };
        find(&kind).or_else(|| find(&range)).or_else(|| find("*/*"))
    }

    /// Judges a body by the schema of its media type.
    pub fn evaluate(&self, schema: &'t Tree<'a>, instance: &Tree<'_>) -> Outcome {
        schema::evaluate(self.document, schema, instance, "$")
    }

    /// Judges what stands in the path and in the query; what else a request must have, such as a header or a proof of
    /// who asks, is not judged.
    pub fn parameters(&self, query: &str) -> Outcome {
        let mut outcome = Outcome::default();
        let security = self.tree.entry("security").or_else(|| self.document.root.entry("security"));
        // No requirement at all, or an empty one among them, lets anybody ask.
        let open = |list: &[Tree<'_>]| list.is_empty() || list.iter().any(|one| one.map().is_some_and(Map::is_empty));
        if let Some(Entry { key, .. }) = security.filter(|entry| !entry.value.list().is_some_and(open)) {
            outcome.unjudged.push(Unjudged::new("a security requirement, which is not evaluated", *key));
        }
        let mut seen = BTreeSet::new();
        for parameter in &self.parameters {
            match self.document.resolved(parameter) {
                // The operation's own come first, and stand for those of its path.
                Ok(parameter) if seen.insert((word(parameter, "in"), word(parameter, "name"))) => {
                    self.parameter(parameter, query, &mut outcome);
                }
                Ok(_) => {}
                Err(unjudged) => outcome.unjudged.push(unjudged),
            }
        }
        outcome
    }

    fn parameter(&self, parameter: &'t Tree<'a>, query: &str, outcome: &mut Outcome) {
        let (place, name) = (word(parameter, "in"), word(parameter, "name"));
        let given = match place {
            "path" => self.segments.iter().filter(|(of, _)| *of == name).map(|(_, value)| value.clone()).collect(),
            "query" => arguments(query, name),
            _ => Vec::new(),
        };
        let required = matches!(parameter.get("required").map(|tree| &tree.value), Some(Value::Boolean(true)));
        let plain = matches!(word(parameter, "style"), "" | "simple" | "form");
        let schema = parameter.get("schema").filter(|_| plain);
        let kinds = schema.and_then(|schema| self.document.resolved(schema).ok()?.get("type")).and_then(schema::kinds);
        let kinds = kinds.unwrap_or_default();
        // The members of an object may stand at names of their own.
        let at_its_name = !kinds.is_empty() && !kinds.contains(&"object");
        match (&given[..], schema) {
            ([], _) if !required && (at_its_name || query.is_empty() || place != "query") => {}
            ([], _) if at_its_name && place == "query" => outcome.violations.push(Violation {
                message: format!("the query lacks {}", quoted(name)),
                expected: format!("{}, which the operation requires", quoted(name)),
                actual: if query.is_empty() { "no query".into() } else { quoted(query) },
                instance: Span::default(),
                schema: parameter.span,
            }),
            ([text], Some(schema)) if at_its_name && !kinds.contains(&"array") => {
                // `5` is a number unless strings are allowed.
                let scalar = json::tree(text, 1).ok().filter(|_| !kinds.contains(&"string"));
                let value = scalar.map_or(Value::Text(text.into()), |tree| tree.value);
                let instance = Tree { value, span: Span::default() };
                outcome.merge(schema::evaluate(self.document, schema, &instance, &shown(name)));
            }
            _ => {
                let what = format!("the {} parameter {}, which is not evaluated here", shown(place), quoted(name));
                outcome.unjudged.push(Unjudged::new(what, parameter.span));
            }
        }
    }

    /// The place of `responses`, where it lists neither this status nor its class nor a default.
    pub fn lacks_answer(&self, status: u16) -> Option<Span> {
        let responses = self.tree.entry("responses")?;
        let keys = [format!("{status}"), format!("{}XX", status / 100), "default".into()];
        keys.iter().all(|key| responses.value.get(key).is_none()).then_some(responses.key)
    }
}

/// The text at `key`; empty where there is none.
fn word<'t>(tree: &'t Tree<'_>, key: &str) -> &'t str {
    tree.get(key).and_then(Tree::text).unwrap_or_default()
}

/// What a query has at a name, as forms write it.
fn arguments(query: &str, name: &str) -> Vec<String> {
    let decoded = |text: &str| {
        let text = text.replace('+', " ");
        // What is no escape stands for itself.
        percent_decoded(&text).map(|text| text.into_owned()).unwrap_or(text)
    };
    let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.filter(|(key, _)| decoded(key) == name).map(|(_, value)| decoded(value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_match_whole_segments() {
        let names = |template, path| matched(template, path).map(|found| format!("{found:?}"));
        assert_eq!(names("/a/{id}", "/a/x%20y").as_deref(), Some(r#"[("id", "x y")]"#));
        assert_eq!(names("/a/{id}.json", "/a/b.json").as_deref(), Some(r#"[("id", "b")]"#));
        for (template, path) in [("/a/{id}", "/a/"), ("/a/{id}", "/a/b/c"), ("/a/{id}", "/a"), ("/a/{id}.json", "/a/b")]
        {
            assert_eq!(names(template, path), None, "{template} {path}");
        }
    }

    #[test]
    fn a_path_without_templates_comes_first() {
        let text = "openapi: 3.0.0\npaths:\n  /a/{x}: {get: {}}\n  /a/b: {post: {}, put: {}, summary: s}\n";
        let document = OpenApi::read(text).unwrap();
        let Found::NoMethod(_, methods) = document.operation("GET", "/a/b").unwrap() else { panic!("a method") };
        assert_eq!(methods, ["put", "post"]);
        assert!(matches!(document.operation("GET", "/a/c").unwrap(), Found::Operation(_)));
        assert!(matches!(document.operation("GET", "/b").unwrap(), Found::NoPath(_)));
    }

    #[test]
    fn the_most_exact_media_type_counts() {
        let tree =
            crate::yaml::read("{'*/*': 1, 'application/*': 2, 'Application/JSON; charset=utf-8': 3}", 8).unwrap();
        let found = |kind| match &Operation::media_type(tree.map().unwrap(), kind).unwrap().value.value {
            Value::Number(number) => number.clone().into_owned(),
            other => panic!("{other:?}"),
        };
        assert_eq!([found("application/json;x=y"), found("APPLICATION/xml"), found("text/plain")], ["3", "2", "1"]);
    }
}
