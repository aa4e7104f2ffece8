use crate::{
    facts::{BaselineValue, Facts},
    finding::{Severity, Sink},
    inquiry::AtomicUnit,
    rules::{
        Context, Group, Needs, Rule, asked,
        change::{State, left_behind},
        page,
    },
    source::DocumentKind,
};

pub(in crate::rules) static RULE: Rule = Rule {
    id: "atomic-baseline-change",
    group: Group::Atomic,
    severity: Severity::Error,
    needs: Needs::OneOf(&DocumentKind::TRIO),
    summary: "a value of the baseline that changes changes in pin, matrix and mirror at once",
    documentation: page(DOCUMENTATION),
    check: asked(check),
};

const DOCUMENTATION: &str = r##"## What

Against the merge base, a value of the baseline (repository, release tag, commit, the three contract versions, manifest hash) that changes in the pin, the matrix (its baseline section, the row of the pinned pair) or the mirror changes in all of those that state it.

A document that is touched without such a value changing is lawful: a timeout, prose, the date, a further row. So is a change that only makes a document agree with the others again, a value that is stated for the first time, and a document that moves to another place that `lockstep.toml` names.

## Why

Between two halves of a change, the consumer claims a baseline that nobody has approved. A reviewer sees one half and misses the other.

## Bad

The tag was `v0.3.2` everywhere, and the change forgot the matrix:

```json pin base
  "release_tag": "v0.3.2",
```

```json manifest base
  "release_tag": "v0.3.2",
```

```markdown matrix base
- MemoryKernel release tag: `v0.3.2`
```

```markdown matrix
- MemoryKernel release tag: `v0.3.2`
```

## Good

```json pin base
  "release_tag": "v0.4.0",
```

```json manifest base
  "release_tag": "v0.4.0",
```

```markdown matrix base
- MemoryKernel release tag: `v0.4.0`
```

```markdown matrix
- MemoryKernel release tag: `v0.4.0`
```

## Fix

`lockstep repin` changes all of them as one. Where the teams want their old rule back, by which a change that touches one of the three files touches all three, `lockstep.toml` says so: `[atomic] mode = "files"`; see `atomic-files`."##;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(atomic) = context.inquiry.atomic.known() else { return };
    if atomic.unit != AtomicUnit::Values {
        return;
    }
    let facts = Facts::of_trio(&atomic.base, context.policy);
    let (base, head) = (State::base(context, atomic, &facts), State::head(context));
    BaselineValue::ALL
        .into_iter()
        .filter_map(|value| left_behind(value, &base, &head))
        .for_each(|found| sink.report(found));
}
