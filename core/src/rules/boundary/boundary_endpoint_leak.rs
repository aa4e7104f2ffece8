use alloc::format;

use memchr::memmem;

use crate::{
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, page},
    source::DocumentKind,
    text::{Span, quoted},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "boundary-endpoint-leak",
    group: Group::Boundary,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "the service's endpoints stand in the adapter alone",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

No file below the folders that `lockstep.toml` names under `[boundary]` holds one of the endpoints, but for the adapter. Any occurrence counts, in comments and longer paths, too: a file that need not know the service need not name its endpoints.

## Why

Timeouts, fallbacks and the reading of envelopes are in the adapter. A second caller has none of them, and a draft waits for it.

## Bad

```js src/draft.mjs
  await fetch('http://127.0.0.1:4010/v1/query/ask', { method: 'POST', body: question });
  return memoryKernel.enrichNotes(question, notes);
```

## Good

```js src/draft.mjs
  return memoryKernel.enrichNotes(question, notes);
```

## Fix

Call the adapter. Where a test needs the endpoint, put it outside the folders, or below the adapter's own tests."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(boundary) = context.inquiry.boundary.known() else { return };
    let adapter = boundary.adapter.document;
    let sources = context.sources.further();
    for source in sources.filter(|source| matches!(source.kind, DocumentKind::Code(_)) && source.kind != adapter) {
        for endpoint in &boundary.endpoints {
            for at in memmem::find_iter(source.as_bytes(), endpoint.as_bytes()) {
                sink.report(Finding::new(
                    Label::new(source.kind, Span::new(at, at + endpoint.len()), "an endpoint of the service"),
                    format!("{} speaks of the service past the adapter", context.name(source.kind)),
                    format!("{} in {} alone", quoted(endpoint), context.name(adapter)),
                    quoted(endpoint),
                    format!("ask through {}", context.name(adapter)),
                ));
            }
        }
    }
}
