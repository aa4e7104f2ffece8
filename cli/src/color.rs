//! Whether to colour, decided once for each output stream.

use crate::{
    request::{Reply, Request},
    task::Host,
};

/// What the user said about colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Choice {
    /// On a terminal, unless the environment says otherwise.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Which output streams are terminals.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terminals {
    pub(crate) stdout: bool,
    pub(crate) stderr: bool,
}

/// Which output streams are coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Colors {
    pub(crate) stdout: bool,
    pub(crate) stderr: bool,
}

/// The decision; the environment is asked only where the user left it to us.
///
/// The variables and their order are those of <https://no-color.org> and
/// <https://bixense.com/clicolors>: `NO_COLOR` beats `CLICOLOR_FORCE` beats the terminal.
pub(crate) async fn decide(host: &Host, choice: Choice, terminals: Terminals) -> Colors {
    let both = |color| Colors { stdout: color, stderr: color };
    match choice {
        Choice::Always => return both(true),
        Choice::Never => return both(false),
        Choice::Auto => {}
    }
    let variable = |name: &str| Request::Environment { name: name.into() };
    let [no_color, force, term] = host.all(["NO_COLOR", "CLICOLOR_FORCE", "TERM"].map(variable)).await;
    if text(&no_color).is_some_and(|value| !value.is_empty()) {
        both(false)
    } else if text(&force).is_some_and(|value| !value.is_empty() && value != "0") {
        both(true)
    } else if text(&term) == Some("dumb") {
        both(false)
    } else {
        Colors { stdout: terminals.stdout, stderr: terminals.stderr }
    }
}

fn text(reply: &Reply) -> Option<&str> {
    match reply {
        Reply::Text(text) => Some(text),
        _ => None,
    }
}

/// A usage error of the argument parser, its first word in the colour of errors.
pub(crate) fn usage_error(text: String, color: bool) -> String {
    match text.strip_prefix("error:") {
        Some(rest) if color => format!("\u{1b}[1m\u{1b}[91merror\u{1b}[0m:{rest}"),
        _ => text,
    }
}
