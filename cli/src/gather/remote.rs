use std::iter;

use lockstep_core::{
    inquiry::{Line, Part, Pinned, Question, Release, Remote},
    source::Sources,
};

use super::Gathering;
use crate::{
    failure::Failure,
    github::{self, GITHUB_TOKEN, GitHub, REPO_READ_TOKEN, Tag, Token},
    scope::{Check, Wanted},
};

/// What made the consumer's old script ask the producer's repository, where it was 1.
const SWITCH: &str = "ASSISTSUPPORT_VALIDATE_REMOTE_MANIFEST";

/// The variables of the environment that this check looks at.
pub(super) fn variables() -> impl Iterator<Item = &'static str> {
    github::VARIABLES.iter().copied().chain(iter::once(SWITCH))
}

pub(super) async fn gather(gathering: &Gathering<'_>, sources: &Sources<'_>) -> Part<Remote> {
    let scope = gathering.scope;
    let wanted = scope.wants(Check::Remote);
    if wanted == Wanted::No {
        return Part::Unasked;
    }
    if scope.offline {
        return Part::Absent("`--offline` keeps this run off the network".into());
    }
    let asked = wanted == Wanted::Yes || scope.environment.get(SWITCH) == Some("1");
    let both = [REPO_READ_TOKEN, GITHUB_TOKEN];
    let Some(token) = Token::find(&scope.environment, if asked { &both } else { &[REPO_READ_TOKEN] }) else {
        return if asked { Part::Unknown(no_token()) } else { Part::Unasked };
    };
    let question = match Question::read(sources, gathering.engine.policy()) {
        Ok(question) => question,
        Err(reason) => return Part::Known(Remote::Unstated(reason)),
    };
    match ask(gathering, token, &question).await {
        Ok(remote) => Part::Known(remote),
        Err(failure) => Part::Unknown(format!("the producer's repository could not be asked: {}", failure.with_help())),
    }
}

fn no_token() -> String {
    format!(
        "the producer's repository was not asked, since there is no token: set {REPO_READ_TOKEN}, or {GITHUB_TOKEN} \
         together with {SWITCH}=1"
    )
}

async fn ask(gathering: &Gathering<'_>, token: Token, question: &Question) -> Result<Remote, Failure> {
    let Gathering { host, scope, configuration, engine, .. } = gathering;
    let Question { owner, name, release_tag, commit_sha: pinned } = question;
    let repository = (engine.policy().repository_host.as_str(), owner.as_str(), name.as_str());
    let github = GitHub::new(host, repository, &configuration.remote, Some(token), &scope.environment)?;
    let commit_sha = match github.tag(release_tag).await? {
        Tag::Missing => return Ok(Remote::NoTag),
        Tag::Other(what) => return Ok(Remote::NoCommit(what)),
        Tag::Commit(sha) => sha,
    };
    let path = configuration.remote.manifest_path();
    let manifest = github.contents(path, &commit_sha).await?;
    let pinned = if *pinned == commit_sha {
        Pinned::Same
    } else {
        match github.compare(pinned, &commit_sha).await? {
            None if !github.has_commit(pinned).await? => Pinned::Missing,
            line => Pinned::Other { line: line.unwrap_or(Line::Apart), manifest: github.contents(path, pinned).await? },
        }
    };
    Ok(Remote::Release(Release { commit_sha, manifest, pinned }))
}
