//! Both sides of every interaction, side by side.

use alloc::{format, string::String, vec::Vec};

use super::{
    Interaction, Interactions,
    report::{Declared, Document, Finding, Judged, Label, Place, Report, Served},
    rule,
    service::{self, Refusal, Service},
    specification::{self, Specification},
};
use crate::{
    envelope::Classifier,
    openapi::{OpenApi, Optional},
    text::{Encoding, LineIndex, Position, Span, quoted, shown},
};

/// What is judged.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'i> {
    /// The interactions file.
    pub file: Document<'i>,
    /// What it says.
    pub interactions: &'i Interactions<'i>,
    /// The OpenAPI file and what it says, where one was given.
    pub openapi: Option<(Document<'i>, &'i OpenApi<'i>)>,
    /// The service that was asked.
    pub service: Option<Asked<'i>>,
}

/// A service that was asked.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'i> {
    /// Its base URL.
    pub base_url: &'i str,
    /// What its answers are judged by.
    pub classifier: &'i Classifier,
    /// What came back, one an interaction, in their order.
    pub observed: &'i [Observed],
}

/// What came back for a request.
#[derive(Clone, Debug)]
pub enum Observed {
    /// An answer.
    Answer {
        /// The HTTP status.
        status: u16,
        /// The body.
        body: Vec<u8>,
    },
    /// None, for this reason.
    Unanswered(String),
}

/// Judges every interaction by the OpenAPI file and by the service's answer, as far as there are any.
pub fn judge<'i>(inputs: &Inputs<'i>) -> Report<'i> {
    let mut report = Report {
        consumer: inputs.interactions.consumer.clone().into_owned(),
        file: inputs.file,
        openapi: inputs.openapi.map(|(document, _)| document),
        base_url: inputs.service.map(|service| service.base_url),
        answers: Vec::new(),
        judged: Vec::new(),
        findings: Vec::new(),
        omitted: 0,
        errors: Vec::new(),
    };
    let silent = inputs.service.and_then(silence);
    report.errors.extend(silent.clone());
    for (number, interaction) in inputs.interactions.all.iter().enumerate() {
        let specification = inputs.openapi.map(|(_, openapi)| specification::judge(openapi, interaction));
        let service = inputs.service.and_then(|Asked { classifier, observed, .. }| {
            Some(service::judge(classifier, interaction, number, observed.get(number)?))
        });
        report.answers.push(match inputs.service.and_then(|service| service.observed.get(number)) {
            Some(Observed::Answer { body, .. }) => core::str::from_utf8(body).unwrap_or_default(),
            _ => "",
        });
        report.judged.push(Judged {
            name: shown(&interaction.name.value),
            method: shown(&interaction.method.value),
            path: shown(&interaction.path.value),
            specification: specification.as_ref().map_or(Declared::NotChecked, Specification::declared),
            service: service.as_ref().map_or(Served::NotAsked, |service| service.served),
            status: service.as_ref().and_then(|service| service.status),
        });
        merge(&mut report, interaction, number, specification, service.filter(|_| silent.is_none()));
    }
    report
}

/// What to say where no request gets a whole answer.
fn silence(Asked { base_url, observed, .. }: Asked<'_>) -> Option<String> {
    let mut reasons = observed.iter().map(|observed| match observed {
        Observed::Answer { .. } => None,
        Observed::Unanswered(reason) => Some(reason),
    });
    let first = reasons.next()??;
    reasons
        .all(|reason| reason.is_some())
        .then(|| format!("the service at {base_url} gives no whole answer to any request: {first}"))
}

/// Puts together what both sides say about one interaction.
fn merge(
    report: &mut Report<'_>,
    interaction: &Interaction<'_>,
    number: usize,
    specification: Option<Specification<'_, '_>>,
    service: Option<Service<'_>>,
) {
    if let Some(service) = service {
        let mut mismatch = service.mismatch;
        if let (Some(specification), Some(refusal), Some(_)) = (&specification, &service.refusal, &mismatch)
            && specification.declared() == Declared::Conforms
        {
            mismatch = Some(disagreement(interaction, number, specification, refusal));
        }
        mismatch.into_iter().chain(service.findings).for_each(|finding| report.report(finding));
    }
    let Some(specification) = specification else { return };
    specification.findings.into_iter().for_each(|finding| report.report(finding));
    for unjudged in specification.outcome.unjudged {
        let place = report.openapi.map_or_else(String::new, |Document { name, text }| {
            let bytes = text.as_bytes();
            let Position { line, column } =
                LineIndex::new(bytes).position(bytes, unjudged.schema.start, Encoding::Utf16);
            format!(" ({name}:{line}:{column})")
        });
        let name = quoted(&interaction.name.value);
        report.errors.push(format!("{name} could not be judged by the OpenAPI, which has {}{place}", unjudged.what));
    }
}

/// A request that the OpenAPI file allows and the service refuses.
fn disagreement(
    interaction: &Interaction<'_>,
    number: usize,
    specification: &Specification<'_, '_>,
    refusal: &Refusal<'_>,
) -> Finding {
    let name = quoted(&interaction.name.value);
    let Sides { reason, primary, mut related, without, help } = match demanded(&specification.outcome.optional, refusal)
    {
        Some((optional, demand)) => {
            lack(optional, Label::new(Place::Answer(number), demand, "demanded by the service"))
        }
        None => refused(interaction, number, specification, refusal),
    };
    let undeclared = specification.operation.as_ref().and_then(|operation| operation.lacks_answer(refusal.status));
    let text = format!("status {} is not declared here", refusal.status);
    related.extend(undeclared.map(|place| Label::new(Place::OpenApi, place, text)));
    let expected = interaction.expect.answer.value.title();
    Finding {
        rule: rule::DISAGREEMENT,
        interaction: shown(&interaction.name.value),
        message: format!("the service refuses {name}{reason}").into(),
        primary,
        related,
        expected: format!("{expected}, since the OpenAPI allows the request {without}").into(),
        actual: refusal.stated().into(),
        help: help.into(),
    }
}

/// What a disagreement shows of both sides.
struct Sides {
    reason: String,
    primary: Label,
    related: Vec<Label>,
    without: String,
    help: String,
}

/// Both sides of a key that the OpenAPI file declares as optional and the service demands.
fn lack(optional: &Optional, demand: Label) -> Sides {
    let key = quoted(&optional.name);
    let list = optional.required.map(|list| Label::new(Place::OpenApi, list, format!("does not list {key}")));
    let declared = Label::new(Place::OpenApi, optional.declared, "declared here, and so optional");
    let meanwhile = match optional.nullable {
        true => format!("send `\"{}\": null`, which the OpenAPI allows, too", shown(&optional.name)),
        false => format!("send {key}"),
    };
    Sides {
        reason: format!(" for the lack of {key}, which its OpenAPI declares as optional"),
        primary: Label::new(Place::Interactions, optional.instance, format!("sent without {key}")),
        related: list.into_iter().chain([declared, demand]).collect(),
        without: format!("without {key}"),
        help: format!(
            "producer: make {key} optional in the service, as its OpenAPI says, or list it as required in the \
             OpenAPI; consumer, until then: {meanwhile}"
        ),
    }
}

/// Both sides of a request that the service refuses for a reason of its own.
fn refused(
    interaction: &Interaction<'_>,
    number: usize,
    specification: &Specification<'_, '_>,
    refusal: &Refusal<'_>,
) -> Sides {
    let allowed = specification.operation.as_ref().map(|operation| operation.key);
    let allowed = allowed.map(|key| Label::new(Place::OpenApi, key, "allowed by this operation"));
    let answer = refusal.message.as_ref().map(|message| message.span);
    let answer = answer.map(|span| Label::new(Place::Answer(number), span, "the service's answer"));
    Sides {
        reason: ", which its OpenAPI allows".into(),
        primary: Label::new(Place::Interactions, interaction.request, "refused by the service"),
        related: allowed.into_iter().chain(answer).collect(),
        without: "as it is sent".into(),
        help: String::from(
            "producer: take in the service what the OpenAPI allows, or state in the OpenAPI what the service demands; \
             consumer, until then: send what the service demands",
        ),
    }
}

/// The property that a service's message names and the request lacks, and the place of its name in the answer.
///
/// No library's wording is relied on: the property must be declared as optional and stand between back ticks.
fn demanded<'o>(optional: &'o [Optional], refusal: &Refusal<'_>) -> Option<(&'o Optional, Span)> {
    let message = refusal.message.as_ref()?;
    let named = optional.iter().find(|optional| message.value.contains(&format!("`{}`", optional.name)))?;
    let start = message.span.range().start;
    let found = refusal.text.get(message.span.range()).and_then(|text| text.find(&format!("`{}`", named.name)));
    let place = found.map(|at| Span::new(start + at, start + at + named.name.len() + 2));
    Some((named, place.unwrap_or(message.span)))
}
