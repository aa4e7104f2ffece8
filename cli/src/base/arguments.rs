use clap::{Arg, ArgAction, ArgMatches};
use lockstep_core::text::quoted;

use crate::arguments::option;

/// What the command line says about the base of a change.
#[derive(Clone, Debug, Default)]
pub(crate) struct BaseArguments {
    /// The branch, tag or commit that the change goes into.
    pub(crate) reference: Option<String>,
    /// Whether a base that cannot be told leaves no verdict.
    pub(crate) required: bool,
    /// Whether only what the base does not have counts.
    pub(crate) new_only: bool,
}

impl BaseArguments {
    /// Takes them out of what was parsed; a command has them all or only the first two.
    pub(crate) fn take(matches: &mut ArgMatches) -> Self {
        let flag = |name| matches.try_get_one::<bool>(name).ok().flatten().copied().unwrap_or_default();
        let (required, new_only) = (flag("require-base"), flag("new-only"));
        Self { reference: matches.try_remove_one("base").ok().flatten(), required, new_only }
    }
}

/// `--base` and `--require-base`.
pub(crate) fn options() -> [Arg; 2] {
    [
        option("base", "REF", "What the change goes into [default: what CI says]")
            .value_parser(reference)
            .allow_hyphen_values(true)
            .help_heading("Change"),
        Arg::new("require-base")
            .long("require-base")
            .action(ArgAction::SetTrue)
            .help("Give no verdict (2) where the base cannot be told")
            .help_heading("Change"),
    ]
}

/// `--new-only`.
pub(crate) fn new_only() -> Arg {
    Arg::new("new-only")
        .long("new-only")
        .action(ArgAction::SetTrue)
        .help("Let only findings block that the base does not have")
        .help_heading("Change")
}

/// A reference that git cannot take for an option or for more than one.
pub(super) fn reference(text: &str) -> Result<String, String> {
    match fault(text) {
        None => Ok(text.into()),
        Some(fault) => Err(format!("{} names no base: {fault}", quoted(text))),
    }
}

/// What makes a text no reference to one commit.
pub(crate) fn fault(text: &str) -> Option<&'static str> {
    let fault = if text.trim().is_empty() {
        "it is blank"
    } else if text.starts_with('-') {
        "it begins like an option"
    } else if text.chars().any(char::is_control) {
        "it holds a control character"
    } else if text.contains("..") {
        "it is a range; name the one side that is meant"
    } else {
        return None;
    };
    Some(fault)
}

#[cfg(test)]
mod tests {
    use super::reference;

    #[test]
    fn what_is_no_reference_never_reaches_git() {
        for text in ["main", "origin/main", "v1.0", "HEAD~2", "main@{upstream}", "HEAD^{/fix a}", "größe"] {
            assert_eq!(reference(text).as_deref(), Ok(text));
        }
        for text in ["", " ", "-x", "--upload-pack=x", "a\nb", "a\0b", "a\u{1b}", "a..b", "a...b"] {
            assert!(reference(text).is_err(), "{text:?}");
        }
    }
}
