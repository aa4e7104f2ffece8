mod options;

use std::borrow::Cow;

use lockstep_core::{
    inquiry::{ExpectedVersions, Handoff, Part, PinMatch},
    source::{Content, DocumentKind, Source, Sources},
    text::quoted,
};

pub(crate) use options::{HandoffOptions, no_evidence, options};

use super::Gathering;
use crate::{
    file,
    repository::{document_request, source},
    scope::{Check, Wanted},
};

const PATH: &str = "MEMORYKERNEL_HANDOFF_PAYLOAD_PATH";
const REQUIRED: &str = "ASSISTSUPPORT_REQUIRE_HANDOFF_PAYLOAD";
const PIN_MATCH: &str = "ASSISTSUPPORT_HANDOFF_REQUIRE_PIN_MATCH";
const SERVICE_CONTRACT: &str = "MEMORYKERNEL_EXPECTED_SERVICE_CONTRACT_VERSION";
const API_CONTRACT: &str = "MEMORYKERNEL_EXPECTED_API_CONTRACT_VERSION";
const INTEGRATION_BASELINE: &str = "MEMORYKERNEL_EXPECTED_INTEGRATION_BASELINE";

/// The variables of the environment that this check looks at.
pub(super) const VARIABLES: &[&str] =
    &[PATH, REQUIRED, PIN_MATCH, SERVICE_CONTRACT, API_CONTRACT, INTEGRATION_BASELINE];

/// A place where a payload may stand.
struct Place<'g> {
    /// The folder that it is below.
    root: Cow<'g, str>,
    path: String,
    /// What findings call it.
    name: String,
}

pub(super) async fn gather(gathering: &Gathering<'_>, sources: &mut Sources<'_>) -> Part<Handoff> {
    let Gathering { host, scope, configuration, engine, .. } = gathering;
    let wanted = scope.wants(Check::Handoff);
    if wanted == Wanted::No {
        return Part::Unasked;
    }
    let settings = &configuration.handoff;
    let variable = scope.environment.get(PATH);
    // What the user named may lie anywhere; the path of a variable begins at the repository.
    let option = scope.handoff.file.as_deref().map(|file| (file, Cow::Borrowed(file)));
    let named = option.or_else(|| variable.map(|path| (path, below(gathering.root, path))));
    let places = match &named {
        Some((name, file)) => match file::split(file) {
            Some((root, path)) => Vec::from([Place { root: root.into(), path: path.into(), name: (*name).into() }]),
            None => return Part::Unknown(format!("the handoff payload {} is no file", quoted(name))),
        },
        None => configured(gathering),
    };
    let limit = engine.policy().limits.document_bytes;
    for Place { root, path, name } in &places {
        let reply = host.ask(document_request(root, path, limit)).await;
        let found = source(DocumentKind::Handoff, Cow::Owned(name.clone()), reply, limit);
        if found.content != Content::Missing {
            sources.put(found);
            return Part::Known(demands(gathering));
        }
    }
    let names = places.iter().map(|place| quoted(&place.name)).collect::<Vec<_>>().join(" or ");
    if is_required(gathering) {
        let name = places.into_iter().next().map(|place| place.name).unwrap_or_default();
        sources.put(Source::missing(DocumentKind::Handoff, name));
        return Part::Known(demands(gathering));
    }
    // A repository whose producer hands over in another way is not told about it at every check.
    let named = named.is_some() || settings.path.is_some() || !settings.paths.is_empty();
    match wanted == Wanted::Yes || named {
        true => Part::Absent(format!("no handoff payload stands at {names}")),
        false => Part::Unasked,
    }
}

/// The places that the configuration names, else the default one.
fn configured<'g>(gathering: &Gathering<'g>) -> Vec<Place<'g>> {
    let settings = &gathering.configuration.handoff;
    let mut paths: Vec<&str> = settings.path.iter().chain(&settings.paths).map(|path| path.as_str()).collect();
    if paths.is_empty() {
        paths.push(DocumentKind::Handoff.default_path());
    }
    let place = |path: &str| Place { root: gathering.root.into(), path: path.into(), name: path.into() };
    paths.into_iter().map(place).collect()
}

/// A path that begins at the repository, unless it is absolute, as one that begins at the working directory.
fn below<'p>(root: &str, path: &'p str) -> Cow<'p, str> {
    if file::is_absolute(path) { path.into() } else { file::joined(root, path).into() }
}

/// Whether a payload must be there. One that the command line names must be, since naming it asks for it.
fn is_required(gathering: &Gathering<'_>) -> bool {
    let options = &gathering.scope.handoff;
    let asked = options.required || options.file.is_some() || options.candidate.is_some();
    let variable = gathering.scope.environment.get(REQUIRED).map(|value| value == "1");
    asked || variable.unwrap_or(gathering.configuration.handoff.required)
}

/// What a payload must agree with: by the command line, else the environment, else the configuration.
fn demands(gathering: &Gathering<'_>) -> Handoff {
    let Gathering { scope, configuration, .. } = gathering;
    let settings = &configuration.handoff;
    let version = |name, configured: &Option<String>| {
        scope.environment.get(name).map(str::to_owned).or_else(|| configured.clone())
    };
    let candidate = scope.handoff.candidate.clone();
    let pin_match = match (&scope.handoff.candidate, scope.environment.get(PIN_MATCH)) {
        (Some(_), _) | (None, Some("0")) => PinMatch::Relaxed,
        (None, Some(_)) => PinMatch::Required,
        (None, None) => settings.pin_match.into(),
    };
    let default = Handoff::default();
    Handoff {
        pin_match,
        expected: ExpectedVersions {
            service_contract: candidate
                .or_else(|| version(SERVICE_CONTRACT, &settings.expected_service_contract_version)),
            api_contract: version(API_CONTRACT, &settings.expected_api_contract_version),
            integration_baseline: version(INTEGRATION_BASELINE, &settings.expected_integration_baseline),
        },
        consumer_commands: settings.consumer_commands.clone().unwrap_or(default.consumer_commands),
    }
}
