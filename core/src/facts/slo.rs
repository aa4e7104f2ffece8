//! What the producer's objectives for the service say.

use core::ops::Deref;

use crate::json::Node;

/// The fields of the SLO policy (`service-slo-policy.json`), each read where it is asked for.
#[derive(Clone, Copy, Debug)]
pub struct SloFacts<'f, 'a> {
    node: &'f Node<'a>,
}

impl<'a> Deref for SloFacts<'_, 'a> {
    type Target = Node<'a>;

    fn deref(&self) -> &Node<'a> {
        self.node
    }
}

impl<'f, 'a> SloFacts<'f, 'a> {
    /// The version of the form that is read.
    pub const FORM: &'static str = "service-slo-policy.v1";
    /// The key of the form's version.
    pub const VERSION: &'static str = "slo_policy_version";
    /// The key of the command that measures.
    pub const COMMAND: &'static str = "benchmark_command";
    /// The key of the volumes that it measures.
    pub const WORKLOADS: &'static str = "workloads";
    /// The key of how often it measures each.
    pub const REPETITIONS: &'static str = "repetitions";
    /// The key of the form of its output.
    pub const OUTPUT: &'static str = "required_output";
    /// The key of the greatest latencies, in milliseconds.
    pub const LATENCIES: &'static str = "thresholds_ms";
    /// Every latency that must be bounded.
    pub const OF_LATENCIES: [&'static str; 3] = ["append_p95_max", "replay_p95_max", "gate_p95_max"];
    /// The key of the greatest rates in operation.
    pub const RATES: &'static str = "operational_thresholds";
    /// Every rate that must be bounded.
    pub const OF_RATES: [&'static str; 3] =
        ["timeout_rate_max_percent", "failure_rate_max_percent", "schema_unavailable_max_per_1000_requests"];
    /// How the key of a rate of one error code ends.
    pub const PER_THOUSAND: &'static str = "_max_per_1000_requests";

    pub(super) fn new(node: &'f Node<'a>) -> Self {
        Self { node }
    }

    /// The thresholds that are numbers, each as its key and the characters that stand there: latencies, then rates.
    pub fn thresholds(&self) -> impl Iterator<Item = (&'static str, &'a str)> {
        let groups = [(Self::LATENCIES, Self::OF_LATENCIES), (Self::RATES, Self::OF_RATES)];
        groups.into_iter().flat_map(|(group, keys)| {
            let group = self.object(group);
            keys.into_iter().filter_map(move |key| Some((key, group.present()?.value.number(key).present()?.value)))
        })
    }
}
