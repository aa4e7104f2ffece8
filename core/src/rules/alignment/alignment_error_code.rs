use crate::{
    alignment::Subject,
    finding::{Severity, Sink},
    rules::{
        Context, Group, Needs, Rule, asked,
        gaps::{self, Words},
        page,
    },
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "alignment-error-code",
    group: Group::Alignment,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "source, OpenAPI file, documents and manifest list the same error codes",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

The source, the enum of `error.code` in the OpenAPI file, the documents' list or table of codes, the service-contract source and the manifest name the same error codes; the order does not matter. What most of them list counts.

In the source, a text is a code only where the words around it show it: beside a `StatusCode` outside 2xx in a call, a match arm, an array or a struct. A code that the source does not name at all is a note, since it is then never answered; one that it names elsewhere is neither.

## Why

A consumer maps every code that it was told of. One that only the source knows reaches it unmapped; one that only a document knows is waited for in vain.

## Bad

```yaml openapi/openapi.yaml
                - write_conflicts
```

## Good

```yaml openapi/openapi.yaml
                - write_conflict
```

## Fix

Name the code in all of them, or in none. A new code takes notice before it is released; one that goes takes a new service contract."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let words = Words {
        one: "error code",
        many: "error codes",
        lacks: "does not list",
        right: "one that the others have",
        help_wrong: "name the code in source, OpenAPI file, documents and manifest alike, or in none of them",
        help_missing: "name the code here, too; to remove one takes a new service contract",
    };
    let rows = gaps::rows(context, |subject| matches!(subject, Subject::Code(_)));
    gaps::check_rows(context, sink, &rows, |_| true, &words);
}
