//! Where reports go: `--output FORMAT[=FILE]`.

use std::str::FromStr;

use clap::{Arg, ArgAction, ArgMatches, parser::ValueSource};
use lockstep_core::{
    api::{self, Format},
    finding::Severity,
    render::{
        github::{self, Remainder},
        json,
        markdown::SUMMARY_LIMIT,
    },
    report::{Report, Verdict},
    text::quoted,
};

use crate::{
    arguments::option,
    failure::Failure,
    file,
    relative_path::RelativePath,
    request::{Reply, Request},
    settings::OutputFormat,
    task::Host,
};

/// The variable that names the file of a GitHub job's summary.
const SUMMARY: &str = "GITHUB_STEP_SUMMARY";

/// The argument of commands that judge a repository.
pub(crate) fn argument() -> Arg {
    option("output", "FORM[=FILE]", "Write human, json, sarif, github, junit or markdown; repeatable")
        .action(ArgAction::Append)
        .value_parser(|text: &str| text.parse::<Output>())
}

/// One form of a report, and the file it goes to; standard output without one.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Output {
    format: Format,
    file: Option<String>,
}

impl FromStr for Output {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, file) = match text.split_once('=') {
            Some((_, "")) => return Err("behind `=` stands the name of a file".into()),
            Some((name, file)) => (name, Some(file.to_owned())),
            None => (text, None),
        };
        match Format::named(name, false) {
            Some(format) => Ok(Self { format, file }),
            None => Err("the formats are human, json, sarif, github, junit and markdown".into()),
        }
    }
}

/// Every form in which a report is wanted; by default the one for people on standard output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outputs {
    stdout: Format,
    files: Vec<(Format, String)>,
}

impl Default for Outputs {
    fn default() -> Self {
        Self { stdout: Format::Human { color: false }, files: Vec::new() }
    }
}

impl Outputs {
    /// What `--output` and `--format`, its short form for standard output, ask for.
    pub(crate) fn read(matches: &mut ArgMatches) -> Result<Self, &'static str> {
        let format_is_given = matches.value_source("format") == Some(ValueSource::CommandLine);
        let mut stdout = match matches.get_one("format") {
            Some(OutputFormat::Json) => Format::Json,
            _ => Format::Human { color: false },
        };
        let mut is_taken = format_is_given;
        let mut files: Vec<(Format, String)> = Vec::new();
        for Output { format, file } in matches.remove_many("output").into_iter().flatten() {
            match file {
                Some(file) if files.iter().any(|(_, other)| *other == file) => {
                    return Err("two outputs go to one file");
                }
                Some(file) => files.push((format, file)),
                None if is_taken => return Err("two outputs go to standard output: give one of them a file"),
                None => (stdout, is_taken) = (format, true),
            }
        }
        Ok(Self { stdout, files })
    }

    /// The form of what is printed beside the report of one repository: nothing is, unless it is for people.
    pub(crate) fn of_one(&self) -> OutputFormat {
        match self.stdout {
            Format::Human { .. } => OutputFormat::Human,
            _ => OutputFormat::Json,
        }
    }

    /// The form of lines about many repositories, or why there is none.
    pub(crate) fn of_many(&self) -> Result<OutputFormat, Failure> {
        match (self.stdout, self.files.is_empty()) {
            (Format::Human { .. }, true) => Ok(OutputFormat::Human),
            (Format::Json, true) => Ok(OutputFormat::Json),
            _ => Err(Failure::new("many repositories in one run have no other outputs than lines of human or json")
                .help("check the repositories one by one for files and for other formats")),
        }
    }

    /// What goes to standard output where there is no report.
    pub(crate) fn failure(&self, failure: &Failure) -> String {
        match self.stdout {
            Format::Json => json::render(&failure.document()),
            Format::GitHub(_) => github::failure(&failure.one_line()),
            _ => String::new(),
        }
    }

    /// The file of the job's summary, where annotations are wanted and the job has one.
    pub(crate) async fn summary(&self, host: &Host) -> Option<String> {
        let mut formats = self.files.iter().map(|(format, _)| *format).chain([self.stdout]);
        if !formats.any(|format| matches!(format, Format::GitHub(_))) {
            return None;
        }
        match host.ask(Request::Environment { name: SUMMARY.into() }).await {
            Reply::Text(path) if !path.is_empty() => Some(path),
            _ => None,
        }
    }

    /// Everything that is written about a report; `summary` is the file of the job's summary, if it has one.
    pub(crate) fn render(&self, mut report: Report<'_>, summary: Option<String>, how: How) -> Texts {
        let has_summary = summary.is_some();
        let render = |report: &Report<'_>, format| match format {
            Format::GitHub(_) if has_summary => api::render(report, Format::GitHub(Remainder::Summary)),
            format => api::render(report, format),
        };
        let files = self.files.iter().map(|(format, file)| (file.clone(), render(&report, *format))).collect();
        let markdown = Format::Markdown { limit: SUMMARY_LIMIT };
        let summary = summary.map(|path| (path, api::render(&report, markdown)));
        let verdict = report.verdict();
        let stdout = match self.stdout {
            Format::Human { .. } if how.quiet && verdict == Verdict::Pass => String::new(),
            Format::Human { .. } => {
                if how.quiet {
                    report.findings.retain(|finding| finding.severity == Severity::Error);
                    report.skipped.clear();
                }
                api::render(&report, Format::Human { color: how.color })
            }
            format => render(&report, format),
        };
        Texts { stdout, files, summary, exit_code: verdict.exit_code() }
    }
}

/// How standard output is written for people.
#[derive(Clone, Copy, Debug)]
pub(crate) struct How {
    pub(crate) quiet: bool,
    pub(crate) color: bool,
}

/// A report in every form that is wanted.
#[derive(Debug)]
pub(crate) struct Texts {
    pub(crate) stdout: String,
    pub(crate) exit_code: u8,
    files: Vec<(String, String)>,
    summary: Option<(String, String)>,
}

impl Texts {
    /// Writes what does not go to standard output.
    pub(crate) async fn write(&mut self, host: &Host) -> Result<(), Failure> {
        for (file, text) in self.files.drain(..) {
            write(host, &file, text).await?;
        }
        let Some((path, text)) = self.summary.take() else { return Ok(()) };
        done(host.ask(Request::AppendFile { path, text }).await, SUMMARY)
    }
}

/// Puts a file in its place when all of it is on the disk, so that it is never half there.
async fn write(host: &Host, file: &str, text: String) -> Result<(), Failure> {
    let (root, path) = match file.parse::<RelativePath>() {
        Ok(path) => (".", path.as_str().to_owned()),
        Err(_) => {
            let (root, path) = file::split(file).unwrap_or((".", file));
            (root, path.to_owned())
        }
    };
    let (root, new) = (root.to_owned(), format!("{path}.lockstep-new"));
    let request = Request::WriteFile {
        root: root.clone(),
        path: new.clone(),
        bytes: text.into_bytes(),
        like: Some(path.clone()),
    };
    let mut result = done(host.ask(request).await, file);
    if result.is_ok() {
        let request = Request::Rename { root: root.clone(), from: new.clone(), to: path };
        result = done(host.ask(request).await, file);
    }
    if result.is_err() {
        // The failure is what matters; what is left behind is a file that nobody reads.
        host.ask(Request::Remove { root, path: new }).await;
    }
    result
}

fn done(reply: Reply, file: &str) -> Result<(), Failure> {
    let cause = match reply {
        Reply::Yes => return Ok(()),
        Reply::Outside => "it is a symbolic link that leads out of its folder".into(),
        Reply::NotRegular(what) => format!("it is {what}"),
        Reply::Failed(cause) => cause,
        _ => Reply::misfit(),
    };
    Err(Failure::new(format!("the output {} could not be written: {cause}", quoted(file))))
}
