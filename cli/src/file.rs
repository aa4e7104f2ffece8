//! Configuration and policy files: what a judgement depends on besides the documents.

use lockstep_core::{
    api::{self, Engine},
    policy::PolicyError,
};

use crate::{
    configuration::{CONFIGURATION_FILE, Configuration},
    failure::Failure,
    request::{Reply, Request},
    suggestion::nearest,
    task::Host,
};

/// The largest configuration or policy file, in bytes.
const LIMIT: u64 = 1 << 20;

/// The request for a configuration or policy file below a folder.
pub(crate) fn request(root: &str, path: &str) -> Request {
    Request::ReadFile { root: root.into(), path: path.into(), limit: LIMIT }
}

/// Reads the configuration that the user named on the command line.
pub(crate) async fn named_configuration(host: &Host, file: &str) -> Result<Configuration, Failure> {
    let bytes = named(host, "configuration", file).await?;
    Configuration::read(&bytes, file)
}

/// Reads the policy that the user named on the command line.
pub(crate) async fn named_policy(host: &Host, file: &str) -> Result<Engine, Failure> {
    let bytes = named(host, "policy", file).await?;
    engine(&bytes, file)
}

/// The policy that a configuration names, below its repository.
pub(crate) async fn repository_policy(host: &Host, root: &str, path: &str) -> Result<Engine, Failure> {
    let bytes = below(host, "policy", root, path).await?;
    engine(&bytes, &joined(root, path))
}

/// The bytes of a file below a folder; `what` is what it is to hold.
pub(crate) async fn below(host: &Host, what: &str, root: &str, path: &str) -> Result<Vec<u8>, Failure> {
    let file = joined(root, path);
    let reply = host.ask(request(root, path)).await;
    bytes(reply, what, &file)?.ok_or_else(|| missing(what, &file))
}

/// The configuration of a repository from the host's answer, or `None` where it has none.
pub(crate) fn repository_configuration(reply: Reply, root: &str) -> Result<Option<Configuration>, Failure> {
    let configuration = configuration(reply, &joined(root, CONFIGURATION_FILE))?;
    // Findings name documents relative to the repository.
    Ok(configuration.map(|configuration| Configuration { file: CONFIGURATION_FILE.into(), ..configuration }))
}

/// The configuration that a file holds, from the host's answer, or `None` where there is no such file.
pub(crate) fn configuration(reply: Reply, file: &str) -> Result<Option<Configuration>, Failure> {
    bytes(reply, "configuration", file)?.map(|bytes| Configuration::read(&bytes, file)).transpose()
}

/// A path below a folder, as a user would write it.
pub(crate) fn joined(root: &str, path: &str) -> String {
    match root {
        "" | "." | "./" => path.into(),
        _ if root.ends_with('/') => format!("{root}{path}"),
        _ => format!("{root}/{path}"),
    }
}

/// The bytes of a file that the user named on the command line; `what` is what it is to hold.
pub(crate) async fn named(host: &Host, what: &str, file: &str) -> Result<Vec<u8>, Failure> {
    let Some((root, path)) = split(file) else {
        return Err(Failure::new(format!("the {what} is no file")).about(file));
    };
    let reply = host.ask(request(root, path)).await;
    bytes(reply, what, file)?.ok_or_else(|| missing(what, file))
}

/// The folder of a path and the name of the file in it; `None` where it ends without one.
pub(crate) fn split(file: &str) -> Option<(&str, &str)> {
    // Windows accepts both slashes, and the session does not know where it runs; a file with a
    // back slash in its name can be given as `./a\b`.
    let (root, path) = match file.rfind('/').or_else(|| file.rfind('\\')) {
        Some(slash) => (file.get(..=slash)?, file.get(slash + 1..)?),
        None => (".", file),
    };
    (!matches!(path, "" | "." | "..")).then_some((root, path))
}

/// Whether a path does not begin at the working directory.
pub(crate) fn is_absolute(path: &str) -> bool {
    path.starts_with(['/', '\\']) || matches!(path.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic())
}

fn missing(what: &str, file: &str) -> Failure {
    Failure::new(format!("the {what} file does not exist")).about(file)
}

/// The bytes of a file from the host's answer, or `None` where it does not exist; `what` is what it is to hold.
pub(crate) fn bytes(reply: Reply, what: &str, file: &str) -> Result<Option<Vec<u8>>, Failure> {
    let message = match reply {
        Reply::Bytes(bytes) => return Ok(Some(bytes)),
        Reply::Missing => return Ok(None),
        Reply::NotRegular(kind) => format!("the {what} is {kind}, no file"),
        Reply::Outside => format!("the {what} is a symbolic link that leads out of its folder"),
        Reply::TooLarge(size) => format!("the {what} has {size} bytes, more than the limit of {LIMIT}"),
        Reply::Failed(cause) => format!("the {what} could not be read: {cause}"),
        _ => format!("the {what} could not be read: {}", Reply::misfit()),
    };
    Err(Failure::new(message).about(file))
}

fn engine(bytes: &[u8], file: &str) -> Result<Engine, Failure> {
    Engine::with_policy(bytes).map_err(|error| policy_failure(&error, bytes, file))
}

fn policy_failure(error: &PolicyError, bytes: &[u8], file: &str) -> Failure {
    let span = error.span().range();
    let at = String::from_utf8_lossy(bytes.get(span.clone()).unwrap_or_default());
    let rules = api::rules();
    let policy = api::policy();
    // At an unknown key or rule, the place is that word; elsewhere nothing known is near.
    let known = rules.iter().map(|rule| rule.id).chain(keys(&policy));
    let help = match nearest(at.trim_matches('"'), known) {
        Some(known) if error.is_about_a_word() => format!("did you mean `{known}`?"),
        _ => "`lockstep policy` prints the embedded policy, a good file to start from".into(),
    };
    Failure::new(format!("the policy is faulty: {}", error.message()))
        .about(file)
        .at(&String::from_utf8_lossy(bytes), span)
        .help(help)
}

/// The keys of a policy that is laid out one a line.
fn keys(policy: &str) -> impl Iterator<Item = &str> {
    policy.lines().filter_map(|line| line.trim_start().strip_prefix('"')?.split_once("\":").map(|(key, _)| key))
}

#[cfg(test)]
mod tests {
    use super::{engine, joined};

    #[test]
    fn a_misspelled_word_of_a_policy_gets_the_right_one() {
        let policy = lockstep_core::api::policy();
        for (was, is, suggestion) in [
            ("\"severities\"", "\"severites\"", "did you mean `severities`?"),
            ("\"json_depth\"", "\"json_dept\"", "did you mean `json_depth`?"),
            (
                "\"severities\": {",
                "\"severities\": { \"base-url-loopbak\": \"off\"",
                "did you mean `base-url-loopback`?",
            ),
            ("\"severities\": {", "\"severities\": { \"base-url\": \"of\"", "`lockstep policy` prints"),
        ] {
            let failure = engine(policy.replacen(was, is, 1).as_bytes(), "p.json").unwrap_err();
            assert!(failure.human(false).contains(suggestion), "{is}: {}", failure.human(false));
        }
    }

    #[test]
    fn files_are_named_as_users_write_them() {
        assert_eq!(joined(".", "lockstep.toml"), "lockstep.toml");
        assert_eq!(joined("../a", "lockstep.toml"), "../a/lockstep.toml");
        assert_eq!(joined("/", "lockstep.toml"), "/lockstep.toml");
    }
}
