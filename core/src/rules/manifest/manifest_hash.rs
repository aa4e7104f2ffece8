use alloc::format;

use crate::{
    facts::{BaselineValue, sha256, stated},
    finding::{Finding, Label, Severity, Sink},
    json,
    rules::{Context, Group, Needs, Rule, forms},
    source::DocumentKind,
    text::Span,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "manifest-hash",
    group: Group::Manifest,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Pin, DocumentKind::Manifest]),
    summary: "the pinned hash is the SHA-256 of the mirror's bytes",
    documentation: DOCUMENTATION,
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
    if !forms::is_lower_hex(pinned.value, 64) || pinned.value == actual {
        return;
    }
    let message = "the manifest mirror has another SHA-256 than the pin states";
    let expected = format!("SHA-256 {}", pinned.value);
    let pin = Label::new(DocumentKind::Pin, pinned.span, "the pinned hash");
    let finding = match cause(&source.lossy(), pinned.value) {
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

/// Why two files with the same content hash differently.
struct Cause {
    /// What the mirror has, and what the pinned file.
    what: &'static str,
    /// What is to see at the first difference.
    label: &'static str,
    /// The first byte of the mirror that differs from the pinned file.
    at: Span,
    help: &'static str,
}

/// Looks for a pinned file that differs from `mirror` in its form alone.
fn cause(mirror: &str, pinned: &str) -> Option<Cause> {
    const LINE_ENDS: &str = "restore the line ends, and commit this line in .gitattributes: {name} -text";
    const BYTES: &str = "mirror the producer's file byte for byte, and keep formatters away from it";
    let text = mirror.strip_prefix('\u{feff}').unwrap_or(mirror);
    let as_is = [(false, text.replace("\r\n", "\n"))];
    let laid_out =
        ["  ", "    ", "\t", ""].into_iter().filter_map(|indent| Some((true, json::laid_out(text, indent)?)));
    for (reserialised, candidate) in as_is.into_iter().chain(laid_out) {
        let bare = candidate.trim_end_matches('\n');
        for ending in [candidate.get(bare.len()..).unwrap_or_default(), "\n", ""] {
            for newline in ["\n", "\r\n"] {
                for mark in ["", "\u{feff}"] {
                    let original = format!("{mark}{bare}{ending}").replace('\n', newline);
                    if sha256(original.as_bytes()) != pinned {
                        continue;
                    }
                    let (what, label, help) = if reserialised {
                        ("it was re-serialised with the same content", "laid out in another way from here on", BYTES)
                    } else if mark.is_empty() && mirror.starts_with('\u{feff}') {
                        ("it begins with a byte order mark", "three bytes that no editor shows", BYTES)
                    } else if !mark.is_empty() && !mirror.starts_with('\u{feff}') {
                        ("it has lost its byte order mark", "the pinned file begins with a byte order mark", BYTES)
                    } else if newline == "\n" && mirror.contains("\r\n") {
                        (
                            "its lines end with CRLF, those of the pinned file with LF",
                            "this line ends with CRLF",
                            LINE_ENDS,
                        )
                    } else if newline == "\r\n" && !mirror.contains("\r\n") {
                        (
                            "its lines end with LF, those of the pinned file with CRLF",
                            "this line ends with LF",
                            LINE_ENDS,
                        )
                    } else if ending.is_empty() {
                        ("it has a final line end, the pinned file has none", "one line end too many", BYTES)
                    } else if mirror.ends_with('\n') {
                        ("it has more line ends at its end than the pinned file", "one line end too many", BYTES)
                    } else {
                        ("it has lost its final line end", "the pinned file ends with a line end", BYTES)
                    };
                    return Some(Cause { what, label, at: first_difference(mirror, &original), help });
                }
            }
        }
    }
    None
}

/// The first character of `mirror` that differs from `original`, or its end.
fn first_difference(mirror: &str, original: &str) -> Span {
    let same = mirror.chars().zip(original.chars()).take_while(|(left, right)| left == right);
    let start: usize = same.map(|(character, _)| character.len_utf8()).sum();
    let length = mirror.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    Span::new(start, start + length)
}
