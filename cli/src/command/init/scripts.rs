//! Scripts that are put into `package.json`; every other byte of it stays as it is.

use lockstep_core::{
    json,
    tree::{Entry, Tree},
};

/// How deep a `package.json` may nest.
const DEPTH: usize = 64;

/// The member of a `package.json` that holds its scripts.
const SCRIPTS: &str = "scripts";

/// A script: its name and its command line.
pub(super) type Script = (&'static str, &'static str);

/// What came of putting scripts into a `package.json`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Insertion {
    /// The whole new text; `None` where nothing had to be put in.
    pub(super) text: Option<String>,
    /// The names of the scripts that were put in.
    pub(super) added: Vec<&'static str>,
    /// Scripts whose names have other commands there, which are left alone.
    pub(super) kept: Vec<Script>,
}

/// Puts scripts behind those that a `package.json` has, in the form it is written in.
///
/// # Errors
///
/// Why nothing can be put in, in some words about the file.
pub(super) fn insert(text: &str, wanted: &[Script]) -> Result<Insertion, String> {
    let root = json::tree(text, DEPTH).map_err(|fault| fault.value)?;
    if root.map().is_none() {
        return Err(format!("{}, no object", root.type_name()));
    }
    let scripts = root.get(SCRIPTS);
    if let Some(other) = scripts.filter(|scripts| scripts.map().is_none()) {
        return Err(format!("{} at `{SCRIPTS}`, no object", other.type_name()));
    }
    let known = |name| scripts.and_then(|scripts| scripts.get(name));
    let new: Vec<Script> = wanted.iter().filter(|(name, _)| known(name).is_none()).copied().collect();
    let differs = |script: &&Script| known(script.0).is_some_and(|known| known.text() != Some(script.1));
    Ok(Insertion {
        text: (!new.is_empty()).then(|| with_scripts(text, &root, &new)),
        added: new.iter().map(|(name, _)| *name).collect(),
        kept: wanted.iter().filter(differs).copied().collect(),
    })
}

fn with_scripts(text: &str, root: &Tree<'_>, new: &[Script]) -> String {
    let outer = Layout::of(text, root);
    match root.entry(SCRIPTS) {
        Some(scripts) => {
            let layout = match last(&scripts.value) {
                Some(_) => Layout::of(text, &scripts.value),
                None => Layout::around(text, scripts).inner(),
            };
            layout.put(text, &scripts.value, &layout.scripts(new))
        }
        None => {
            let inner = outer.inner();
            let object = format!("{{{}{}}}", inner.scripts(new), inner.end);
            outer.put(text, root, &outer.member(SCRIPTS, &object))
        }
    }
}

/// The member of an object that stands last.
fn last<'t, 'a>(object: &'t Tree<'a>) -> Option<&'t Entry<'a>> {
    object.map()?.values().max_by_key(|entry| entry.key.start)
}

/// What stands between the members of an object.
struct Layout<'t> {
    /// Before a key: a line end and an indentation, a blank, or nothing.
    gap: String,
    /// Between a key and its value.
    colon: &'t str,
    /// Before the closing bracket, where the object is laid out anew.
    end: String,
}

impl<'t> Layout<'t> {
    /// That of an object's own members, of which there may be none.
    fn of(text: &'t str, object: &Tree<'_>) -> Self {
        match last(object) {
            Some(entry) => Self::around(text, entry),
            None => {
                let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
                Self { gap: format!("{line_end}  "), colon: ": ", end: line_end.into() }
            }
        }
    }

    /// That of the object which a member is in.
    fn around(text: &'t str, member: &Entry<'_>) -> Self {
        let before = text.get(..member.key.range().start).unwrap_or_default();
        let gap = before.get(before.trim_end_matches([' ', '\t', '\r', '\n']).len()..).unwrap_or_default();
        let colon = text.get(member.key.range().end..member.value.span.range().start).unwrap_or(":");
        Self { gap: gap.into(), colon, end: String::new() }
    }

    /// That of an object which is a member of this one: one level deeper, where members stand on lines of their own.
    fn inner(&self) -> Self {
        let end = self.gap.clone();
        let gap = match self.gap.rsplit_once('\n') {
            Some((_, indentation)) => {
                let line_end = if self.gap.contains("\r\n") { "\r\n" } else { "\n" };
                format!("{line_end}{indentation}{indentation}")
            }
            None => end.clone(),
        };
        Self { gap, colon: self.colon, end }
    }

    fn member(&self, key: &str, value: &str) -> String {
        format!("{}{}{}{value}", self.gap, quoted(key), self.colon)
    }

    fn scripts(&self, scripts: &[Script]) -> String {
        let members: Vec<String> = scripts.iter().map(|(name, command)| self.member(name, &quoted(command))).collect();
        members.join(",")
    }

    /// Puts members behind the last one of an object, or in the place of all that is between its brackets.
    fn put(&self, text: &str, object: &Tree<'_>, members: &str) -> String {
        let (comma, end, replaced) = match last(object) {
            Some(entry) => (",", "", entry.value.span.range().end..entry.value.span.range().end),
            None => ("", self.end.as_str(), object.span.range().start + 1..object.span.range().end.saturating_sub(1)),
        };
        let (before, after) = (text.get(..replaced.start), text.get(replaced.end..));
        format!("{}{comma}{members}{end}{}", before.unwrap_or_default(), after.unwrap_or_default())
    }
}

/// A text as a JSON string.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WANTED: [Script; 2] = [("check:a", "lockstep check"), ("check:\"b\"", "lockstep b")];

    /// What a file becomes; a second time nothing happens.
    fn inserted(text: &str) -> String {
        let new = insert(text, &WANTED).unwrap().text.unwrap();
        let again = insert(&new, &WANTED).unwrap();
        assert_eq!(again, Insertion::default(), "{new}");
        new
    }

    #[test]
    fn scripts_take_the_form_of_the_file() {
        for (was, is) in [
            (
                "{\n\t\"name\": \"x\",\n\t\"scripts\": {\n\t\t\"dev\": \"vite\"\n\t},\n\t\"private\": true\n}\n",
                "{\n\t\"name\": \"x\",\n\t\"scripts\": {\n\t\t\"dev\": \"vite\",\n\t\t\"check:a\": \"lockstep check\",\n\t\t\"check:\\\"b\\\"\": \"lockstep b\"\n\t},\n\t\"private\": true\n}\n",
            ),
            (
                "{\r\n  \"scripts\": {\r\n    \"dev\" : \"a\"\r\n  }\r\n}",
                "{\r\n  \"scripts\": {\r\n    \"dev\" : \"a\",\r\n    \"check:a\" : \"lockstep check\",\r\n    \"check:\\\"b\\\"\" : \"lockstep b\"\r\n  }\r\n}",
            ),
            (
                "{\n  \"scripts\": { },\n  \"type\": \"module\"\n}\n",
                "{\n  \"scripts\": {\n    \"check:a\": \"lockstep check\",\n    \"check:\\\"b\\\"\": \"lockstep b\"\n  },\n  \"type\": \"module\"\n}\n",
            ),
            (
                "{\n\n    \"name\": \"x\"\n}",
                "{\n\n    \"name\": \"x\",\n\n    \"scripts\": {\n        \"check:a\": \"lockstep check\",\n        \"check:\\\"b\\\"\": \"lockstep b\"\n\n    }\n}",
            ),
            (
                "{\"name\":\"x\",\"scripts\":{\"dev\":\"vite\"}}",
                "{\"name\":\"x\",\"scripts\":{\"dev\":\"vite\",\"check:a\":\"lockstep check\",\"check:\\\"b\\\"\":\"lockstep b\"}}",
            ),
            (
                "{ \"scripts\": {} }",
                "{ \"scripts\": { \"check:a\": \"lockstep check\", \"check:\\\"b\\\"\": \"lockstep b\" } }",
            ),
            ("{\"a\":1}", "{\"a\":1,\"scripts\":{\"check:a\":\"lockstep check\",\"check:\\\"b\\\"\":\"lockstep b\"}}"),
            (
                "{}\n",
                "{\n  \"scripts\": {\n    \"check:a\": \"lockstep check\",\n    \"check:\\\"b\\\"\": \"lockstep b\"\n  }\n}\n",
            ),
        ] {
            assert_eq!(inserted(was), is);
        }
    }

    #[test]
    fn a_script_of_that_name_is_left_alone() {
        let text = "{ \"scripts\": { \"check:a\": \"node scripts/old.mjs\" } }";
        let Insertion { text, added, kept } = insert(text, &WANTED).unwrap();
        assert_eq!((added, kept), (vec!["check:\"b\""], vec![WANTED[0]]));
        let is = "{ \"scripts\": { \"check:a\": \"node scripts/old.mjs\", \"check:\\\"b\\\"\": \"lockstep b\" } }";
        assert_eq!(text.as_deref(), Some(is));
    }

    #[test]
    fn what_is_no_package_is_refused() {
        for (text, reason) in [
            ("[]", "an array, no object"),
            ("{\"scripts\": []}", "an array at `scripts`, no object"),
            ("{\"scripts\": {}, \"scripts\": {}}", "the key `scripts` stands twice"),
            ("\u{feff}{}", "begins with a byte order mark"),
        ] {
            assert_eq!(insert(text, &WANTED).unwrap_err(), reason);
        }
        assert!(insert("{ // comment\n}", &WANTED).is_err());
        assert!(insert("", &WANTED).is_err());
    }
}
