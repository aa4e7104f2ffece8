//! `lockstep producer generate`: what a producer hands over, made from its manifest, the policy and git.

mod arguments;
mod bundle;
mod ground;
mod handoff;
mod impact;
mod moment;
mod rehearsal;

use lockstep_core::{render, repin::diff, text::quoted};
use serde::Serialize;

pub(crate) use arguments::{GenerateArguments, parser};

use arguments::What;
use ground::Ground;
use moment::Standing;

use crate::{
    color::{Colors, Terminals},
    command::{
        consent::{Hindrance, agree, outcome},
        repin::patch,
    },
    failure::Failure,
    file,
    outcome::Outcome,
    relative_path::RelativePath,
    task::Host,
    transaction::{self, Replacement, Side, Work},
};

pub(crate) async fn run(
    host: &Host,
    arguments: GenerateArguments,
    (colors, terminals): (Colors, Terminals),
) -> Outcome {
    let mut said = String::new();
    let done = generate(host, &arguments, colors.stdout, &mut said).await;
    outcome(done, said, (colors, terminals))
}

/// What goes to standard output; `said` is for standard error, also where the rest fails.
async fn generate(
    host: &Host,
    arguments: &GenerateArguments,
    color: bool,
    said: &mut String,
) -> Result<String, Hindrance> {
    let root = arguments.path.as_str();
    if !arguments.consent.dry_run
        && !arguments.check
        && let Some(settled) = transaction::settle(host, root, Side::After).await?
    {
        said.push_str(&format!("finished the {} that was interrupted\n", settled.action));
    }
    let today = moment::today(host, arguments.today).await?;
    let ground = Ground::read(host, root, &arguments.chosen, (today, color)).await?;
    let place = match (&arguments.out, &arguments.what) {
        (Some(out), _) => out.as_str(),
        (None, What::Handoff { .. }) => ground.settings().handoff.place(),
        (None, What::Rehearsal { .. }) => ground.settings().rehearsal.place(),
        (None, What::Bundle) => ground.settings().bundle.place(),
        (None, What::Impact { since }) => return impact::text(&ground, since.as_deref(), said).await,
    };
    let standing = Standing::read(&ground, place, arguments.check).await?;
    let text = match &arguments.what {
        What::Handoff { mode } => rendered(&handoff::make(&ground, &standing, mode).await?),
        What::Rehearsal { candidate } => {
            rendered(&rehearsal::make(&ground, &standing, candidate.as_deref(), said).await?)
        }
        What::Bundle => rendered(&bundle::make(&ground, &standing, said).await?),
        What::Impact { since } => impact::text(&ground, since.as_deref(), said).await?,
    };
    put(&ground, arguments, (place, standing.bytes), text, said).await
}

/// A document as the text of its file.
fn rendered(document: &impl Serialize) -> String {
    render::json::render(document)
}

/// Puts a text in its place, after it was shown what that changes; gives back what has not been shown.
async fn put(
    ground: &Ground<'_>,
    arguments: &GenerateArguments,
    (place, before): (&str, Option<Vec<u8>>),
    text: String,
    said: &mut String,
) -> Result<String, Hindrance> {
    let name = file::joined(ground.root, place);
    let after = text.into_bytes();
    if before.as_ref() == Some(&after) {
        said.push_str(&format!("{} is what would be generated, nothing to do\n", quoted(&name)));
        return Ok(String::new());
    }
    let path: RelativePath = place.parse().map_err(|error| Failure::new(format!("{error}")).about(place))?;
    let (state, done) = match before {
        Some(_) => ("is not what would be generated", "generated"),
        None => ("does not exist", "made"),
    };
    let files = vec![Replacement { path, before, after }];
    let patch = patch(&files);
    if arguments.check {
        let failure = Failure::new(format!("{} {state}", quoted(&name)))
            .help("above is what would change; generate it anew without `--check`, look at the change and commit it");
        return Err(Hindrance::Objection(diff::visible(&patch), failure.into()));
    }
    if arguments.consent.dry_run {
        return Ok(patch);
    }
    let action = format!("generation of {}", quoted(place));
    let patch = agree(ground.host, arguments.consent, patch, &format!("Write {}?", quoted(&name))).await?;
    transaction::replace(ground.host, ground.root, (Work::Generate, &action), files).await?;
    said.push_str(&format!("{done} {}\n", quoted(&name)));
    Ok(patch)
}
