use crate::{
    finding::{Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, holders, page},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "boundary-adapter",
    group: Group::Boundary,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "the adapter holds what makes it the only door",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

The file that `lockstep.toml` names as the adapter holds each text that is demanded of it, as whole words.

## Why

A boundary round a file that no longer speaks to the service guards nothing: the calls went elsewhere.

## Bad

```js src/memorykernel.mjs
${status.base_url}/v1/query/askLater
```

## Good

```js src/memorykernel.mjs
${status.base_url}/v1/query/ask
```

## Fix

Bring the call back into the adapter, or name the file that it moved to."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let adapter = context.inquiry.boundary.known().map(|boundary| &boundary.adapter);
    holders::check(context, sink, adapter, "the adapter");
}
