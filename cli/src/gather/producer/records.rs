use lockstep_core::{
    facts::{Facts, stated},
    inquiry::{Part, Records},
    source::{DocumentKind, Sources},
    text::quoted,
};

use crate::{
    configuration::Cutover,
    gather::{Gathering, records},
    repository::document_request,
    request::{Reply, Request},
    scope::{Check, Wanted},
};

/// The most files of a folder in which the newest document is looked for.
const FILES: u64 = 10_000;

/// Reads the status documents or the decision records, and says what they must state.
pub(super) async fn gather(gathering: &Gathering<'_>, check: Check, sources: &mut Sources<'_>) -> Part<Records> {
    let wanted = gathering.scope.wants(check);
    if wanted == Wanted::No {
        return Part::Unasked;
    }
    let settings = &gathering.configuration.producer.records;
    if check == Check::Status {
        let (documents, named) = settings.status();
        let demand = if named || wanted == Wanted::Yes { Demand::All } else { Demand::WithAny };
        return judged(gathering, demand, records::of_governance(documents), sources).await;
    }
    let (documents, named) = settings.decision();
    let demand = match named || wanted == Wanted::Yes {
        true => Demand::All,
        false if follows_a_cutover(gathering, sources) => Demand::WithAny,
        false => Demand::WithFirst,
    };
    let cutover = Cutover {
        api_contract: settings.api_contract.clone(),
        integration_baseline: settings.integration_baseline.clone(),
        documents: documents.to_vec(),
    };
    judged(gathering, demand, records::of_cutover(&cutover), sources).await
}

/// Which documents must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Demand {
    /// All of them.
    All,
    /// All of them where any is there: a repository that has the others has lost one.
    WithAny,
    /// All of them where the first is there: the others come before it.
    WithFirst,
}

/// Whether the manifest states a service contract that only a recorded decision can have brought: any but the first that
/// the policy knows.
fn follows_a_cutover(gathering: &Gathering<'_>, sources: &Sources<'_>) -> bool {
    let policy = gathering.engine.policy();
    let mut manifest = Sources::default();
    manifest.put(sources.get(DocumentKind::Manifest).clone());
    let facts = Facts::of_trio(&manifest, policy);
    let contract = facts.manifest.facts.as_ref().and_then(|manifest| stated(&manifest.service_contract));
    contract.is_some_and(|contract| policy.service_contracts.keys().skip(1).any(|known| known == contract.value))
}

/// The documents with their demands.
async fn judged(
    gathering: &Gathering<'_>,
    demand: Demand,
    (paths, records): (Vec<&str>, Records),
    sources: &mut Sources<'_>,
) -> Part<Records> {
    let Some(first) = paths.first() else { return Part::Absent("lockstep.toml names no such document".into()) };
    let mut newest = Vec::with_capacity(paths.len());
    for path in &paths {
        match newest_of(gathering, path).await {
            Ok(found) => newest.push(found),
            Err(reason) => return Part::Unknown(reason),
        }
    }
    let deciding = match demand {
        Demand::All => 0,
        Demand::WithAny => paths.len(),
        Demand::WithFirst => 1,
    };
    // Nothing is read of a document that is only looked for: where one stands, it is too large.
    let request = |path: &String| document_request(gathering.root, path, 0);
    let requests: Vec<Request> = newest.iter().take(deciding).flatten().map(request).collect();
    if demand != Demand::All && gathering.host.each(requests).await.iter().all(|reply| *reply == Reply::Missing) {
        return Part::Absent(format!("no document stands at {}", quoted(first)));
    }
    let paths = newest.iter().zip(&paths).map(|(found, path)| found.as_deref().unwrap_or(path));
    let paths: Vec<&str> = paths.collect();
    records::known(gathering, &paths, records, sources).await
}

/// The file of a path with a `*` in its last part that is last by name, so that of dated names the newest counts; `None`
/// where there is none. Another path is itself.
async fn newest_of(gathering: &Gathering<'_>, path: &str) -> Result<Option<String>, String> {
    let (folder, name) = path.rsplit_once('/').unwrap_or((".", path));
    let Some((beginning, ending)) = name.split_once('*') else { return Ok(Some(path.into())) };
    let beginning = if folder == "." { beginning.into() } else { format!("{folder}/{beginning}") };
    let request = Request::ListFiles {
        root: gathering.root.into(),
        folder: folder.into(),
        endings: [ending.into()].into(),
        limit: FILES,
    };
    let cause = match gathering.host.ask(request).await {
        Reply::Names(names) => {
            let mut fitting = names.into_iter().filter(|name| {
                let rest = name.strip_prefix(&beginning).and_then(|rest| rest.strip_suffix(ending));
                rest.is_some_and(|rest| !rest.contains('/'))
            });
            return Ok(fitting.next_back());
        }
        Reply::Missing | Reply::NotRegular(_) | Reply::Outside => return Ok(None),
        Reply::TooLarge(count) => format!("it holds {count} files or more, more than the limit of {FILES}"),
        Reply::Failed(cause) => cause,
        _ => Reply::misfit(),
    };
    Err(format!("the folder {} could not be searched for {}: {cause}", quoted(folder), quoted(path)))
}
