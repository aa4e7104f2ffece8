//! The arguments of `lockstep negative`.

use clap::{ArgMatches, builder::PossibleValuesParser};
use lockstep_core::date::Date;

use super::names;
use crate::{
    arguments::{Chosen, chosen, chosen_options, color_option, option, path_argument, today_option},
    color::Choice,
    scope::Check,
};

/// The beginning of `lockstep negative --help`.
const LONG: &str = "\
Shows that the checks of a repository can fail: puts faults into its documents, one at a time, and
demands that the right rule finds each as an error.

A check that passes says little where it could not fail, because the policy switched a rule off or
lowered it, or because the configuration no longer demands anything. This judges the repository's own
documents by its own policy and configuration. Nothing is written, and the network is not used.";

/// The end of `lockstep negative --help`.
const END: &str = "\
Faults:
  documents     each of the three missing; each value of the baseline changed in each document that
                states it; a pin that is no JSON, a base URL and a timeout that are wrong; the
                approved row gone, not approved, or for no consumer; one byte more in the mirror, an
                unknown error code, each block of the producer's policy weakened
  governance    each demanded line, phrase and command changed or gone
  cutover       the same in the records of the decision
  boundary      what adapter and callers must hold gone; an endpoint in another file
  handoff       each value of the baseline changed in the payload

In a producer's repository:
  manifest      the manifest missing and no JSON; each value of the release missing and malformed; an
                unknown error code, each block of the policy weakened
  alignment     each version and error code that a document has in common with the manifest, stated
                otherwise there; another known service contract in the manifest
  components    each field that is demanded of an artifact gone, and with another value
  rehearsal     each value, error code, promise, command and trigger turned into another
  bundle        each value of the release and error code stated otherwise, each digest changed
  slo           each threshold changed
  parity        a file of each copy of the contract pack changed, and gone
  schemas       each without its name
  status, decision, handoff
                as a consumer's governance, cutover and handoff

Examples:
  lockstep negative
  lockstep negative --only documents,governance

Exit codes: 0 every fault was found, 1 some were not, the repository does not pass as it is, or a
check of `--only` has nothing that could be wrong, 2 could not judge.";

/// The arguments of `lockstep negative`.
#[derive(Debug)]
pub(crate) struct NegativeArguments {
    pub(crate) path: String,
    /// The checks that the user named; none for those that are demanded.
    pub(crate) only: Vec<Check>,
    pub(crate) today: Option<Date>,
    pub(crate) color: Choice,
    pub(crate) chosen: Chosen,
}

impl From<ArgMatches> for NegativeArguments {
    fn from(mut matches: ArgMatches) -> Self {
        let only = matches.remove_many::<String>("only").into_iter().flatten();
        Self {
            only: only.filter_map(|name| Check::named(&name)).collect(),
            path: matches.remove_one("path").unwrap_or_default(),
            today: matches.remove_one("today"),
            color: matches.remove_one("color").unwrap_or_default(),
            chosen: chosen(&mut matches),
        }
    }
}

pub(crate) fn parser(command: clap::Command) -> clap::Command {
    let only = option("only", "CHECK,...", "Put faults into what these checks judge, and demand that there is some")
        .value_parser(PossibleValuesParser::new(names()))
        .value_delimiter(',');
    command
        .long_about(LONG)
        .after_long_help(END)
        .arg(path_argument("The repository"))
        .arg(only)
        .arg(today_option())
        .arg(color_option())
        .args(chosen_options())
}
