//! `lockstep rollback`: restores the three documents of the last approved release.

mod arguments;
mod evidence;
mod incident;
mod rehearsal;
mod target;

use lockstep_core::{
    date::Date,
    facts::BaselineValue,
    freeze::{Freeze, Lifted},
    repin::Baseline,
    source::Sources,
};

use super::{
    check::host_date,
    consent::{Hindrance, agree, outcome},
    repin::{frozen, patch, tag},
};
use crate::{
    color::{Colors, Terminals},
    failure::Failure,
    outcome::Outcome,
    task::Host,
    transaction::{self, Replacement, Side, Work},
    trio::{Trio, replacement},
};

pub(crate) use arguments::{RollbackArguments, parser};
pub use evidence::{REHEARSAL_SCHEMA, Rehearsal};
use target::Target;

pub(crate) async fn run(
    host: &Host,
    arguments: RollbackArguments,
    (colors, terminals): (Colors, Terminals),
) -> Outcome {
    if arguments.rehearse {
        let done = rehearsal::rehearse(host, &arguments, colors).await;
        return done.unwrap_or_else(|hindrance| hindrance.outcome(colors.stderr));
    }
    let mut said = String::new();
    let done = rollback(host, &arguments, &mut said).await;
    outcome(done, said, (colors, terminals))
}

/// What goes to standard output; `said` is what has been done, also where the rest fails.
async fn rollback(host: &Host, arguments: &RollbackArguments, said: &mut String) -> Result<String, Hindrance> {
    let RollbackArguments { path: root, consent, .. } = arguments;
    if !consent.dry_run
        && let Some(settled) = transaction::settle(host, root, Side::Before).await?
    {
        said.push_str(&format!("undid the {} that was interrupted\n", settled.action));
        // Going back was what the user wanted: one release further is another wish.
        if settled.work != Work::Rollback && arguments.to.is_none() {
            return Ok(String::new());
        }
    }
    let Some(reason) = &arguments.reason else {
        return match said.is_empty() {
            false => Ok(String::new()),
            true => Err(Failure::new("no reason is given, and no repin was interrupted")
                .help("say why for the incident summary: `--reason TEXT`")
                .into()),
        };
    };
    let today = today(host, arguments).await?;
    let trio = Trio::read(host, root, &arguments.chosen).await?;
    let target = target::find(host, &trio, arguments.to.as_deref(), today).await?;
    let from = trio.facts().pin.facts.as_ref().map(Baseline::of_pin).unwrap_or_default();
    let mut files = restored(&trio, &target)?;
    if files.iter().all(|file| file.before.as_ref() == Some(&file.after)) {
        said.push_str(&format!("already on {} as it was approved, nothing to do\n", tag(&target.baseline)));
        return Ok(String::new());
    }
    files.extend(records(host, &trio, (&from, &target), reason, arguments, today).await?);
    let patch = patch(&files);
    if consent.dry_run {
        return Ok(patch);
    }
    let action = format!("rollback from {} to {}", tag(&from), tag(&target.baseline));
    let patch = agree(host, *consent, patch, &format!("Make this change, the {action}?")).await?;
    transaction::replace(host, root, (Work::Rollback, &action), files).await?;
    said.push_str(&format!(
        "rolled back from {} to {}, as it stood at {}\nnow run the checks again and fill in the incident summary\n",
        tag(&from),
        tag(&target.baseline),
        target.commit
    ));
    Ok(patch)
}

async fn today(host: &Host, arguments: &RollbackArguments) -> Result<Date, Failure> {
    match arguments.today {
        Some(today) => Ok(today),
        None => host_date(host).await,
    }
}

/// The three documents of the target in the place of the present ones.
fn restored(trio: &Trio, target: &Target) -> Result<Vec<Replacement>, Failure> {
    target.documents().map(|(kind, bytes)| trio.replacement(kind, bytes)).collect()
}

/// What a rollback leaves behind: the incident summary, and the freeze unless it is not wanted.
async fn records(
    host: &Host,
    trio: &Trio,
    (from, target): (&Baseline, &Target),
    reason: &str,
    arguments: &RollbackArguments,
    today: Date,
) -> Result<Vec<Replacement>, Failure> {
    let tags = [from, &target.baseline].map(|baseline| baseline.text(BaselineValue::ReleaseTag));
    let path = incident::place(host, trio, tags.into(), today).await?;
    let sources = sources(trio, target);
    let report = trio.engine.check(&sources, Some(today));
    let summary = incident::summary(trio, (from, target), &report, reason, today);
    let mut files = vec![replacement(&path, None, summary.into_bytes())?];
    if arguments.freeze {
        let (mut record, bytes) = trio.freezes(host).await?;
        if let Some(freeze) = record.active_mut(today) {
            let reason = format!("the rollback to {} began another", tag(&target.baseline));
            freeze.lifted = Some(Lifted { date: today, reason, reviewer: arguments.reviewer.clone() });
        }
        let period = (today, None);
        record.freezes.push(Freeze::new(reason.into(), arguments.reviewer.clone(), period, frozen(&target.baseline)));
        files.push(replacement(trio.configuration.freeze.record(), bytes, record.render().into_bytes())?);
    }
    Ok(files)
}

/// The target's documents under the names of the present ones.
fn sources<'t>(trio: &Trio, target: &'t Target) -> Sources<'t> {
    let mut sources = trio.sources.clone();
    for (kind, bytes) in target.documents() {
        let name = trio.place(kind);
        sources.put(lockstep_core::source::Source::bytes(kind, name, bytes));
    }
    sources
}
