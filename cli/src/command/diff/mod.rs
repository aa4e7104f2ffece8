//! `lockstep diff`: what changed between two states of a producer's documents.

mod arguments;
mod calendar;
mod place;

use lockstep_core::{
    change::{self, Comparison, DiffReport, Given, Pair, Refusal, Side},
    render,
};

use arguments::DiffFormat;
pub(crate) use arguments::{DiffArguments, parser};
use place::{Found, State};

use crate::{
    color::Colors,
    command::policy,
    failure::Failure,
    outcome::{FAIL, Outcome, PASS},
    task::Host,
};

pub(crate) async fn run(host: &Host, arguments: DiffArguments, colors: Colors) -> Outcome {
    match diff(host, &arguments, colors.stdout).await {
        Ok(outcome) => outcome,
        Err(failure) => {
            let mut outcome = Outcome::failure(&failure, colors.stderr);
            if arguments.format == DiffFormat::Json {
                outcome.stdout = render::json::render(&failure.document()).into_bytes();
            }
            outcome
        }
    }
}

async fn diff(host: &Host, arguments: &DiffArguments, color: bool) -> Result<Outcome, Failure> {
    let engine = policy::effective(host, ".", &arguments.chosen).await?;
    let limit = engine.policy().limits.document_bytes;
    let (old, new) = (arguments.old.state(host, limit).await?, arguments.new.state(host, limit).await?);
    let pairs = match (&old, &new) {
        (State::File(old), State::File(new)) => Vec::from([Pair { old: Some(given(old)), new: Some(given(new)) }]),
        (State::Tree(old), State::Tree(new)) => {
            let pairs = old.iter().zip(new);
            let pairs = pairs.map(|(old, new)| Pair { old: old.as_ref().map(given), new: new.as_ref().map(given) });
            pairs.filter(|pair| pair.old.is_some() || pair.new.is_some()).collect()
        }
        _ => {
            let help = "name two documents, or two folders of which each is the root of a producer's tree";
            return Err(Failure::new("one of the two is a file and the other a folder").help(help));
        }
    };
    let compared = change::compare(&pairs, engine.policy());
    let mut comparison = compared.map_err(|refusal| refused(&refusal, &old, &new))?;
    if let Some(announced) = &arguments.announced {
        let calendar = calendar::read(host, arguments).await?;
        comparison.count(&calendar, announced.moment).map_err(|fault| Failure::new(fault.to_string()))?;
    }
    let text = match arguments.format {
        DiffFormat::Human => comparison.human(color),
        DiffFormat::Json => render::json::render(&DiffReport::from(&comparison)),
        DiffFormat::Markdown => comparison.markdown(),
    };
    let exit_code = exit_code(&comparison, arguments);
    Ok(Outcome { stdout: text.into_bytes(), stderr: Vec::new(), exit_code })
}

/// A change is no fault: it fails only where the user said of which class it must not be.
fn exit_code(comparison: &Comparison<'_>, arguments: &DiffArguments) -> u8 {
    match arguments.fail_on {
        Some(class) if comparison.class >= class => FAIL,
        _ => PASS,
    }
}

fn given(found: &Found) -> Given<'_> {
    Given { name: &found.name, bytes: &found.bytes }
}

/// The failure of a document that cannot be compared, at its place.
fn refused(refusal: &Refusal, old: &State, new: &State) -> Failure {
    let state = if refusal.side == Side::Old { old } else { new };
    let bytes = match state {
        State::File(found) => Some(&found.bytes),
        State::Tree(documents) => {
            documents.iter().flatten().find(|found| found.name == refusal.name).map(|found| &found.bytes)
        }
    };
    let text = String::from_utf8_lossy(bytes.map(Vec::as_slice).unwrap_or_default());
    Failure::new(refusal.message.clone()).about(&refusal.name).at(&text, refusal.span.range())
}
