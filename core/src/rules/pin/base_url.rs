use alloc::format;

use crate::{
    base_url::fault,
    facts::{PinFacts, stated},
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, page},
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "base-url",
    group: Group::Pin,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Pin]),
    summary: "the base URL is a plain http(s) address",
    documentation: page(DOCUMENTATION),
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
