use clap::{ArgMatches, builder::EnumValueParser};
use lockstep_core::inquiry::Role;

use super::generate;
use crate::{
    arguments::{self, Command, Stop, document, judging_any, option},
    base,
    configuration::STANDARD_RECORDS,
    help,
    scope::Check,
};

/// The command that makes what is handed over.
const GENERATE: &str = "generate";

/// The command that runs every check.
const CHECK: &str = "check";

/// The name of the command.
pub(crate) const NAME: &str = "producer";

/// The parser of `lockstep producer`: a command for all checks, and one for each.
pub(crate) fn parser(command: clap::Command) -> clap::Command {
    let singles = Check::of(Role::Producer).iter().map(|check| check.name());
    command
        .long_about(help::PRODUCER)
        .after_long_help(help::PRODUCER_END)
        .arg_required_else_help(true)
        .subcommand_required(true)
        .subcommands(std::iter::once(CHECK).chain(singles).filter_map(judgement))
        .subcommand(generate::parser(subcommand(GENERATE, "Makes what is handed over with a release")))
}

fn subcommand(name: &'static str, about: &'static str) -> clap::Command {
    clap::Command::new(name).about(about).bin_name(format!("{} {NAME} {name}", arguments::NAME))
}

/// The parser of `lockstep producer` with this name behind it, where it is one that judges.
pub(crate) fn judgement(name: &str) -> Option<clap::Command> {
    let judging = |command| judging_any(command).arg(document("manifest", "The manifest, relative to the repository"));
    if name == CHECK {
        let only = option("only", "CHECK,...", "Judge by these checks alone")
            .value_parser(EnumValueParser::<Check>::new())
            .hide_possible_values(true)
            .value_delimiter(',');
        let check = subcommand(CHECK, "Judges one or more producers' repositories by every check");
        let check = check.long_about(help::PRODUCER_CHECK).after_long_help(help::PRODUCER_CHECK_END);
        return Some(judging(check.arg(only).args(base::options()).arg(base::new_only())));
    }
    let check = Check::named(name).filter(|check| Check::of(Role::Producer).contains(check))?;
    let single = subcommand(check.name(), check.summary()).after_long_help(help::PRODUCER_SINGLE_END);
    Some(match check {
        Check::Notice => judging(single.after_long_help(help::PRODUCER_NOTICE_END).args(base::options())),
        Check::Status | Check::Decision => judging(single.after_long_help(format!(
            "{}\n\n{}\n\n{}",
            help::PRODUCER_RECORDS_END,
            STANDARD_RECORDS.trim_end(),
            help::PRODUCER_SINGLE_END
        ))),
        _ => judging(single),
    })
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
