//! The arguments of `lockstep preflight`.

use clap::{Arg, ArgAction, ArgMatches, ValueHint, value_parser};

use crate::{
    arguments::{Chosen, chosen, chosen_options, color_option, format, format_option, option, path_argument},
    color::Choice,
    help,
    settings::OutputFormat,
};

/// The arguments of `lockstep preflight`.
#[derive(Debug)]
pub(crate) struct PreflightArguments {
    pub(crate) path: String,
    pub(crate) base_url: Option<String>,
    pub(crate) timeout_ms: Option<u64>,
    pub(crate) allow_remote: bool,
    pub(crate) format: OutputFormat,
    pub(crate) color: Choice,
    pub(crate) chosen: Chosen,
}

impl From<ArgMatches> for PreflightArguments {
    fn from(mut matches: ArgMatches) -> Self {
        Self {
            path: matches.remove_one("path").unwrap_or_default(),
            base_url: matches.remove_one("base-url"),
            timeout_ms: matches.remove_one("timeout-ms"),
            allow_remote: matches.get_flag("allow-remote"),
            format: format(&mut matches),
            color: matches.remove_one("color").unwrap_or_default(),
            chosen: chosen(&mut matches),
        }
    }
}

pub(crate) fn parser(command: clap::Command) -> clap::Command {
    command
        .long_about(help::PREFLIGHT)
        .after_long_help(help::PREFLIGHT_END)
        .arg(path_argument("The consumer's repository"))
        .arg(option("base-url", "URL", "Ask the service at this address").value_hint(ValueHint::Url))
        .arg(
            option("timeout-ms", "N", "The most milliseconds for each answer")
                .value_parser(value_parser!(u64).range(1..=600_000)),
        )
        .arg(
            Arg::new("allow-remote")
                .long("allow-remote")
                .action(ArgAction::SetTrue)
                .help("Ask a service that does not run on this machine"),
        )
        .arg(format_option())
        .arg(color_option())
        .args(chosen_options())
}
