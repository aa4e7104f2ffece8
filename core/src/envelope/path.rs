//! Where in a JSON text a byte stands, as a path like `$.error.details.items[3].id`.

use alloc::{format, string::String, vec::Vec};

use crate::text::shown;

/// The paths of the values or keys that begin at `offsets`, which ascend; in one walk over `text`, whose grammar was
/// checked.
pub(super) fn paths(text: &str, offsets: &[usize]) -> Vec<String> {
    let mut walk = Walk { steps: Vec::new(), paths: Vec::new() };
    let bytes = text.as_bytes();
    let mut wanted = offsets.iter().peekable();
    let mut place = 0;
    while place < bytes.len() && wanted.peek().is_some() {
        let byte = bytes.get(place).copied().unwrap_or_default();
        let end = if byte == b'"' { end_of_string(bytes, place) } else { place + 1 };
        if byte == b'"'
            && let Some(Step::Key { name, expected: expected @ true }) = walk.steps.last_mut()
        {
            *name = text.get(place + 1..end - 1).unwrap_or_default();
            *expected = false;
        }
        while wanted.next_if(|offset| **offset < end).is_some() {
            walk.paths.push(walk.path());
        }
        match byte {
            b'{' => walk.steps.push(Step::Key { name: "", expected: true }),
            b'[' => walk.steps.push(Step::Index(0)),
            b'}' | b']' => drop(walk.steps.pop()),
            b',' => match walk.steps.last_mut() {
                Some(Step::Key { expected, .. }) => *expected = true,
                Some(Step::Index(index)) => *index += 1,
                None => {}
            },
            _ => {}
        }
        place = end;
    }
    walk.paths.resize_with(offsets.len(), || String::from("$"));
    walk.paths
}

struct Walk<'t> {
    steps: Vec<Step<'t>>,
    paths: Vec<String>,
}

enum Step<'t> {
    /// Within an object: the last key, and whether another comes next.
    Key { name: &'t str, expected: bool },
    /// Within an array.
    Index(usize),
}

impl Walk<'_> {
    fn path(&self) -> String {
        let mut path = String::from("$");
        for step in &self.steps {
            match step {
                Step::Key { expected: true, .. } => {}
                Step::Key { name, .. } => path.push_str(&member(name)),
                Step::Index(index) => path.push_str(&format!("[{index}]")),
            }
        }
        path
    }
}

/// A key as a step of a path; one that is no plain word stands in brackets, as it is written.
fn member(name: &str) -> String {
    let plain = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if plain { format!(".{}", shown(name)) } else { format!("[\"{}\"]", shown(name)) }
}

fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let mut place = start + 1;
    loop {
        match bytes.get(place) {
            Some(b'\\') => place += 2,
            Some(b'"') => return place + 1,
            Some(_) => place += 1,
            None => return bytes.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_keys_have_paths() {
        let text = r#"{"a": [1, {"b c": "x"}], "d": {"e": null}}"#;
        let at = |what| text.find(what).unwrap();
        let offsets = [at("{"), at("\"a\""), at("1"), at("\"b c\""), at("\"x\""), at("null")];
        let expected = ["$", "$.a", "$.a[0]", "$.a[1][\"b c\"]", "$.a[1][\"b c\"]", "$.d.e"];
        assert_eq!(paths(text, &offsets), expected);
    }
}
