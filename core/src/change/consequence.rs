//! Whom a change harms, and what each side must do.
//!
//! Sources: the playbooks' rules for additive codes, notice, removal of `legacy_error` and rollback; the producer's
//! versioning policy (a change of an error's fields needs another service contract version).

use alloc::{format, string::String, vec::Vec};
use serde::Serialize;

use super::{ChangeKind as Kind, draft::Draft, terms::Promises};
use crate::text::quoted;

/// Who can be harmed by a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Party {
    /// A consumer that has a branch for each error code and none for others.
    ExhaustiveConsumer,
    /// A consumer that decides by the error code what it does.
    RoutingConsumer,
    /// A consumer that decides by the HTTP status what it does.
    StatusConsumer,
    /// A consumer that reads `legacy_error`.
    LegacyErrorConsumer,
    /// A consumer that reads the field.
    ReadingConsumer,
    /// A consumer that refuses answers with anything that it does not know.
    StrictConsumer,
    /// A consumer that sends such requests.
    AskingConsumer,
    /// Every consumer that pins the baseline.
    PinningConsumer,
    /// Whoever is judged by the policy.
    JudgedRepository,
    /// The producer.
    Producer,
}

impl Party {
    /// The party in words.
    pub fn title(self) -> &'static str {
        match self {
            Self::ExhaustiveConsumer => "a consumer that matches error codes exhaustively",
            Self::RoutingConsumer => "a consumer that routes by error code",
            Self::StatusConsumer => "a consumer that routes by HTTP status",
            Self::LegacyErrorConsumer => "a consumer that reads `legacy_error`",
            Self::ReadingConsumer => "a consumer that reads the field",
            Self::StrictConsumer => "a consumer that refuses what it does not know",
            Self::AskingConsumer => "a consumer that sends such requests",
            Self::PinningConsumer => "every consumer that pins the baseline",
            Self::JudgedRepository => "a repository that is judged by the policy",
            Self::Producer => "the producer",
        }
    }
}

/// Someone who is harmed, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Harm {
    /// Who.
    pub party: Party,
    /// How, in a few words.
    pub how: String,
}

/// What follows from a change.
pub(super) struct Consequence {
    pub(super) harms: Vec<Harm>,
    /// What the producer must do; empty for nothing.
    pub(super) producer: String,
    /// What consumers must do; empty for nothing.
    pub(super) consumer: String,
    pub(super) needs_notice: bool,
}

/// What follows from kinds of changes: harms, what the producer and what consumers must do. `{}` is what changed.
type Row = (&'static [(Party, &'static str)], &'static str, &'static str);

const ADDED_CODE: &str = "announce {}, and update OpenAPI, contract documents, manifest, tests and changelog with a \
                          consumer impact statement in the same change";
const NEW_CONTRACT: &str = "keep what is promised under this service contract; the change needs another version, which \
                            comes through the cutover gates";
const VERSION_NEEDED: &str = "raise the service contract version: the versioning policy demands it for every change of \
                              an error's fields";
const LEGACY_ERROR: &str = "keep `legacy_error` in service.v2; its removal needs service.v3, and a consumer that has \
                            repinned and is green before it";
const REPIN: &str = "repin: pin, matrix and mirror as one change";

pub(super) fn of(draft: &Draft, promises: &Promises, is_bumped: bool) -> Consequence {
    let closed = promises.closed && !draft.is_open;
    let (harms, producer, consumer) = row(draft, closed);
    let fill = |text: &str| {
        let lawful = "it comes with the new service contract version, through its cutover gates";
        let text =
            if is_bumped && matches!(text, NEW_CONTRACT | VERSION_NEEDED | LEGACY_ERROR) { lawful } else { text };
        text.replace("{}", &quoted(&draft.name))
    };
    let harm = |(party, how): &(Party, &str)| Harm { party: *party, how: fill(how) };
    let needs_notice = match draft.kind {
        Kind::ErrorCodeAdded => closed,
        Kind::ErrorCodeRenamed => true,
        _ => false,
    };
    let mut consumer = fill(consumer);
    if draft.kind == Kind::ServiceContractChanged
        && let Some(contract) = &promises.contract
    {
        consumer.push_str(&format!("; keep {} as the way back", quoted(contract)));
    }
    Consequence { harms: harms.iter().map(harm).collect(), producer: fill(producer), consumer, needs_notice }
}

fn row(draft: &Draft, closed: bool) -> Row {
    let kind = draft.kind;
    let row = code(kind, closed).or_else(|| error(kind, draft.name == "legacy_error"));
    let row = row.or_else(|| answer(kind)).or_else(|| request(kind));
    row.or_else(|| promise(kind)).or_else(|| setting(kind)).unwrap_or_else(|| other(kind))
}

fn code(kind: Kind, closed: bool) -> Option<Row> {
    use Party::{ExhaustiveConsumer, RoutingConsumer, StatusConsumer};
    Some(match kind {
        Kind::ErrorCodeAdded if closed => (
            &[(ExhaustiveConsumer, "has no branch for {} until it maps it")],
            ADDED_CODE,
            "map {} and test its fallback before repinning",
        ),
        Kind::ErrorCodeAdded => {
            (&[], ADDED_CODE, "map {} where it deserves better than the fallback for unknown codes")
        }
        Kind::ErrorCodeRemoved => (
            &[
                (
                    RoutingConsumer,
                    "never meets {} again, so its branch is dead and what came as {} comes as something else",
                ),
                (ExhaustiveConsumer, "has a branch for a code that no longer exists"),
            ],
            NEW_CONTRACT,
            "find out what comes in place of {}, map that, and remove its branch",
        ),
        Kind::ErrorCodeRenamed => (
            &[
                (ExhaustiveConsumer, "has no branch for {} until it maps it"),
                (RoutingConsumer, "takes {} for an unknown code, while its branch for the old name is dead"),
            ],
            NEW_CONTRACT,
            "map {} like the old name, and keep both while both releases may answer",
        ),
        Kind::ErrorCodeStatusAdded => (
            &[(StatusConsumer, "meets {} with a status that it takes for something else")],
            "document the status of {}, and state it in OpenAPI, tests and changelog in the same change",
            "route by `error.code` before the status",
        ),
        Kind::ErrorCodeStatusRemoved => (
            &[(StatusConsumer, "no longer meets {} where it looks for it")],
            NEW_CONTRACT,
            "route by `error.code` before the status",
        ),
        Kind::ErrorCodesOpened => (
            &[(ExhaustiveConsumer, "can meet codes that nobody announces")],
            NEW_CONTRACT,
            "treat every code that is not known as drift, with a fallback",
        ),
        Kind::ErrorCodesClosed => (&[], "announce every code that is added from now on", ""),
        Kind::ErrorCodesReordered => (&[], "", "nothing: codes are a set"),
        _ => return None,
    })
}

fn error(kind: Kind, legacy: bool) -> Option<Row> {
    use Party::{LegacyErrorConsumer, ReadingConsumer, StrictConsumer};
    Some(match kind {
        Kind::ErrorFieldAdded => (
            &[(StrictConsumer, "refuses errors that have {}")],
            VERSION_NEEDED,
            "accept {}, and go on routing by `error.code`",
        ),
        Kind::ErrorFieldRequired => (&[], VERSION_NEEDED, "nothing: {} may be relied on"),
        Kind::ErrorFieldRemoved | Kind::ErrorFieldOptional if legacy => (
            &[(LegacyErrorConsumer, "finds none where it was promised")],
            LEGACY_ERROR,
            "route by `error.code`, show `error.message`, and do without {}",
        ),
        Kind::ErrorFieldRemoved | Kind::ErrorFieldOptional => {
            (&[(ReadingConsumer, "finds no {} where it was promised")], VERSION_NEEDED, "do without {}")
        }
        Kind::ErrorValueAdded => {
            (&[(StrictConsumer, "refuses the new value of {}")], VERSION_NEEDED, "accept the new value of {}")
        }
        Kind::ErrorTypeNarrowed => (&[], VERSION_NEEDED, ""),
        Kind::ErrorValueRemoved | Kind::ErrorTypeWidened | Kind::ErrorSchemaChanged => (
            &[(ReadingConsumer, "meets something else in {} than it was promised")],
            VERSION_NEEDED,
            "read {} by its new schema, and test what it did not hold before",
        ),
        _ => return None,
    })
}

fn answer(kind: Kind) -> Option<Row> {
    use Party::{ExhaustiveConsumer, ReadingConsumer, StatusConsumer, StrictConsumer};
    Some(match kind {
        Kind::AnswerStatusAdded => (
            &[(StatusConsumer, "has no branch for {} from these operations")],
            "document what answers with {}, and when",
            "give {} from these operations a fallback",
        ),
        Kind::AnswerStatusRemoved => (
            &[(StatusConsumer, "never meets {} from these operations again, so what it did then is dead")],
            NEW_CONTRACT,
            "find out what comes in place of {}",
        ),
        Kind::AnswerFieldAdded => (
            &[(StrictConsumer, "refuses answers that have {}")],
            "update schemas, fixtures and changelog in the same change",
            "",
        ),
        Kind::AnswerValueAdded => (
            &[(ExhaustiveConsumer, "has no branch for the new value of {}")],
            "update schemas, fixtures and changelog in the same change",
            "give what is unknown in {} a fallback",
        ),
        Kind::AnswerFieldRequired | Kind::AnswerTypeNarrowed => {
            (&[], "update schemas, fixtures and changelog in the same change", "")
        }
        Kind::AnswerFieldRemoved
        | Kind::AnswerFieldOptional
        | Kind::AnswerValueRemoved
        | Kind::AnswerTypeWidened
        | Kind::AnswerSchemaChanged => (
            &[(ReadingConsumer, "meets something else in {} than it was promised, or nothing")],
            NEW_CONTRACT,
            "read {} by its new schema, and do without it where it is gone",
        ),
        _ => return None,
    })
}

fn request(kind: Kind) -> Option<Row> {
    use Party::AskingConsumer;
    Some(match kind {
        Kind::RequestFieldAdded | Kind::RequestFieldOptional | Kind::RequestValueAdded | Kind::RequestTypeWidened => {
            (&[], "update schemas, fixtures and changelog in the same change", "nothing: present requests stay good")
        }
        Kind::RequestFieldDemanded
        | Kind::RequestFieldRemoved
        | Kind::RequestFieldRequired
        | Kind::RequestValueRemoved
        | Kind::RequestTypeNarrowed
        | Kind::RequestSchemaChanged => (
            &[(AskingConsumer, "is refused for {}, although its requests were good")],
            "go on accepting what was good; stricter validation needs another version",
            "send {} as the new release demands it, if the old one accepts that, too",
        ),
        _ => return None,
    })
}

fn promise(kind: Kind) -> Option<Row> {
    use Party::{ExhaustiveConsumer, LegacyErrorConsumer, PinningConsumer, Producer};
    Some(match kind {
        Kind::StabilityWindowShortened | Kind::NoticeShortened | Kind::SameDayDemandDropped => (
            &[
                (ExhaustiveConsumer, "has less time to map what is added"),
                (PinningConsumer, "planned by the longer promise, and its check refuses less than the policy demands"),
            ],
            "keep the promise, or agree on the other one with every consumer first",
            "object, or plan by the shorter promise and change the policy",
        ),
        Kind::TransitionGuardWeakened => (
            &[
                (LegacyErrorConsumer, "can lose it without another contract, or before it has repinned"),
                (PinningConsumer, "has a check that demands the flag"),
            ],
            "set the flag again: it holds until the joint cutover decision",
            "object, and do not repin to it",
        ),
        Kind::StabilityWindowLengthened
        | Kind::NoticeLengthened
        | Kind::SameDayDemandAdded
        | Kind::TransitionGuardStrengthened => (&[(Producer, "is bound to more")], "keep the stronger promise", ""),
        _ => return None,
    })
}

fn setting(kind: Kind) -> Option<Row> {
    use Party::{JudgedRepository, PinningConsumer};
    Some(match kind {
        Kind::KnownVersionAdded => (&[], "", "repin to {} only when its gates have passed"),
        Kind::KnownVersionRemoved | Kind::LimitTightened => {
            (&[(JudgedRepository, "fails where it passed")], "", "make documents fit before the policy is taken over")
        }
        Kind::SeverityRaised => (&[(JudgedRepository, "may fail where it passed")], "", ""),
        Kind::SeverityLowered => (
            &[(PinningConsumer, "is no longer warned of what the rule finds")],
            "",
            "say why the rule counts less; a waiver ends, a policy does not",
        ),
        Kind::SettingChanged => (
            &[(JudgedRepository, "is judged, or behaves, in another way")],
            "",
            "take the setting over on both sides at once",
        ),
        _ => return None,
    })
}

fn other(kind: Kind) -> Row {
    use Party::{AskingConsumer, LegacyErrorConsumer, PinningConsumer, ReadingConsumer, RoutingConsumer};
    match kind {
        Kind::ServiceContractChanged => (
            &[
                (PinningConsumer, "takes every answer for one of another contract until it has repinned"),
                (LegacyErrorConsumer, "may find none under the other contract"),
                (RoutingConsumer, "must know which errors the other contract has"),
            ],
            "release it through the cutover gates alone: joint decision recorded, artifacts immutable, rollback rehearsed",
            "rehearse the candidate, repin when the gates pass",
        ),
        Kind::ApiContractChanged | Kind::IntegrationBaselineChanged => (
            &[(PinningConsumer, "compares it with its pin and refuses the other version")],
            "announce the version, and hand over what changed under it",
            REPIN,
        ),
        Kind::DocumentFormChanged => (
            &[(PinningConsumer, "cannot read the document until its check knows the form")],
            "announce the form before the first document in it",
            "use a lockstep and a policy that know the form, then repin",
        ),
        Kind::ReleaseTagChanged | Kind::CommitChanged => (&[], "hand over the release", REPIN),
        Kind::OperationAdded => (&[], "update contract documents and changelog in the same change", ""),
        Kind::OperationRemoved => {
            (&[(AskingConsumer, "is answered with 404 or 405, and no envelope")], NEW_CONTRACT, "do without {}")
        }
        Kind::FieldAdded => (&[], "", ""),
        Kind::FieldRemoved | Kind::FieldChanged => (
            &[(ReadingConsumer, "finds something else in {}, or nothing")],
            "say in the changelog what {} was for, and whom it touches",
            "look whether anything reads {}",
        ),
        Kind::DocumentAdded => (&[], "keep it current from now on", ""),
        Kind::DocumentRemoved => {
            (&[(PinningConsumer, "finds no {} to check against")], "publish it again, or say where it went", "")
        }
        Kind::LimitLoosened | Kind::WordingChanged | Kind::DocumentRewritten => (&[], "", ""),
        // INVARIANT: every other kind has a row in a function of its own; a test asks for it.
        _ => (&[], "", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        change::{Class, draft::Stated},
        notice::Terms,
        policy::Policy,
    };

    #[test]
    fn what_is_grave_harms_someone_who_can_do_something() {
        for closed in [true, false] {
            let terms = Terms::new(&Policy::embedded(), None);
            let promises = Promises { contract: Some("service.v2".into()), closed, terms };
            for kind in Kind::ALL {
                let (old, new) = (Stated::default(), Stated::default());
                let draft = Draft::new(*kind, "x", "x".into(), old, new);
                for is_bumped in [true, false] {
                    let found = of(&draft, &promises, is_bumped);
                    let idle = found.producer.is_empty() && found.consumer.is_empty();
                    assert!(kind.class() < Class::Breaking || !(found.harms.is_empty() || idle), "{kind:?}");
                    let texts =
                        [&found.producer, &found.consumer].into_iter().chain(found.harms.iter().map(|harm| &harm.how));
                    texts.for_each(|text| assert!(!text.contains("{}") && !text.ends_with('.'), "{kind:?}: {text}"));
                    assert!(!found.needs_notice || kind.class() >= Class::Additive, "{kind:?}");
                    assert!(kind.class() > Class::None || found.harms.is_empty(), "{kind:?}");
                }
            }
        }
    }

    #[test]
    fn kinds_mirror_one_another() {
        for kind in Kind::ALL {
            for mirror in kind.mirrors() {
                assert!(mirror.mirrors().contains(kind), "{kind:?} {mirror:?}");
            }
        }
    }
}
