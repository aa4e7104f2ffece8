use alloc::{format, string::String};

use semver::Version;

use crate::{
    date::Date,
    facts::Facts,
    finding::{Finding, Label, Severity, Sink},
    freeze::{Freeze, FreezeRecord},
    rules::{Context, Group, Needs, Rule, asked, change::State, page},
    source::{DocumentKind, Sources},
    text::{quoted, shown},
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "baseline-freeze",
    group: Group::Atomic,
    severity: Severity::Error,
    needs: Needs::EachAndToday(&[DocumentKind::Pin]),
    summary: "the baseline does not change under a freeze, unless an emergency is recorded",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

While a freeze holds, the pinned release tag and commit do not change against the merge base. Lawful are:

- a baseline that the freeze names as an emergency, with its reason, in the record as it stands after the change;
- the frozen baseline itself;
- a rollback: the record's freeze that holds after the change names the older release as the frozen baseline.

A freeze that held before the change counts in it, even where the change lifts it or deletes the record: a freeze ends in a change of its own. One past its last day no longer blocks; that is a note.

## Why

After an incident the consumer freezes upgrades until the cause is known. A freeze that the upgrade itself can lift is none.

## Bad

```json config/memorykernel-freeze.json base whole
{ "schema": "lockstep-freeze.v1", "freezes": [ { "reason": "incident 7", "reviewer": "Ada", "since": "2026-02-20", "until": null,
  "baseline": { "release_tag": "v0.3.2", "commit_sha": "cf331449e1589581a5dcbb3adecd3e9ae4509277" }, "emergencies": [], "lifted": null } ] }
```

```json pin base
  "release_tag": "v0.3.2",
  "commit_sha": "cf331449e1589581a5dcbb3adecd3e9ae4509277",
```

```markdown matrix base
- MemoryKernel release tag: `v0.3.2`
- MemoryKernel commit SHA: `cf331449e1589581a5dcbb3adecd3e9ae4509277`
```

```json manifest base
  "release_tag": "v0.3.2",
  "commit_sha": "cf331449e1589581a5dcbb3adecd3e9ae4509277",
```

## Good

```json config/memorykernel-freeze.json base whole
{ "schema": "lockstep-freeze.v1", "freezes": [] }
```

```json pin base
  "release_tag": "v0.4.0",
  "commit_sha": "7e4806a34b98e6c06ee33fa9f11499a975e7b922",
```

```markdown matrix base
- MemoryKernel release tag: `v0.4.0`
- MemoryKernel commit SHA: `7e4806a34b98e6c06ee33fa9f11499a975e7b922`
```

```json manifest base
  "release_tag": "v0.4.0",
  "commit_sha": "7e4806a34b98e6c06ee33fa9f11499a975e7b922",
```

## Fix

Wait until the freeze is lifted, or record the emergency: `lockstep repin` asks for its reason under a freeze and writes it into the record."##;

/// The pinned release tag and commit.
type Pair<'a> = (&'a str, &'a str);

fn check(context: &Context<'_>, sink: &mut Sink) {
    let (Some(atomic), Some(today)) = (context.inquiry.atomic.known(), context.inquiry.today) else { return };
    let facts = Facts::of_trio(&atomic.base, context.policy);
    let was = State::base(context, atomic, &facts).pair();
    let Some(is) = State::head(context).pair() else { return };
    if was == Some(is) {
        return;
    }
    // Of a record that cannot be read, `freeze-record` says so; the other side counts all the same.
    let (before, after) = (record(&atomic.base), record(context.sources));
    let held = before.freezes.iter().enumerate().rev().find(|(_, freeze)| freeze.holds(today));
    let holding = held.filter(|(number, freeze)| {
        let emergencies = after.freezes.get(*number).map(|freeze| freeze.emergencies.as_slice()).unwrap_or_default();
        let recorded = emergencies
            .iter()
            .any(|emergency| (emergency.baseline.release_tag.as_str(), emergency.baseline.commit_sha.as_str()) == is);
        !recorded && !freeze.allows(is.0, is.1) && !is_rollback(after.active(today), was, is)
    });
    let began = after.active(today).filter(|freeze| !freeze.allows(is.0, is.1));
    if let Some(freeze) = holding.map(|(_, freeze)| freeze).or(began) {
        sink.report(frozen(context, freeze, is));
    } else if let Some(freeze) =
        after.freezes.last().filter(|freeze| is_over(freeze, today) && !freeze.allows(is.0, is.1))
    {
        sink.report_as(Severity::Note, over(context, freeze, is));
    }
}

/// The record of freezes; an empty one where there is none that can be read.
fn record(sources: &Sources<'_>) -> FreezeRecord {
    let text = sources.find(DocumentKind::Freeze).map(|source| source.lossy());
    text.and_then(|text| FreezeRecord::read(&text).ok()).unwrap_or_default()
}

/// Whether the change goes back to an older release, and the record says so by freezing that one.
fn is_rollback(after: Option<&Freeze>, was: Option<Pair<'_>>, is: Pair<'_>) -> bool {
    let version = |tag: &str| Version::parse(tag.strip_prefix('v')?).ok();
    let older = was.and_then(|was| Some(version(is.0)? < version(was.0)?)).unwrap_or_default();
    let named =
        after.is_some_and(|freeze| (freeze.baseline.release_tag.as_str(), freeze.baseline.commit_sha.as_str()) == is);
    older && named
}

/// Whether a freeze ended by its last day, and nobody lifted it.
fn is_over(freeze: &Freeze, today: Date) -> bool {
    freeze.lifted.is_none() && freeze.until.is_some_and(|until| until < today)
}

fn frozen(context: &Context<'_>, freeze: &Freeze, is: Pair<'_>) -> Finding {
    let finding = about(
        context,
        "the baseline changes under a freeze",
        (format!("{}, frozen since {}", quoted(&freeze.baseline.release_tag), freeze.since), is),
        format!("frozen: {}", shown(&freeze.reason)),
        "wait until a change of its own has lifted the freeze, or record this release as an emergency with its reason",
    );
    // The freeze of the base may have been changed or deleted here.
    let stands = |other: &&Freeze| other.since == freeze.since && other.baseline == freeze.baseline;
    match record(context.sources).freezes.iter().find(stands) {
        Some(here) => finding.related(Label::new(DocumentKind::Freeze, here.span, "the freeze")),
        None => finding,
    }
}

fn over(context: &Context<'_>, freeze: &Freeze, is: Pair<'_>) -> Finding {
    let until = freeze.until.map(|until| format!("{until}")).unwrap_or_default();
    let finding = about(
        context,
        "a freeze of the baseline has ended by its last day, so this change is not blocked",
        (format!("a freeze until {until}, lifted once its cause is known"), is),
        format!("was frozen: {}", shown(&freeze.reason)),
        "lift the freeze in the record, or give it a later last day if its cause is not known yet",
    );
    finding.related(Label::new(DocumentKind::Freeze, freeze.span, format!("ended on {until}")))
}

/// A finding at the pinned tag.
fn about(
    context: &Context<'_>,
    message: &'static str,
    (expected, is): (String, Pair<'_>),
    label: String,
    help: &'static str,
) -> Finding {
    let span = context.pinned_pair().map(|(tag, _)| tag.span).unwrap_or_default();
    Finding::new(Label::new(DocumentKind::Pin, span, label), message, expected, quoted(is.0), help)
}
