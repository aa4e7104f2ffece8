use crate::{
    finding::{Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, holders, page},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "boundary-caller",
    group: Group::Boundary,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "callers go through the adapter",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

Each file that `lockstep.toml` names as a caller holds the texts that are demanded of it, as whole words, such as the call of the adapter.

## Why

Where a caller stops to call the adapter, its user loses what the service knows, and nothing else notices.

## Bad

```js src/draft.mjs
  return { notes, message: null, question, memoryKernel };
```

## Good

```js src/draft.mjs
  return memoryKernel.enrichNotes(question, notes);
```

## Fix

Call the adapter again, or name the file that does so now."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let callers = context.inquiry.boundary.known().into_iter().flat_map(|boundary| &boundary.callers);
    holders::check(context, sink, callers, "a caller of the adapter");
}
