use alloc::format;
use fluent_uri::Uri;

use crate::{
    facts::{PinFacts, stated},
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule},
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "base-url",
    group: Group::Pin,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Pin]),
    summary: "the base URL is a plain http(s) address",
    documentation: DOCUMENTATION,
    check,
};

const DOCUMENTATION: &str = r##"## What

`default_base_url` is `http://` or `https://`, a host, perhaps a port from 1 to 65535, and perhaps a path; no user, query or fragment, no slash at the end, no white space.

## Why

The adapter builds request URLs by putting `/v1/health` and the like behind this text as it is.

## Bad

```json pin
  "default_base_url": "http://127.0.0.1:4010/",
```

## Good

```json pin
  "default_base_url": "http://127.0.0.1:4010",
```

## Fix

Write scheme, host and port only."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(url) = context.pin().and_then(|pin| stated(&pin.base_url)) else {
        return sink.skip("the pin states no base URL");
    };
    let Some(reason) = fault(url.value) else { return };
    let mut finding = Finding::new(
        Label::new(DocumentKind::Pin, url.span, "request paths are put behind this text"),
        format!("`{}` {reason}", PinFacts::BASE_URL),
        "`http://` or `https://`, host and port, such as `http://127.0.0.1:4010`",
        quoted(url.value),
        "write scheme, host and port only",
    );
    let plain = url.value.trim().trim_end_matches('/');
    if plain != url.value && fault(plain).is_none() {
        finding = finding.fixed_by(format!("write {}", quoted(plain)), url.span, format!("\"{plain}\""));
    }
    sink.report(finding);
}

/// What is wrong with a base URL, or `None`.
fn fault(url: &str) -> Option<&'static str> {
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
