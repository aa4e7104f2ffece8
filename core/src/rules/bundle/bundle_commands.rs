use alloc::format;

use crate::{
    facts::{BundleFacts, script},
    finding::{Finding, Label, Severity, Sink},
    rules::{Context, Group, Needs, Rule, asked, page},
    source::DocumentKind,
    text::quoted,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "bundle-commands",
    group: Group::Bundle,
    severity: Severity::Error,
    needs: Needs::Each(&[DocumentKind::Bundle]),
    summary: "the bundle names commands that can be run again",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

`required_validation_commands` holds at least one command, every entry is a string that is not blank, and where one starts a script by a path such as `./scripts/verify.sh`, that script stands in the repository.

## Why

A command that nobody can run has validated nothing. MemoryKernel's bundle demands a script that its repository does not have, and the old verifier looked at the key alone.

## Bad

```json docs/implementation/RELEASE_EVIDENCE_BUNDLE_LATEST.json
    "./scripts/verify_service_contract_source_of_truth.sh",
    "./scripts/verify_service_slo_policy.sh",
```

## Good

```json docs/implementation/RELEASE_EVIDENCE_BUNDLE_LATEST.json
    "./scripts/verify_service_slo_policy.sh",
```

## Fix

Name the commands that validate a release, and generate the bundle anew."##;

/// What to do about other commands.
const HELP: &str = "name the commands that validate a release, and generate the bundle anew";

fn check(context: &Context<'_>, sink: &mut Sink) {
    let (Some(facts), Some(asked)) = (context.facts.bundle(), context.inquiry.bundle.known()) else { return };
    let commands = facts.strings(BundleFacts::COMMANDS);
    let Some(commands) = commands.present() else {
        return sink.skip("the release evidence bundle names no commands");
    };
    let label = |span, text: &'static str| Label::new(DocumentKind::Bundle, span, text);
    if commands.value.is_empty() {
        let message = format!("`{}` names no command", BundleFacts::COMMANDS);
        let label = label(commands.span, "empty");
        sink.report(Finding::new(label, message, "at least one command", "an empty array", HELP));
    }
    for entry in &commands.value {
        let fault = match &entry.value {
            Err(found) => *found,
            Ok(command) if command.trim().is_empty() => "blank",
            Ok(command) => {
                let missing = script(command).filter(|script| asked.missing_scripts.iter().any(|path| path == script));
                if let Some(script) = missing {
                    let message = format!("a command of the bundle starts {}, which does not exist", quoted(script));
                    let label = label(entry.span, "no such script");
                    sink.report(Finding::new(label, message, "a script of the repository", quoted(script), HELP));
                }
                continue;
            }
        };
        let message = format!("a command of `{}` is {fault}", BundleFacts::COMMANDS);
        sink.report(Finding::new(label(entry.span, fault), message, "a string that is not blank", fault, HELP));
    }
}
