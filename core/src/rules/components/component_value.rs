use alloc::format;

use crate::{
    finding::{Finding, Label, Severity, Sink},
    inquiry::Demanded,
    rules::{Context, Group, Needs, Rule, artifacts, asked, page},
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "component-value",
    group: Group::Components,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "texts and flags of a trilogy artifact are those that are demanded",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

A text that `producer.components.artifacts` demands stands in the artifact letter by letter, and so does a flag: which project it is, the version of its form, the default mode of queries, what becomes of record types that are missing, empty or invalid, that benchmarks exit with a failure where a threshold is passed.

## Why

These are what producer and component rely on without asking at run time. The old script took every `artifact_version` with `v1` in it, `v10` too.

## Bad

```json components/multi-agent-center/trilogy-compatibility.v1.json
        "invalid_record_types_behavior": "use_default_scope"
```

## Good

```json components/multi-agent-center/trilogy-compatibility.v1.json
        "invalid_record_types_behavior": "validation_error"
```

## Fix

Mend the component, or agree on the new value and state it under `producer.components.artifacts` in `lockstep.toml`."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    for field in artifacts::asked(context) {
        let Ok(place) = &field.place else { continue };
        let (span, wanted, found) = match &field.demand.value {
            // One that has values of the baseline is the business of `component-baseline`.
            Demanded::Text(wanted) => match (wanted.fill(|_| None), place.node.string(place.key).present()) {
                (Some(wanted), Some(found)) => (found.span, quoted(&wanted), quoted(&found.value)),
                _ => continue,
            },
            Demanded::Flag(wanted) => match place.node.boolean(place.key).present() {
                Some(found) => (found.span, quoted(&format!("{wanted}")), quoted(&format!("{}", found.value))),
                None => continue,
            },
            Demanded::Names(_) => continue,
        };
        if wanted != found {
            sink.report(Finding::new(
                Label::new(field.kind, span, format!("must be {wanted}")),
                format!("`{}` of the trilogy artifact is not {wanted}", field.demand.path),
                wanted,
                found,
                "mend the component, or agree on the new value and state it in lockstep.toml",
            ));
        }
    }
}
