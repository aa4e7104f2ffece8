//! The arguments of `lockstep probe`.

use clap::{Arg, ArgAction, ArgGroup, ArgMatches, ValueHint, value_parser};

use crate::{
    arguments::{color_option, format, format_option, option},
    color::Choice,
    help,
    settings::OutputFormat,
};

/// The arguments of `lockstep probe`.
#[derive(Debug)]
pub(crate) struct ProbeArguments {
    pub(crate) base_url: Option<String>,
    pub(crate) interactions: String,
    pub(crate) openapi: Option<String>,
    pub(crate) contract: String,
    pub(crate) timeout_ms: u64,
    pub(crate) allow_remote: bool,
    pub(crate) format: OutputFormat,
    pub(crate) color: Choice,
}

impl From<ArgMatches> for ProbeArguments {
    fn from(mut matches: ArgMatches) -> Self {
        Self {
            base_url: matches.remove_one("base-url"),
            interactions: matches.remove_one("interactions").unwrap_or_default(),
            openapi: matches.remove_one("openapi"),
            contract: matches.remove_one("contract").unwrap_or_default(),
            timeout_ms: matches.remove_one("timeout-ms").unwrap_or_default(),
            allow_remote: matches.get_flag("allow-remote"),
            format: format(&mut matches),
            color: matches.remove_one("color").unwrap_or_default(),
        }
    }
}

pub(crate) fn parser(command: clap::Command) -> clap::Command {
    let file = |name: &'static str, text: &'static str| option(name, "FILE", text).value_hint(ValueHint::FilePath);
    command
        .long_about(help::PROBE)
        .after_long_help(help::PROBE_END)
        .arg(option("base-url", "URL", "Ask the service at this address").value_hint(ValueHint::Url))
        .arg(file("interactions", "The recorded requests").required(true))
        .arg(file("openapi", "Judge the requests by this OpenAPI file, too"))
        .group(ArgGroup::new("sides").args(["base-url", "openapi"]).multiple(true).required(true))
        .arg(
            option("contract", "VERSION", "The contract that answers must keep, or `overlap`").default_value("overlap"),
        )
        .arg(
            option("timeout-ms", "N", "The most milliseconds for an answer")
                .value_parser(value_parser!(u64).range(1..=600_000))
                .default_value("2500"),
        )
        .arg(
            Arg::new("allow-remote")
                .long("allow-remote")
                .action(ArgAction::SetTrue)
                .help("Ask a service that does not run on this machine"),
        )
        .arg(format_option())
        .arg(color_option())
}
