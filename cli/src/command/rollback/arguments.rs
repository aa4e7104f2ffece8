//! The arguments of `lockstep rollback`.

use clap::{Arg, ArgAction, ArgMatches};
use lockstep_core::date::Date;

use crate::{
    arguments::{Chosen, chosen, chosen_options, color_option, path_argument},
    color::Choice,
    command::{
        consent::Consent,
        repin::{consent, consent_options, words},
    },
    help,
};

/// The arguments of `lockstep rollback`.
#[derive(Debug)]
pub(crate) struct RollbackArguments {
    pub(crate) path: String,
    pub(crate) to: Option<String>,
    /// May be left out where an interrupted repin is to be undone, and of a rehearsal.
    pub(crate) reason: Option<String>,
    pub(crate) reviewer: Option<String>,
    pub(crate) freeze: bool,
    pub(crate) rehearse: bool,
    pub(crate) consent: Consent,
    pub(crate) today: Option<Date>,
    pub(crate) color: Choice,
    pub(crate) chosen: Chosen,
}

impl From<ArgMatches> for RollbackArguments {
    fn from(mut matches: ArgMatches) -> Self {
        Self {
            path: matches.remove_one("path").unwrap_or_default(),
            to: matches.remove_one("to"),
            reason: matches.remove_one("reason"),
            reviewer: matches.remove_one("reviewer"),
            freeze: !matches.get_flag("no-freeze"),
            rehearse: matches.get_flag("rehearse"),
            consent: consent(&matches),
            today: matches.remove_one("today"),
            color: matches.remove_one("color").unwrap_or_default(),
            chosen: chosen(&mut matches),
        }
    }
}

pub(crate) fn parser(command: clap::Command) -> clap::Command {
    let flag = |name: &'static str, text: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue).help(text);
    command
        .long_about(help::ROLLBACK)
        .after_long_help(help::ROLLBACK_END)
        .arg(path_argument("The consumer's repository"))
        .arg(words("to", "TAG", "The release to go back to [default: the last approved one]"))
        .arg(words("reason", "TEXT", "Why, for the incident summary and the freeze"))
        .arg(words("reviewer", "NAME", "Who reviewed the freeze that begins with it"))
        .arg(flag("no-freeze", "Begin no freeze"))
        .arg(
            flag("rehearse", "Go back in a copy, run the declared tests, and write the evidence").conflicts_with_all([
                "reason",
                "reviewer",
                "no-freeze",
                "dry-run",
                "yes",
            ]),
        )
        .args(consent_options())
        .arg(color_option())
        .args(chosen_options())
}
