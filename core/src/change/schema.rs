//! The fields that a schema of an OpenAPI file describes, by their dotted paths.

use alloc::{
    collections::{BTreeMap, BTreeSet},
    format,
    string::String,
    vec::Vec,
};

use super::statement::written;
use crate::{
    openapi::{OpenApi, Unjudged, kinds},
    text::{Span, Spanned, shown},
    tree::{Entry, Map, Tree, Value},
};

/// The most statements that are looked at for one body.
const STEPS: usize = 20_000;

/// How deep schemas may lead into one another.
const DEPTH: usize = 128;

/// Keys of an OpenAPI file that promise nothing: words for people, parts that count only where they are referred to, and
/// extensions, which a reader need not know.
const WORDING: [&str; 10] = [
    "$comment",
    "$defs",
    "definitions",
    "deprecated",
    "description",
    "example",
    "examples",
    "externalDocs",
    "summary",
    "title",
];

/// Whether a key promises nothing.
pub(super) fn is_wording(key: &str) -> bool {
    key.starts_with("x-") || WORDING.contains(&key)
}

/// The fields of a body; the body itself is at the empty path, elements of an array at `[]` behind its path.
pub(super) type Fields<'t, 'a> = BTreeMap<String, Field<'t, 'a>>;

/// What a field may be.
pub(super) struct Field<'t, 'a> {
    /// Where it is declared.
    pub(super) place: Span,
    pub(super) required: bool,
    pub(super) kinds: Kinds<'t>,
    /// The values that are listed, where there is a list; without those that stand again.
    pub(super) values: Option<Vec<Spanned<String>>>,
    /// Where it says that an object has no keys but the declared ones.
    pub(super) closed: Option<Span>,
    /// Keywords that are compared as a whole.
    pub(super) others: BTreeMap<&'t str, Other<'t, 'a>>,
}

/// The types of a field; all where none is named.
#[derive(Default)]
pub(super) struct Kinds<'t> {
    names: Option<BTreeSet<&'t str>>,
    /// Where they are named.
    pub(super) place: Option<Span>,
}

impl Kinds<'_> {
    /// Whether there is a type that others lack.
    pub(super) fn beyond(&self, others: &Self) -> bool {
        match (&self.names, &others.names) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(names), Some(others)) => {
                names.iter().any(|name| !(others.contains(name) || *name == "integer" && others.contains("number")))
            }
        }
    }

    /// The types in words.
    pub(super) fn title(&self) -> String {
        match &self.names {
            None => "of any type".into(),
            Some(names) => format!("of type {}", shown(&names.iter().copied().collect::<Vec<_>>().join(" or "))),
        }
    }
}

/// A keyword that is compared as a whole.
pub(super) struct Other<'t, 'a> {
    pub(super) place: Span,
    document: &'t OpenApi<'a>,
    text: &'t str,
    tree: &'t Tree<'a>,
}

impl Other<'_, '_> {
    /// Whether both demand the same, whatever their references are called and their descriptions say.
    pub(super) fn same(&self, other: &Other<'_, '_>) -> bool {
        same((self.document, self.tree), (other.document, other.tree), false, DEPTH, &mut { STEPS })
    }

    /// What it says, where that is a number.
    pub(super) fn number(&self) -> Option<&str> {
        match &self.tree.value {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    /// What it says, as it is written.
    pub(super) fn written(&self) -> String {
        written(self.text, self.tree)
    }
}

/// Whether two parts of two files mean the same; `names` where keys are names of fields and not keywords.
pub(super) fn same(
    (before, old): (&OpenApi<'_>, &Tree<'_>),
    (after, new): (&OpenApi<'_>, &Tree<'_>),
    names: bool,
    depth: usize,
    steps: &mut usize,
) -> bool {
    let (Some(left), Some(depth)) = (steps.checked_sub(1), depth.checked_sub(1)) else { return false };
    *steps = left;
    let (Ok(old), Ok(new)) = (before.resolved(old), after.resolved(new)) else { return old.same(new) };
    match (&old.value, &new.value) {
        (Value::List(one), Value::List(two)) => {
            one.len() == two.len()
                && one.iter().zip(two).all(|(one, two)| same((before, one), (after, two), false, depth, steps))
        }
        (Value::Map(one), Value::Map(two)) => {
            let counts = |key: &str| names || !is_wording(key);
            let keys: BTreeSet<&str> =
                one.keys().chain(two.keys()).map(AsRef::as_ref).filter(|key| counts(key)).collect();
            keys.into_iter().all(|key| match (one.get(key), two.get(key)) {
                (Some(one), Some(two)) => {
                    let names = !names && matches!(key, "properties" | "patternProperties" | "dependentSchemas");
                    same((before, &one.value), (after, &two.value), names, depth, steps)
                }
                _ => false,
            })
        }
        _ => old.same(new),
    }
}

/// Reads the fields of a schema.
pub(super) struct Reader<'t, 'a> {
    document: &'t OpenApi<'a>,
    text: &'t str,
    fields: Fields<'t, 'a>,
    /// The schemas that lead here, each by its first byte.
    above: Vec<u32>,
    steps: usize,
}

impl<'t, 'a> Reader<'t, 'a> {
    pub(super) fn new(document: &'t OpenApi<'a>, text: &'t str) -> Self {
        Self { document, text, fields: Fields::new(), above: Vec::new(), steps: STEPS }
    }

    /// The fields that were read.
    pub(super) fn into_fields(self) -> Fields<'t, 'a> {
        self.fields
    }

    /// Adds the fields of a schema at a path; `declared` is where its name stands.
    ///
    /// # Errors
    ///
    /// A reference that leads nowhere, a keyword of a wrong form, or more than can be looked at.
    pub(super) fn read(
        &mut self,
        schema: &'t Tree<'a>,
        path: &str,
        (declared, required): (Span, bool),
    ) -> Result<(), Unjudged> {
        self.steps = match self.steps.checked_sub(1) {
            Some(left) if self.above.len() < DEPTH => left,
            _ => return Err(Unjudged::new("a schema that is too large to be compared", schema.span)),
        };
        let field = self.field(path, declared);
        field.required |= required;
        let Value::Map(keywords) = &schema.value else {
            return match schema.value {
                Value::Boolean(true) => Ok(()),
                Value::Boolean(false) => {
                    self.keep(path, "schema", schema.span, schema);
                    Ok(())
                }
                _ => Err(Unjudged::new("a schema that is no object", schema.span)),
            };
        };
        if self.above.contains(&schema.span.start) {
            // A schema that holds itself says nothing new on its second round.
            return Ok(());
        }
        self.above.push(schema.span.start);
        let done = self.keywords(keywords, path, declared);
        self.above.pop();
        done
    }

    fn field(&mut self, path: &str, place: Span) -> &mut Field<'t, 'a> {
        self.fields.entry(path.into()).or_insert_with(|| Field {
            place,
            required: false,
            kinds: Kinds::default(),
            values: None,
            closed: None,
            others: BTreeMap::new(),
        })
    }

    /// Adds a field of which nothing is said.
    pub(super) fn anything(&mut self, path: &str, place: Span, required: bool) {
        self.field(path, place).required |= required;
    }

    fn keep(&mut self, path: &str, keyword: &'t str, place: Span, tree: &'t Tree<'a>) {
        let (document, text) = (self.document, self.text);
        self.field(path, place).others.insert(keyword, Other { place, document, text, tree });
    }

    fn keywords(&mut self, keywords: &'t Map<'a>, path: &str, declared: Span) -> Result<(), Unjudged> {
        if let Some(Entry { value: reference, .. }) = keywords.get("$ref") {
            let target = self.document.target(reference)?;
            self.read(target, path, (declared, false))?;
            if !self.document.siblings_count() {
                return Ok(());
            }
        }
        for (keyword, Entry { key, value }) in keywords {
            let wrong = |wanted: &str| {
                Unjudged::new(
                    format!("the keyword `{keyword}`, which is {}, not {wanted}", value.type_name()),
                    value.span,
                )
            };
            match keyword.as_ref() {
                "$ref" | "nullable" => {}
                "type" => {
                    let names = kinds(value).ok_or_else(|| wrong("a type"))?;
                    self.types(path, declared, (names, value.span), keywords);
                }
                "enum" => {
                    let values = value.list().ok_or_else(|| wrong("an array"))?;
                    self.values(path, declared, values);
                }
                "const" => self.values(path, declared, core::slice::from_ref(value)),
                "required" => {
                    for name in value.list().ok_or_else(|| wrong("an array of strings"))? {
                        let text = name.text().ok_or_else(|| wrong("an array of strings"))?;
                        self.field(&below(path, text), name.span).required = true;
                    }
                }
                "properties" => {
                    for (name, Entry { key, value }) in value.map().ok_or_else(|| wrong("an object"))? {
                        let path = below(path, name);
                        self.field(&path, *key).place = *key;
                        self.read(value, &path, (*key, false))?;
                    }
                }
                "additionalProperties" => match value.value {
                    Value::Boolean(true) => {}
                    Value::Boolean(false) => self.field(path, declared).closed = Some(*key),
                    _ => self.read(value, &below(path, "*"), (*key, false))?,
                },
                "items" => self.read(value, &format!("{path}[]"), (*key, false))?,
                "allOf" => {
                    for schema in value.list().ok_or_else(|| wrong("an array"))? {
                        self.read(schema, path, (declared, false))?;
                    }
                }
                name if is_wording(name) => {}
                name => self.keep(path, name, *key, value),
            }
        }
        Ok(())
    }

    fn types(&mut self, path: &str, declared: Span, (names, place): (Vec<&'t str>, Span), beside: &Map<'_>) {
        let mut names: BTreeSet<&str> = names.into_iter().collect();
        let nullable = beside.get("nullable").map(|entry| &entry.value.value);
        if !self.document.siblings_count() && matches!(nullable, Some(Value::Boolean(true))) {
            names.insert("null");
        }
        let known = &mut self.field(path, declared).kinds;
        // Where several schemas speak of one field, it is what all allow.
        known.names = Some(match known.names.take() {
            Some(known) => known.intersection(&names).copied().collect(),
            None => names,
        });
        known.place = Some(place);
    }

    fn values(&mut self, path: &str, declared: Span, values: &'t [Tree<'a>]) {
        let mut seen = BTreeSet::new();
        let text = self.text;
        // A number is never the text that is written like it.
        let value = |tree: &Tree<'_>| match tree.text() {
            Some(text) => text.into(),
            None => format!("{}: {}", tree.type_name(), text.get(tree.span.range()).unwrap_or_default()),
        };
        let listed = values.iter().map(|tree| Spanned { value: value(tree), span: tree.span });
        let listed: Vec<Spanned<String>> = listed.filter(|value| seen.insert(value.value.clone())).collect();
        let field = self.field(path, declared);
        field.values = Some(match field.values.take() {
            Some(known) => known.into_iter().filter(|value| seen.contains(&value.value)).collect(),
            None => listed,
        });
    }
}

/// The path of a field of what is at a path.
fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.into() } else { format!("{path}.{name}") }
}
