use alloc::{format, string::String};

use crate::{
    facts::Fault,
    finding::{Finding, Label, Severity, Sink},
    inquiry::Role,
    rules::{Context, Group, Needs, Rule, page},
    source::DocumentKind,
    text::Span,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "document-missing",
    group: Group::Document,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "every document that is judged exists",
    documentation: page(DOCUMENTATION),
    check,
};

const DOCUMENTATION: &str = r##"## What

Each of the three documents stands at its place: where `lockstep.toml` says, or at the default place. So does every other file that `lockstep.toml` names: governance documents, records of the cutover, the adapter and its callers. In a producer's repository it is the manifest, and the document of each check that is asked for by name or that `lockstep.toml` requires.

## Why

The three change together in one pull request. A verdict over two of them says nothing about the third (joint playbook, artifacts of record).

## Bad

```text matrix missing
docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md does not exist
```

## Good

All three documents are committed.

## Fix

Restore the document, or name its place under `[documents]` in `lockstep.toml`."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    for (kind, fault) in context.faults() {
        if *fault == Fault::Missing {
            let name = context.name(kind);
            sink.report(Finding::new(
                Label::new(kind, Span::default(), ""),
                format!("the {} is missing", kind.title()),
                format!("a file at {name}"),
                "no file",
                format!(
                    "restore it, or set {} in lockstep.toml to the place where it stands",
                    key(context.role(), kind)
                ),
            ));
        }
    }
}

/// What of the configuration says where a document stands.
fn key(role: Role, kind: DocumentKind) -> String {
    match (role, kind) {
        (Role::Consumer, DocumentKind::Record(_)) => {
            "its `path` under `governance.documents` or `cutover.documents`".into()
        }
        (Role::Producer, DocumentKind::Record(_)) => "its `path` under `producer.records`".into(),
        (_, DocumentKind::Code(_)) => "its `path` under `boundary`".into(),
        (Role::Consumer, DocumentKind::Handoff) => "`handoff.path`".into(),
        (Role::Producer, DocumentKind::Handoff) => "`producer.handoff.path`".into(),
        (_, DocumentKind::Component(_)) => "its `path` under `producer.components.artifacts`".into(),
        (_, DocumentKind::Rehearsal) => "`producer.rehearsal.path`".into(),
        (_, DocumentKind::Bundle) => "`producer.bundle.path`".into(),
        (_, DocumentKind::SloPolicy) => "`producer.slo.policy`".into(),
        (_, DocumentKind::SloDocument) => "`producer.slo.document`".into(),
        (_, DocumentKind::Workflow(_)) => "`producer.slo.workflows`".into(),
        _ => format!("`documents.{}`", kind.as_str()),
    }
}
