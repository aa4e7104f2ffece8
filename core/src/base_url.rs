//! Where a service is asked: the form of its base URL, and whether it names this machine.

use alloc::{format, string::String};

use fluent_uri::Uri;

/// What is wrong with a base URL, or `None`; the reason follows the URL's name, as in `... names no host`.
pub fn fault(url: &str) -> Option<&'static str> {
    if url.trim() != url {
        return Some("has white space around it");
    }
    let Ok(url) = Uri::parse(url) else { return Some("is no URL") };
    let scheme = url.scheme().as_str();
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return Some("is neither http nor https");
    }
    let Some(authority) = url.authority() else { return Some("names no host") };
    if authority.host().is_empty() {
        return Some("names no host");
    }
    if authority.has_userinfo() {
        return Some("carries a user");
    }
    if authority.port().is_some_and(|port| !port.as_str().parse::<u16>().is_ok_and(|port| port > 0)) {
        return Some("has no valid port");
    }
    if url.has_query() {
        return Some("carries a query");
    }
    if url.has_fragment() {
        return Some("carries a fragment");
    }
    url.path().as_str().ends_with('/').then_some("ends with a slash")
}

/// Whether a base URL without a [`fault`] names this machine.
pub fn names_this_machine(url: &str) -> bool {
    Uri::parse(url).ok().and_then(|url| url.authority()).is_some_and(|authority| is_loopback(authority.host()))
}

/// The host of a base URL without a [`fault`].
pub fn host(url: &str) -> Option<&str> {
    Some(Uri::parse(url).ok()?.authority()?.host())
}

/// Scheme, host and port of an `http` or `https` URL that names no user, in the one form in which two can be compared:
/// in lower case, the port always stated.
pub fn origin(url: &str) -> Option<String> {
    let url = Uri::parse(url).ok()?;
    let authority = url.authority().filter(|authority| !authority.has_userinfo() && !authority.host().is_empty())?;
    let scheme = url.scheme().as_str().to_ascii_lowercase();
    let default = match scheme.as_str() {
        "http" => 80,
        "https" => 443,
        _ => return None,
    };
    let port = match authority.port().map(|port| port.as_str()) {
        None | Some("") => default,
        Some(port) => port.parse::<u16>().ok()?,
    };
    Some(format!("{scheme}://{}:{port}", authority.host().to_ascii_lowercase()))
}

/// Whether a host that is right by the grammar of URLs names this machine.
pub fn is_loopback(host: &str) -> bool {
    match host.strip_prefix('[').and_then(|address| address.strip_suffix(']')) {
        // `::1` in any of its spellings: the last digit is 1, and all others are zero.
        Some(address) => address.ends_with('1') && address.trim_start_matches(['0', ':']) == "1",
        None => {
            let numbers = || host.split('.').map(str::parse::<u8>);
            let address = numbers().count() == 4 && numbers().all(|number| number.is_ok());
            host.eq_ignore_ascii_case("localhost") || (address && host.starts_with("127."))
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn loopback_in_any_spelling() {
        for host in ["127.0.0.1", "127.255.0.9", "localhost", "LocalHost", "[::1]", "[0:0:0:0:0:0:0:1]", "[0000::0001]"]
        {
            assert!(super::is_loopback(host), "{host}");
        }
        let others = [
            "127.1",
            "128.0.0.1",
            "127.0.0.1.example.com",
            "127.0.0.256",
            "[::]",
            "[::10]",
            "[1::]",
            "[1::1]",
            "[::ffff:127.0.0.1]",
            "",
        ];
        for host in others {
            assert!(!super::is_loopback(host), "{host}");
        }
    }

    #[test]
    fn only_the_host_of_a_url_counts() {
        for (url, expected) in [
            ("http://127.0.0.1:4010", true),
            ("https://[::1]/base", true),
            ("http://localhost.example.com", false),
            ("http://example.com/127.0.0.1", false),
        ] {
            assert_eq!((super::fault(url), super::names_this_machine(url)), (None, expected), "{url}");
        }
    }
}
