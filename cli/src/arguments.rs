//! The command line: what may be written there, and what was.

use clap::{
    Arg, ArgAction, ArgMatches, ValueHint,
    builder::{EnumValueParser, PossibleValue, StyledStr},
    error::ErrorKind,
    value_parser,
};
use clap_complete::Shell;
use lockstep_core::{
    date::{self, Date},
    inquiry::Role,
    text::visible,
};

use crate::{
    base::{self, BaseArguments},
    color::Choice,
    command::{
        check::STANDARD_INPUT,
        classify::{self, ClassifyArguments},
        diff::{self, DiffArguments},
        evidence::{self, ContractArguments},
        freeze::{self, FreezeArguments},
        gate::{self, GateArguments},
        init::{self, InitArguments},
        negative::{self, NegativeArguments},
        notice::{self, NoticeArguments},
        policy::PolicyFormat,
        preflight::{self, PreflightArguments},
        probe::{self, ProbeArguments},
        producer::{self, generate::GenerateArguments},
        repin::{self, RepinArguments},
        rollback::{self, RollbackArguments},
    },
    configuration::Documents,
    gather::{HandoffOptions, handoff_options, no_evidence},
    help,
    output::{self, Outputs},
    relative_path::RelativePath,
    scope::Check,
    settings::OutputFormat,
};

/// The name of the program.
pub(crate) const NAME: &str = "lockstep";

/// What the program is told to do.
#[derive(Debug)]
pub(crate) enum Command {
    Check(Box<CheckArguments>),
    Classify(Box<ClassifyArguments>),
    Diff(Box<DiffArguments>),
    EvidenceContract(Box<ContractArguments>),
    Init(Box<InitArguments>),
    Negative(Box<NegativeArguments>),
    Notice(Box<NoticeArguments>),
    Preflight(Box<PreflightArguments>),
    Probe(Box<ProbeArguments>),
    Repin(Box<RepinArguments>),
    Rollback(Box<RollbackArguments>),
    Freeze(Box<FreezeArguments>),
    Gate(Box<GateArguments>),
    Generate(Box<GenerateArguments>),
    Rules { format: OutputFormat },
    Explain { id: String },
    Policy { path: String, chosen: Chosen, format: PolicyFormat },
    Completions { shell: Shell },
}

/// The arguments of `lockstep check`.
#[derive(Debug, Default)]
pub(crate) struct CheckArguments {
    pub(crate) paths: Vec<String>,
    pub(crate) outputs: Outputs,
    pub(crate) color: Choice,
    pub(crate) quiet: bool,
    pub(crate) today: Option<Date>,
    pub(crate) chosen: Chosen,
    pub(crate) documents: Documents,
    /// The checks that the user named; none for all.
    pub(crate) only: Vec<Check>,
    /// Whose repositories they are; `None` where each tells by itself.
    pub(crate) role: Option<Role>,
    pub(crate) handoff: HandoffOptions,
    /// The producer's repository is asked, whatever is configured.
    pub(crate) remote: bool,
    /// The network is not used, whatever is configured.
    pub(crate) offline: bool,
    /// What is said about the base of the change.
    pub(crate) base: BaseArguments,
}

/// Files that the user named in place of a repository's own.
#[derive(Clone, Debug, Default)]
pub(crate) struct Chosen {
    pub(crate) configuration: Option<String>,
    pub(crate) policy: Option<String>,
}

/// Why there is no command to run.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The user asked for this text.
    Answer(String),
    /// The arguments are wrong.
    Usage(String),
}

/// Reads the arguments, which do not include the program's name.
pub(crate) fn parse(arguments: &[String]) -> Result<Command, Stop> {
    // A known command is parsed by its own parser: building the others, too, doubles the time.
    if let Some((first, rest)) = arguments.split_first()
        && let Some(entry) = Entry::find(first)
    {
        // `lockstep handoff verify` says what is done to the payload that a producer generated; it is the same check.
        let rest = match (entry.name, rest) {
            ("handoff", [verify, rest @ ..]) if verify == "verify" => rest,
            _ => rest,
        };
        if entry.name == producer::NAME
            && let Some((second, rest)) = rest.split_first()
            && let Some(parser) = producer::judgement(second)
        {
            let matches = parser.no_binary_name(true).try_get_matches_from(rest).map_err(|error| stop(&error))?;
            return check(second, Some(Role::Producer), matches);
        }
        let matches = entry.parser().try_get_matches_from(rest).map_err(|error| stop(&error))?;
        return command(entry.name, matches);
    }
    if let [help, name] = arguments
        && help == "help"
        && Entry::find(name).is_some()
    {
        return parse(&[name.clone(), "--help".into()]);
    }
    let matches = parser().no_binary_name(true).try_get_matches_from(arguments).map_err(|error| stop(&error))?;
    // INVARIANT: the whole parser accepts nothing without a command, and it knows no command more.
    let name = matches.subcommand_name().unwrap_or_default();
    Err(Stop::Usage(format!("error: unrecognized subcommand '{}'\n", visible(name))))
}

fn stop(error: &clap::Error) -> Stop {
    let text = text(&error.render());
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Stop::Answer(text),
        _ => Stop::Usage(text),
    }
}

/// A text of the parser, fit to be shown: it repeats arguments, which must not control the terminal,
/// and its lists end with lines of spaces.
fn text(styled: &StyledStr) -> String {
    let text = styled.to_string();
    let lines: Vec<_> = text.trim_end().split('\n').map(|line| visible(line.trim_end()).into_owned()).collect();
    lines.join("\n") + "\n"
}

fn command(name: &str, mut matches: ArgMatches) -> Result<Command, Stop> {
    match name {
        producer::NAME => producer::command(matches),
        "check" | "atomic" | "remote" | "handoff" | "cutover" | "governance" | "boundary" => check(name, None, matches),
        "classify" => Ok(Command::Classify(Box::new(matches.into()))),
        "diff" => Ok(Command::Diff(Box::new(matches.into()))),
        "evidence" => Ok(Command::EvidenceContract(Box::new(matches.into()))),
        "init" => Ok(Command::Init(Box::new(matches.into()))),
        "negative" => Ok(Command::Negative(Box::new(matches.into()))),
        "notice" => Ok(Command::Notice(Box::new(matches.into()))),
        "preflight" => Ok(Command::Preflight(Box::new(matches.into()))),
        "probe" => Ok(Command::Probe(Box::new(matches.into()))),
        "repin" => Ok(Command::Repin(Box::new(matches.into()))),
        "rollback" => Ok(Command::Rollback(Box::new(matches.into()))),
        "freeze" => Ok(Command::Freeze(Box::new(matches.into()))),
        "gate" => Ok(Command::Gate(Box::new(matches.into()))),
        "rules" => Ok(Command::Rules { format: format(&mut matches) }),
        "explain" => Ok(Command::Explain { id: matches.remove_one("id").unwrap_or_default() }),
        "policy" => Ok(Command::Policy {
            path: matches.remove_one("path").unwrap_or_default(),
            format: matches.remove_one("format").unwrap_or_default(),
            chosen: chosen(&mut matches),
        }),
        _ => Ok(Command::Completions { shell: matches.remove_one("shell").unwrap_or(Shell::Bash) }),
    }
}

/// `name` is the command: `check`, or the only check that is wanted.
pub(crate) fn check(name: &str, role: Option<Role>, mut matches: ArgMatches) -> Result<Command, Stop> {
    let is_single = Check::named(name).is_some();
    let only = match Check::named(name) {
        Some(check) => Vec::from([check]),
        None => matches.remove_many("only").into_iter().flatten().collect(),
    };
    let role = match role {
        None if is_single => Some(Role::Consumer),
        None => matches.remove_one::<RoleArgument>("role").map(|RoleArgument(role)| role),
        role => role,
    };
    let paths: Vec<String> = matches.remove_many("path").into_iter().flatten().collect();
    if paths.len() > 1 && paths.iter().any(|path| path == STANDARD_INPUT) {
        return Err(misuse("`-` reads the list of repositories from standard input and must be the only PATH"));
    }
    let outputs = Outputs::read(&mut matches).map_err(misuse)?;
    Ok(Command::Check(Box::new(CheckArguments {
        paths,
        outputs,
        color: matches.remove_one("color").unwrap_or_default(),
        quiet: matches.get_flag("quiet"),
        today: matches.remove_one("today"),
        chosen: chosen(&mut matches),
        documents: Documents {
            pin: matches.try_remove_one("pin").ok().flatten(),
            matrix: matches.try_remove_one("matrix").ok().flatten(),
            manifest: matches.remove_one("manifest"),
        },
        only,
        role,
        handoff: HandoffOptions::take(&mut matches),
        remote: matches.try_get_one("remote").ok().flatten() == Some(&true),
        offline: matches.try_get_one("offline").ok().flatten() == Some(&true),
        base: BaseArguments::take(&mut matches),
    })))
}

fn misuse(message: &str) -> Stop {
    Stop::Usage(format!("error: {message}\n\nFor more information, try 'lockstep check --help'.\n"))
}

pub(crate) fn format(matches: &mut ArgMatches) -> OutputFormat {
    matches.remove_one("format").unwrap_or_default()
}

pub(crate) fn chosen(matches: &mut ArgMatches) -> Chosen {
    Chosen { configuration: matches.remove_one("config"), policy: matches.remove_one("policy") }
}

/// One command: its name, what it does in a line, and what arguments it takes.
struct Entry {
    name: &'static str,
    about: &'static str,
    arguments: fn(clap::Command) -> clap::Command,
}

impl Entry {
    fn find(name: &str) -> Option<&'static Self> {
        COMMANDS.iter().find(|entry| entry.name == name)
    }

    /// The parser of what stands behind the command's name.
    fn parser(&self) -> clap::Command {
        self.inner().bin_name(format!("{NAME} {}", self.name)).no_binary_name(true)
    }

    /// The command as a part of the whole parser.
    fn inner(&self) -> clap::Command {
        (self.arguments)(clap::Command::new(self.name).about(self.about))
    }
}

const fn single(check: Check) -> Entry {
    let arguments = match check {
        Check::Atomic => atomic_parser,
        _ => single_parser,
    };
    Entry { name: check.name(), about: check.summary(), arguments }
}

static COMMANDS: &[Entry] = &[
    Entry { name: "check", about: "Judges one or more repositories by every check", arguments: check_parser },
    single(Check::Atomic),
    Entry { name: "remote", about: Check::Remote.summary(), arguments: remote_parser },
    Entry { name: "handoff", about: Check::Handoff.summary(), arguments: handoff_parser },
    single(Check::Cutover),
    single(Check::Governance),
    single(Check::Boundary),
    Entry { name: producer::NAME, about: "Judges a producer's repository", arguments: producer::parser },
    Entry { name: "init", about: "Sets a consumer's repository up", arguments: init::parser },
    Entry { name: "negative", about: "Shows that the checks of a repository can fail", arguments: negative::parser },
    Entry { name: "classify", about: "Judges envelopes: bodies, logs of them, HAR files", arguments: classify::parser },
    Entry { name: "diff", about: "Says what changed in a contract, and whom it harms", arguments: diff::parser },
    Entry { name: "evidence", about: "Leaves evidence of a run", arguments: evidence::parser },
    Entry { name: "rules", about: "Lists every rule with what it demands", arguments: rules_parser },
    Entry { name: "explain", about: "Prints the page of a rule", arguments: explain_parser },
    Entry { name: "policy", about: "Prints the policy that a check would judge by", arguments: policy_parser },
    Entry { name: "preflight", about: "Says what the consumer would do with a service", arguments: preflight::parser },
    Entry { name: "probe", about: "Judges a service by a consumer's recorded requests", arguments: probe::parser },
    Entry { name: "repin", about: "Moves a repository to another release", arguments: repin::parser },
    Entry {
        name: "rollback",
        about: "Restores the last approved release, or rehearses it",
        arguments: rollback::parser,
    },
    Entry { name: "freeze", about: "Keeps the baseline from moving, or lets it move again", arguments: freeze::parser },
    Entry { name: "notice", about: "Says when an error code may be released", arguments: notice::parser },
    Entry { name: "gate", about: "Says which gates are open, and records decisions", arguments: gate::parser },
    Entry { name: "completions", about: "Prints a script of completions for a shell", arguments: completions_parser },
];

/// The parser of the whole command line.
pub(crate) fn parser() -> clap::Command {
    clap::Command::new(NAME)
        .version(lockstep_core::api::version())
        .about(help::PROGRAM_SUMMARY)
        .long_about(help::PROGRAM)
        .after_long_help(help::PROGRAM_END)
        .arg_required_else_help(true)
        .subcommand_required(true)
        .subcommands(COMMANDS.iter().map(Entry::inner))
}

fn check_parser(command: clap::Command) -> clap::Command {
    let only = option("only", "CHECK,...", "Judge by these checks alone")
        .value_parser(EnumValueParser::<Check>::new())
        .hide_possible_values(true)
        .value_delimiter(',');
    let flag = |name: &'static str, text: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue).help(text);
    let remote = flag("remote", "Ask the producer's repository, too; without a token it is an error");
    let offline = flag("offline", "Stay off the network, whatever is configured").conflicts_with("remote");
    let command = command.long_about(help::CHECK).after_long_help(help::CHECK_END);
    let role = option("role", "ROLE", "Whose repository it is: consumer or producer [default: what is found]")
        .value_parser(role);
    let command = command.arg(only).arg(role).args(base::options()).arg(base::new_only());
    judging(command.args([remote, offline]).args(handoff_options()))
}

fn handoff_parser(command: clap::Command) -> clap::Command {
    judging(command.after_long_help(help::HANDOFF_END).args(handoff_options()).arg(no_evidence()))
}

/// The parser of a command that is one check.
fn single_parser(command: clap::Command) -> clap::Command {
    judging(command.after_long_help(help::SINGLE_END))
}

fn remote_parser(command: clap::Command) -> clap::Command {
    judging(command.long_about(help::REMOTE).after_long_help(help::REMOTE_END))
}

/// The parser of the check that compares with a base.
fn atomic_parser(command: clap::Command) -> clap::Command {
    judging(command.after_long_help(help::ATOMIC_END).args(base::options()))
}

/// Whose repository it is, as an argument.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RoleArgument(pub(crate) Role);

pub(crate) fn role(text: &str) -> Result<RoleArgument, &'static str> {
    match text {
        "consumer" => Ok(RoleArgument(Role::Consumer)),
        "producer" => Ok(RoleArgument(Role::Producer)),
        _ => Err("the roles are consumer and producer"),
    }
}

/// The command with the arguments that every judgement of a consumer's repository has.
fn judging(command: clap::Command) -> clap::Command {
    judging_any(command)
        .arg(document("pin", "The integration pin, relative to the repository"))
        .arg(document("matrix", "The compatibility matrix, relative to the repository"))
        .arg(document("manifest", "The mirror of the manifest, relative to the repository"))
}

/// The option that says where a document stands.
pub(crate) fn document(name: &'static str, text: &'static str) -> Arg {
    option(name, "FILE", text).value_parser(value_parser!(RelativePath)).help_heading("Documents")
}

/// The command with the arguments that every judgement of a repository has, whoever's it is.
pub(crate) fn judging_any(command: clap::Command) -> clap::Command {
    command
        .arg(path_argument("The repository; more than one are checked in a line each; `-` reads a list").num_args(0..))
        .arg(format_option())
        .arg(output::argument())
        .arg(color_option())
        .arg(
            Arg::new("quiet")
                .short('q')
                .long("quiet")
                .action(ArgAction::SetTrue)
                .help("Print only what blocks, and nothing on a pass; JSON is always whole"),
        )
        .arg(today_option())
        .args(chosen_options())
}

fn rules_parser(command: clap::Command) -> clap::Command {
    command.arg(format_option())
}

fn explain_parser(command: clap::Command) -> clap::Command {
    command
        .arg(Arg::new("id").value_name("ID").required(true).help("The rule, as a finding or `lockstep rules` names it"))
}

fn policy_parser(command: clap::Command) -> clap::Command {
    let format = option("format", "FORMAT", "The form of the output")
        .value_parser(EnumValueParser::<PolicyFormat>::new())
        .default_value("json");
    command.after_long_help(help::POLICY_END).arg(path_argument("The repository")).arg(format).args(chosen_options())
}

fn completions_parser(command: clap::Command) -> clap::Command {
    command.after_long_help(help::COMPLETIONS_END).arg(
        Arg::new("shell")
            .value_name("SHELL")
            .required(true)
            .value_parser(EnumValueParser::<Shell>::new())
            .help("The shell"),
    )
}

pub(crate) fn path_argument(text: &'static str) -> Arg {
    Arg::new("path").value_name("PATH").value_hint(ValueHint::DirPath).default_value(".").help(text)
}

pub(crate) fn chosen_options() -> [Arg; 2] {
    [
        option("config", "FILE", "Use this configuration in place of the repository's lockstep.toml")
            .value_hint(ValueHint::FilePath),
        option("policy", "FILE", "Judge by this policy, whatever the configuration says")
            .value_hint(ValueHint::FilePath),
    ]
}

pub(crate) fn today_option() -> Arg {
    option("today", "YYYY-MM-DD", "Judge as of this day [default: today in UTC]").value_parser(day)
}

pub(crate) fn format_option() -> Arg {
    option("format", "FORMAT", "The form of the output")
        .value_parser(EnumValueParser::<OutputFormat>::new())
        .default_value("human")
}

pub(crate) fn color_option() -> Arg {
    option("color", "WHEN", "When to colour").value_parser(EnumValueParser::<Choice>::new()).default_value("auto")
}

pub(crate) fn option(name: &'static str, value: &'static str, text: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(text)
}

pub(crate) fn day(text: &str) -> Result<Date, String> {
    date::parse(text).ok_or_else(|| "a day is written YYYY-MM-DD and must be in the calendar".into())
}

impl clap::ValueEnum for OutputFormat {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Human, Self::Json]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::Human => PossibleValue::new("human").help("code frames for people"),
            Self::Json => PossibleValue::new("json").help("JSON for machines"),
        })
    }
}

impl clap::ValueEnum for Choice {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Auto, Self::Always, Self::Never]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::Auto => PossibleValue::new("auto").help("on a terminal, unless the environment says otherwise"),
            Self::Always => PossibleValue::new("always"),
            Self::Never => PossibleValue::new("never"),
        })
    }
}
