//! What `lockstep.toml` says of a repository, and the scripts that follow from it.

use lockstep_core::{source::DocumentKind, text::quoted};

use super::{
    discovery::{KINDS, Place},
    scripts::Script,
};
use crate::configuration::{Configuration, Documents};

/// The places that the user names, else those that the configuration names.
pub(super) fn stated(named: &Documents, configuration: &Configuration) -> [Option<String>; 4] {
    KINDS.map(|kind| {
        let handoff = configuration.handoff.path.as_ref().filter(|_| kind == DocumentKind::Handoff);
        let place = named.get(kind).or_else(|| configuration.documents.get(kind)).or(handoff);
        place.map(|place| place.as_str().into())
    })
}

/// A new configuration: the places that are not the default ones.
pub(super) fn text(places: &[Place; 4]) -> String {
    let mut text = String::from(
        "# What lockstep judges here; `lockstep check --help` lists the keys. What is left out has its default.\n",
    );
    let mut open = "";
    for (kind, line) in lines(places) {
        if section(kind) != open {
            open = section(kind);
            text.push_str(&format!("\n{open}\n"));
        }
        text.push_str(&format!("{line}\n"));
    }
    text
}

/// Why a configuration that is there is left, with what it does not say yet.
pub(super) fn left(places: &[Place; 4], configuration: &Configuration) -> String {
    let stated = KINDS.into_iter().zip(stated(&Documents::default(), configuration));
    let lacks = |kind| stated.clone().any(|(of, place)| of == kind && place.is_none());
    let lacking = lines(places).filter(|(kind, _)| lacks(*kind));
    let lacking: Vec<String> =
        lacking.map(|(kind, line)| format!("{} under {}", quoted(&line), quoted(section(kind)))).collect();
    match lacking.as_slice() {
        [] => "is there already".into(),
        _ => format!("is there already; put {} there", lacking.join(" and ")),
    }
}

/// A line for each document that is not in its default place.
fn lines(places: &[Place; 4]) -> impl Iterator<Item = (DocumentKind, String)> {
    KINDS.into_iter().zip(places).filter_map(|(kind, place)| {
        let path = place.path().filter(|path| *path != kind.default_path())?;
        let key = if kind == DocumentKind::Handoff { "path" } else { kind.as_str() };
        // A path without control characters is the same string in JSON and in TOML.
        Some((kind, format!("{key} = {}", serde_json::Value::from(path))))
    })
}

fn section(kind: DocumentKind) -> &'static str {
    if kind == DocumentKind::Handoff { "[handoff]" } else { "[documents]" }
}

/// The scripts, by the names that AssistSupport has for them; of the checks that need a configuration, those that have
/// one.
pub(super) fn scripts(configuration: &Configuration, has_handoff: bool) -> Vec<Script> {
    let scripts = [
        (true, "check:memorykernel-pin", "lockstep check --only documents,remote"),
        (!configuration.governance.documents.is_empty(), "check:memorykernel-governance", "lockstep governance"),
        (has_handoff, "check:memorykernel-handoff", "lockstep handoff"),
        (configuration.boundary.is_some(), "check:memorykernel-boundary", "lockstep boundary"),
        (!configuration.cutover.documents.is_empty(), "check:memorykernel-cutover-policy", "lockstep cutover"),
        (true, "test:memorykernel-governance-negative", "lockstep negative"),
    ];
    scripts.into_iter().filter(|(wanted, ..)| *wanted).map(|(_, name, command)| (name, command)).collect()
}
