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
}

impl HandoffOptions {
    /// The options, of which a command may have none.
    pub(crate) fn take(matches: &mut ArgMatches) -> Self {
        let text = |matches: &mut ArgMatches, name| matches.try_remove_one::<String>(name).ok().flatten();
        Self {
            file: text(matches, "handoff"),
            required: matches.try_get_one::<bool>("require-handoff").ok().flatten().is_some_and(|required| *required),
            candidate: text(matches, "candidate"),
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
