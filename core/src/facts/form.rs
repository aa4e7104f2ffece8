//! The form of values that name a place in the producer's repository.

/// Owner and name of a repository on `host`, from its address `https://<host>/<owner>/<name>` with or without `.git`.
pub fn repository<'u>(url: &'u str, host: &str) -> Option<(&'u str, &'u str)> {
    let path = url.strip_prefix("https://")?.strip_prefix(host)?.strip_prefix('/')?;
    let (owner, name) = path.strip_suffix(".git").unwrap_or(path).split_once('/')?;
    let plain = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
    };
    // GitHub: owners have letters, digits and inner hyphens; no repository is named `.` or `..`.
    let is_owner = plain(owner) && !owner.contains(['.', '_']) && !owner.starts_with('-');
    (is_owner && plain(name) && !matches!(name, "." | "..")).then_some((owner, name))
}

/// Whether `text` is `v` and a SemVer 2 version of three numbers, without pre-release or build part.
pub fn is_release_tag(text: &str) -> bool {
    let version = text.strip_prefix('v').and_then(|number| semver::Version::parse(number).ok());
    version.is_some_and(|version| version.pre.is_empty() && version.build.is_empty())
}

/// Whether `text` is `length` digits of lower-case hexadecimal.
pub fn is_lower_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
