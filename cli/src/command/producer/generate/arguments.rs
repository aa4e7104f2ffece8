//! The arguments of `lockstep producer generate`.

use clap::{Arg, ArgAction, ArgMatches, value_parser};
use lockstep_core::date::Date;

use crate::{
    arguments::{Chosen, NAME, chosen, chosen_options, color_option, option, path_argument},
    color::Choice,
    command::{
        consent::Consent,
        repin::{consent, consent_options, words},
    },
    help,
    relative_path::RelativePath,
};

/// What is generated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// The handoff payload of a mode.
    Handoff { mode: String },
    /// The payload of a rehearsal of a service contract; `None` for the newest that the policy knows.
    Rehearsal { candidate: Option<String> },
    /// The release evidence bundle.
    Bundle,
    /// The consumer impact statement; `since` is what git knows the last release by.
    Impact { since: Option<String> },
}

/// The arguments of `lockstep producer generate`.
#[derive(Debug)]
pub(crate) struct GenerateArguments {
    pub(crate) what: What,
    pub(crate) path: String,
    /// The file that is written, in place of the one that is configured.
    pub(crate) out: Option<RelativePath>,
    /// Only say whether the file is what would be generated.
    pub(crate) check: bool,
    pub(crate) consent: Consent,
    pub(crate) today: Option<Date>,
    pub(crate) color: Choice,
    pub(crate) chosen: Chosen,
}

const HANDOFF: &str = "handoff";
const REHEARSAL: &str = "rehearsal";
const BUNDLE: &str = "bundle";
const IMPACT: &str = "impact";

impl From<ArgMatches> for GenerateArguments {
    fn from(mut matches: ArgMatches) -> Self {
        // INVARIANT: the parser accepts nothing without a subcommand.
        let (name, mut matches) = matches.remove_subcommand().unwrap_or_default();
        let what = match name.as_str() {
            REHEARSAL => What::Rehearsal { candidate: matches.remove_one("candidate") },
            BUNDLE => What::Bundle,
            IMPACT => What::Impact { since: matches.remove_one("since") },
            _ => What::Handoff { mode: matches.remove_one("mode").unwrap_or_default() },
        };
        Self {
            what,
            path: matches.remove_one("path").unwrap_or_default(),
            out: matches.remove_one("out"),
            check: matches.get_flag("check"),
            consent: consent(&matches),
            today: matches.remove_one("today"),
            color: matches.remove_one("color").unwrap_or_default(),
            chosen: chosen(&mut matches),
        }
    }
}

pub(crate) fn parser(command: clap::Command) -> clap::Command {
    let mode = words("mode", "MODE", "stable, or a candidate such as service-v3-candidate").default_value("stable");
    let candidate =
        words("candidate", "VERSION", "The service contract to rehearse [default: the newest that the policy knows]");
    let since = words("since", "REF", "The last release, as git knows it [default: its tag]");
    command
        .long_about(help::GENERATE)
        .after_long_help(help::GENERATE_END)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(generator(HANDOFF, "The payload that hands a release over").arg(mode))
        .subcommand(generator(REHEARSAL, "The payload of a rehearsal").arg(candidate))
        .subcommand(generator(BUNDLE, "The release evidence bundle, with a digest of every file"))
        .subcommand(
            generator(IMPACT, "The consumer impact statement; printed unless `--out` names a file")
                .arg(since)
                .mut_arg("check", |check| check.requires("out")),
        )
}

/// The parser of one thing that is generated, with what all of them take.
fn generator(name: &'static str, about: &'static str) -> clap::Command {
    let out = option("out", "FILE", "Write this file, relative to the repository [default: where it is looked for]");
    let check = Arg::new("check").long("check").action(ArgAction::SetTrue);
    let check = check.help("Write nothing; exit with 1 where the file is not what would be generated");
    clap::Command::new(name)
        .about(about)
        .bin_name(format!("{NAME} producer generate {name}"))
        .after_long_help(help::GENERATE_END)
        .arg(path_argument("The producer's repository"))
        .arg(out.value_parser(value_parser!(RelativePath)))
        .arg(check.conflicts_with_all(["dry-run", "yes"]))
        .args(consent_options())
        .arg(color_option())
        .args(chosen_options())
}
