use lockstep_core::{
    date::Date,
    facts::{BaselineValue, HandoffFacts, HandoffMode},
    inquiry::{Handoff, PinMatch},
    policy::Policy,
    report::{Report, Verdict},
    source::DocumentKind,
};
use serde::Serialize;

use super::{JudgedDocument, SCHEMA_VERSION, Tools, contract::Status, documents, instant, object, pinned, place};

/// What the check of a payload looks at.
const DOCUMENTS: [DocumentKind; 3] = [DocumentKind::Pin, DocumentKind::Manifest, DocumentKind::Handoff];

/// What `lockstep handoff` leaves where the payload passes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HandoffEvidence {
    /// The version of this form: `v1`.
    pub schema_version: &'static str,
    /// The day of the run at midnight in UTC: `2026-02-08T00:00:00.000Z`.
    pub generated_at_utc: String,
    /// The payload; see the paths of `documents`.
    pub handoff_payload_path: String,
    /// What the payload was held against.
    pub baseline: HandoffBaseline,
    /// Each check: `pass`, `warning`, `note`, or why it was skipped.
    pub checks: Checks,
    /// Whether the expected service contract is the pinned one.
    pub mode: EvidenceMode,
    /// Always `passed`: of another run nothing is left.
    pub status: Status,
    /// What was judged.
    pub documents: Vec<JudgedDocument>,
    /// What judged.
    pub tools: Tools,
}

/// The baseline that a payload was held against: the pin's, or the versions that the user expects.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(missing_docs, reason = "each field is the value of the baseline that it is named after")]
pub struct HandoffBaseline {
    pub release_tag: Option<String>,
    pub commit_sha: Option<String>,
    pub expected_service_contract_version: Option<String>,
    pub expected_api_contract_version: Option<String>,
    pub integration_baseline: Option<String>,
}

/// How each check of a payload ended; the first ten are those of the script that lockstep takes the place of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(missing_docs, reason = "each field is the check that it is named after")]
pub struct Checks {
    pub release_tag: String,
    pub commit_sha: String,
    pub expected_service_contract_version: String,
    pub expected_api_contract_version: String,
    pub integration_baseline: String,
    /// `used-for-pinned-validation` where a candidate's active baseline was held against the pin in place of the
    /// candidate's own versions, else `not-used`.
    pub candidate_runtime_baseline: &'static str,
    pub manifest_contract_version: String,
    pub error_code_enum_set_equality: String,
    pub verification_commands_present: String,
    pub handoff_generated_at_utc_parseable: String,
    pub required_fields: String,
    pub handoff_mode: String,
    pub active_runtime_baseline: String,
    pub non_2xx_envelope_policy: String,
    pub candidate_promises: String,
}

/// What a payload was judged for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum EvidenceMode {
    /// For the pinned service contract.
    PinnedBaseline,
    /// For another one, which is under rehearsal.
    RehearsalCandidate,
}

impl HandoffEvidence {
    /// The place of the evidence, where no configuration names another.
    pub(crate) const DEFAULT_PATH: &str = "artifacts/memorykernel-handoff-evidence.json";

    /// The evidence of a report about a payload, or `None` where there is none to leave.
    pub(crate) fn of(report: &Report<'_>, asked: &Handoff, policy: &Policy, today: Date) -> Option<Self> {
        let payload = report.sources.find(DocumentKind::Handoff)?;
        if report.verdict() != Verdict::Pass {
            return None;
        }
        let pinned = pinned(report);
        let wanted = |value| asked.expected.get(value).map(str::to_owned).or_else(|| pinned(value));
        let service_contract = wanted(BaselineValue::ServiceContract);
        let payload_says = object(report, DocumentKind::Handoff);
        let mode = payload_says.get(HandoffFacts::MODE).and_then(|mode| HandoffMode::named(mode.as_str()?, policy));
        let candidate = matches!(mode, Some(HandoffMode::Candidate(_)));
        let rehearsal = service_contract != pinned(BaselineValue::ServiceContract);
        Some(Self {
            schema_version: SCHEMA_VERSION,
            generated_at_utc: instant(today),
            handoff_payload_path: place(payload).into_owned(),
            checks: Checks::of(report, asked, candidate),
            baseline: HandoffBaseline {
                release_tag: pinned(BaselineValue::ReleaseTag),
                commit_sha: pinned(BaselineValue::CommitSha),
                expected_service_contract_version: service_contract,
                expected_api_contract_version: wanted(BaselineValue::ApiContract),
                integration_baseline: wanted(BaselineValue::IntegrationBaseline),
            },
            mode: if rehearsal { EvidenceMode::RehearsalCandidate } else { EvidenceMode::PinnedBaseline },
            status: Status::Passed,
            documents: documents(report, |kind| DOCUMENTS.contains(&kind)),
            tools: Tools::of_this_run(),
        })
    }
}

impl Checks {
    fn of(report: &Report<'_>, asked: &Handoff, candidate: bool) -> Self {
        let of = |rule: &str| {
            if let Some(skipped) = report.skipped.iter().find(|skipped| skipped.rule == rule) {
                return format!("skipped: {}", skipped.reason);
            }
            let worst = report.findings.iter().filter(|found| found.rule == rule).map(|found| found.severity).max();
            worst.map_or("pass", |severity| severity.as_str()).to_owned()
        };
        let baseline = || of("handoff-baseline");
        let relaxed = asked.pin_match == PinMatch::Relaxed;
        let pinned = || if relaxed { "skipped-pin-match-relaxed".to_owned() } else { baseline() };
        let bound = candidate && !relaxed && asked.expected.is_empty();
        Self {
            release_tag: pinned(),
            commit_sha: pinned(),
            expected_service_contract_version: baseline(),
            expected_api_contract_version: baseline(),
            integration_baseline: baseline(),
            candidate_runtime_baseline: if bound { "used-for-pinned-validation" } else { "not-used" },
            manifest_contract_version: of("handoff-manifest-version"),
            error_code_enum_set_equality: of("handoff-error-codes"),
            verification_commands_present: of("handoff-commands"),
            handoff_generated_at_utc_parseable: of("handoff-generated-at"),
            required_fields: of("handoff-field"),
            handoff_mode: of("handoff-mode"),
            active_runtime_baseline: of("handoff-active-baseline"),
            non_2xx_envelope_policy: of("handoff-envelope-policy"),
            candidate_promises: of("handoff-candidate"),
        }
    }
}
