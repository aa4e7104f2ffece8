//! The arguments of `lockstep classify`.

use clap::{
    Arg, ArgMatches, ValueHint,
    builder::{PossibleValuesParser, TypedValueParser as _},
    value_parser,
};
use lockstep_core::envelope::Answer;

use super::{Form, input::Kind};
use crate::{
    arguments::{color_option, option},
    color::Choice,
    help,
};

/// The arguments of `lockstep classify`.
#[derive(Debug)]
pub(crate) struct ClassifyArguments {
    pub(crate) inputs: Vec<String>,
    pub(crate) contract: String,
    pub(crate) status: Option<u16>,
    pub(crate) answer: Answer,
    /// None where it is to be found out.
    pub(crate) kind: Option<Kind>,
    pub(crate) form: Form,
    pub(crate) color: Choice,
    pub(crate) policy: Option<String>,
}

impl From<ArgMatches> for ClassifyArguments {
    fn from(mut matches: ArgMatches) -> Self {
        Self {
            inputs: matches.remove_many("file").into_iter().flatten().collect(),
            contract: matches.remove_one("contract").unwrap_or_default(),
            status: matches.remove_one("status"),
            answer: matches.remove_one("answer").unwrap_or_default(),
            kind: matches.remove_one("input").flatten(),
            form: matches.remove_one("format").unwrap_or_default(),
            color: matches.remove_one("color").unwrap_or_default(),
            policy: matches.remove_one("policy"),
        }
    }
}

pub(crate) fn parser(command: clap::Command) -> clap::Command {
    let answers = PossibleValuesParser::new(["any", "health", "readiness", "schema-version"]);
    let forms = PossibleValuesParser::new(Form::NAMES);
    let kinds = PossibleValuesParser::new(Kind::NAMES);
    command
        .long_about(help::CLASSIFY)
        .after_long_help(help::CLASSIFY_END)
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .value_hint(ValueHint::FilePath)
                .num_args(0..)
                .help("What to classify, in this order; `-`, or none, is standard input"),
        )
        .arg(option("contract", "VERSION", "The service contract that holds, or `overlap`").default_value("overlap"))
        .arg(
            option("status", "N", "The HTTP status of answers that state none")
                .value_parser(value_parser!(u16).range(100..=999)),
        )
        .arg(
            option("answer", "NAME", "The question: any, health, readiness or schema-version")
                .hide_possible_values(true)
                .value_parser(answers.map(|name| Answer::named(&name).unwrap_or_default()))
                .default_value("any"),
        )
        .arg(
            option("input", "KIND", "What the inputs hold: auto, body, ndjson, records or har")
                .hide_possible_values(true)
                .value_parser(kinds.map(|name| Kind::named(&name)))
                .default_value("auto"),
        )
        .arg(
            option("format", "FORMAT", "The form of the output: human, json or ndjson")
                .hide_possible_values(true)
                .value_parser(forms.map(|name| Form::named(&name)))
                .default_value("human"),
        )
        .arg(color_option())
        .arg(
            option("policy", "FILE", "Judge by this policy in place of the embedded one")
                .value_hint(ValueHint::FilePath),
        )
}
