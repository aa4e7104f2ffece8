//! GitHub annotations, read by the rules of the runner (`ActionCommand.cs` and `ActionCommandManager.cs`).

use lockstep_core::{
    api::Format,
    finding::Severity,
    render::github::Remainder,
    wire::{Finding, Report},
};

use crate::{
    inputs::{self, Input},
    places::{ends, naive, starts},
};

/// A command as the runner understands it.
#[derive(Debug)]
struct Command {
    name: String,
    properties: Vec<(String, String)>,
    data: String,
}

impl Command {
    fn property(&self, name: &str) -> Option<&str> {
        self.properties.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// Every command the runner knows, in any case.
fn is_registered(name: &str) -> bool {
    let known = "error warning notice debug group endgroup add-mask add-matcher remove-matcher set-env set-output \
                 save-state add-path echo stop-commands internal-set-repo-path";
    known.split(' ').any(|known| known.eq_ignore_ascii_case(name))
}

fn unescaped(text: &str, mappings: &[(&str, &str)]) -> String {
    mappings.iter().fold(text.to_owned(), |text, (escape, token)| text.replace(escape, token))
}

fn properties(text: &str, separator: char, mappings: &[(&str, &str)]) -> Vec<(String, String)> {
    let pairs = text.split(separator).filter(|pair| !pair.is_empty()).filter_map(|pair| pair.split_once('='));
    pairs.map(|(key, value)| (key.to_owned(), unescaped(value, mappings))).collect()
}

/// `TryParseV2`: a line that begins with `::`, blanks before it not counted.
fn second_form(line: &str) -> Option<Command> {
    let (information, data) = line.trim_start().strip_prefix("::")?.split_once("::")?;
    let (name, rest) = information.split_once(' ').unwrap_or((information, ""));
    let of_property = [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")];
    is_registered(name).then(|| Command {
        name: name.to_owned(),
        properties: properties(rest.trim(), ',', &of_property),
        data: unescaped(data, &[("%0D", "\r"), ("%0A", "\n"), ("%25", "%")]),
    })
}

/// `TryParse`: `##[` anywhere in a line.
fn first_form(line: &str) -> Option<Command> {
    let (information, data) = line.split_once("##[")?.1.split_once(']')?;
    let (name, rest) = information.split_once(' ').unwrap_or((information, ""));
    let mappings = [("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%25", "%")];
    is_registered(name).then(|| Command {
        name: name.to_owned(),
        properties: properties(rest, ';', &mappings),
        data: unescaped(data, &mappings),
    })
}

/// A step's output as the runner takes it: commands, and lines that are none.
fn read(output: &str) -> (Vec<Command>, Vec<String>) {
    let (mut commands, mut lines) = (Vec::new(), Vec::new());
    // A reader of lines ends them at CR, LF, and both.
    for line in output.replace("\r\n", "\n").replace('\r', "\n").lines() {
        match second_form(line).or_else(|| first_form(line)) {
            Some(command) => commands.push(command),
            None => lines.push(line.to_owned()),
        }
    }
    (commands, lines)
}

fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    }
}

fn texts(finding: &Finding) -> String {
    let Finding { message, expected, actual, help, .. } = finding;
    format!("{message}\nexpected: {expected}\nactual: {actual}\nhelp: {help}")
}

/// Every finding of a severity, and what could not be judged as errors first: what a reader must get.
fn wanted(report: &Report, severity: Severity) -> Vec<(Option<&Finding>, String)> {
    let errors = report.errors.iter().filter(|_| severity == Severity::Error).map(|error| (None, error.clone()));
    let findings = report.findings.iter().filter(|finding| finding.severity == severity);
    errors.chain(findings.map(|finding| (Some(finding), texts(finding)))).collect()
}

#[test]
fn the_runner_gets_each_finding_or_its_count() {
    let mut beyond = 0;
    for (input, remainder) in
        inputs::all().iter().flat_map(|input| [(input, Remainder::Summary), (input, Remainder::Log)])
    {
        let (commands, lines) = read(&input.rendered(Format::GitHub(remainder)));
        let rank = |command: &Command| ["error", "warning", "notice"].iter().position(|name| *name == command.name);
        assert!(commands.iter().all(|command| rank(command).is_some()), "{}: {commands:?}", input.name);
        assert!(commands.is_sorted_by_key(rank), "{}", input.name);
        input.judge(|_, report| {
            for severity in [Severity::Error, Severity::Warning, Severity::Note] {
                let wanted = wanted(report, severity);
                let got: Vec<&Command> = commands.iter().filter(|command| command.name == name(severity)).collect();
                assert_eq!(got.len(), wanted.len().min(10), "{}", input.name);
                for (command, (finding, text)) in got.iter().zip(&wanted) {
                    assert!(command.data.starts_with(text), "{}: {command:?} for {text}", input.name);
                    located(input, command, *finding);
                }
                let left = wanted.len().saturating_sub(10);
                if left > 0 {
                    let last = got.last().map(|command| command.data.as_str()).unwrap_or_default();
                    assert!(last.contains(&format!("\n\n{left} more {}", name(severity))), "{}: {last}", input.name);
                    let head = format!("{}[", name(severity));
                    let listed = lines.iter().filter(|line| line.starts_with(&head)).count();
                    assert_eq!(listed, if remainder == Remainder::Log { left } else { 0 }, "{}", input.name);
                    beyond += left;
                }
            }
            let closing = lines.last().map(String::as_str).unwrap_or_default();
            assert!(
                ["pass: ", "fail: ", "error: could not judge: "].iter().any(|word| closing.starts_with(word)),
                "{closing}"
            );
        });
    }
    assert!(beyond > 100, "{beyond}");
}

fn located(input: &Input, command: &Command, finding: Option<&Finding>) {
    let number = |name: &str| command.property(name).map(|value| value.parse::<u64>().expect("a number"));
    let Some(Finding { rule, primary, .. }) = finding else {
        assert!(command.property("file").is_none() && number("line").is_none());
        return;
    };
    assert_eq!(command.property("title"), Some(format!("lockstep {rule}").as_str()));
    assert_eq!(command.property("file"), Some(primary.document.as_str()), "{}", input.name);
    let bytes = input.bytes(&primary.document);
    let (start, end) = (naive(bytes, primary.start.into()), naive(bytes, primary.end.into()));
    assert_eq!((number("line"), number("endLine")), (Some(start.0), Some(end.0)), "{}", input.name);
    assert_eq!((start, end), (starts(primary), ends(primary)));
    let columns = (number("col"), number("endColumn"));
    // The runner drops columns of places with more than one line, and says so in the log.
    let wanted = if start.0 == end.0 && primary.end > 0 { (Some(start.1), Some(end.1)) } else { (None, None) };
    assert_eq!(columns, wanted, "{}", input.name);
}
