use alloc::{format, vec::Vec};

use crate::{
    facts::{HandoffFacts, HandoffMode},
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, page, payload::Payload},
    source::DocumentKind,
    text::{Span, quoted},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "handoff-commands",
    group: Group::Handoff,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Handoff]),
    summary: "the handoff payload names the commands that verify it",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

`verification_commands` holds at least one command, and every entry is a string that is not blank. In the payload of a candidate, `required_consumer_validation_commands` names each command that the consumer runs before it takes a candidate on; `consumer_commands` under `[handoff]` (in the producer's repository, under `[producer.handoff]`) in `lockstep.toml` says which these are.

## Why

Both teams rehearse a candidate by the same commands. One that the payload leaves out is one that the producer does not wait for.

## Bad

```json services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json
  "verification_commands": [],
```

## Good

```json services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json
  "verification_commands": ["cargo test --workspace"],
```

## Fix

The producer names the commands in the payload; where the consumer's own have other names, state them in `lockstep.toml`."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(payload) = Payload::open(context) else { return };
    let help = context.by_role("ask the producer for a payload that names them", "name them in the payload");
    let mut any = false;
    for key in [HandoffFacts::VERIFICATION_COMMANDS, HandoffFacts::CONSUMER_COMMANDS] {
        let commands = payload.facts.strings(key);
        let Some(commands) = commands.present() else { continue };
        any = true;
        let end = commands.span.end.saturating_sub(1);
        let bracket = Span { start: end, end: commands.span.end };
        for entry in &commands.value {
            let found = match &entry.value {
                Ok(command) if !command.trim().is_empty() => continue,
                Ok(_) => "blank",
                Err(found) => *found,
            };
            let label = Label::new(DocumentKind::Handoff, entry.span, found);
            let message = format!("a command of `{key}` is {found}");
            sink.report(Finding::new(label, message, "a string that is not blank", found, help));
        }
        if commands.value.is_empty() {
            let label = Label::new(DocumentKind::Handoff, commands.span, "empty");
            let message = format!("`{key}` names no command");
            sink.report(Finding::new(label, message, "at least one command", "an empty array", help));
        } else if key == HandoffFacts::CONSUMER_COMMANDS && matches!(payload.mode(), Some(HandoffMode::Candidate(_))) {
            let named = |wanted: &str| commands.value.iter().any(|entry| entry.value.as_deref() == Ok(wanted));
            let missing = payload.asked.consumer_commands.iter().filter(|wanted| !named(wanted));
            let missing = missing.map(|wanted| quoted(wanted)).collect::<Vec<_>>().join(", ");
            if !missing.is_empty() {
                let label = Label::new(DocumentKind::Handoff, bracket, "should stand before this bracket");
                let message = format!("`{key}` does not name {missing}");
                sink.report(Finding::new(label, message, missing, "not there", help));
            }
        }
    }
    if !any {
        sink.skip("the handoff payload names no commands");
    }
}
