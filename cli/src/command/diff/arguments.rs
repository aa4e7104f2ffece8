//! The arguments of `lockstep diff`.

use clap::{Arg, ArgMatches, ValueEnum, ValueHint, builder::EnumValueParser, builder::PossibleValue};
use lockstep_core::{change::Class, notice::WrittenMoment};

use super::place::Place;
use crate::{
    arguments::{Chosen, chosen, chosen_options, color_option, option},
    color::Choice,
    command::notice::moment,
    help,
};

/// The arguments of `lockstep diff`.
#[derive(Debug)]
pub(crate) struct DiffArguments {
    pub(crate) old: Place,
    pub(crate) new: Place,
    pub(crate) chosen: Chosen,
    /// When what needs notice was announced.
    pub(crate) announced: Option<WrittenMoment>,
    pub(crate) holidays: Option<String>,
    /// The mildest class that fails.
    pub(crate) fail_on: Option<Class>,
    pub(crate) format: DiffFormat,
    pub(crate) color: Choice,
}

/// The form in which changes are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum DiffFormat {
    /// Code frames of both sides.
    #[default]
    Human,
    /// `lockstep-diff.v1`.
    Json,
    /// The text of a comment.
    Markdown,
}

impl ValueEnum for DiffFormat {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Human, Self::Json, Self::Markdown]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::Human => PossibleValue::new("human").help("code frames for people"),
            Self::Json => PossibleValue::new("json").help("JSON for machines"),
            Self::Markdown => PossibleValue::new("markdown").help("Markdown for a pull request"),
        })
    }
}

/// A class that can be failed on.
#[derive(Clone, Copy, Debug)]
struct FailOn(Class);

impl ValueEnum for FailOn {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self(Class::Additive), Self(Class::Breaking), Self(Class::NeedsGates)]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.as_str()))
    }
}

impl From<ArgMatches> for DiffArguments {
    fn from(mut matches: ArgMatches) -> Self {
        let mut place = |name| matches.remove_one(name).unwrap_or_else(|| Place::Path(String::new()));
        Self {
            old: place("old"),
            new: place("new"),
            chosen: chosen(&mut matches),
            announced: matches.remove_one("announced"),
            holidays: matches.remove_one("holidays"),
            fail_on: matches.remove_one("fail-on").map(|FailOn(class)| class),
            format: matches.remove_one("format").unwrap_or_default(),
            color: matches.remove_one("color").unwrap_or_default(),
        }
    }
}

pub(crate) fn parser(command: clap::Command) -> clap::Command {
    let place = |name: &'static str, value: &'static str, text: &'static str| {
        Arg::new(name)
            .value_name(value)
            .required(true)
            .value_parser(Place::read)
            .value_hint(ValueHint::AnyPath)
            .help(text)
    };
    command
        .long_about(help::DIFF)
        .after_long_help(help::DIFF_END)
        .arg(place("old", "OLD", "The old state: a file, a folder, or REF:PATH of git"))
        .arg(place("new", "NEW", "The new state, in the same way"))
        .arg(
            option("fail-on", "CLASS", "End with exit code 1 where a change is as grave as this or graver")
                .value_parser(EnumValueParser::<FailOn>::new()),
        )
        .arg(option("announced", "MOMENT", "Count from then on, where a change needs notice").value_parser(moment))
        .arg(
            option("holidays", "FILE", "Further holidays: a list in JSON or TOML")
                .value_hint(ValueHint::FilePath)
                .requires("announced"),
        )
        .arg(
            option("format", "FORMAT", "The form of the output")
                .value_parser(EnumValueParser::<DiffFormat>::new())
                .default_value("human"),
        )
        .arg(color_option())
        .args(chosen_options())
}
