//! Which commits the payload of an event of GitHub Actions names.

use serde::Deserialize;

/// What of a payload matters; `pull_request` events of some kinds have a `before`, too, which is about the other branch.
#[derive(Debug, Default, Deserialize)]
struct Payload {
    pull_request: Option<PullRequest>,
    merge_group: Option<MergeGroup>,
    before: Option<String>,
}

#[derive(Debug, Deserialize)]
struct PullRequest {
    base: Branch,
}

#[derive(Debug, Deserialize)]
struct Branch {
    sha: String,
}

#[derive(Debug, Deserialize)]
struct MergeGroup {
    base_sha: String,
}

/// The commit that an event compares with; `None` for an event that compares with none, such as a schedule.
///
/// Source: <https://docs.github.com/en/webhooks/webhook-events-and-payloads>, `pull_request`, `merge_group`, `push`.
///
/// # Errors
///
/// Where it is no payload.
pub(super) fn base(payload: &[u8]) -> Result<Option<String>, String> {
    let payload: Payload = serde_json::from_slice(payload).map_err(|error| error.to_string())?;
    let pull_request = payload.pull_request.map(|pull_request| pull_request.base.sha);
    let merge_group = payload.merge_group.map(|merge_group| merge_group.base_sha);
    Ok(pull_request.or(merge_group).or(payload.before))
}

#[cfg(test)]
mod tests {
    use super::base;

    #[test]
    fn each_event_has_its_own_base() {
        let cases = [
            (r#"{ "pull_request": { "base": { "sha": "a", "ref": "main" } }, "before": "b" }"#, Some("a")),
            (r#"{ "merge_group": { "base_sha": "c" } }"#, Some("c")),
            (r#"{ "before": "d", "after": "e" }"#, Some("d")),
            (r#"{ "pull_request": null, "schedule": "0 0 * * *" }"#, None),
        ];
        for (payload, sha) in cases {
            assert_eq!(base(payload.as_bytes()).unwrap().as_deref(), sha, "{payload}");
        }
        for payload in ["", "[]", "{", r#"{ "before": 1 }"#] {
            assert!(base(payload.as_bytes()).is_err(), "{payload}");
        }
    }
}
