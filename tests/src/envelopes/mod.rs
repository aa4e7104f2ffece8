//! More than a hundred thousand envelopes, the same in every run: what all hosts and the reference must judge alike.

mod forms;
mod random;
mod shapes;

use lockstep_core::policy::Policy;

/// One answer.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// The HTTP status, where it is known.
    pub status: Option<u16>,
    /// The body.
    pub body: Vec<u8>,
}

/// The statuses that answers take turns with: none, successes, documented ones, one that only the service knows, and
/// some that fit nothing.
pub const STATUSES: [Option<u16>; 12] = [
    None,
    Some(200),
    Some(400),
    Some(404),
    Some(422),
    Some(500),
    Some(503),
    Some(599),
    Some(100),
    Some(299),
    Some(300),
    Some(u16::MAX),
];

/// Every answer of the corpus.
pub fn corpus() -> impl Iterator<Item = Exchange> {
    let policy = Policy::embedded();
    let limit = usize::from(policy.limits.json_depth);
    let codes = policy.service_contracts.values().flat_map(|contract| &contract.error_codes);
    let mut codes: Vec<String> = codes.map(|code| code.code.clone()).collect();
    codes.sort();
    codes.dedup();
    let bodies = forms::conforming(&codes)
        .chain(forms::violations())
        .chain(forms::seeds().into_iter().flat_map(|seed| shapes::damaged(&seed)))
        .chain(shapes::strings())
        .chain(shapes::nesting(limit))
        .chain(shapes::many_keys())
        .chain(shapes::numbers())
        .chain(shapes::details())
        .chain(random::random());
    bodies.enumerate().map(|(number, body)| Exchange { status: STATUSES[number % STATUSES.len()], body })
}

/// A success whose data is `data`.
fn success_of(data: &str) -> String {
    format!(r#"{{"service_contract_version":"service.v3","api_contract_version":"api.v1","data":{data}}}"#)
}

/// An error whose details are `details`, which are not its last field.
fn error_of(details: &str) -> String {
    let error = format!(r#"{{"message":"m","details":{details},"code":"query_failed"}}"#);
    format!(r#"{{"error":{error},"service_contract_version":"service.v3"}}"#)
}
