//! Addresses of GitHub's API: how they are built, and which of them may see the token.

use std::fmt::Write as _;

use lockstep_core::base_url;

use crate::configuration::Api;

/// Text as a part of a path or a query: everything but letters, digits and `-._~` is escaped, and so is `/` unless
/// it is to be kept.
pub(super) fn escaped(text: &str, keep_slashes: bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') || (keep_slashes && byte == b'/') {
            escaped.push(char::from(byte));
        } else {
            // INVARIANT: writing to a String never fails.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

/// Whether the API belongs to the host of the repository, so that it may see the token: it is that host, `api.` before
/// it, or this machine.
pub(super) fn belongs(api: &Api, repository_host: &str) -> bool {
    let host = base_url::host(api.as_str()).unwrap_or_default();
    let bare = host.get(..4).filter(|start| start.eq_ignore_ascii_case("api.")).and_then(|_| host.get(4..));
    [Some(host), bare].into_iter().flatten().any(|host| host.eq_ignore_ascii_case(repository_host))
        || base_url::names_this_machine(api.as_str())
}

/// Where an answer from `api` sends its request.
pub(super) enum Redirect {
    /// To another address of the same scheme, host and port.
    Same(String),
    /// To another scheme, host or port, which is named.
    Elsewhere(String),
    /// To nothing that can be understood.
    Nowhere,
}

/// Reads the header `location` of an answer.
pub(super) fn redirect(api: &Api, location: Option<&str>) -> Redirect {
    let (Some(own), Some(location)) = (base_url::origin(api.as_str()), location) else { return Redirect::Nowhere };
    let url = match location.strip_prefix('/') {
        Some(rest) if !rest.starts_with('/') => format!("{own}{location}"),
        _ => location.into(),
    };
    match base_url::origin(&url) {
        Some(origin) if origin == own => Redirect::Same(url),
        Some(origin) => Redirect::Elsewhere(origin),
        None => Redirect::Nowhere,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn api(url: &str) -> Api {
        Api::try_from(url.to_owned()).unwrap()
    }

    #[test]
    fn what_goes_into_an_address_cannot_leave_its_part() {
        assert_eq!(escaped("v1/../é?#%", false), "v1%2F..%2F%C3%A9%3F%23%25");
        assert_eq!(escaped("a b/c", true), "a%20b/c");
    }

    #[test]
    fn the_token_goes_to_the_host_of_the_repository() {
        for (url, host, expected) in [
            ("https://api.github.com", "github.com", true),
            ("https://API.GitHub.com:8443/", "github.com", true),
            ("https://github.example.com/api/v3", "github.example.com", true),
            ("http://127.0.0.1:1234", "github.com", true),
            ("https://api.github.com.example.com", "github.com", false),
            ("https://api.github.com", "github.example.com", false),
            ("https://uploads.github.com", "github.com", false),
            ("https://xapi.github.com", "github.com", false),
        ] {
            assert_eq!(belongs(&api(url), host), expected, "{url} for {host}");
        }
    }

    #[test]
    fn only_the_same_scheme_host_and_port_are_followed() {
        let github = api("https://api.github.com");
        let kind = |location| match redirect(&github, location) {
            Redirect::Same(url) => format!("same {url}"),
            Redirect::Elsewhere(origin) => format!("elsewhere {origin}"),
            Redirect::Nowhere => "nowhere".into(),
        };
        for (location, expected) in [
            ("https://api.github.com/repositories/1?ref=a", "same https://api.github.com/repositories/1?ref=a"),
            ("HTTPS://API.github.com:443/x", "same HTTPS://API.github.com:443/x"),
            ("/repositories/1", "same https://api.github.com:443/repositories/1"),
            ("http://api.github.com/x", "elsewhere http://api.github.com:80"),
            ("https://api.github.com:444/x", "elsewhere https://api.github.com:444"),
            ("https://api.github.com.evil.example/x", "elsewhere https://api.github.com.evil.example:443"),
            ("//evil.example/x", "nowhere"),
            ("https://api.github.com@evil.example/x", "nowhere"),
            ("https://token@api.github.com/x", "nowhere"),
            ("https://api.github.com\\@evil.example/x", "nowhere"),
            ("https://api.github.com\n.evil.example/", "nowhere"),
            ("ftp://api.github.com/x", "nowhere"),
            ("x", "nowhere"),
            ("", "nowhere"),
        ] {
            assert_eq!(kind(Some(location)), expected, "{location}");
        }
        assert_eq!(kind(None), "nowhere");
    }

    #[test]
    fn an_api_is_secure_or_on_this_machine() {
        for url in
            ["http://api.github.com", "https://a@b.example", "https://b.example?x", "api.github.com", "", "ftp://a"]
        {
            assert!(Api::try_from(url.to_owned()).is_err(), "{url}");
        }
    }
}
