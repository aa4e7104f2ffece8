use alloc::format;

use crate::{
    facts::sha256,
    finding::{Finding, Label, Severity, Sink},
    rules::{
        Context, Group, Needs, Rule, asked,
        mismatch::{cause_between, first_difference},
        packs::Copy,
        page,
    },
    source::Content,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "parity-content",
    group: Group::Parity,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "every file of a copied contract pack is the canonical one, byte for byte",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

A file that stands in the canonical pack and in a component's has the same bytes, and so the same SHA-256, in both.

## Why

Producer and components validate one another's data by the pack. Two packs are two contracts, and each side keeps its own. The finding stands where the copy first differs and says where the difference is one of form alone.

## Bad

```json components/outcome-memory/contracts/integration/v1/producer-contract-manifest.json
  "release_tag": "v0.3.2",
```

## Good

```json components/outcome-memory/contracts/integration/v1/producer-contract-manifest.json
  "release_tag": "v0.4.0",
```

## Fix

Copy the canonical file again, byte for byte. Against changed line ends, commit a line for the folder in `.gitattributes`."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    Copy::each(context, sink, |copy, sink| {
        for (path, file, canonical) in copy.pairs() {
            // What could not be read is reported as that.
            let (Content::Bytes(own), Content::Bytes(original)) = (&file.content, &canonical.content) else { continue };
            if own == original {
                continue;
            }
            let cause = cause_between(own, original);
            let (why, at, label, help) = match &cause {
                Some(cause) => (format!(": {}", cause.what), cause.at, cause.label, cause.help),
                None => (
                    "".into(),
                    first_difference(own, original),
                    "differs from here on",
                    "copy the canonical file again, byte for byte",
                ),
            };
            let finding = Finding::new(
                Label::new(file.kind, at, label),
                format!(
                    "{} in the contract pack at {} is not the canonical file{why}",
                    quoted(path),
                    quoted(copy.folder)
                ),
                format!("SHA-256 {}", sha256(original)),
                format!("SHA-256 {}", sha256(own)),
                help.replace("{name}", &file.name),
            );
            sink.report(finding.related(Label::new(
                canonical.kind,
                first_difference(original, own),
                "the canonical file",
            )));
        }
    });
}
