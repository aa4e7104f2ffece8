//! What MemoryKernel demands of its components' artifacts. Source: `verify_trilogy_compatibility_artifacts.sh`; the
//! versions of the artifacts' form, of which the script wants only a `v1` somewhere, are those that the components' own
//! tests demand.

use lockstep_core::inquiry::{Demand, Demanded, Template};

/// The artifacts with their places, and what they must state.
pub(super) fn artifacts() -> Vec<(&'static str, Vec<Demand>)> {
    Vec::from([
        ("components/multi-agent-center/trilogy-compatibility.v1.json", of_multi_agent_center()),
        ("components/outcome-memory/trilogy-compatibility.v1.json", of_outcome_memory()),
    ])
}

fn of_outcome_memory() -> Vec<Demand> {
    demands(
        &[
            ("artifact_version", "trilogy_compatibility.v1"),
            ("project.name", "OutcomeMemory"),
            ("supported_memorykernel_contract_baseline", "{integration_baseline}"),
        ],
        &[
            "benchmark_threshold_semantics.threshold_triplet_required",
            "benchmark_threshold_semantics.non_zero_exit_on_any_violation",
        ],
        &[
            ("required_stable_embed_api", &["run_cli", "run_outcome_with_db", "run_outcome", "run_benchmark"]),
            (
                "benchmark_threshold_semantics.required_flags",
                &["--append-p95-max-ms", "--replay-p95-max-ms", "--gate-p95-max-ms"],
            ),
        ],
    )
}

fn of_multi_agent_center() -> Vec<Demand> {
    demands(
        &[
            ("artifact_version", "v1"),
            ("project.name", "MultiAgentCenter"),
            ("memory_kernel.contract_baseline", "{integration_baseline}"),
            ("memory_kernel.api_retrieval.context_queries_mode.default", "policy"),
            ("memory_kernel.api_retrieval.recall.missing_record_types_behavior", "use_default_scope"),
            ("memory_kernel.api_retrieval.recall.empty_record_types_behavior", "use_default_scope"),
            ("memory_kernel.api_retrieval.recall.invalid_record_types_behavior", "validation_error"),
        ],
        &[],
        &[
            ("memory_kernel.api_retrieval.context_queries_mode.supported", &["policy", "recall"]),
            (
                "memory_kernel.api_retrieval.recall.default_record_types",
                &["decision", "preference", "event", "outcome"],
            ),
            ("trust.memory_ref_identity_required_fields", &["memory_id", "version", "memory_version_id"]),
        ],
    )
}

fn demands(texts: &[(&str, &str)], flags: &[&str], names: &[(&str, &[&str])]) -> Vec<Demand> {
    let demand = |path: &str, value| Demand { path: path.into(), value };
    // INVARIANT: the texts above are templates.
    let texts = texts.iter().filter_map(|(path, text)| Some(demand(path, Demanded::Text(Template::read(text).ok()?))));
    let flags = flags.iter().map(|path| demand(path, Demanded::Flag(true)));
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let names = names.iter().map(|(path, names)| demand(path, Demanded::Names(owned(names))));
    texts.chain(flags).chain(names).collect()
}
