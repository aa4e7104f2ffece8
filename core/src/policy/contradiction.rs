//! Contradictions within a policy, which would otherwise come out as faults of the documents.

use alloc::{borrow::ToOwned, string::String};

use crate::{
    adapter::State,
    envelope::{ALWAYS_KNOWN, MOST_FIELDS},
    facts::BaselineValue,
    notice::LONGEST_NOTICE,
};

use super::{DayOfWeek, Envelope, POLICY_VERSION, Policy, ServiceContract, Table};

/// Where a policy contradicts itself, so that rules could never be met or would check nothing: the key and why.
pub(super) fn of(policy: &Policy) -> Option<(&'static str, &'static str)> {
    let Policy { service_contracts, timeout_ms, matrix, limits, .. } = policy;
    let contracts = || service_contracts.values();
    let codes_differ = |contract: &ServiceContract| {
        distinct(contract.error_codes.iter().map(|code| code.code.as_str()))
            && contract
                .error_codes
                .iter()
                .all(|code| !code.statuses.is_empty() && code.all_statuses().all(|status| (100..600).contains(&status)))
    };
    let columns = matrix.approved_columns.all();
    let labels = BaselineValue::ALL.map(|value| value.label(matrix));
    let labelled = || labels.into_iter().chain([matrix.updated_label.as_str()]);
    let host = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-');
    let faults = [
        (policy.policy_version != POLICY_VERSION, "policy_version", "this engine reads `policy.v1`"),
        (service_contracts.is_empty(), "service_contracts", "at least one version must be known"),
        (
            contracts().any(|contract| contract.error_codes.is_empty()),
            "service_contracts",
            "every version must have at least one error code",
        ),
        (
            !contracts().all(codes_differ),
            "service_contracts",
            "error codes must be distinct, each with HTTP statuses from 100 to 599",
        ),
        (
            contracts().any(|contract| contradicts(&contract.non_2xx_envelope)),
            "service_contracts",
            "an envelope must not forbid what it requires",
        ),
        (
            policy.run_time.reasons().any(|reason| !policy.run_time.fallback_reasons.contains_key(reason)),
            "run_time",
            "every reason that is given must be one of `fallback_reasons`",
        ),
        (
            !State::ALL.into_iter().all(|state| is_stated(policy, state)),
            "run_time",
            "`preflight_states` must state `ready`, and with a reason `disabled`, `offline`, `schema-unavailable`, \
             `version-mismatch`, `malformed-payload` and `degraded`",
        ),
        (
            policy.run_time.code_reasons.keys().any(|code| code.bytes().any(|byte| byte.is_ascii_uppercase())),
            "run_time",
            "`code_reasons` must be in lower case, in which codes are looked up",
        ),
        (
            fields(policy) > MOST_FIELDS,
            "service_contracts",
            "all envelopes together may name at most 63 fields, the objects that hold them among them",
        ),
        (
            DayOfWeek::ALL.iter().all(|day| policy.notice.weekend.contains(day)),
            "notice",
            "`weekend` must leave a business day in the week",
        ),
        (
            policy.notice.standard_business_days > LONGEST_NOTICE,
            "notice",
            "`standard_business_days` must be at most 1000",
        ),
        (policy.api_contracts.is_empty(), "api_contracts", "at least one version must be known"),
        (policy.integration_baselines.is_empty(), "integration_baselines", "at least one version must be known"),
        (contradicts(&policy.success_envelope), "success_envelope", "an envelope must not forbid what it requires"),
        (
            policy.transition_guard.is_empty(),
            "transition_guard",
            "at least one flag must be named; `severities` switches rules off",
        ),
        (!policy.repository_host.bytes().all(host), "repository_host", "must be a host name in lower case"),
        (
            timeout_ms.minimum > timeout_ms.recommended_maximum || timeout_ms.recommended_maximum > timeout_ms.maximum,
            "timeout_ms",
            "must satisfy minimum <= recommended_maximum <= maximum",
        ),
        (
            !distinct(labelled()) || labelled().any(|label| label.contains(':')),
            "matrix",
            "labels must be distinct and without a colon",
        ),
        (!distinct(columns.into_iter().map(String::as_str)), "matrix", "columns must be distinct"),
        (
            matrix.baseline_section.eq_ignore_ascii_case(&matrix.approved_section),
            "matrix",
            "the two sections must be distinct",
        ),
        // The tree reader gives up at 512 levels; a limit beyond would be no limit.
        (!(1..=500).contains(&limits.json_depth), "limits", "`json_depth` must lie between 1 and 500"),
        // Places are 32-bit offsets.
        (
            !(1..=1 << 30).contains(&limits.document_bytes),
            "limits",
            "`document_bytes` must lie between 1 and 1073741824",
        ),
        (
            !(1..=1 << 30).contains(&limits.envelope_bytes),
            "limits",
            "`envelope_bytes` must lie between 1 and 1073741824",
        ),
        (limits.findings == 0, "limits", "`findings` must be at least 1"),
    ];
    faults.into_iter().find(|(holds, ..)| *holds).map(|(_, key, message)| (key, message))
}

/// Whether a state of the preflight is there, with a reason unless it is `ready`.
fn is_stated(policy: &Policy, state: State) -> bool {
    let stated = policy.run_time.preflight_states.get(state.as_str());
    stated.is_some_and(|stated| stated.reason.is_none() == (state == State::Ready))
}

/// How many fields the policy names in envelopes, the objects that hold them among them.
fn fields(policy: &Policy) -> usize {
    let contracts = policy.service_contracts.values().map(|contract| &contract.non_2xx_envelope);
    let envelopes = contracts.chain([&policy.success_envelope]);
    let listed = envelopes.flat_map(|Envelope { requires, optional, forbids }| [requires, optional, forbids]).flatten();
    let paths = listed.map(String::as_str).chain(ALWAYS_KNOWN);
    let mut known = Table::default();
    for path in paths {
        let holders = path.match_indices('.').filter_map(|(end, _)| path.get(..end));
        holders.chain([path]).for_each(|field| known.insert(field.to_owned(), ()));
    }
    known.keys().count()
}

fn contradicts(envelope: &Envelope) -> bool {
    let Envelope { requires, optional, forbids } = envelope;
    requires.iter().chain(optional).any(|field| forbids.contains(field))
}

/// Whether no two of the texts are equal, letter case aside.
fn distinct<'t>(texts: impl Iterator<Item = &'t str> + Clone) -> bool {
    let mut rest = texts;
    while let Some(text) = rest.next() {
        if rest.clone().any(|other| other.eq_ignore_ascii_case(text)) {
            return false;
        }
    }
    true
}
