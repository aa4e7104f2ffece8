//! Faults in the handoff payload.

use alloc::{format, vec::Vec};

use super::{Finder, Fixture, present, replaced, trio::other};
use crate::{
    facts::{BaselineValue, Facts, HandoffFacts, stated},
    inquiry::{Handoff, PinMatch},
    rules::Group,
    source::{DocumentKind, Sources},
};

/// Another value of the baseline in the payload, as far as it must be the pin's or the expected one.
pub(super) fn add<'a>(fixtures: &mut Vec<Fixture<'a>>, sources: &Sources<'a>, facts: &Facts<'_>, asked: &Handoff) {
    let (Some(source), Some(payload)) = (present(sources, DocumentKind::Handoff), facts.handoff()) else { return };
    for (value, key) in HandoffFacts::values() {
        let names_the_release = matches!(value, BaselineValue::ReleaseTag | BaselineValue::CommitSha);
        if names_the_release && asked.pin_match == PinMatch::Relaxed {
            continue;
        }
        let field = payload.string(key);
        let Some(found) = stated(&field) else { continue };
        let text = format!("\"{}\"", other(value, found.value));
        let what = format!("another {}", value.title());
        let source = replaced(source, &[found.span], &text);
        fixtures.push(Fixture { what, check: Group::Handoff, source, finder: Finder::AnyOf(Group::Handoff) });
    }
}
