use alloc::{string::String, vec::Vec};

/// What the payload of a rehearsal must name; it is among the sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rehearsal {
    /// Commands that the producer runs; each may go on with arguments of its own.
    pub producer_checks: Vec<String>,
    /// Commands that the consumer runs.
    pub consumer_checks: Vec<String>,
    /// What makes the consumer go back.
    pub rollback_triggers: Vec<String>,
}

impl Default for Rehearsal {
    /// What both teams' plan of the first rehearsal demands.
    fn default() -> Self {
        let owned = |names: &[&str]| names.iter().map(|name| String::from(*name)).collect();
        Self {
            producer_checks: owned(&[
                "cargo fmt --all -- --check",
                "cargo clippy --workspace",
                "cargo test --workspace",
                "./scripts/verify_service_contract_alignment.sh",
                "./scripts/verify_contract_parity.sh",
                "./scripts/verify_trilogy_compatibility_artifacts.sh",
            ]),
            consumer_checks: owned(&[
                "pnpm run check:memorykernel-pin",
                "pnpm run test:memorykernel-contract",
                "pnpm run test:ci",
            ]),
            rollback_triggers: owned(&[
                "consumer_contract_suite_red",
                "non_2xx_envelope_shape_mismatch",
                "deterministic_fallback_regression",
            ]),
        }
    }
}
