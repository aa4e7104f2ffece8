use alloc::format;

use crate::{
    finding::{Finding, Label, Severity, Sink},
    json,
    openapi::OpenApi,
    rules::{Context, Group, Needs, Rule, asked, page},
    source::{Content, DocumentKind, Source},
    text::{Span, Spanned, quoted, shown},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "schema-fixture",
    group: Group::Schemas,
    severity: Severity::Error,
    needs: Needs::Nothing,
    summary: "every sample of the contract pack conforms to its schema",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

Each `<name>.sample.json` among the fixtures of the pack has a schema `<name>.schema.json` and conforms to it. A keyword of a schema that is not evaluated here is a note. A schema without a sample is no finding.

## Why

Components are tested with the samples. A sample that its own schema refuses makes a test of something else than the contract. (The producer's own test suite demands this of the samples that it names.)

## Bad

```json contracts/integration/v1/fixtures/trust-gate-attachment.sample.json
  "version": 0,
```

## Good

```json contracts/integration/v1/fixtures/trust-gate-attachment.sample.json
  "version": 1,
```

## Fix

Change the sample; a schema of a published pack changes with a new version of the pack alone."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(asked) = context.inquiry.schemas.known() else { return };
    let folder = format!("{}/", asked.fixtures);
    for sample in context.sources.iter().filter(|source| source.name.starts_with(folder.as_str())) {
        let name = sample.name.rsplit('/').next().unwrap_or_default();
        let Some(name) = name.strip_suffix(".sample.json") else { continue };
        let ending = format!("/{name}.schema.json");
        let is_its_schema =
            |source: &&Source<'_>| matches!(source.kind, DocumentKind::Schema(_)) && source.name.ends_with(&ending);
        match context.sources.iter().find(is_its_schema) {
            Some(schema) => judge(context, sample, schema, sink),
            None => sink.report(Finding::new(
                Label::new(sample.kind, Span::default(), "its schema is missing"),
                format!("{} has no schema", context.name(sample.kind)),
                format!("a schema {}", quoted(&format!("{name}.schema.json"))),
                "no such schema in the pack",
                "add the schema, or take the sample out",
            )),
        }
    }
}

fn judge(context: &Context<'_>, sample: &Source<'_>, schema: &Source<'_>, sink: &mut Sink) {
    let depth = usize::from(context.policy.limits.json_depth);
    let (Content::Bytes(bytes), Some(text)) = (&sample.content, text(schema)) else { return };
    // What is wrong with the schema's form is reported as that.
    let Ok(declared) = json::tree(text, depth) else { return };
    let name = context.name(sample.kind);
    let instance = match core::str::from_utf8(bytes).map(|text| json::tree(text, depth)) {
        Ok(Ok(instance)) => instance,
        Ok(Err(Spanned { value, span })) => return sink.report(no_json(sample, &name, value.as_str(), span)),
        Err(_) => return sink.report(no_json(sample, &name, "it is not UTF-8", Span::default())),
    };
    let outcome = OpenApi::judge_by_schema(&declared, &instance, &sample.name);
    for violation in outcome.violations {
        let place = Label::new(sample.kind, violation.instance, "against its schema");
        let help = "change the sample; a published schema changes with a new version of the pack alone";
        let finding = Finding::new(place, violation.message, violation.expected, violation.actual, help);
        sink.report(finding.related(Label::new(schema.kind, violation.schema, "the schema demands it here")));
    }
    for unjudged in outcome.unjudged {
        let finding = Finding::new(
            Label::new(schema.kind, unjudged.schema, "not evaluated"),
            format!("{name} was not judged by {}", unjudged.what),
            "a keyword that is evaluated here",
            "another keyword",
            "validate the sample by a library that knows it",
        );
        sink.report_as(Severity::Note, finding);
    }
}

fn text<'s>(source: &'s Source<'_>) -> Option<&'s str> {
    core::str::from_utf8(source.as_bytes()).ok()
}

fn no_json(sample: &Source<'_>, name: &str, why: &str, span: Span) -> Finding {
    let label = Label::new(sample.kind, span, shown(why));
    Finding::new(label, format!("{name} is no JSON"), "JSON", shown(why), "write the sample anew")
}
