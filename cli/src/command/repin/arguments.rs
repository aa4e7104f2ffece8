//! The arguments of `lockstep repin`.

use clap::{Arg, ArgAction, ArgMatches, ValueHint, builder::NonEmptyStringValueParser};
use lockstep_core::date::Date;

use crate::{
    arguments::{Chosen, chosen, chosen_options, color_option, day, option, path_argument},
    color::Choice,
    command::consent::Consent,
    help,
};

/// The arguments of `lockstep repin`.
#[derive(Debug)]
pub(crate) struct RepinArguments {
    pub(crate) path: String,
    /// A file, an address or a tag; may be left out where an interrupted repin is to be finished.
    pub(crate) manifest: Option<String>,
    pub(crate) consumer_version: Option<String>,
    pub(crate) consumer_commit: Option<String>,
    pub(crate) pull_request: Option<String>,
    pub(crate) emergency: Option<String>,
    pub(crate) consent: Consent,
    pub(crate) today: Option<Date>,
    pub(crate) color: Choice,
    pub(crate) chosen: Chosen,
}

impl From<ArgMatches> for RepinArguments {
    fn from(mut matches: ArgMatches) -> Self {
        Self {
            path: matches.remove_one("path").unwrap_or_default(),
            manifest: matches.remove_one("manifest"),
            consumer_version: matches.remove_one("consumer-version"),
            consumer_commit: matches.remove_one("consumer-commit"),
            pull_request: matches.remove_one("pr-body"),
            emergency: matches.remove_one("emergency"),
            consent: consent(&matches),
            today: matches.remove_one("today"),
            color: matches.remove_one("color").unwrap_or_default(),
            chosen: chosen(&mut matches),
        }
    }
}

/// What every command that changes files is told about going about it.
pub(crate) fn consent(matches: &ArgMatches) -> Consent {
    Consent { dry_run: matches.get_flag("dry-run"), yes: matches.get_flag("yes") }
}

/// The options of [`consent`], and the date.
pub(crate) fn consent_options() -> [Arg; 3] {
    let flag = |name: &'static str, text: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue).help(text);
    [
        flag("dry-run", "Print the patch and change nothing").conflicts_with("yes"),
        flag("yes", "Do not ask, even on a terminal"),
        option("today", "YYYY-MM-DD", "Do as of this day [default: today in UTC]").value_parser(day),
    ]
}

/// An option whose text says something.
pub(crate) fn words(name: &'static str, value: &'static str, text: &'static str) -> Arg {
    option(name, value, text).value_parser(NonEmptyStringValueParser::new())
}

pub(crate) fn parser(command: clap::Command) -> clap::Command {
    command
        .long_about(help::REPIN)
        .after_long_help(help::REPIN_END)
        .arg(path_argument("The consumer's repository"))
        .arg(words("manifest", "FILE|URL|TAG", "The producer's manifest of the release to move to"))
        .arg(words("consumer-version", "TEXT", "The application's version for the approved row"))
        .arg(words("consumer-commit", "SHA", "The application's commit for the approved row"))
        .arg(words("pr-body", "FILE", "Write the text of the pull request here").value_hint(ValueHint::FilePath))
        .arg(words("emergency", "REASON", "Move although a freeze holds, and record why"))
        .args(consent_options())
        .arg(color_option())
        .args(chosen_options())
}
