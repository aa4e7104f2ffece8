use crate::{
    facts::RehearsalFacts,
    finding::{Severity, Sink},
    rules::{
        Context, Group, Needs, Rule, asked,
        names::List,
        page,
        rehearsed::{KIND, Rehearsed},
    },
    source::DocumentKind,
};
use alloc::{string::String, vec::Vec};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "rehearsal-commands",
    group: Group::Rehearsal,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Rehearsal]),
    summary: "the rehearsal payload names the commands of both teams",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

`required_producer_checks` and `required_consumer_checks` name each command that `producer.rehearsal` in `lockstep.toml` demands; without a configuration, those of MemoryKernel and AssistSupport. A command may go on with arguments of its own.

## Why

Both teams rehearse by the same commands. One that the payload leaves out is one that nobody waits for.

## Bad

```json docs/implementation/SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json
    "pnpm run test:memorykernel-contract"
  ],
```

## Good

```json docs/implementation/SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json
    "pnpm run test:memorykernel-contract",
    "pnpm run test:ci"
  ],
```

## Fix

Generate the payload anew; where the commands have other names now, state them in `lockstep.toml`."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(payload) = Rehearsed::open(context) else { return };
    let lists = [
        (RehearsalFacts::PRODUCER_CHECKS, &payload.asked.producer_checks),
        (RehearsalFacts::CONSUMER_CHECKS, &payload.asked.consumer_checks),
    ];
    let mut compared = false;
    for (key, wanted) in lists {
        let found = payload.facts.strings(key);
        let Some(found) = found.present() else { continue };
        compared = true;
        let list = List {
            kind: KIND,
            path: key,
            is_closed: false,
            has_commands: true,
            wanted_by: None,
            help: "generate the payload anew, or state the commands of today in lockstep.toml",
        };
        list.check(found, &wanted.iter().map(String::as_str).collect::<Vec<_>>(), sink);
    }
    if !compared {
        sink.skip("the rehearsal payload names no commands");
    }
}
