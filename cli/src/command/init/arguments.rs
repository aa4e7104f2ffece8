//! The arguments of `lockstep init`.

use clap::{ArgMatches, value_parser};
use lockstep_core::source::DocumentKind;

use crate::{
    arguments::{color_option, option, path_argument},
    color::Choice,
    command::{
        consent::Consent,
        repin::{consent, consent_options},
    },
    configuration::Documents,
    relative_path::RelativePath,
};

/// The beginning of `lockstep init --help`.
const LONG: &str = "\
Sets a consumer's repository up, and says what it did.

It finds the three documents where they stand by default, else by what they hold. It never
overwrites: a file that is there is left alone, or gets a line or a script more while every other
byte of it stays. On a terminal it shows what it would write and asks. A second run changes nothing.";

/// The end of `lockstep init --help`.
const END: &str = "\
What is written, relative to PATH:
  lockstep.toml                                  where documents stand that are not in their places
  package.json                                   a script for each check
  .github/workflows/memorykernel-contract.yml    the checks in CI, by the project's package manager
  .gitattributes                                 no conversion of the mirror's line ends

Examples:
  lockstep init --dry-run | less
  lockstep init --yes ../app
  lockstep init --matrix docs/contracts/memorykernel.md

Exit codes: 0 done, or nothing to do, 1 declined, 2 nothing to set up, or a file that could not be
read or written.";

/// The arguments of `lockstep init`.
#[derive(Debug)]
pub(crate) struct InitArguments {
    pub(crate) path: String,
    pub(crate) documents: Documents,
    pub(crate) consent: Consent,
    pub(crate) color: Choice,
}

impl From<ArgMatches> for InitArguments {
    fn from(mut matches: ArgMatches) -> Self {
        let mut document = |kind: DocumentKind| matches.remove_one::<RelativePath>(kind.as_str());
        let [pin, matrix, manifest] = DocumentKind::TRIO.map(&mut document);
        Self {
            documents: Documents { pin, matrix, manifest },
            path: matches.remove_one("path").unwrap_or_default(),
            consent: consent(&matches),
            color: matches.remove_one("color").unwrap_or_default(),
        }
    }
}

pub(crate) fn parser(command: clap::Command) -> clap::Command {
    let [dry_run, yes, _] = consent_options();
    let document = |name: &'static str, text: &'static str| {
        option(name, "FILE", text).value_parser(value_parser!(RelativePath)).help_heading("Documents")
    };
    command
        .long_about(LONG)
        .after_long_help(END)
        .arg(path_argument("The consumer's repository"))
        .args([dry_run, yes])
        .arg(color_option())
        .arg(document("pin", "The integration pin, relative to the repository"))
        .arg(document("matrix", "The compatibility matrix, relative to the repository"))
        .arg(document("manifest", "The mirror of the manifest, relative to the repository"))
}
