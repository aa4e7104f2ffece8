//! The arguments of `lockstep evidence`.

use clap::{Arg, ArgMatches, value_parser};
use lockstep_core::date::Date;

use crate::{
    arguments::{Chosen, chosen, chosen_options, color_option, option, path_argument, today_option},
    color::Choice,
    help,
};

/// The arguments of `lockstep evidence contract`.
#[derive(Debug)]
pub(crate) struct ContractArguments {
    pub(crate) path: String,
    /// The words behind `--`.
    pub(crate) command: Vec<String>,
    pub(crate) timeout_ms: u64,
    pub(crate) today: Option<Date>,
    pub(crate) chosen: Chosen,
    pub(crate) color: Choice,
}

impl From<ArgMatches> for ContractArguments {
    fn from(mut evidence: ArgMatches) -> Self {
        // INVARIANT: the parser accepts nothing without the only subcommand.
        let mut matches = evidence.remove_subcommand().map(|(_, matches)| matches).unwrap_or_default();
        Self {
            path: matches.remove_one("path").unwrap_or_default(),
            command: matches.remove_many("command").into_iter().flatten().collect(),
            timeout_ms: matches.remove_one("timeout-ms").unwrap_or_default(),
            today: matches.remove_one("today"),
            chosen: chosen(&mut matches),
            color: matches.remove_one("color").unwrap_or_default(),
        }
    }
}

pub(crate) fn parser(command: clap::Command) -> clap::Command {
    let contract = clap::Command::new("contract")
        .about("Checks, runs the contract tests and writes down what came of both")
        .after_long_help(help::EVIDENCE_CONTRACT_END)
        .arg(path_argument("The repository"))
        .arg(
            Arg::new("command")
                .value_name("COMMAND")
                .num_args(1..)
                .last(true)
                .required(true)
                .help("The contract tests: one line for the shell, or a program and its arguments"),
        )
        .arg(
            option("timeout-ms", "N", "The most milliseconds for the contract tests")
                .value_parser(value_parser!(u64).range(1..=86_400_000))
                .default_value("3600000"),
        )
        .arg(today_option())
        .arg(color_option())
        .args(chosen_options());
    command.subcommand_required(true).arg_required_else_help(true).subcommand(contract)
}
