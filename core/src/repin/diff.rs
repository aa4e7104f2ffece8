//! A change of a file as a patch.

use alloc::{format, string::String, vec::Vec};

use similar::{
    algorithms::{Capture, Compact, Replace, myers},
    group_diff_ops,
    udiff::UnifiedHunkHeader,
};

use crate::text::push_visible;

/// How many lines around a change are shown.
const CONTEXT: usize = 3;

/// The unified diff of a file from `before` (`None` where there is none yet) to `after`, which `git apply` and `patch`
/// take; empty where both are the same. Bytes that are no UTF-8 stand as replacement characters, so a patch of them is
/// for reading only.
pub fn unified(path: &str, before: Option<&[u8]>, after: &[u8]) -> String {
    let (old, new) = (String::from_utf8_lossy(before.unwrap_or_default()), String::from_utf8_lossy(after));
    // Lines end with LF alone, as git has it; the library would end one at a lone CR, too.
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let mut hook = Compact::new(Replace::new(Capture::new()), &old, &new);
    let Ok(()) = myers::diff(&mut hook, &old, 0..old.len(), &new, 0..new.len());
    let mut text = String::new();
    for hunk in
        group_diff_ops(hook.into_inner().into_inner().into_ops(), CONTEXT).into_iter().filter(|hunk| !hunk.is_empty())
    {
        if text.is_empty() {
            let from = if before.is_some() { name("a", path) } else { "/dev/null".into() };
            text = format!("--- {from}\n+++ {}\n", name("b", path));
        }
        text.push_str(&format!("{}\n", UnifiedHunkHeader::new(&hunk)));
        for change in hunk.iter().flat_map(|operation| operation.iter_changes(&old, &new)) {
            let line = change.value();
            text.push_str(&format!("{}{line}", change.tag()));
            if !line.ends_with('\n') {
                text.push_str("\n\\ No newline at end of file\n");
            }
        }
    }
    text
}

/// A path in the head of a patch, quoted as git quotes it where it has to be.
fn name(side: &str, path: &str) -> String {
    let special = |character: char| character.is_control() || matches!(character, '"' | '\\');
    if path.contains(special) {
        let mut quoted = format!("\"{side}/");
        for character in path.chars() {
            match character {
                '"' | '\\' => quoted.extend(['\\', character]),
                _ if character.is_control() => {
                    let mut bytes = [0; 4];
                    character
                        .encode_utf8(&mut bytes)
                        .bytes()
                        .for_each(|byte| quoted.push_str(&format!("\\{byte:03o}")));
                }
                _ => quoted.push(character),
            }
        }
        return quoted + "\"";
    }
    // A tab behind a name with a space tells `patch` where it ends.
    format!("{side}/{path}{}", if path.contains(' ') { "\t" } else { "" })
}

/// A patch fit to be shown on a terminal: what is invisible in a line is escaped, a CR at its end is kept.
pub fn visible(patch: &str) -> String {
    let mut text = String::with_capacity(patch.len());
    for character in patch.chars() {
        match character {
            '\n' | '\t' | '\r' => text.push(character),
            _ => push_visible(&mut text, character),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_names_missing_line_ends_and_new_files() {
        let patch = unified("a b.md", Some(b"one\ntwo"), b"one\r\ntwo\n");
        assert_eq!(
            patch,
            "--- a/a b.md\t\n+++ b/a b.md\t\n@@ -1,2 +1,2 @@\n-one\n-two\n\\ No newline at end of file\n+one\r\n+two\n"
        );
        let patch = unified("new\"\n.json", None, b"{}");
        assert_eq!(
            patch,
            "--- /dev/null\n+++ \"b/new\\\"\\012.json\"\n@@ -0,0 +1 @@\n+{}\n\\ No newline at end of file\n"
        );
        assert_eq!(unified("same", Some(b"x\r"), b"x\r"), "");
        assert!(unified("cr", Some(b"x\ry\n"), b"x\rz\n").ends_with("@@ -1 +1 @@\n-x\ry\n+x\rz\n"));
        assert_eq!(visible("+\u{1b}[1m\r\n"), "+\\u{1b}[1m\r\n");
    }
}
