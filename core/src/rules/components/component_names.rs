use crate::{
    finding::{Severity, Sink},
    inquiry::Demanded,
    rules::{Context, Group, Needs, Rule, artifacts, asked, names::List, page},
};
use alloc::{string::String, vec::Vec};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "component-names",
    group: Group::Components,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "lists of a trilogy artifact name what is demanded",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

An array that `producer.components.artifacts` demands names at least what is demanded: the functions of the embedded API, the flags of the benchmark's thresholds, the modes of queries, the default record types, the fields that identify a memory. Its entries are strings that are not blank, and none stands twice. More names are welcome, in any order.

## Why

A function that a component no longer promises is one that the producer must no longer call.

## Bad

```json components/multi-agent-center/trilogy-compatibility.v1.json
      "context_queries_mode": { "supported": ["policy"], "default": "policy" },
```

## Good

```json components/multi-agent-center/trilogy-compatibility.v1.json
      "context_queries_mode": { "supported": ["policy", "recall"], "default": "policy" },
```

## Fix

Mend the component, or do without the name first and take it out of `producer.components.artifacts` in `lockstep.toml`."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    for field in artifacts::asked(context) {
        let (Ok(place), Demanded::Names(wanted)) = (&field.place, &field.demand.value) else { continue };
        let found = place.node.strings(place.key);
        let Some(found) = found.present() else { continue };
        let list = List {
            kind: field.kind,
            path: &field.demand.path,
            is_closed: false,
            has_commands: false,
            wanted_by: None,
            help: "mend the component, or do without the name first and take it out of lockstep.toml",
        };
        list.check(found, &wanted.iter().map(String::as_str).collect::<Vec<_>>(), sink);
    }
}
