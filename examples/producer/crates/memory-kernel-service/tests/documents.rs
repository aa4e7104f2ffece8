//! The documents that consumers rely on, by lockstep and by the schemas beside them.

use lockstep_core::assert::Producer;
use serde_json::Value;

const MANIFEST: &[u8] = include_bytes!("../../../contracts/integration/v1/producer-contract-manifest.json");
const HANDOFF: &[u8] = include_bytes!("../../../docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json");

#[test]
fn manifest_and_handoff_payload_keep_the_contract() {
    let producer = Producer::new("contracts/integration/v1/producer-contract-manifest.json", MANIFEST);
    producer.assert_manifest();
    producer.assert_handoff("docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json", HANDOFF);
}

#[test]
fn every_fixture_of_the_contract_pack_fits_its_schema() {
    macro_rules! pair {
        ($name:literal) => {
            (
                $name,
                include_str!(concat!("../../../contracts/integration/v1/schemas/", $name, ".schema.json")),
                include_str!(concat!("../../../contracts/integration/v1/fixtures/", $name, ".sample.json")),
            )
        };
    }
    for (name, schema, fixture) in
        [pair!("context-package-envelope"), pair!("proposed-memory-write"), pair!("trust-gate-attachment")]
    {
        let [schema, mut fixture] = [schema, fixture].map(|text| serde_json::from_str::<Value>(text).unwrap());
        jsonschema::validate(&schema, &fixture).unwrap_or_else(|error| panic!("{name}: {error}"));
        // A schema that demands nothing would pass anything.
        fixture.as_object_mut().unwrap().clear();
        assert!(!jsonschema::is_valid(&schema, &fixture), "{name}");
    }
}
