use clap::{ArgMatches, builder::EnumValueParser};
use lockstep_core::inquiry::Role;

use super::generate;
use crate::{
    arguments::{self, Command, NAME, Stop, judging, option},
    base,
    configuration::STANDARD_RECORDS,
    help,
    scope::Check,
};

/// The command that makes what is handed over.
const GENERATE: &str = "generate";

/// The command that runs every check.
const CHECK: &str = "check";

/// The parser of `lockstep producer`: a command for all checks, and one for each.
pub(crate) fn parser(command: clap::Command) -> clap::Command {
    let subcommand = |name: &'static str, about: &'static str| {
        clap::Command::new(name).about(about).bin_name(format!("{NAME} producer {name}"))
    };
    let only = option("only", "CHECK,...", "Judge by these checks alone")
        .value_parser(EnumValueParser::<Check>::new())
        .hide_possible_values(true)
        .value_delimiter(',');
    let check = subcommand(CHECK, "Judges one or more producers' repositories by every check");
    let check = check.long_about(help::PRODUCER_CHECK).after_long_help(help::PRODUCER_CHECK_END);
    let check = judging(check.arg(only).args(base::options()).arg(base::new_only()));
    let singles = Check::of(Role::Producer).iter().map(|check| {
        let single = subcommand(check.name(), check.summary()).after_long_help(help::PRODUCER_SINGLE_END);
        match check {
            Check::Notice => judging(single.after_long_help(help::PRODUCER_NOTICE_END).args(base::options())),
            Check::Status | Check::Decision => judging(single.after_long_help(format!(
                "{}\n\n{}\n\n{}",
                help::PRODUCER_RECORDS_END,
                STANDARD_RECORDS.trim_end(),
                help::PRODUCER_SINGLE_END
            ))),
            _ => judging(single),
        }
    });
    command
        .long_about(help::PRODUCER)
        .after_long_help(help::PRODUCER_END)
        .arg_required_else_help(true)
        .subcommand_required(true)
        .subcommand(check)
        .subcommands(singles)
        .subcommand(generate::parser(subcommand(GENERATE, "Makes what is handed over with a release")))
}

/// What the arguments of `lockstep producer` tell the program to do.
pub(crate) fn command(mut matches: ArgMatches) -> Result<Command, Stop> {
    // INVARIANT: the parser accepts nothing without a subcommand.
    let (name, matches) = matches.remove_subcommand().unwrap_or_default();
    match name.as_str() {
        GENERATE => Ok(Command::Generate(Box::new(matches.into()))),
        _ => arguments::check(&name, Some(Role::Producer), matches),
    }
}
