use alloc::collections::BTreeSet;

use crate::{
    finding::{Severity, Sink},
    rules::{Context, Group, Needs, Rule, artifacts, asked, page},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "component-field",
    group: Group::Components,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "every trilogy artifact has the fields that are demanded of it",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

Each field that `producer.components.artifacts` demands stands in the component's artifact and has the type of what is demanded: a string, a boolean or an array. Without a configuration, the demands are those of MemoryKernel on `OutcomeMemory` and `MultiAgentCenter`. Further fields are welcome.

## Why

The producer releases by what its components say that they can do. The old script took a field that is not there for one that says something else.

## Bad

```json components/multi-agent-center/trilogy-compatibility.v1.json
  "trust": {}
```

## Good

```json components/multi-agent-center/trilogy-compatibility.v1.json
  "trust": { "memory_ref_identity_required_fields": ["memory_id", "version", "memory_version_id"] }
```

## Fix

State the field in the component's artifact, or change the demand under `producer.components.artifacts` in `lockstep.toml`."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut reported = BTreeSet::new();
    for field in artifacts::asked(context) {
        let kind = field.kind;
        // An object that is not there lacks all fields of it at once.
        if let Some(lack) = field.lack()
            && reported.insert((kind, lack.path))
        {
            sink.report(*lack.finding);
        }
    }
}
