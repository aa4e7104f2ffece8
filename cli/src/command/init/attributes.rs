//! The line of `.gitattributes` that keeps git from converting the mirror's line ends, which would change its hash.

use crate::{
    request::{Reply, Request},
    task::Host,
};

/// What git may say about one file, in bytes, at most.
const ANSWER_LIMIT: u64 = 1 << 16;

/// What `.gitattributes` becomes; `None` where the mirror is safe already.
pub(super) async fn amended(host: &Host, root: &str, mirror: &str, text: &str) -> Option<String> {
    let line = format!("{} -text", pattern(mirror));
    if text.lines().any(|known| known.trim_end() == line) || is_unset(host, root, mirror).await {
        return None;
    }
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let between = if text.is_empty() || text.ends_with('\n') { "" } else { line_end };
    let reason = "# The mirror's hash is taken over its bytes, so git must not convert its line ends.";
    Some(format!("{text}{between}{reason}{line_end}{line}{line_end}"))
}

/// Whether git says that it converts no line ends of a file, by whatever attributes that is.
async fn is_unset(host: &Host, root: &str, path: &str) -> bool {
    let arguments = ["check-attr", "-z", "text", "--", path].map(Into::into).into();
    let request = Request::Git { root: root.into(), arguments, input: String::new(), limit: ANSWER_LIMIT };
    match host.ask(request).await {
        Reply::Ran { exit_code: Some(0), stdout, .. } => stdout.ends_with(b"\0text\0unset\0"),
        _ => false,
    }
}

/// A pattern that means one path: <https://git-scm.com/docs/gitattributes>, <https://git-scm.com/docs/gitignore>.
fn pattern(path: &str) -> String {
    let mut pattern = String::new();
    for character in path.chars() {
        if matches!(character, '*' | '?' | '[' | ']' | '!' | '#') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    // A pattern without a slash would mean files of that name in every folder.
    if !path.contains('/') {
        pattern.insert(0, '/');
    }
    if pattern.contains([' ', '"']) {
        pattern = format!("\"{}\"", pattern.replace('\\', "\\\\").replace('"', "\\\""));
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn a_pattern_means_one_path() {
        for (path, is) in [
            ("config/mirror.json", "config/mirror.json"),
            ("mirror.json", "/mirror.json"),
            ("a b/[x]*.json", "\"a b/\\\\[x\\\\]\\\\*.json\""),
        ] {
            assert_eq!(pattern(path), is);
        }
    }
}
