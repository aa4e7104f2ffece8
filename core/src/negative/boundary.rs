//! Faults in the consumer's source files.

use alloc::{borrow::Cow, format, vec::Vec};

use memchr::memmem;

use super::{Finder, Fixture, present, replaced};
use crate::{
    inquiry::{Boundary, Holder},
    rules::Group,
    source::{DocumentKind, Source, Sources},
    text::{Span, quoted},
};

/// Adapter and callers without what they must hold, and each endpoint in a file more.
pub(super) fn add<'a>(fixtures: &mut Vec<Fixture<'a>>, sources: &Sources<'a>, boundary: &Boundary) {
    let mut push = |what, source, rule| {
        fixtures.push(Fixture { what, check: Group::Boundary, source, finder: Finder::Rule(rule) });
    };
    let holders = boundary.callers.iter().map(|caller| (caller, "boundary-caller"));
    for (Holder { document, holds }, rule) in core::iter::once((&boundary.adapter, "boundary-adapter")).chain(holders) {
        let Some(source) = present(sources, *document) else { continue };
        for text in holds {
            let places = memmem::find_iter(source.as_bytes(), text.as_bytes());
            let spans: Vec<Span> = places.map(|at| Span::new(at, at + text.len())).collect();
            push(format!("no {}", quoted(text)), replaced(source, &spans, ""), rule);
        }
    }
    let numbers = sources.further().filter_map(|source| match source.kind {
        DocumentKind::Code(number) => Some(number),
        _ => None,
    });
    // Of 65,536 files that hold an endpoint, one more needs no proof.
    let Some(number) = numbers.max().unwrap_or_default().checked_add(1) else { return };
    for endpoint in &boundary.endpoints {
        let name = Cow::Borrowed("a file beside the adapter");
        let source = Source::bytes(DocumentKind::Code(number), name, endpoint.clone().into_bytes());
        push(format!("the endpoint {}", quoted(endpoint)), source, "boundary-endpoint-leak");
    }
}
