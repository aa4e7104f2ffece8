//! `lockstep explain`: the page of a rule.

use lockstep_core::{api, text::quoted};

use crate::{failure::Failure, outcome::Outcome, suggestion};

pub(crate) fn run(id: &str) -> Result<Outcome, Failure> {
    if let Some(page) = api::explain(id) {
        return Ok(Outcome::text(page));
    }
    let failure = Failure::new(format!("no rule is called {}", quoted(id)));
    let rules = api::rules();
    Err(match suggestion::nearest(id, rules.iter().map(|rule| rule.id)) {
        Some(known) => failure.help(format!("did you mean `{known}`? `lockstep rules` lists them all")),
        None => failure.help("`lockstep rules` lists them all"),
    })
}
