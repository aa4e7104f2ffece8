//! The arguments of `lockstep notice` and `lockstep notice announce`.

use clap::{
    Arg, ArgAction, ArgMatches, ValueHint,
    builder::{PossibleValuesParser, TypedValueParser as _},
};
use lockstep_core::{
    date::Date,
    notice::{NoticePath, WrittenMoment, is_code},
};

use super::help;
use crate::{
    arguments::{
        Chosen, NAME, chosen, chosen_options, color_option, day, format, format_option, option, path_argument,
    },
    color::Choice,
    command::{
        consent::Consent,
        repin::{consent, consent_options, words},
    },
    configuration::UtcOffset,
    settings::OutputFormat,
};

/// What `lockstep notice` is told to do.
#[derive(Debug)]
pub(crate) enum NoticeArguments {
    /// Only count.
    Count(Counting, OutputFormat),
    /// Record an announcement.
    Announce(Counting, Announcing),
}

/// What is counted.
#[derive(Debug)]
pub(crate) struct Counting {
    pub(crate) root: String,
    pub(crate) path: NoticePath,
    pub(crate) announced: Option<WrittenMoment>,
    pub(crate) decided: Option<WrittenMoment>,
    pub(crate) published: Option<Date>,
    pub(crate) release: Option<WrittenMoment>,
    pub(crate) stable_since: Option<Date>,
    pub(crate) holidays: Option<String>,
    pub(crate) utc_offset: Option<UtcOffset>,
    pub(crate) manifest: Option<String>,
    pub(crate) today: Option<Date>,
    pub(crate) color: Choice,
    pub(crate) chosen: Chosen,
}

/// What is recorded.
#[derive(Debug)]
pub(crate) struct Announcing {
    pub(crate) codes: Vec<String>,
    pub(crate) by: String,
    pub(crate) reference: String,
    pub(crate) consent: Consent,
}

impl NoticeArguments {
    /// The choice of colours.
    pub(crate) fn color(&self) -> Choice {
        match self {
            Self::Count(counting, _) | Self::Announce(counting, _) => counting.color,
        }
    }
}

impl From<ArgMatches> for NoticeArguments {
    fn from(mut matches: ArgMatches) -> Self {
        if let Some((_, mut matches)) = matches.remove_subcommand() {
            let announcing = Announcing {
                codes: matches.remove_many("code").into_iter().flatten().collect(),
                by: matches.remove_one("by").unwrap_or_default(),
                reference: matches.remove_one("reference").unwrap_or_default(),
                consent: consent(&matches),
            };
            return Self::Announce(counting(&mut matches), announcing);
        }
        let format = format(&mut matches);
        Self::Count(counting(&mut matches), format)
    }
}

fn counting(matches: &mut ArgMatches) -> Counting {
    Counting {
        root: matches.remove_one("path").unwrap_or_default(),
        path: matches.remove_one("notice-path").unwrap_or_default(),
        announced: matches.remove_one("announced"),
        decided: matches.remove_one("decided"),
        published: matches.remove_one("published"),
        release: matches.remove_one("release"),
        stable_since: matches.remove_one("stable-since"),
        holidays: matches.remove_one("holidays"),
        utc_offset: matches.remove_one("utc-offset"),
        manifest: matches.remove_one("manifest"),
        today: matches.remove_one("today"),
        color: matches.remove_one("color").unwrap_or_default(),
        chosen: chosen(matches),
    }
}

pub(crate) fn parser(command: clap::Command) -> clap::Command {
    let announce = clap::Command::new("announce")
        .about("Records an announcement of error codes")
        .bin_name(format!("{NAME} notice announce"))
        .long_about(help::ANNOUNCE)
        .after_long_help(help::ANNOUNCE_END)
        .arg(path_argument("The producer's repository"))
        .arg(
            words("code", "CODE", "An error code; may be given more than once")
                .value_parser(code)
                .required(true)
                .action(ArgAction::Append),
        )
        .arg(words("by", "NAME", "Who announces").required(true))
        .arg(words("reference", "TEXT", "Where the announcement can be read, such as a link").required(true))
        .args(counting_options())
        .args(consent_options())
        .arg(color_option())
        .args(chosen_options());
    command
        .long_about(help::NOTICE)
        .after_long_help(help::NOTICE_END)
        .args_conflicts_with_subcommands(true)
        .subcommand(announce)
        .arg(path_argument("The repository"))
        .args(counting_options())
        .arg(option("today", "YYYY-MM-DD", "Count as of this day [default: today in UTC]").value_parser(day))
        .arg(format_option())
        .arg(color_option())
        .args(chosen_options())
}

fn counting_options() -> [Arg; 9] {
    let paths = PossibleValuesParser::new(NoticePath::ALL.map(NoticePath::as_str));
    let paths = paths.map(|word| NoticePath::ALL.into_iter().find(|path| path.as_str() == word).unwrap_or_default());
    [
        option("announced", "MOMENT", "When it was announced [default: today]").value_parser(moment),
        Arg::new("notice-path")
            .long("path")
            .value_name("WAY")
            .value_parser(paths)
            .default_value("standard")
            .help("The way from announcement to release"),
        option("decided", "MOMENT", "When it was decided; an emergency needs it").value_parser(moment),
        option("published", "YYYY-MM-DD", "When documents, specification and tests came, in an emergency")
            .value_parser(day),
        option("release", "MOMENT", "A release, planned or made").value_parser(moment),
        option("stable-since", "YYYY-MM-DD", "When the release before was made").value_parser(day),
        option("holidays", "FILE", "Further holidays: a list in JSON or TOML").value_hint(ValueHint::FilePath),
        option("utc-offset", "+HH:MM", "Where days begin [default: as configured, else Z]")
            .allow_hyphen_values(true)
            .value_parser(|text: &str| text.parse::<UtcOffset>()),
        option("manifest", "FILE", "Count by what this manifest promises, too [default: the repository's]")
            .value_hint(ValueHint::FilePath),
    ]
}

fn code(text: &str) -> Result<String, String> {
    is_code(text).then(|| text.to_owned()).ok_or_else(|| "an error code is a word without white space".into())
}

pub(crate) fn moment(text: &str) -> Result<WrittenMoment, String> {
    let form = "a moment is a day (YYYY-MM-DD) or an instant (YYYY-MM-DDThh:mm:ssZ, or with an offset such as +01:00)";
    WrittenMoment::parse(text).ok_or_else(|| form.into())
}
