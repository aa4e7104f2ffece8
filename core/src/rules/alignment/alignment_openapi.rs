use alloc::format;

use crate::{
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, gaps, page},
    source::DocumentKind,
    text::shown,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "alignment-openapi",
    group: Group::Alignment,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::OpenApi]),
    summary: "the OpenAPI file can be read",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

The OpenAPI file is YAML or JSON without tags, aliases and duplicate keys, states OpenAPI 3.0 or 3.1, and has `paths`.

## Why

The old script looked for lines in it, so that a file that no tool could read passed.

## Bad

```yaml openapi/openapi.yaml
openapi: 3.1.0
openapi: 3.1.0
```

## Good

```yaml openapi/openapi.yaml
openapi: 3.1.0
```

## Fix

Mend the file at the place that the finding shows; the rules about its content run again then."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(Err(fault)) = gaps::facts(context).and_then(|facts| facts.openapi.as_ref()) else { return };
    sink.report(Finding::new(
        Label::new(DocumentKind::OpenApi, fault.span, "here"),
        format!("{} cannot be read: {}", context.name(DocumentKind::OpenApi), shown(&fault.value)),
        "an OpenAPI file in YAML or JSON",
        shown(&fault.value),
        "mend the file; a tag, an alias or a key that stands twice is refused, too",
    ));
}
