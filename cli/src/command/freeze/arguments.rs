//! The arguments of `lockstep freeze`.

use clap::{Arg, ArgAction, ArgMatches};
use lockstep_core::date::Date;

use crate::{
    arguments::{Chosen, chosen, chosen_options, color_option, day, option, path_argument},
    color::Choice,
    command::repin::words,
    help,
};

/// The arguments of `lockstep freeze`.
#[derive(Debug)]
pub(crate) struct FreezeArguments {
    pub(crate) path: String,
    pub(crate) reason: String,
    pub(crate) reviewer: String,
    pub(crate) until: Option<Date>,
    pub(crate) lift: bool,
    pub(crate) today: Option<Date>,
    pub(crate) color: Choice,
    pub(crate) chosen: Chosen,
}

impl From<ArgMatches> for FreezeArguments {
    fn from(mut matches: ArgMatches) -> Self {
        Self {
            path: matches.remove_one("path").unwrap_or_default(),
            reason: matches.remove_one("reason").unwrap_or_default(),
            reviewer: matches.remove_one("reviewer").unwrap_or_default(),
            until: matches.remove_one("until"),
            lift: matches.get_flag("lift"),
            today: matches.remove_one("today"),
            color: matches.remove_one("color").unwrap_or_default(),
            chosen: chosen(&mut matches),
        }
    }
}

pub(crate) fn parser(command: clap::Command) -> clap::Command {
    command
        .long_about(help::FREEZE)
        .after_long_help(help::FREEZE_END)
        .arg(path_argument("The consumer's repository"))
        .arg(words("reason", "TEXT", "Why").required(true))
        .arg(words("reviewer", "NAME", "Who reviewed it").required(true))
        .arg(option("until", "YYYY-MM-DD", "Its last day [default: until it is lifted]").value_parser(day))
        .arg(
            Arg::new("lift")
                .long("lift")
                .action(ArgAction::SetTrue)
                .help("End the freeze that holds")
                .conflicts_with("until"),
        )
        .arg(option("today", "YYYY-MM-DD", "Do as of this day [default: today in UTC]").value_parser(day))
        .arg(color_option())
        .args(chosen_options())
}
