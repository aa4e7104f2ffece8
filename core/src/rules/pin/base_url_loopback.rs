use alloc::format;
use fluent_uri::Uri;

use crate::{
    base_url,
    facts::{PinFacts, stated},
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, page},
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "base-url-loopback",
    group: Group::Pin,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Pin]),
    summary: "the base URL names this machine",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

The host of `default_base_url` is a loopback address: `127.0.0.0/8`, `[::1]` or `localhost`.

## Why

MemoryKernel runs beside the application. A default that names another machine would send every user's tickets there.

## Bad

```json pin
  "default_base_url": "http://memory.example.com:4010",
```

## Good

```json pin
  "default_base_url": "http://127.0.0.1:4010",
```

## Fix

Pin the loopback address; users who run the service elsewhere set `ASSISTSUPPORT_MEMORY_KERNEL_BASE_URL`."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(url) = context.pin().and_then(|pin| stated(&pin.base_url)) else {
        return sink.skip("the pin states no base URL");
    };
    let parsed = Uri::parse(url.value).ok();
    let Some(authority) = parsed.and_then(|url| url.authority()) else {
        return sink.skip("the base URL names no host");
    };
    let host = authority.host();
    if !base_url::is_loopback(host) && !host.is_empty() {
        sink.report(Finding::new(
            Label::new(DocumentKind::Pin, url.span, format!("the host is {}", quoted(host))),
            format!("`{}` does not name this machine", PinFacts::BASE_URL),
            "a loopback host: `127.0.0.1`, `[::1]` or `localhost`",
            quoted(url.value),
            "pin the loopback address, and let users override it by ASSISTSUPPORT_MEMORY_KERNEL_BASE_URL",
        ));
    }
}
