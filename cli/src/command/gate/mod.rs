//! `lockstep gate`: whether what the teams demand before a step is shown, and the records and runs that show it.

mod arguments;
mod decide;
mod gather;
mod grounds;
mod init;
mod run;

use lockstep_core::{
    date::Date,
    gate::{self, Evaluation, Gates},
    render,
    text::quoted,
};

pub(crate) use arguments::{GateArguments, parser};
use arguments::{GateFormat, Task};
use grounds::Grounds;

use super::{check::host_date, consent::Hindrance, policy};
use crate::{
    arguments::Chosen,
    color::{Colors, Terminals},
    configuration::Configuration,
    failure::Failure,
    file,
    outcome::Outcome,
    request::Request,
    suggestion,
    task::Host,
};

/// The largest gate file, in bytes.
const FILE_LIMIT: u64 = 1 << 20;

/// What every command about gates begins with.
struct Start {
    root: String,
    chosen: Chosen,
    configuration: Configuration,
    today: Date,
    /// The gate file, relative to the repository.
    place: String,
    text: String,
}

pub(crate) async fn run(host: &Host, arguments: GateArguments, (colors, terminals): (Colors, Terminals)) -> Outcome {
    let format = match arguments.task {
        Task::Evaluate { format } => format,
        _ => GateFormat::Human,
    };
    let done = match arguments.task {
        Task::Init { .. } => init::run(host, arguments, (colors, terminals)).await,
        _ => begun(host, arguments, (colors, terminals)).await,
    };
    done.unwrap_or_else(|hindrance| match hindrance {
        Hindrance::Failed(failure) if format == GateFormat::Json => {
            let stdout = render::json::render(&failure.document()).into_bytes();
            Outcome { stdout, ..Outcome::failure(&failure, colors.stderr) }
        }
        hindrance => hindrance.outcome(colors.stderr),
    })
}

async fn begun(
    host: &Host,
    arguments: GateArguments,
    (colors, terminals): (Colors, Terminals),
) -> Result<Outcome, Hindrance> {
    let GateArguments { task, root, names, today, chosen, .. } = arguments;
    let start = Start::read(host, root, today, chosen).await?;
    let gates = start.gates()?;
    match task {
        Task::Weekly => weekly(host, &start, &gates).await,
        Task::Evaluate { format } => {
            let asked = asked(&start, &gates, &names)?;
            let evaluation = start.evaluate(host, &gates, &asked).await?;
            Ok(outcome(&start, &evaluation, format, colors.stdout))
        }
        Task::Run => run::run(host, &start, &gates, &names).await,
        Task::Decide { approvers, refused, consent } => {
            let asked = asked(&start, &gates, &names)?;
            let wish = decide::Wish { number: asked.first().copied().unwrap_or_default(), approvers, refused, consent };
            decide::run(host, &start, &gates, wish, (colors, terminals)).await
        }
        // INVARIANT: the caller has taken it.
        Task::Init { .. } => Ok(Outcome::default()),
    }
}

fn outcome(start: &Start, evaluation: &Evaluation, format: GateFormat, color: bool) -> Outcome {
    let text = match format {
        GateFormat::Human => gate::human(evaluation, color),
        GateFormat::Markdown => gate::markdown(evaluation),
        GateFormat::Json => render::json::render(&gate::GatesDocument::of(start.file(), evaluation)),
    };
    Outcome { exit_code: evaluation.state.exit_code(), ..Outcome::text(text) }
}

/// The gates of these names; all where none is named.
fn asked(start: &Start, gates: &Gates<'_>, names: &[String]) -> Result<Vec<usize>, Failure> {
    if names.is_empty() {
        return Ok((0..gates.gates.len()).collect());
    }
    names.iter().map(|name| gates.gate(name).ok_or_else(|| unknown(start, gates, name))).collect()
}

/// No gate has this name.
fn unknown(start: &Start, gates: &Gates<'_>, name: &str) -> Failure {
    let known = || gates.gates.iter().map(|gate| gate.name.value.as_str());
    let failure = Failure::new(format!("there is no gate {}", quoted(name))).about(&start.named());
    match suggestion::nearest(name, known()) {
        Some(known) => failure.help(format!("did you mean `{known}`?")),
        None => failure.help(format!("there are {}", known().collect::<Vec<_>>().join(", "))),
    }
}

/// The weekly review.
async fn weekly(host: &Host, start: &Start, gates: &Gates<'_>) -> Result<Outcome, Hindrance> {
    let Some(number) = gates.review else {
        return Err(Failure::new("the gate file names no gate as its `review`")
            .about(&start.named())
            .help("`lockstep gate init --dry-run` shows one")
            .into());
    };
    let grounds = Grounds::read(host, start, gates, number).await?;
    let decision = grounds.decision(start, gates, number);
    let state = decision.state();
    let text = grounds.markdown(&decision, state.verdict());
    Ok(Outcome { exit_code: state.exit_code(), ..Outcome::text(text) })
}

impl Start {
    async fn read(host: &Host, root: String, today: Option<Date>, chosen: Chosen) -> Result<Self, Failure> {
        let today = match today {
            Some(today) => today,
            None => host_date(host).await?,
        };
        let configuration = policy::configuration(host, &root, &chosen).await?.unwrap_or_default();
        let place = configuration.gate.file().to_owned();
        let name = file::joined(&root, &place);
        let request = Request::ReadFile { root: root.clone(), path: place.clone(), limit: FILE_LIMIT };
        let bytes = file::bytes(host.ask(request).await, "gate file", &name)?.ok_or_else(|| {
            let failure = Failure::new("there is no gate file").about(&name);
            failure.help("`lockstep gate init` writes one; `[gate] file` in lockstep.toml names another place")
        })?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes().get(..valid).unwrap_or_default()).into_owned();
            Failure::new("the gate file is not UTF-8 text").about(&name).at(&text, valid..valid)
        })?;
        Ok(Self { root, chosen, configuration, today, place, text })
    }

    /// The gate file as a user would name it.
    fn named(&self) -> String {
        file::joined(&self.root, &self.place)
    }

    /// The gate file's name within the repository, and its text.
    fn file(&self) -> (&str, &str) {
        (&self.place, &self.text)
    }

    fn gates(&self) -> Result<Gates<'_>, Failure> {
        Gates::read(&self.text).map_err(|fault| {
            let failure = Failure::new(format!("the gate file is faulty: {}", fault.value)).about(&self.named());
            failure.at(&self.text, fault.span.range())
        })
    }

    async fn evaluate(&self, host: &Host, gates: &Gates<'_>, asked: &[usize]) -> Result<Evaluation, Failure> {
        let gathered = gather::gather(host, self, gates, &gates.with_required(asked)).await?;
        Ok(gate::evaluate((self.file(), gates), asked, &gathered, self.today))
    }
}
