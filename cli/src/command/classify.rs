//! `lockstep classify`: envelopes of any number, judged against what the contract promises.
//!
//! A [`Feed`] cuts an input into [`Block`]s, [`Judging`] judges one, a [`Summary`] merges what they come to. Both
//! drivers do no more than lead bytes through them: the session itself, and the native host over all cores.

mod arguments;
mod document;
mod feed;
mod input;
mod judge;
mod progress;
mod show;
mod summary;

use std::sync::Arc;

use lockstep_core::{
    api::Engine,
    envelope::{Answer, Classifier, ContractState},
    render,
};

pub(crate) use arguments::{ClassifyArguments, parser};
pub use document::{CLASSIFY_SCHEMA, ClassifyDocument, Closing, Example, Place};
pub use feed::{Block, Feed};
use input::Kind;
pub use judge::Judging;
pub use progress::{LONG_INPUT, no_progress, progress};
pub use summary::Summary;

use crate::{
    color::{Colors, Terminals},
    failure::Failure,
    file,
    fleet::json,
    outcome::Outcome,
    request::{Reply, Request},
    task::Host,
};

/// The input that stands for standard input.
const STANDARD_INPUT: &str = "-";
/// The bytes that the session reads at once.
const CHUNK: u64 = 1 << 20;
/// The bytes after which the session shows its progress again.
const PROGRESS: u64 = 16 << 20;

/// The form of the output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Form {
    /// A table and code frames for people.
    #[default]
    Human,
    /// One document for machines.
    Json,
    /// A line for each envelope that does not conform, as soon as it is known.
    Ndjson,
}

impl Form {
    pub(crate) const NAMES: [&str; 3] = ["human", "json", "ndjson"];

    pub(crate) fn named(name: &str) -> Self {
        match name {
            "json" => Self::Json,
            "ndjson" => Self::Ndjson,
            _ => Self::Human,
        }
    }
}

/// What is classified in one run, and how.
#[derive(Clone, Debug)]
pub struct Batch {
    inputs: Vec<String>,
    /// None where it is found out for each input.
    kind: Option<Kind>,
    classifier: Classifier,
    contract: String,
    body_limit: usize,
    status: Option<u16>,
    answer: Answer,
    form: Form,
    color: bool,
    shows_progress: bool,
}

impl Batch {
    /// The inputs in their order, as the user named them; `-` is standard input.
    #[must_use]
    pub fn inputs(&self) -> &[String] {
        &self.inputs
    }

    /// Whether standard error is a terminal, where progress is shown.
    #[must_use]
    pub fn shows_progress(&self) -> bool {
        self.shows_progress
    }

    /// An input as messages name it.
    fn name(&self, input: usize) -> &str {
        match self.inputs.get(input).map(String::as_str) {
            Some(STANDARD_INPUT) => "standard input",
            name => name.unwrap_or_default(),
        }
    }

    /// The number of an envelope's class.
    fn class(&self, status: Option<u16>, body: &[u8]) -> u8 {
        let class = match self.answer {
            Answer::Any => self.classifier.class(status, body),
            answer => self.classifier.classify(status, answer, body).class,
        };
        class.byte()
    }
}

pub(crate) async fn run(
    host: &Host,
    arguments: ClassifyArguments,
    (colors, terminals): (Colors, Terminals),
    threads: bool,
) -> Outcome {
    let form = arguments.form;
    let classified = async {
        let batch = Arc::new(batch(host, arguments, (colors, terminals)).await?);
        let summary = if threads {
            match host.ask(Request::Classify { batch: Arc::clone(&batch) }).await {
                Reply::Classified(summary) => *summary,
                Reply::Failed(cause) => return Err(Failure::new(cause)),
                _ => return Err(Failure::new(Reply::misfit())),
            }
        } else {
            classify(host, &batch).await?
        };
        Ok(summary.outcome(&batch, colors.stderr))
    };
    classified.await.unwrap_or_else(|failure: Failure| {
        let stdout = match form {
            Form::Human => String::new(),
            Form::Json => render::json::render(&failure.document()),
            Form::Ndjson => json(&failure.document()),
        };
        Outcome { stdout: stdout.into_bytes(), ..Outcome::failure(&failure, colors.stderr) }
    })
}

async fn batch(
    host: &Host,
    arguments: ClassifyArguments,
    (colors, terminals): (Colors, Terminals),
) -> Result<Batch, Failure> {
    let ClassifyArguments { mut inputs, contract, status, answer, kind, form, policy, .. } = arguments;
    let engine = match &policy {
        Some(named) => file::named_policy(host, named).await?,
        None => Engine::embedded(),
    };
    let classifier = Classifier::new(engine.policy(), &ContractState::named(&contract))
        .map_err(|error| Failure::new(error.to_string()))?;
    if inputs.is_empty() {
        inputs.push(STANDARD_INPUT.into());
    }
    Ok(Batch {
        inputs,
        kind,
        classifier,
        contract,
        body_limit: usize::try_from(engine.policy().limits.envelope_bytes).unwrap_or(usize::MAX),
        status,
        answer,
        form,
        color: colors.stdout,
        // Lines that stream onto a terminal show by themselves how far it is.
        shows_progress: terminals.stderr && !(terminals.stdout && form == Form::Ndjson),
    })
}

/// The driver for hosts without threads.
async fn classify(host: &Host, batch: &Batch) -> Result<Summary, Failure> {
    let mut summary = Summary::default();
    let (mut bytes, mut text) = (Vec::new(), String::new());
    let (mut done, mut shown) = (0, None);
    'inputs: for (input, name) in batch.inputs.iter().enumerate() {
        let mut feed = Feed::new(batch, input);
        while !feed.is_over() {
            feed.begin(&mut bytes);
            let block = match host.ask(Request::ReadChunk { input: name.clone(), limit: CHUNK }).await {
                Reply::Bytes(chunk) => {
                    done += chunk.len() as u64;
                    bytes.extend_from_slice(&chunk);
                    feed.finish(&mut bytes, chunk.is_empty())
                }
                reply => Some(feed.unreadable(reply)),
            };
            if batch.shows_progress && done >= shown.map_or(LONG_INPUT, |shown| shown + PROGRESS) {
                host.ask(Request::ShowProgress { text: progress(done, None, None) }).await;
                shown = Some(done);
            }
            let Some(block) = block else { continue };
            let mut judging = Judging::new(batch, block, summary.wanted());
            let mut goes_on = true;
            let mut is_read = true;
            while goes_on && is_read {
                text.clear();
                goes_on = judging.step(&mut text);
                is_read = text.is_empty() || write(host, &text).await?;
            }
            let (part, spare) = judging.end();
            summary.merge(part);
            bytes = spare;
            if !is_read {
                break 'inputs;
            }
        }
    }
    if shown.is_some() {
        host.ask(Request::ShowProgress { text: no_progress() }).await;
    }
    Ok(summary)
}

/// Writes to standard output; `false` where nobody reads it any more.
async fn write(host: &Host, text: &str) -> Result<bool, Failure> {
    match host.ask(Request::Write { text: text.to_owned() }).await {
        Reply::Yes => Ok(true),
        Reply::No => Ok(false),
        Reply::Failed(cause) => Err(Failure::new(format!("standard output could not be written: {cause}"))),
        _ => Err(Failure::new(Reply::misfit())),
    }
}
