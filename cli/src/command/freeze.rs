//! `lockstep freeze`: says that the baseline may not move, or that it may again.

mod arguments;

use lockstep_core::{
    freeze::{Freeze, Lifted},
    repin::Baseline,
    text::quoted,
};

use super::{check::host_date, consent::Hindrance, repin::frozen};
use crate::{color::Colors, failure::Failure, file, outcome::Outcome, task::Host, transaction, trio::Trio};

pub(crate) use arguments::{FreezeArguments, parser};

pub(crate) async fn run(host: &Host, arguments: FreezeArguments, colors: Colors) -> Outcome {
    freeze(host, arguments).await.unwrap_or_else(|hindrance| hindrance.outcome(colors.stderr))
}

async fn freeze(host: &Host, arguments: FreezeArguments) -> Result<Outcome, Hindrance> {
    let FreezeArguments { path: root, reason, reviewer, until, lift, today, chosen, .. } = arguments;
    let today = match today {
        Some(today) => today,
        None => host_date(host).await?,
    };
    let trio = Trio::read(host, &root, &chosen).await?;
    let (mut record, _) = trio.freezes(host).await?;
    let path = trio.configuration.freeze.record();
    let name = file::joined(&root, path);
    let said = match (record.active_mut(today), lift) {
        (Some(freeze), true) => {
            freeze.lifted = Some(Lifted { date: today, reason, reviewer: Some(reviewer) });
            format!("lifted: {} may be left again, recorded in {name}\n", quoted(&freeze.baseline.release_tag))
        }
        (None, true) => {
            return Err(Hindrance::Refused(Failure::new("no freeze holds, so there is none to lift").about(&name)));
        }
        (Some(freeze), false) => {
            let failure =
                Failure::new(format!("a freeze holds since {} already: {}", freeze.since, quoted(&freeze.reason)));
            return Err(Hindrance::Refused(failure.about(&name).help("lift it first, with `lockstep freeze --lift`")));
        }
        (None, false) => {
            if until.is_some_and(|until| until < today) {
                return Err(Failure::new("the freeze would be over before it begins")
                    .help("`--until` is its last day")
                    .into());
            }
            let facts = trio.facts();
            let baseline = facts.pin.facts.as_ref().map(|pin| frozen(&Baseline::of_pin(pin)));
            let baseline =
                baseline.filter(|baseline| !baseline.release_tag.is_empty() && !baseline.commit_sha.is_empty());
            let baseline = baseline.ok_or_else(|| {
                Failure::new("the pin states no release that could be frozen").help("`lockstep check` shows its faults")
            })?;
            let said = format!("frozen: {} stays pinned, recorded in {name}\n", quoted(&baseline.release_tag));
            record.freezes.push(Freeze::new(reason, Some(reviewer), (today, until), baseline));
            said
        }
    };
    transaction::put(host, &root, path, record.render().into_bytes()).await?;
    Ok(Outcome::text(said))
}
