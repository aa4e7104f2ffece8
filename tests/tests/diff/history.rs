//! The real history: every consecutive pair of states of the producer's documents.

use lockstep_core::{
    change::{self, Class, Comparison, Given, Pair},
    policy::Policy,
};
use lockstep_tests::corpus;
use std::path::Path;

const DOCUMENTS: [&str; 3] = [
    "contracts/integration/v1/producer-contract-manifest.json",
    "contracts/integration/v1/service-contract-source-of-truth.json",
    "openapi/openapi.yaml",
];

/// The states of MemoryKernel's line, and what the facts demand of the step to each: the class, whether consumers must
/// repin, and the changes that must be among those found.
const STEPS: [(&str, Class, bool, &[&str]); 13] = [
    ("03-565f3c4", Class::None, false, &[]),
    ("05-7fdc092", Class::None, false, &[]),
    // service.v1 to service.v2, with bodies and statuses declared for the first time.
    (
        "06-b9e1b39",
        Class::NeedsGates,
        false,
        &["service-contract-changed service_contract_version", "answer-status-added 503"],
    ),
    // `legacy_error` is promised.
    ("07-cf33144", Class::Additive, false, &["error-field-made-required legacy_error"]),
    ("08-59d3513", Class::Additive, false, &["document-added producer manifest"]),
    // The tag alone.
    ("09-45ec1f0", Class::None, true, &["release-tag-changed release_tag"]),
    ("10-483b01a", Class::None, false, &[]),
    ("11-94ba1c3", Class::None, false, &[]),
    ("12-53ec2c1", Class::None, false, &[]),
    // The cutover.
    (
        "13-7e4806a",
        Class::NeedsGates,
        true,
        &[
            "service-contract-changed expected_service_contract_version",
            "service-contract-changed service_contract_version",
            "error-field-removed legacy_error",
        ],
    ),
    // The commit alone.
    ("14-b508010", Class::None, true, &["commit-changed commit_sha"]),
    ("15-90990d8", Class::None, false, &[]),
    (
        "16-7f3dd30",
        Class::Additive,
        false,
        &["operation-added GET /v1/ready", "document-added service contract source"],
    ),
];

type Documents = [Option<Vec<u8>>; 3];

fn read(folder: &Path) -> Documents {
    DOCUMENTS.map(|path| std::fs::read(folder.join(path)).ok())
}

fn step<'d>(old: &'d Documents, new: &'d Documents) -> Comparison<'d> {
    let given =
        |documents: &'d Documents, at: usize| documents[at].as_ref().map(|bytes| Given { name: DOCUMENTS[at], bytes });
    let pairs = (0..3).map(|at| Pair { old: given(old, at), new: given(new, at) });
    let pairs: Vec<_> = pairs.filter(|pair| pair.old.is_some() || pair.new.is_some()).collect();
    let comparison = change::compare(&pairs, &Policy::embedded()).expect("real documents");
    super::assert_sound(&comparison);
    comparison
}

#[test]
fn each_step_has_the_class_that_the_facts_demand() {
    let Some(corpus) = corpus() else { return };
    let mut before = read(&corpus.join("producer/01-40655cc"));
    for (name, class, needs_repin, demanded) in STEPS {
        let after = read(&corpus.join("producer").join(name));
        let forth = step(&before, &after);
        let found: Vec<String> =
            forth.changes.iter().map(|change| format!("{} {}", change.kind.as_str(), change.name)).collect();
        assert_eq!((forth.class, forth.needs_repin), (class, needs_repin), "{name}: {found:?}");
        for change in demanded {
            assert!(found.iter().any(|found| found == change), "{name}: {change} in {found:?}");
        }
        let few = forth.class != Class::NeedsGates;
        assert!(!few || found.len() == demanded.len(), "{name}: {found:?}");
        // No code was ever added, so no step needs notice.
        assert_eq!(forth.notice, None, "{name}");
        super::assert_mirrored(&forth, &step(&after, &before));
        before = after;
    }
}
