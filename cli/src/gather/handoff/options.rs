//! What the command line says about the handoff payload.

use clap::{Arg, ArgAction, ArgMatches, ValueHint};

use crate::arguments::option;

/// Options of `lockstep handoff` and `lockstep check`.
#[derive(Clone, Debug, Default)]
pub(crate) struct HandoffOptions {
    /// The payload, wherever it stands.
    pub(crate) file: Option<String>,
    /// Whether a payload must be there.
    pub(crate) required: bool,
    /// The service contract whose candidate is asked for.
    pub(crate) candidate: Option<String>,
    /// Whether a run that passes leaves evidence, and any other removes it; only `lockstep handoff` does.
    pub(crate) leaves_evidence: bool,
}

impl HandoffOptions {
    /// The options, of which a command may have none.
    pub(crate) fn take(matches: &mut ArgMatches) -> Self {
        let flag = |name| matches.try_get_one::<bool>(name).ok().flatten().copied();
        let (required, no_evidence) = (flag("require-handoff"), flag("no-evidence"));
        let text = |matches: &mut ArgMatches, name| matches.try_remove_one::<String>(name).ok().flatten();
        Self {
            file: text(matches, "handoff"),
            required: required.unwrap_or_default(),
            candidate: text(matches, "candidate"),
            leaves_evidence: no_evidence == Some(false),
        }
    }
}

/// The options as the parser knows them.
pub(crate) fn options() -> [Arg; 3] {
    [
        option("handoff", "FILE", "The handoff payload, wherever it stands")
            .value_hint(ValueHint::FilePath)
            .help_heading("Handoff"),
        Arg::new("require-handoff")
            .long("require-handoff")
            .action(ArgAction::SetTrue)
            .help("A payload must be there")
            .help_heading("Handoff"),
        option("candidate", "VERSION", "Expect the candidate of this service contract")
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value("service.v3")
            .help_heading("Handoff"),
    ]
}

/// The option of `lockstep handoff` alone.
pub(crate) fn no_evidence() -> Arg {
    Arg::new("no-evidence")
        .long("no-evidence")
        .action(ArgAction::SetTrue)
        .help("Neither write evidence nor remove older one")
        .help_heading("Handoff")
}
