//! The incident summary that a rollback leaves behind.
//!
//! Source: the joint execution playbook's incident rollback checklist, which ends with "publish incident summary with
//! root cause and prevention action". What nobody can compute is a field to fill, `<describe>` in back ticks: Markdown would take it for HTML.

use lockstep_core::{
    date::Date,
    facts::BaselineValue,
    repin::Baseline,
    report::Report,
    text::{quoted, visible},
};

use super::target::Target;
use crate::{
    failure::Failure,
    file,
    request::{Reply, Request},
    task::Host,
    trio::Trio,
};

/// The most summaries of one day and one pair of releases.
const MOST: usize = 100;

/// A path for the summary at which nothing stands.
pub(super) async fn place(host: &Host, trio: &Trio, (from, to): (&str, &str), today: Date) -> Result<String, Failure> {
    let folder = trio.configuration.rollback.incidents();
    let plain = |tag: &str| -> String {
        tag.chars()
            .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-') { c } else { '-' })
            .take(40)
            .collect()
    };
    let stem = format!("{folder}/{today}-rollback-{}-to-{}", plain(from), plain(to));
    for number in 1..=MOST {
        let path = if number == 1 { format!("{stem}.md") } else { format!("{stem}-{number}.md") };
        match host.ask(Request::ReadFile { root: trio.root.clone(), path: path.clone(), limit: 1 << 20 }).await {
            Reply::Missing => return Ok(path),
            Reply::Bytes(_) | Reply::TooLarge(_) => {}
            Reply::Failed(cause) => {
                let failure = Failure::new(format!("the incident summary cannot be placed: {cause}"));
                return Err(failure.about(&file::joined(&trio.root, &path)));
            }
            _ => {
                let failure = Failure::new("the incident summary cannot be placed: no file can stand there");
                return Err(failure.about(&file::joined(&trio.root, &path)));
            }
        }
    }
    Err(Failure::new(format!("there are {MOST} incident summaries like this one")).about(folder))
}

/// The summary in Markdown.
pub(super) fn summary(
    trio: &Trio,
    (from, target): (&Baseline, &Target),
    report: &Report<'_>,
    reason: &str,
    today: Date,
) -> String {
    let tag = |baseline: &Baseline| quoted(baseline.text(BaselineValue::ReleaseTag));
    let to = &target.baseline;
    let mut text = format!(
        "# Incident: rollback from {} to {}\n\n- Date: {today}\n- Reason: {}\n- Restored from commit: `{}`\n\
         - Root cause: `<describe>`\n- Prevention: `<describe>`\n\n## Baseline\n\n| Value | Before | Restored |\n|---|---|---|\n",
        tag(from),
        tag(to),
        one_line(reason),
        target.commit
    );
    for value in BaselineValue::ALL {
        if let (before, Some(after)) = (from.get(value), to.get(value)) {
            let cell =
                |value: Option<&str>| value.map_or_else(|| "none".into(), |value| quoted(value).replace('|', "\\|"));
            text.push_str(&format!("| {} | {} | {} |\n", value.title(), cell(before), cell(Some(after))));
        }
    }
    let tally = report.tally();
    text.push_str(&format!(
        "\n## Check of the restored documents\n\n`lockstep check`: {}; {} errors, {} warnings, {} notes, {} rules run.\n\n\
         ## To re-run\n\n```sh\nlockstep check\n",
        report.verdict().as_str(),
        tally.errors,
        tally.warnings,
        tally.notes,
        report.ran.len()
    ));
    let declared: &[String] = &trio.configuration.rehearsal.commands;
    let playbook = ["pnpm run test:memorykernel-contract".to_owned(), "pnpm run test:ci".to_owned()];
    for command in if declared.is_empty() { &playbook } else { declared } {
        text.push_str(&format!("{}\n", visible(command)));
    }
    text.push_str("```\n");
    text
}

/// A text of the user as a part of a line of Markdown.
fn one_line(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '&' | '~' | '|' | '#') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    visible(&escaped).into_owned()
}
