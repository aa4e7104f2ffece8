//! The arguments of `lockstep gate` and of its commands.

use clap::{
    Arg, ArgAction, ArgMatches, ValueEnum, ValueHint,
    builder::{EnumValueParser, PossibleValue},
};
use lockstep_core::{date::Date, gate::Approver, inquiry::Role};

use crate::{
    arguments::{Chosen, RoleArgument, chosen, chosen_options, color_option, option, role, today_option},
    color::Choice,
    command::{
        consent::Consent,
        repin::{consent, consent_options, words},
    },
};

/// The beginning of `lockstep gate --help`.
const LONG: &str = "\
Says which gates are open: whether all that the teams demand before a step is shown.

The gates stand in lockstep-gates.json. Each criterion names its evidence, which passes, fails or
leaves the matter unknown: what is missing, unreadable, faulty, stale or dated in the future is
unknown. A gate is GO where everything passes; every other gate is NO-GO.";

/// The end of `lockstep gate --help`.
const END: &str = "\
Kinds of evidence: check (made now), report, artifact (by digest or values), contract, handoff,
rehearsal, run (of declared commands), record (of an earlier decision), decision (in Markdown),
approval, window (a time that must be over), freeze (none may hold). docs/gates.schema.json says all.

lockstep.toml, in which everything may be left out:
  [gate]
  file = \"docs/gates.json\"

Examples:
  lockstep gate                                  all gates of the repository
  lockstep gate service-v3-cutover               one gate, with those that it demands
  lockstep gate run consumer-suite               run its commands, leave the evidence
  lockstep gate --weekly                         the weekly integration review, in Markdown
  lockstep gate decide service-v3-readiness --approver AssistSupport=Ada --approver MemoryKernel=Bo
  lockstep gate init                             a gate file to start from

Exit codes: 0 GO, 1 NO-GO: something that was found says so, 2 NO-GO: it is not known, or the gate
file is faulty. Where one thing fails, it is 1, whatever else is unknown.";

/// The end of `lockstep gate run --help`.
const RUN_END: &str = "\
Each command runs with a time limit and without input, and gets the variables of the environment
that programs generally need (PATH, HOME and their like) and those that the gate file names. What
takes too long or writes too much is ended with all that it started. The evidence of a suite,
lockstep-gate-run.v1, says how each command ended, with digests and the ends of its outputs.

Exit codes: 0 every command passed, 1 some did not, 2 nothing was run, or the evidence could not be
written.";

/// The end of `lockstep gate decide --help`.
const DECIDE_END: &str = "\
The decision is GO where the gate passes, everybody whom the gate file names as an approver approves,
and nobody refuses; otherwise it is NO-GO. It is recorded as Markdown in the teams' form, which
`lockstep cutover` reads, and as JSON beside it (lockstep-gate-decision.v1). The change is shown as a
patch; on a terminal you are asked before it is made. Both files change, or none.

Exit codes: 0 GO is recorded, or would be; 1 NO-GO is recorded, or you said no; 2 nothing is recorded.";

/// What `lockstep gate` is told to do.
#[derive(Debug)]
pub(crate) struct GateArguments {
    pub(crate) task: Task,
    pub(crate) root: String,
    /// Gates or suites.
    pub(crate) names: Vec<String>,
    pub(crate) today: Option<Date>,
    pub(crate) chosen: Chosen,
    pub(crate) color: Choice,
}

/// What is done with gates.
#[derive(Debug)]
pub(crate) enum Task {
    Evaluate { format: GateFormat },
    Weekly,
    Run,
    Decide { approvers: Vec<Approver>, refused: Option<String>, consent: Consent },
    Init { role: Option<Role>, project: Option<String>, consent: Consent },
}

/// The form of an evaluation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum GateFormat {
    #[default]
    Human,
    Json,
    Markdown,
}

impl ValueEnum for GateFormat {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Human, Self::Json, Self::Markdown]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::Human => PossibleValue::new("human").help("a table a gate, for people"),
            Self::Json => PossibleValue::new("json").help("JSON for machines, lockstep-gate.v1"),
            Self::Markdown => PossibleValue::new("markdown").help("tables for a job summary or a pull request"),
        })
    }
}

impl From<ArgMatches> for GateArguments {
    fn from(mut gate: ArgMatches) -> Self {
        let Some((name, mut matches)) = gate.remove_subcommand() else {
            let format = gate.remove_one("format").unwrap_or_default();
            let task = if gate.get_flag("weekly") { Task::Weekly } else { Task::Evaluate { format } };
            return Self::with(task, gate);
        };
        let task = match name.as_str() {
            "run" => Task::Run,
            "decide" => Task::Decide {
                approvers: matches.remove_many("approver").into_iter().flatten().collect(),
                refused: matches.remove_one("no-go"),
                consent: consent(&matches),
            },
            _ => Task::Init {
                role: matches.remove_one::<RoleArgument>("role").map(|RoleArgument(role)| role),
                project: matches.remove_one("project"),
                consent: consent(&matches),
            },
        };
        Self::with(task, matches)
    }
}

impl GateArguments {
    fn with(task: Task, mut matches: ArgMatches) -> Self {
        Self {
            names: matches.try_remove_many("name").ok().flatten().into_iter().flatten().collect(),
            root: matches.remove_one("root").unwrap_or_default(),
            today: matches.remove_one("today"),
            chosen: chosen(&mut matches),
            color: matches.remove_one("color").unwrap_or_default(),
            task,
        }
    }
}

pub(crate) fn parser(command: clap::Command) -> clap::Command {
    let format = option("format", "FORMAT", "The form of the output")
        .value_parser(EnumValueParser::<GateFormat>::new())
        .default_value("human");
    let weekly = Arg::new("weekly")
        .long("weekly")
        .action(ArgAction::SetTrue)
        .help("Print the weekly integration review, in Markdown")
        .conflicts_with_all(["name", "format"]);
    let evaluated = command
        .long_about(LONG)
        .after_long_help(END)
        .args_conflicts_with_subcommands(true)
        .arg(names("The gates; all of the file where none is named"))
        .arg(format)
        .arg(weekly)
        .arg(today_option());
    common(evaluated).subcommands([run_parser(), decide_parser(), init_parser()])
}

fn run_parser() -> clap::Command {
    let command = clap::Command::new("run").about("Runs the declared commands and leaves the evidence");
    let what = names("Suites, or gates whose suites run; all suites of the file where none is named");
    common(command.after_long_help(RUN_END).arg(what).arg(today_option()))
}

fn decide_parser() -> clap::Command {
    let approver = words("approver", "[ROLE=]NAME", "Who approves, and for whom; may be given more than once")
        .action(ArgAction::Append)
        .value_parser(approver);
    let refused = words("no-go", "REASON", "Decide NO-GO, whatever the gate comes to");
    let command = clap::Command::new("decide").about("Records the decision on a gate, as Markdown and JSON");
    let name = Arg::new("name").value_name("NAME").required(true).help("The gate");
    common(command.after_long_help(DECIDE_END).arg(name).arg(approver).arg(refused).args(consent_options()))
}

fn init_parser() -> clap::Command {
    let role = option("role", "ROLE", "Whose gates: consumer or producer [default: what is found]").value_parser(role);
    let project = words("project", "NAME", "The name of the project [default: AssistSupport, or MemoryKernel]");
    let command = clap::Command::new("init").about("Writes a gate file to start from, with the playbooks' gates");
    common(command.arg(role).arg(project).args(consent_options()))
}

/// The command with what all of them have.
fn common(command: clap::Command) -> clap::Command {
    let root = option("root", "PATH", "The repository").value_hint(ValueHint::DirPath).default_value(".");
    command.arg(root).arg(color_option()).args(chosen_options())
}

fn names(text: &'static str) -> Arg {
    Arg::new("name").value_name("NAME").num_args(0..).help(text)
}

fn approver(text: &str) -> Result<Approver, String> {
    let (role, name) = match text.split_once('=') {
        Some((role, name)) => (Some(role.trim().to_owned()), name.trim()),
        None => (None, text.trim()),
    };
    if name.is_empty() || role.as_ref().is_some_and(String::is_empty) {
        return Err("an approver is NAME, or ROLE=NAME".into());
    }
    Ok(Approver { role, name: name.into() })
}
