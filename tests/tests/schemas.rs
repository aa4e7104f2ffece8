//! The JSON Schemas in `docs/`, generated from the types, and the policy as a file.

use lockstep_core::{
    api::{self, Format},
    policy::Policy,
    wire,
};
use lockstep_tests::{case, engine, recorded::assert_recorded, reference, today, workspace};
use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde_json::Value;

fn schema<T: JsonSchema>() -> Value {
    // What is written is described: fields that are always there are required.
    let settings = SchemaSettings::draft2020_12().for_serialize();
    SchemaGenerator::new(settings).into_root_schema_for::<T>().to_value()
}

fn read_schema<T: JsonSchema>() -> Value {
    SchemaGenerator::new(SchemaSettings::draft2020_12()).into_root_schema_for::<T>().to_value()
}

fn recorded(name: &str, schema: &Value) {
    let text = serde_json::to_string_pretty(schema).expect("a schema is JSON") + "\n";
    assert_recorded(&workspace().join("docs").join(name), &text);
}

#[test]
fn schemas_are_current() {
    recorded("report.schema.json", &schema::<wire::Report>());
    recorded("error.schema.json", &schema::<lockstep_cli::ErrorDocument>());
    recorded("policy.schema.json", &read_schema::<Policy>());
    recorded("lockstep.schema.json", &read_schema::<lockstep_cli::Configuration>());
}

#[test]
fn the_embedded_policy_is_recorded_as_a_file_and_fits_its_schema() {
    let text = api::policy();
    assert_recorded(&workspace().join("docs/memorykernel.policy.json"), &text);
    let policy: Value = serde_json::from_str(&text).expect("JSON");
    let validator = jsonschema::validator_for(&read_schema::<Policy>()).expect("a schema");
    assert_eq!(validator.iter_errors(&policy).map(|error| error.to_string()).collect::<Vec<_>>(), Vec::<String>::new());
    // The reader refuses what the schema refuses: a key more, at every level.
    for (pointer, _) in objects(&policy, String::new()) {
        let mut extended = policy.clone();
        let free = matches!(pointer.as_str(), "/service_contracts" | "/severities");
        extended
            .pointer_mut(&pointer)
            .and_then(Value::as_object_mut)
            .expect("an object")
            .insert("extra".into(), 1.into());
        assert!(Policy::read(extended.to_string().as_bytes()).is_err(), "{pointer}");
        assert!(free || !validator.is_valid(&extended), "{pointer}");
    }
}

/// Every object of a document with its JSON pointer.
fn objects(value: &Value, pointer: String) -> Vec<(String, &Value)> {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(object) => object.iter().map(|(key, value)| (format!("{pointer}/{key}"), value)).collect(),
        Value::Array(array) => array.iter().enumerate().map(|(at, value)| (format!("{pointer}/{at}"), value)).collect(),
        _ => Vec::new(),
    };
    let own = value.is_object().then_some((pointer, value));
    own.into_iter().chain(children.into_iter().flat_map(|(pointer, value)| objects(value, pointer))).collect()
}

#[test]
fn every_report_fits_its_schema() {
    let validator = jsonschema::validator_for(&schema::<wire::Report>()).expect("a schema");
    let cases =
        case::fixtures().into_iter().map(|fixture| (format!("{}/{}", fixture.rule, fixture.name), fixture.case));
    for (name, case) in cases {
        let sources = case.apply(&reference());
        let report = api::render(&engine().check(&sources, Some(today())), Format::Json);
        let report: Value = serde_json::from_str(&report).expect("JSON");
        let errors: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
    }
}
