//! `lockstep repin`: moves pin, matrix and mirror to another release as one change.

mod arguments;
mod consumer;
mod manifest;

use std::str;

use lockstep_core::{
    date::Date,
    facts::BaselineValue,
    freeze::{Emergency, FrozenBaseline},
    repin::{self, Baseline, Refusal, Repin, diff},
    text::quoted,
};

use super::{
    check::host_date,
    consent::{Hindrance, agree, outcome},
};
use crate::{
    color::{Colors, Terminals},
    failure::Failure,
    file,
    outcome::Outcome,
    relative_path::RelativePath,
    task::Host,
    transaction::{self, Replacement, Side, Work},
    trio::{Trio, replacement},
};

pub(crate) use arguments::{RepinArguments, consent, consent_options, parser, words};
use manifest::Offer;

pub(crate) async fn run(host: &Host, arguments: RepinArguments, (colors, terminals): (Colors, Terminals)) -> Outcome {
    let mut said = String::new();
    let done = repin(host, &arguments, colors.stdout, &mut said).await;
    outcome(done, said, (colors, terminals))
}

/// What goes to standard output; `said` is what has been done, also where the rest fails.
async fn repin(host: &Host, arguments: &RepinArguments, color: bool, said: &mut String) -> Result<String, Hindrance> {
    let RepinArguments { path: root, consent, .. } = arguments;
    if !consent.dry_run
        && let Some(settled) = transaction::settle(host, root, Side::After).await?
    {
        said.push_str(&format!("finished the {} that was interrupted\n", settled.action));
    }
    let Some(manifest) = &arguments.manifest else {
        return match said.is_empty() {
            false => Ok(String::new()),
            true => Err(Failure::new("no manifest is named, and no repin was interrupted")
                .help("name the release to move to: `--manifest FILE|URL|TAG`")
                .into()),
        };
    };
    let today = match arguments.today {
        Some(today) => today,
        None => host_date(host).await?,
    };
    let trio = Trio::read(host, root, &arguments.chosen).await?;
    let offer = manifest::read(host, &trio, manifest).await?;
    let to = repin::offered(trio.engine.policy(), &offer.bytes).map_err(|refusal| refused(&trio, &offer, refusal))?;
    is_asked_for(&offer, &to)?;
    if repin::is_pinned(&trio.sources, trio.engine.policy(), &to)
        && trio.objection(&trio.sources, today, false).is_none()
    {
        said.push_str(&format!("already pinned to {}, nothing to do\n", tag(&to)));
        return Ok(String::new());
    }
    let consumer = consumer::consumer(host, &trio, arguments).await?;
    let plan = repin::plan(trio.engine.policy(), &trio.sources, &offer.bytes, &consumer, today)
        .map_err(|refusal| refused(&trio, &offer, refusal))?;
    if let Some(report) = trio.objection(&plan.sources(&trio.sources), today, color) {
        let failure = Failure::new(format!("not repinned to {}: the result would not pass", tag(&to)))
            .help("above is the report on the documents as they would be; nothing was changed");
        return Err(Hindrance::Objection(report, failure.into()));
    }
    let mut files = Vec::new();
    for (kind, bytes) in plan.documents() {
        files.push(trio.replacement(kind, bytes)?);
    }
    files.extend(thaw(host, &trio, &plan, arguments.emergency.as_deref(), today).await?);
    let patch = patch(&files);
    if consent.dry_run {
        return Ok(patch);
    }
    let action = format!("repin from {} to {}", tag(&plan.from), tag(&plan.to));
    let patch = agree(host, *consent, patch, &format!("Make this change, the {action}?")).await?;
    if let Some(path) = &arguments.pull_request {
        let text = repin::pull_request(&plan, &trio.sources, trio.engine.policy());
        describe(host, path, text).await?;
    }
    transaction::replace(host, root, (Work::Repin, &action), files).await?;
    said.push_str(&format!("repinned from {} to {}\n", tag(&plan.from), tag(&plan.to)));
    Ok(patch)
}

/// Writes the text of the pull request where the user wants it.
async fn describe(host: &Host, path: &str, text: String) -> Result<(), Failure> {
    // Below the working directory, folders are made.
    let inside = path.parse::<RelativePath>();
    let (folder, name) =
        inside.as_ref().map_or_else(|_| file::split(path).unwrap_or((".", path)), |inside| (".", inside.as_str()));
    if path.ends_with(['/', '\\']) || matches!(name, "" | "." | "..") {
        return Err(Failure::new("the text of the pull request has no place: that is no file").about(path));
    }
    transaction::put(host, folder, name, text.into_bytes()).await
}

/// The patch of several files.
pub(crate) fn patch(files: &[Replacement]) -> String {
    files.iter().map(|file| diff::unified(file.path.as_str(), file.before.as_deref(), &file.after)).collect()
}

/// A baseline's release tag, for messages.
pub(crate) fn tag(baseline: &Baseline) -> String {
    quoted(baseline.text(BaselineValue::ReleaseTag))
}

/// A baseline as a freeze names it.
pub(crate) fn frozen(baseline: &Baseline) -> FrozenBaseline {
    let text = |value| baseline.text(value).into();
    FrozenBaseline { release_tag: text(BaselineValue::ReleaseTag), commit_sha: text(BaselineValue::CommitSha) }
}

/// Whether the manifest of a tag states that tag.
fn is_asked_for(offer: &Offer, to: &Baseline) -> Result<(), Hindrance> {
    match &offer.tag {
        Some(asked) if to.text(BaselineValue::ReleaseTag) != asked => Err(Hindrance::Refused(
            Failure::new(format!("the manifest at {} states the release tag {}", quoted(asked), tag(to)))
                .about(&offer.name)
                .help("the producer published a manifest that does not belong to its tag; ask for a corrected release"),
        )),
        _ => Ok(()),
    }
}

fn refused(trio: &Trio, offer: &Offer, refusal: Refusal) -> Hindrance {
    Hindrance::Refused(match refusal {
        Refusal::Document(kind, fault) => {
            let name = file::joined(&trio.root, &trio.place(kind));
            let text = trio.sources.get(kind).lossy();
            Failure::new(format!("the {} cannot be moved to another release: {}", kind.title(), fault.value))
                .about(&name)
                .at(&text, fault.span.range())
                .help("`lockstep check` shows all its faults; nothing was changed")
        }
        Refusal::Manifest(fault) => {
            let text = String::from_utf8_lossy(&offer.bytes);
            Failure::new(fault.value).about(&offer.name).at(&text, fault.span.range())
        }
        Refusal::Downgrade { pinned, offered } => {
            Failure::new(format!("{} is older than the pinned {}", quoted(&offered), quoted(&pinned))).help(format!(
                "to go back to an approved release, run `lockstep rollback --to {offered} --reason TEXT`"
            ))
        }
    })
}

/// The freeze record with the emergency, where a freeze holds; a refusal where there is no emergency.
async fn thaw(
    host: &Host,
    trio: &Trio,
    plan: &Repin,
    emergency: Option<&str>,
    today: Date,
) -> Result<Option<Replacement>, Hindrance> {
    let (mut record, bytes) = trio.freezes(host).await?;
    let path = trio.configuration.freeze.record();
    let baseline = frozen(&plan.to);
    let Some(freeze) = record.active_mut(today) else { return Ok(None) };
    if freeze.allows(&baseline.release_tag, &baseline.commit_sha) {
        return Ok(None);
    }
    let Some(reason) = emergency else {
        let text = str::from_utf8(bytes.as_deref().unwrap_or_default()).unwrap_or_default();
        let until = freeze.until.map_or_else(|| "until it is lifted".into(), |until| format!("to the end of {until}"));
        return Err(Hindrance::Refused(
            Failure::new(format!(
                "not repinned to {}: the baseline is frozen since {} {until}: {}",
                tag(&plan.to),
                freeze.since,
                quoted(&freeze.reason)
            ))
            .about(&file::joined(&trio.root, path))
            .at(text, freeze.span.range())
            .help(
                "lift it with `lockstep freeze --lift`, or, for an emergency patch of security or availability, say why \
                 with `--emergency REASON`",
            ),
        ));
    };
    freeze.emergencies.push(Emergency { date: today, baseline, reason: reason.into() });
    Ok(Some(replacement(path, bytes, record.render().into_bytes())?))
}
