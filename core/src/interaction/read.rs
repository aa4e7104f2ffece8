//! Reads an interactions file with the place of whatever is wrong in it.

use alloc::{borrow::Cow, collections::BTreeSet, format, string::String, vec::Vec};

use super::{Answer, Body, Expect, INTERACTIONS_VERSION, Interaction, Interactions, listed};
use crate::{
    json,
    text::{Span, Spanned, quoted},
    tree::{Map, Tree, Value},
};

/// How deep an interactions file may nest, bodies included.
const DEPTH: usize = 128;

/// Why a file is no interactions file, and where: a sentence in lower case without a full stop.
type Fault = Spanned<String>;

fn fault<T>(message: impl Into<String>, span: Span) -> Result<T, Fault> {
    Err(Spanned { value: message.into(), span })
}

impl<'a> Interactions<'a> {
    /// Reads a file of the form `lockstep-interactions.v1`.
    ///
    /// # Errors
    ///
    /// The first fault: broken JSON, an unknown or missing key, a value of a wrong type, a name that stands twice, no
    /// interaction at all.
    pub fn read(text: &'a str) -> Result<Self, Fault> {
        let root = json::tree(text, DEPTH)?;
        let root = Object::of(&root, &["$schema", "interactions_version", "consumer", "interactions"])?;
        let version = root.text("interactions_version")?;
        if version.value != INTERACTIONS_VERSION {
            let message = format!("{} is not known; this is `{INTERACTIONS_VERSION}`", quoted(&version.value));
            return fault(message, version.span);
        }
        let consumer = root.text("consumer")?.value;
        let list = root.value("interactions")?;
        let Value::List(elements) = &list.value else {
            return fault(format!("`interactions` is {}, not an array", list.type_name()), list.span);
        };
        if elements.is_empty() {
            return fault("`interactions` is empty, so nothing would be checked", list.span);
        }
        let all = elements.iter().map(interaction).collect::<Result<Vec<_>, _>>()?;
        let mut names = BTreeSet::new();
        match all.iter().find(|interaction| !names.insert(&interaction.name.value)) {
            None => Ok(Self { consumer, all }),
            Some(Interaction { name, .. }) => {
                fault(format!("the name {} stands twice", quoted(&name.value)), name.span)
            }
        }
    }
}

fn interaction<'a>(tree: &Tree<'a>) -> Result<Interaction<'a>, Fault> {
    let object = Object::of(tree, &["name", "request", "expect"])?;
    let request = Object::of(object.value("request")?, &["method", "path", "content_type", "body", "body_text"])?;
    let method = request.text("method")?;
    if !method.value.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return fault(format!("{} is no HTTP method in capitals", quoted(&method.value)), method.span);
    }
    let path = request.text("path")?;
    if !path.value.starts_with('/') || !path.value.bytes().all(may_stand_in_path) {
        let message = "is no path: it begins with `/`, and what is not meant for paths and queries is percent-encoded";
        return fault(format!("{} {message}", quoted(&path.value)), path.span);
    }
    let content_type = request.optional_text("content_type")?;
    if let Some(kind) = content_type.as_ref().filter(|kind| kind.value.bytes().any(|byte| !matches!(byte, 32..=126))) {
        return fault(format!("{} is no content type", quoted(&kind.value)), kind.span);
    }
    let body = match (request.map.get("body"), request.map.get("body_text")) {
        (Some(_), Some(text)) => return fault("both `body` and `body_text` are given", text.key),
        (Some(body), None) => Some(Body::Value(body.value.clone())),
        (None, Some(_)) => Some(Body::Text(request.any_text("body_text")?)),
        (None, None) => None,
    };
    let request = object.map.get("request").map_or(request.span, |entry| entry.key);
    Ok(Interaction {
        name: object.text("name")?,
        method,
        path,
        content_type,
        body,
        request,
        expect: expect(object.value("expect")?)?,
    })
}

/// The characters of paths and queries, RFC 3986 sections 3.3 and 3.4.
fn may_stand_in_path(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?%".contains(&byte)
}

fn expect<'a>(tree: &Tree<'a>) -> Result<Expect<'a>, Fault> {
    let object = Object::of(tree, &["answer", "status", "code"])?;
    let answer = object.text("answer")?;
    let Some((_, kind)) = Answer::ALL.into_iter().find(|(word, _)| *word == answer.value) else {
        let known = listed(Answer::ALL.into_iter().map(|(word, _)| word));
        return fault(format!("{} is no kind of answer; there are {known}", quoted(&answer.value)), answer.span);
    };
    let status = match object.map.get("status").map(|entry| &entry.value) {
        None => None,
        Some(Tree { value: Value::Number(digits), span }) if (100..600).contains(&digits.parse().unwrap_or(0)) => {
            Some(Spanned { value: digits.parse().unwrap_or_default(), span: *span })
        }
        Some(other) => return fault("`status` is no HTTP status, a whole number from 100 to 599", other.span),
    };
    let code = object.optional_text("code")?;
    if let (Some(code), true) = (&code, kind != Answer::Error) {
        return fault("only an error has a code", code.span);
    }
    Ok(Expect { answer: Spanned { value: kind, span: answer.span }, status, code })
}

/// An object of the file that has known keys only.
struct Object<'t, 'a> {
    map: &'t Map<'a>,
    span: Span,
}

impl<'t, 'a> Object<'t, 'a> {
    fn of(tree: &'t Tree<'a>, keys: &[&str]) -> Result<Self, Fault> {
        let Some(map) = tree.map() else {
            return fault(format!("{} where an object is expected", tree.type_name()), tree.span);
        };
        let unknown = map.iter().filter(|(key, _)| !keys.contains(&key.as_ref()));
        match unknown.min_by_key(|(_, entry)| entry.key) {
            None => Ok(Self { map, span: tree.span }),
            Some((key, entry)) => {
                fault(format!("unknown key {}; there are {}", quoted(key), keys.join(", ")), entry.key)
            }
        }
    }

    fn value(&self, key: &str) -> Result<&'t Tree<'a>, Fault> {
        let end = Span { start: self.span.end.saturating_sub(1), end: self.span.end };
        self.map.get(key).map_or_else(|| fault(format!("`{key}` is missing"), end), |entry| Ok(&entry.value))
    }

    /// The string at `key`, empty or not.
    fn any_text(&self, key: &str) -> Result<Spanned<Cow<'a, str>>, Fault> {
        let tree = self.value(key)?;
        match &tree.value {
            Value::Text(text) => Ok(Spanned { value: text.clone(), span: tree.span }),
            _ => fault(format!("`{key}` is {}, not a string", tree.type_name()), tree.span),
        }
    }

    fn text(&self, key: &str) -> Result<Spanned<Cow<'a, str>>, Fault> {
        let text = self.any_text(key)?;
        if text.value.trim().is_empty() { fault(format!("`{key}` is blank"), text.span) } else { Ok(text) }
    }

    fn optional_text(&self, key: &str) -> Result<Option<Spanned<Cow<'a, str>>>, Fault> {
        self.map.contains_key(key).then(|| self.text(key)).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{
  "interactions_version": "lockstep-interactions.v1",
  "consumer": "App",
  "interactions": [
    {
      "name": "ask",
      "request": { "method": "POST", "path": "/a?b=c", "content_type": "application/json", "body": { "é": [1.0] } },
      "expect": { "answer": "error", "status": 400, "code": "invalid_json" }
    },
    { "name": "text", "request": { "method": "PUT", "path": "/", "body_text": "{bad\n" },
      "expect": { "answer": "success" } }
  ]
}"#;

    #[test]
    fn what_is_sent_are_the_characters_of_the_file() {
        let read = Interactions::read(GOOD).unwrap();
        let bodies: Vec<&str> = read.all.iter().map(|one| one.body.as_ref().unwrap().sent(GOOD)).collect();
        assert_eq!(bodies, ["{ \"é\": [1.0] }", "{bad\n"]);
        let Expect { answer, status, code } = &read.all[0].expect;
        assert_eq!((answer.value, status.unwrap().value), (Answer::Error, 400));
        assert_eq!(code.as_ref().unwrap().value, "invalid_json");
    }

    #[test]
    fn every_fault_has_a_place() {
        for (was, is, message, at) in [
            ("\"consumer\"", "\"consumr\"", "unknown key `consumr`; there are", "\"consumr\""),
            ("interactions.v1", "interactions.v2", "`lockstep-interactions.v2` is not known", "\"lockstep"),
            ("\"App\"", "\" \"", "`consumer` is blank", "\" \""),
            ("\"name\": \"text\",", "", "`name` is missing", "}\n  ]"),
            ("\"text\"", "\"ask\"", "the name `ask` stands twice", "\"ask\", \"request\": { \"method\": \"PUT\""),
            ("\"POST\"", "\"post\"", "`post` is no HTTP method in capitals", "\"post\""),
            ("\"/a?b=c\"", "\"a\"", "`a` is no path", "\"a\""),
            ("\"/a?b=c\"", "\"/a b\"", "`/a b` is no path", "\"/a b\""),
            ("application/json", "a\\nb", "`a\\u{a}b` is no content type", "\"a\\nb\""),
            ("\"body_text\"", "\"body\": 1, \"body_text\"", "both `body` and `body_text` are given", "\"body_text\""),
            ("\"{bad\\n\"", "7", "`body_text` is a number, not a string", "7 }"),
            ("\"error\"", "\"eror\"", "`eror` is no kind of answer; there are `success`, `error`", "\"eror\""),
            ("400", "99", "`status` is no HTTP status", "99"),
            ("400", "4e2", "`status` is no HTTP status", "4e2"),
            ("\"answer\": \"error\"", "\"answer\": \"health\"", "only an error has a code", "\"invalid_json\""),
            (
                "\"expect\": { \"answer\": \"success\" }",
                "\"expect\": []",
                "an array where an object is expected",
                "[] }",
            ),
            ("\"name\": \"ask\",", "\"name\": \"ask\", \"name\": 1,", "the key `name` stands twice", "\"name\": 1"),
        ] {
            let text = GOOD.replacen(was, is, 1);
            let Spanned { value, span } = Interactions::read(&text).unwrap_err();
            assert!(value.starts_with(message), "{is}: {value}");
            assert!(text.get(span.range().start..).unwrap().starts_with(at), "{is}: {:?}", text.get(span.range()));
        }
        let none =
            "{\"interactions_version\": \"lockstep-interactions.v1\", \"consumer\": \"a\", \"interactions\": []}";
        assert_eq!(Interactions::read(none).unwrap_err().value, "`interactions` is empty, so nothing would be checked");
        assert!(Interactions::read("\u{feff}{}").unwrap_err().value.contains("byte order mark"));
    }
}
