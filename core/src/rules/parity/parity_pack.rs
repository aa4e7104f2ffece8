use alloc::format;

use crate::{
    finding::{Finding, Label, Severity, Sink},
    inquiry::Parity,
    rules::{Context, Group, Needs, Rule, asked, page},
    text::{Span, quoted},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "parity-pack",
    group: Group::Parity,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "the canonical contract pack is there, and every component has a copy",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

The folder of the canonical pack holds files, `contracts/integration/v1` unless `producer.pack` says otherwise, and so does the folder of the same path in each component that `producer.parity` names.

## Why

A component without a pack is built against nobody's contract. Where the folder is gone, no file in it differs.

## Bad

```toml lockstep.toml whole
[producer.parity]
components = ["components/outcome-memory", "components/multi-agent-center", "components/third"]
```

## Good

```toml lockstep.toml whole
[producer.parity]
components = ["components/outcome-memory", "components/multi-agent-center"]
```

## Fix

Copy the canonical pack into the component, or name in `lockstep.toml` the components that have one. A component of another repository is checked out below this one first."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(parity) = context.inquiry.parity.known() else { return };
    let Parity { canonical, copies, .. } = parity;
    for folder in core::iter::once(canonical).chain(copies) {
        let Some(document) = parity.absent(context.sources, folder) else { continue };
        let whose = if folder == canonical { "the canonical contract pack" } else { "a component's contract pack" };
        sink.report(Finding::new(
            Label::new(document, Span::default(), ""),
            format!("{whose} is missing"),
            format!("a folder with the files of the pack at {}", quoted(folder)),
            "no file of a pack",
            "copy the canonical pack there, or say in lockstep.toml which components have one",
        ));
    }
}
