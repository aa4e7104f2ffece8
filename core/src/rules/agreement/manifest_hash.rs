use alloc::format;

use crate::{
    facts::{BaselineValue, is_lower_hex, sha256, stated},
    finding::{Finding, Label, Severity, Sink},
    rules::{
        Context, Group, Needs, Rule,
        mismatch::{self, Cause},
        page,
    },
    source::DocumentKind,
    text::Span,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "manifest-hash",
    group: Group::Agreement,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Pin, DocumentKind::Manifest]),
    summary: "the pinned hash is the SHA-256 of the mirror's bytes",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

`expected_producer_manifest_sha256` equals the SHA-256 of the mirror's raw bytes, before any decoding.

## Why

The hash is what makes the mirror the producer's word and not a copy that somebody edited. Where the mismatch comes from line ends, a byte order mark, the final newline or a formatter, the finding says so.

## Bad

```json manifest unpinned
    "minimum_sprint_days": 15
```

## Good

```json manifest
    "minimum_sprint_days": 14
```

## Fix

Mirror the manifest of the pinned release again, byte for byte, or repin all three documents together. Against changed line ends, commit this line in `.gitattributes`: `config/memorykernel-producer-manifest.json -text`."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(pinned) = context.pin().and_then(|pin| stated(&pin.manifest_sha256)) else {
        return sink.skip("the pin states no hash");
    };
    let source = context.sources.get(DocumentKind::Manifest);
    let actual = sha256(source.as_bytes());
    // Another form of the pinned text is the business of `manifest-hash-format`.
    if !is_lower_hex(pinned.value, 64) || pinned.value == actual {
        return;
    }
    let message = "the manifest mirror has another SHA-256 than the pin states";
    let expected = format!("SHA-256 {}", pinned.value);
    let pin = Label::new(DocumentKind::Pin, pinned.span, "the pinned hash");
    let finding = match mismatch::cause(&source.lossy(), pinned.value) {
        Some(Cause { what, label, at, help }) => {
            let help = help.replace("{name}", &source.name);
            Finding::new(
                Label::new(DocumentKind::Manifest, at, label),
                format!("{message}: {what}"),
                expected,
                format!("SHA-256 {actual}"),
                help,
            )
            .related(pin)
        }
        None if stated_in_matrix(context, &actual) => Finding::new(
            pin,
            format!("{message}: the matrix states the mirror's hash, so the pin was left behind"),
            format!("SHA-256 {actual}, as matrix and mirror have it"),
            format!("SHA-256 {}", pinned.value),
            "repin all three documents together",
        ),
        None => Finding::new(
            pin,
            message,
            expected,
            format!("SHA-256 {actual}"),
            "mirror the manifest of the pinned release again, byte for byte, or repin all three documents together",
        )
        .related(Label::new(DocumentKind::Manifest, Span::default(), "its content is not what was pinned")),
    };
    sink.report(finding);
}

fn stated_in_matrix(context: &Context<'_>, hash: &str) -> bool {
    let Some(matrix) = context.matrix() else { return false };
    matrix.stated(BaselineValue::ManifestSha256).any(|item| item.text.value.as_deref() == Ok(hash))
}
