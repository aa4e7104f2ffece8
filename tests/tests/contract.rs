//! What `npm/lockstep/lib` holds of the embedded policy: the guards and the types.

use lockstep_core::{
    policy::Policy,
    render::typescript::{self, Form},
};
use lockstep_tests::{recorded::assert_recorded, workspace};

#[test]
fn the_package_has_the_guards_and_types_of_the_embedded_policy() {
    let library = workspace().join("npm/lockstep/lib");
    for (name, form) in [("contract.cjs", Form::Script), ("contract.d.cts", Form::Declarations)] {
        assert_recorded(&library.join(name), &typescript::render(&Policy::embedded(), form));
    }
}

#[test]
fn names_that_no_language_has_become_ones_that_it_has() {
    let mut policy = Policy::embedded();
    let contract = policy.service_contracts.get("service.v2").expect("service.v2").clone();
    for version in ["3", "service-v3", "\u{e9}", "\"*/\n"] {
        policy.service_contracts.insert(version.to_owned(), contract.clone());
    }
    let module = typescript::render(&policy, Form::Module);
    for line in [
        "export interface Contract3ErrorEnvelope {",
        "export interface ServiceV3ErrorEnvelope {",
        "/** An error envelope under `\"*\\/\\u{a}`. */",
        "export interface ServiceV3_ErrorEnvelope {",
        "export interface ContractErrorEnvelope {",
        "export interface Contract_ErrorEnvelope {",
        "  service_contract_version: \"\\\"*/\\n\";",
    ] {
        assert!(module.lines().any(|other| other == line), "{line}\n{module}");
    }
}
