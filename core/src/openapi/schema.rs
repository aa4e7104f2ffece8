//! Judges a value by a schema of the file.
//!
//! An evaluator of our own for the part of JSON Schema that requests use: findings need the place of the keyword and
//! of the value, and the libraries that know all of JSON Schema need `std` and weigh more than the engine. What it does
//! not evaluate is named, never passed over.

use alloc::{collections::BTreeSet, format, string::String, vec::Vec};
use core::cmp::Ordering;

use super::{
    OpenApi,
    outcome::{Optional, Outcome, Unjudged, VIOLATIONS, Violation},
};
use crate::{
    text::{Span, quoted, shown},
    tree::{Entry, Map, Tree, Value, compare, is_whole},
};

/// How much work one value may take, in keywords, members and elements looked at.
const STEPS: usize = 1_000_000;

/// How deep schemas may lead into one another for one value.
const DEPTH: usize = 128;

/// Keywords that demand nothing.
const ANNOTATIONS: [&str; 19] = [
    "$comment",
    "$defs",
    "$id",
    "$schema",
    "contentEncoding",
    "contentMediaType",
    "default",
    "definitions",
    "deprecated",
    "description",
    "discriminator",
    "example",
    "examples",
    "externalDocs",
    "format",
    "readOnly",
    "title",
    "writeOnly",
    "xml",
];

/// Judges `instance` by `schema`, a part of `document`; messages call the instance `name`.
pub(super) fn evaluate(document: &OpenApi<'_>, schema: &Tree<'_>, instance: &Tree<'_>, name: &str) -> Outcome {
    Evaluator { document, steps: STEPS, depth: 0, path: name.into() }.evaluate(schema, instance)
}

/// The types that the keyword `type` names.
pub(crate) fn kinds<'t>(demand: &'t Tree<'_>) -> Option<Vec<&'t str>> {
    names(demand).or_else(|| demand.text().map(|kind| Vec::from([kind])))
}

struct Evaluator<'t, 'a> {
    document: &'t OpenApi<'a>,
    /// What is left of [`STEPS`].
    steps: usize,
    depth: usize,
    /// The JSON path of the value, behind its name.
    path: String,
}

/// A keyword of a schema: its place, what it says and what stands beside it.
struct Keyword<'k, 'a> {
    name: &'k str,
    key: Span,
    demand: &'k Tree<'a>,
    beside: &'k Map<'a>,
}

impl Evaluator<'_, '_> {
    fn evaluate(&mut self, schema: &Tree<'_>, instance: &Tree<'_>) -> Outcome {
        let mut outcome = Outcome::default();
        if self.depth == DEPTH || !self.spend(1) {
            outcome.unjudged.push(Unjudged::new("a schema that takes too long to evaluate", schema.span));
            return outcome;
        }
        self.depth += 1;
        match &schema.value {
            Value::Map(keywords) => self.keywords(keywords, instance, &mut outcome),
            Value::Boolean(true) => {}
            Value::Boolean(false) => {
                let found = value(instance);
                outcome.violations.push(self.violation("must not be there", "no value", found, instance, schema.span));
            }
            _ => outcome.unjudged.push(Unjudged::new("a schema that is no object", schema.span)),
        }
        self.depth -= 1;
        outcome
    }

    /// Takes so many steps, where they are left.
    fn spend(&mut self, steps: usize) -> bool {
        let left = self.steps.checked_sub(steps);
        self.steps = left.unwrap_or(0);
        left.is_some()
    }

    fn keywords(&mut self, keywords: &Map<'_>, instance: &Tree<'_>, outcome: &mut Outcome) {
        if let Some(Entry { value: reference, .. }) = keywords.get("$ref") {
            match self.document.target(reference) {
                Ok(target) => outcome.merge(self.evaluate(target, instance)),
                Err(unjudged) => outcome.unjudged.push(unjudged),
            }
            if !self.document.siblings_count {
                return;
            }
        }
        for (name, Entry { key, value: demand }) in keywords {
            if name == "$ref" || name.starts_with("x-") || ANNOTATIONS.contains(&name.as_ref()) {
                continue;
            }
            let keyword = Keyword { name, key: *key, demand, beside: keywords };
            if self.keyword(&keyword, instance, outcome).is_none() {
                let what = format!("the keyword {}, which is not evaluated here", quoted(name));
                outcome.unjudged.push(Unjudged::new(what, *key));
            }
        }
    }

    /// Evaluates one keyword; `None` where it is unknown or not of the form that is known.
    fn keyword(&mut self, keyword: &Keyword<'_, '_>, instance: &Tree<'_>, outcome: &mut Outcome) -> Option<()> {
        let demand = keyword.demand;
        match keyword.name {
            "type" => self.kind(keyword, instance, outcome),
            "nullable" if !self.document.siblings_count => Some(()),
            "enum" => {
                let known = demand.list()?;
                self.one_of_values(known, keyword.key, instance, outcome)
            }
            "const" => self.one_of_values(core::slice::from_ref(demand), keyword.key, instance, outcome),
            "required" => self.required(keyword, instance, outcome),
            "properties" => self.properties(keyword, instance, outcome),
            "additionalProperties" => self.additional(keyword, instance, outcome),
            "items" => self.items(keyword, instance, outcome),
            "allOf" => {
                demand.list()?.iter().for_each(|schema| outcome.merge(self.evaluate(schema, instance)));
                Some(())
            }
            "anyOf" | "oneOf" => self.alternatives(keyword, instance, outcome),
            "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties" | "minimum"
            | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => self.bound(keyword, instance, outcome),
            _ => None,
        }
    }

    fn kind(&self, keyword: &Keyword<'_, '_>, instance: &Tree<'_>, outcome: &mut Outcome) -> Option<()> {
        let kinds = kinds(keyword.demand)?;
        let nullable = !self.document.siblings_count
            && keyword.beside.get("nullable").is_some_and(|entry| matches!(entry.value.value, Value::Boolean(true)));
        let fits = |kind: &str| match (&instance.value, kind) {
            (Value::Null, _) if nullable => true,
            (Value::Number(number), "integer") => is_whole(number) == Some(true),
            (Value::Null, "null")
            | (Value::Boolean(_), "boolean")
            | (Value::Number(_), "number")
            | (Value::Text(_), "string")
            | (Value::List(_), "array")
            | (Value::Map(_), "object") => true,
            _ => false,
        };
        if !kinds.iter().any(|kind| fits(kind)) {
            let expected =
                format!("of type {}", kinds.iter().map(|kind| quoted(kind)).collect::<Vec<_>>().join(" or "));
            let message = format!("is {}", instance.type_name());
            outcome.violations.push(self.violation(&message, expected, value(instance), instance, keyword.key));
        }
        Some(())
    }

    fn one_of_values(
        &mut self,
        known: &[Tree<'_>],
        place: Span,
        instance: &Tree<'_>,
        outcome: &mut Outcome,
    ) -> Option<()> {
        if !self.spend(known.len()) {
            return None;
        }
        if !known.iter().any(|known| known.same(instance)) {
            let expected = known.iter().take(20).map(value).collect::<Vec<_>>().join(", ");
            let message = "has a value that is not declared";
            outcome.violations.push(self.violation(message, expected, value(instance), instance, place));
        }
        Some(())
    }

    fn required(&mut self, keyword: &Keyword<'_, '_>, instance: &Tree<'_>, outcome: &mut Outcome) -> Option<()> {
        let names = names(keyword.demand)?;
        let Some(members) = instance.map().filter(|_| self.spend(names.len())) else { return Some(()) };
        // OpenAPI 3.0 requires what is only read of answers alone.
        let declared = keyword.beside.get("properties").filter(|_| !self.document.siblings_count);
        let only_read = |name: &str| {
            let demand = declared.and_then(|properties| properties.value.get(name)?.get("readOnly"));
            matches!(demand.map(|tree| &tree.value), Some(Value::Boolean(true)))
        };
        let lacking = names.iter().filter(|name| !members.contains_key(**name) && !only_read(name));
        for name in lacking.take(VIOLATIONS) {
            let message = format!("lacks {}", quoted(name));
            let expected = format!("{}, which the schema requires", quoted(name));
            let actual = match members.is_empty() {
                true => "no keys".into(),
                false => {
                    format!("only {}", members.keys().take(20).map(|key| quoted(key)).collect::<Vec<_>>().join(", "))
                }
            };
            let mut violation = self.violation(&message, expected, actual, instance, keyword.key);
            violation.instance = end(instance);
            outcome.violations.push(violation);
        }
        Some(())
    }

    fn properties(&mut self, keyword: &Keyword<'_, '_>, instance: &Tree<'_>, outcome: &mut Outcome) -> Option<()> {
        let declared = keyword.demand.map()?;
        let Some(members) = instance.map() else { return Some(()) };
        if !self.spend(declared.len()) {
            return None;
        }
        let list = keyword.beside.get("required");
        let required: BTreeSet<&str> = list.and_then(|list| names(&list.value)).into_iter().flatten().collect();
        for (name, Entry { key, value: schema }) in declared {
            match members.get(name) {
                Some(member) => self.below(&format!(".{}", shown(name)), schema, &member.value, outcome),
                None if required.contains(name.as_ref()) => {}
                None => {
                    let null = Tree { value: Value::Null, span: Span::default() };
                    outcome.optional.push(Optional {
                        name: name.clone().into_owned(),
                        declared: *key,
                        required: list.map(|list| list.key),
                        instance: end(instance),
                        nullable: self.evaluate(schema, &null).conforms(),
                    });
                }
            }
        }
        Some(())
    }

    fn additional(&mut self, keyword: &Keyword<'_, '_>, instance: &Tree<'_>, outcome: &mut Outcome) -> Option<()> {
        let Some(members) = instance.map() else { return Some(()) };
        if keyword.beside.contains_key("patternProperties") {
            return None;
        }
        let declared = match keyword.beside.get("properties") {
            Some(properties) => properties.value.map()?,
            None => &Map::new(),
        };
        for (name, member) in members.iter().filter(|(name, _)| !declared.contains_key(*name)) {
            if matches!(keyword.demand.value, Value::Boolean(false)) {
                let message = format!("has {}, which is not declared", quoted(name));
                let expected =
                    format!("only {}", declared.keys().take(20).map(|key| quoted(key)).collect::<Vec<_>>().join(", "));
                let mut violation = self.violation(&message, expected, quoted(name), instance, keyword.key);
                violation.instance = member.key;
                outcome.violations.push(violation);
                outcome.violations.truncate(VIOLATIONS);
            } else {
                self.below(&format!(".{}", shown(name)), keyword.demand, &member.value, outcome);
            }
        }
        Some(())
    }

    fn items(&mut self, keyword: &Keyword<'_, '_>, instance: &Tree<'_>, outcome: &mut Outcome) -> Option<()> {
        if keyword.beside.contains_key("prefixItems") {
            return None;
        }
        for (position, element) in instance.list().unwrap_or_default().iter().enumerate() {
            self.below(&format!("[{position}]"), keyword.demand, element, outcome);
        }
        Some(())
    }

    /// Judges a part of the value, named by a step of its path.
    fn below(&mut self, step: &str, schema: &Tree<'_>, instance: &Tree<'_>, outcome: &mut Outcome) {
        let length = self.path.len();
        self.path.push_str(step);
        outcome.merge(self.evaluate(schema, instance));
        self.path.truncate(length);
    }

    fn alternatives(&mut self, keyword: &Keyword<'_, '_>, instance: &Tree<'_>, outcome: &mut Outcome) -> Option<()> {
        let schemas = keyword.demand.list()?;
        let mut broken: Vec<Outcome> = Vec::new();
        let mut open = Vec::new();
        let mut conforming = 0;
        for schema in schemas {
            let branch = self.evaluate(schema, instance);
            match () {
                () if branch.conforms() => {
                    conforming += 1;
                    outcome.optional.extend(branch.optional);
                }
                () if branch.violations.is_empty() => open.extend(branch.unjudged),
                () => broken.push(branch),
            }
        }
        let one = keyword.name == "oneOf";
        if one && conforming > 1 {
            let message = format!("fits {conforming} schemas of `oneOf`");
            outcome.violations.push(self.violation(&message, "exactly one", value(instance), instance, keyword.key));
        } else if !open.is_empty() && (one || conforming == 0) {
            outcome.unjudged.extend(open);
        } else if conforming == 0 {
            // The branch that is broken in the fewest places is the one that was most likely meant.
            let nearest = broken.into_iter().min_by_key(|branch| branch.violations.len());
            let first = nearest.and_then(|branch| branch.violations.into_iter().next());
            let actual = first.map_or_else(|| value(instance), |first| format!("the nearest fails: {}", first.message));
            let message = format!("fits none of the {} schemas of `{}`", schemas.len(), keyword.name);
            outcome.violations.push(self.violation(&message, "one that fits", actual, instance, keyword.key));
        }
        Some(())
    }

    fn bound(&self, keyword: &Keyword<'_, '_>, instance: &Tree<'_>, outcome: &mut Outcome) -> Option<()> {
        let Value::Number(limit) = &keyword.demand.value else { return None };
        let count = |count: usize| Some(format!("{count}"));
        let (size, unit) = match (&instance.value, keyword.name) {
            (Value::Text(text), "minLength" | "maxLength") => (count(text.chars().count()), "characters"),
            (Value::List(list), "minItems" | "maxItems") => (count(list.len()), "elements"),
            (Value::Map(map), "minProperties" | "maxProperties") => (count(map.len()), "keys"),
            (Value::Number(number), "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum") => {
                (Some(String::from(number.as_ref())), "")
            }
            _ => (None, ""),
        };
        let Some(size) = size else { return Some(()) };
        let order = compare(&size, limit)?;
        let (fits, relation) = match keyword.name {
            "exclusiveMinimum" => (order == Ordering::Greater, "more than"),
            "exclusiveMaximum" => (order == Ordering::Less, "less than"),
            name if name.starts_with("min") => (order != Ordering::Less, "at least"),
            _ => (order != Ordering::Greater, "at most"),
        };
        if !fits {
            let expected = format!("{relation} {} {unit}", shown(limit));
            let message = format!("is out of the bounds of `{}`", keyword.name);
            let actual = format!("{} {unit}", shown(&size));
            outcome.violations.push(self.violation(
                &message,
                expected.trim_end(),
                actual.trim_end(),
                instance,
                keyword.key,
            ));
        }
        Some(())
    }

    fn violation(
        &self,
        message: &str,
        expected: impl Into<String>,
        actual: impl Into<String>,
        instance: &Tree<'_>,
        schema: Span,
    ) -> Violation {
        Violation {
            message: format!("`{}` {message}", self.path),
            expected: expected.into(),
            actual: actual.into(),
            instance: instance.span,
            schema,
        }
    }
}

/// The strings of an array that has nothing else.
fn names<'t>(list: &'t Tree<'_>) -> Option<Vec<&'t str>> {
    list.list()?.iter().map(Tree::text).collect()
}

/// The last byte of a value, an object's closing bracket.
fn end(tree: &Tree<'_>) -> Span {
    Span { start: tree.span.end.saturating_sub(1).max(tree.span.start), end: tree.span.end }
}

/// A value in a few words.
fn value(tree: &Tree<'_>) -> String {
    match &tree.value {
        Value::Null => "`null`".into(),
        Value::Boolean(boolean) => format!("`{boolean}`"),
        Value::Number(number) => quoted(number),
        Value::Text(text) => quoted(text),
        Value::List(_) | Value::Map(_) => tree.type_name().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a schema under `/s` says about a value: its violations, then what was not judged.
    fn judged(version: &str, schemas: &str, value: &str) -> (Vec<String>, Vec<String>) {
        let text = format!("{{openapi: {version}, paths: {{}}, {schemas}}}");
        let document = OpenApi::read(&text).unwrap();
        let value = crate::json::tree(value, 64).unwrap();
        let outcome = evaluate(&document, document.at("/s").unwrap(), &value, "$");
        let violations = outcome.violations.into_iter().map(|violation| violation.message);
        (violations.collect(), outcome.unjudged.into_iter().map(|unjudged| unjudged.what).collect())
    }

    #[test]
    fn each_keyword_takes_and_refuses() {
        for (schema, good, bad, message) in [
            ("{type: string}", "\"a\"", "1", "`$` is a number"),
            ("{type: [string, 'null']}", "null", "true", "`$` is a boolean"),
            ("{type: integer}", "1.0", "1.5", "`$` is a number"),
            ("{enum: [a, 1]}", "1.0", "\"b\"", "`$` has a value that is not declared"),
            ("{const: {a: [1, 2]}}", "{\"a\": [1.0, 2]}", "{\"a\": [2, 1]}", "`$` has a value that is not declared"),
            ("{required: [a]}", "{\"a\": 1}", "{\"b\": 1}", "`$` lacks `a`"),
            ("{properties: {a: {type: 'null'}}}", "{\"a\": null}", "{\"a\": 1}", "`$.a` is a number"),
            (
                "{properties: {a: true}, additionalProperties: false}",
                "{\"a\": 1}",
                "{\"b\": 1}",
                "`$` has `b`, which is not declared",
            ),
            ("{additionalProperties: {type: string}}", "{\"a\": \"\"}", "{\"a\": 1}", "`$.a` is a number"),
            ("{items: {items: {type: string}}}", "[[\"a\"], []]", "[[], [\"a\", 1]]", "`$[1][1]` is a number"),
            ("{minLength: 1}", "\"\u{1f512}\"", "\"\"", "`$` is out of the bounds of `minLength`"),
            ("{maxLength: 1}", "\"\u{1f512}\"", "\"ab\"", "`$` is out of the bounds of `maxLength`"),
            ("{minItems: 1}", "[1]", "[]", "`$` is out of the bounds of `minItems`"),
            ("{maxProperties: 0}", "{}", "{\"a\": 1}", "`$` is out of the bounds of `maxProperties`"),
            ("{minimum: 1}", "1", "0.5", "`$` is out of the bounds of `minimum`"),
            ("{exclusiveMaximum: 2}", "1.9", "2", "`$` is out of the bounds of `exclusiveMaximum`"),
            ("{allOf: [{type: number}, {minimum: 1}]}", "1", "0", "`$` is out of the bounds of `minimum`"),
            ("{anyOf: [{type: number}, {minLength: 2}]}", "1", "\"a\"", "`$` fits none of the 2 schemas of `anyOf`"),
            ("{oneOf: [{type: number}, {minimum: 2}]}", "1", "3", "`$` fits 2 schemas of `oneOf`"),
            ("false", "", "1", "`$` must not be there"),
        ] {
            if !good.is_empty() {
                assert_eq!(judged("3.1.0", &format!("s: {schema}"), good), (Vec::new(), Vec::new()), "{schema}");
            }
            assert_eq!(
                judged("3.1.0", &format!("s: {schema}"), bad),
                ([message.into()].into(), Vec::new()),
                "{schema}"
            );
        }
    }

    #[test]
    fn keywords_of_other_types_demand_nothing() {
        let schema = "s: {required: [a], properties: {b: false}, items: false, minLength: 9, minimum: 9, maxItems: 0}";
        assert_eq!(judged("3.1.0", schema, "null"), (Vec::new(), Vec::new()));
    }

    #[test]
    fn what_is_not_evaluated_is_named() {
        for (schema, what) in [
            ("{pattern: x}", "the keyword `pattern`, which is not evaluated here"),
            ("{properties: {}, patternProperties: {}}", "the keyword `patternProperties`, which is not evaluated here"),
            ("{type: 1}", "the keyword `type`, which is not evaluated here"),
            ("{exclusiveMinimum: true}", "the keyword `exclusiveMinimum`, which is not evaluated here"),
            ("{$ref: 'other.yaml'}", "the reference `other.yaml`, which names nothing in this file"),
            ("{$ref: '#/nowhere'}", "the reference `#/nowhere`, which names nothing in this file"),
            ("{anyOf: [{type: string}, {pattern: x}]}", "the keyword `pattern`, which is not evaluated here"),
            ("{oneOf: [{type: 'object'}, {pattern: x}]}", "the keyword `pattern`, which is not evaluated here"),
            ("1", "a schema that is no object"),
        ] {
            let (violations, unjudged) = judged("3.1.0", &format!("s: {schema}"), "{}");
            assert_eq!((violations.len(), unjudged.first().map(String::as_str)), (0, Some(what)), "{schema}");
        }
        let known = "{title: t, format: date, x-own: 1, anyOf: [{type: object}, {pattern: x}]}";
        assert_eq!(judged("3.1.0", &format!("s: {known}"), "{}"), (Vec::new(), Vec::new()));
    }

    #[test]
    fn each_version_has_its_own_rules() {
        let schemas = "s: {$ref: '#/t', minimum: 5}, t: {type: [number, string]}";
        assert_eq!(judged("3.1.0", schemas, "1").0, ["`$` is out of the bounds of `minimum`"]);
        assert_eq!(judged("3.0.3", schemas, "1"), (Vec::new(), Vec::new()));
        assert_eq!(judged("3.0.3", "s: {type: string, nullable: true}", "null"), (Vec::new(), Vec::new()));
        assert_eq!(judged("3.1.0", "s: {type: string, nullable: true}", "null").1.len(), 1);
        let read = "s: {required: [a], properties: {a: {readOnly: true}}}";
        assert_eq!(judged("3.0.3", read, "{}"), (Vec::new(), Vec::new()));
        assert_eq!(judged("3.1.0", read, "{}").0, ["`$` lacks `a`"]);
    }

    #[test]
    fn schemas_that_would_never_end_are_left_open() {
        let endless = "s: {$ref: '#/s'}";
        assert_eq!(judged("3.1.0", endless, "1").1, ["a schema that takes too long to evaluate"]);
        let doubling: Vec<String> = (0..60)
            .map(|level| format!("a{level}: {{allOf: [{{$ref: '#/a{0}'}}, {{$ref: '#/a{0}'}}]}}", level + 1))
            .collect();
        let schemas = format!("s: {{$ref: '#/a0'}}, {}, a60: true", doubling.join(", "));
        assert_eq!(judged("3.1.0", &schemas, "1").1.first().unwrap(), "a schema that takes too long to evaluate");
        assert_eq!(judged("3.1.0", "s: {items: {$ref: '#/s'}}", "[[[]]]"), (Vec::new(), Vec::new()));
    }

    #[test]
    fn what_was_left_out_is_told_with_its_places() {
        let text = "openapi: 3.1.0\npaths: {}\ns:\n  required: [a]\n  properties:\n    a: true\n    b: {type: string}\n    c: {type: [string, 'null']}\n";
        let document = OpenApi::read(text).unwrap();
        let value = crate::json::tree("{\"a\": 1}", 8).unwrap();
        let outcome = evaluate(&document, document.at("/s").unwrap(), &value, "$");
        let [b, c] = &outcome.optional[..] else { panic!("two") };
        assert_eq!((b.name.as_str(), b.nullable, c.name.as_str(), c.nullable), ("b", false, "c", true));
        assert_eq!(text.get(c.declared.range()), Some("c"));
        assert_eq!(text.get(c.required.unwrap().range()), Some("required"));
        assert_eq!(c.instance, Span::new(7, 8));
    }
}
