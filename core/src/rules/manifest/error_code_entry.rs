use alloc::{collections::BTreeMap, format};

use crate::{
    facts::ManifestFacts,
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, page},
    source::DocumentKind,
    text::{Span, quoted},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "error-code-entry",
    group: Group::Manifest,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Manifest]),
    summary: "error codes are distinct strings that are not blank",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

Each element of `error_code_enum` is a string that is not blank, and none stands twice.

## Why

Set equality would swallow a duplicate, and a number can never equal an `error.code`.

## Bad

```json manifest
    "invalid_json",
    "invalid_json",
```

## Good

```json manifest
    "invalid_json",
```

## Fix

State each code once in the producer's manifest; a consumer mirrors it again."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(codes) = context.manifest().and_then(|manifest| manifest.error_codes.present()) else {
        return sink.skip("the manifest states no error codes");
    };
    let mut known: BTreeMap<&str, Span> = BTreeMap::new();
    for entry in &codes.value {
        let (message, label, first) = match &entry.value {
            Err(found) => (format!("an error code is {found}"), *found, None),
            Ok(code) if code.trim().is_empty() => ("an error code is blank".into(), "blank", None),
            Ok(code) => match known.get(code.as_ref()) {
                Some(first) => {
                    (format!("the error code {} stands twice", quoted(code)), "stands again here", Some(*first))
                }
                None => {
                    known.insert(code, entry.span);
                    continue;
                }
            },
        };
        let mut finding = Finding::new(
            Label::new(DocumentKind::Manifest, entry.span, label),
            message,
            format!("distinct strings in `{}`", ManifestFacts::ERROR_CODES),
            if first.is_some() { "the same string again" } else { label },
            context.by_role(
                "mirror the manifest of the pinned release again, or report it to the producer",
                "state each code once, as a string",
            ),
        );
        if let Some(first) = first {
            finding = finding.related(Label::new(DocumentKind::Manifest, first, "stands first here"));
        }
        sink.report(finding);
    }
}
