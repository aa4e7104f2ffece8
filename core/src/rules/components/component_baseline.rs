use alloc::{format, vec::Vec};

use crate::{
    facts::BaselineValue,
    finding::{Finding, Label, Severity, Sink},
    inquiry::Demanded,
    rules::{Context, Group, Needs, Rule, artifacts, asked, page},
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "component-baseline",
    group: Group::Components,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Manifest]),
    summary: "a trilogy artifact names the baseline that the manifest states",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

A field that `producer.components.artifacts` demands with a placeholder, such as `{integration_baseline}`, states the value of the manifest. Without a configuration, these are `supported_memorykernel_contract_baseline` and `memory_kernel.contract_baseline`.

## Why

A component that supports another baseline than the producer releases is released against nothing. The old script compared with `integration/v1`, whatever the manifest said.

## Bad

```json components/multi-agent-center/trilogy-compatibility.v1.json
    "contract_baseline": "integration/v2",
```

## Good

```json components/multi-agent-center/trilogy-compatibility.v1.json
    "contract_baseline": "integration/v1",
```

## Fix

Bring the component to the manifest's baseline, with its contract pack, before the release."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let (mut asked, mut compared) = (false, false);
    for field in artifacts::asked(context) {
        let (Ok(place), Demanded::Text(wanted)) = (&field.place, &field.demand.value) else { continue };
        let values: Vec<BaselineValue> = wanted.values().collect();
        let found = place.node.string(place.key);
        let (Some(found), false) = (found.present(), values.is_empty()) else { continue };
        asked = true;
        let Some(text) = wanted.fill(|value| Some(context.baseline(value)?.value)) else { continue };
        compared = true;
        if found.value == text {
            continue;
        }
        let finding = Finding::new(
            Label::new(field.kind, found.span, format!("the manifest says {}", quoted(&text))),
            format!("`{}` of the trilogy artifact is not the manifest's", field.demand.path),
            quoted(&text),
            quoted(&found.value),
            "bring the component to the manifest's baseline, with its contract pack",
        );
        let stated = values.into_iter().filter_map(|value| Some((value, context.baseline(value)?.span)));
        let labels =
            stated.map(|(value, span)| Label::new(DocumentKind::Manifest, span, format!("the {}", value.title())));
        sink.report(labels.fold(finding, Finding::related));
    }
    if asked && !compared {
        sink.skip("the manifest does not state what the components name");
    }
}
