//! Where the producer's files are asked for: GitHub's contents API.

use lockstep_core::{source::DocumentKind, text::quoted};

/// The variables that may hold a token for the producer's repository; the first that is set counts.
pub(crate) const TOKEN_VARIABLES: [&str; 2] = ["MEMORYKERNEL_REPO_READ_TOKEN", "MEMORYKERNEL_GITHUB_TOKEN"];

/// Where the producer keeps its manifest.
pub(crate) const MANIFEST: &str = "contracts/integration/v1/producer-contract-manifest.json";

/// The address of GitHub's API, the one host that a token goes to.
const API: &str = "https://api.github.com";

/// The address at which the API gives a file of a repository as it stands at a tag, branch or commit; `None` where
/// `repository` is no `https://github.com/<owner>/<name>`.
pub(crate) fn contents(repository: &str, path: &str, reference: &str) -> Option<String> {
    let rest = repository.strip_prefix("https://github.com/")?;
    let (owner, name) = rest.strip_suffix(".git").unwrap_or(rest).split_once('/')?;
    let plain = |text: &str| {
        !text.is_empty()
            && !matches!(text, "." | "..")
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
    };
    (plain(owner) && plain(name) && plain(reference))
        .then(|| format!("{API}/repos/{owner}/{name}/contents/{path}?ref={reference}"))
}

/// What is wrong with a repository that has no address; for messages.
pub(crate) fn no_repository(repository: &str) -> String {
    format!(
        "{} is no repository at github.com, as the {} has to name one",
        quoted(repository),
        DocumentKind::Pin.title()
    )
}

#[cfg(test)]
mod tests {
    use super::contents;

    #[test]
    fn only_a_repository_at_github_has_an_address() {
        let address = |repository: &str| contents(repository, "a/b.json", "v1.0.0");
        let expected = Some("https://api.github.com/repos/o/n/contents/a/b.json?ref=v1.0.0".to_owned());
        assert_eq!(address("https://github.com/o/n"), expected);
        assert_eq!(address("https://github.com/o/n.git"), expected);
        for other in [
            "http://github.com/o/n",
            "https://github.com/o",
            "https://github.com/o/n/p",
            "https://github.com/../n",
            "https://github.com.evil/o/n",
        ] {
            assert_eq!(address(other), None, "{other}");
        }
        assert_eq!(contents("https://github.com/o/n", "a", "v1&x"), None);
    }
}
