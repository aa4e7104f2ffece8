//! Adding in one direction is removing in the other, whatever two documents say.

use super::{assert_mirrored, compared, embedded};
use lockstep_core::change::{self, Class, Given, Pair};
use proptest::prelude::*;
use serde_json::{Value, json};

fn version(prefix: &'static str) -> impl Strategy<Value = Option<String>> {
    proptest::option::weighted(0.9, (1..4u8).prop_map(move |number| format!("{prefix}{number}")))
}

fn codes() -> impl Strategy<Value = Vec<&'static str>> {
    const CODES: [&str; 9] = ["a_x", "a_y", "aX", "b_x", "b_y", "c", "c_d", "d", "e"];
    let all = Just(CODES.to_vec()).prop_shuffle();
    (all, 0..CODES.len()).prop_map(|(codes, count)| codes.into_iter().take(count).collect())
}

/// A manifest, each part of which may be missing.
fn manifest() -> impl Strategy<Value = Value> {
    let number = || proptest::option::of(0..4u8);
    let flag = || proptest::option::of(any::<bool>());
    let promises = (number(), number(), number(), flag(), flag(), flag());
    let extra = proptest::option::of(0..3u8);
    let versions = (version("service.v"), version("api.v"), version("integration/v"), version("v0.0."));
    (versions, proptest::option::weighted(0.9, codes()), promises, extra).prop_map(
        |(versions, codes, promises, extra)| {
            let (service, api, integration, tag) = versions;
            let (window, days, hours, same_day, one, two) = promises;
            let mut manifest = json!({
                "manifest_contract_version": "producer-contract-manifest.v1",
                "release_tag": tag,
                "expected_service_contract_version": service,
                "expected_api_contract_version": api,
                "integration_baseline": integration,
                "error_code_enum": codes,
                "stability_window": { "minimum_sprint_days": window },
                "additive_error_code_notice_policy": {
                    "standard_business_days": days,
                    "emergency_notice_hours": hours,
                    "emergency_requires_same_day_docs_spec_tests": same_day,
                },
                "service_v3_transition_guard": { "one": one, "two": two },
                "extra": extra,
            });
            prune(&mut manifest);
            manifest
        },
    )
}

/// Takes out what is null.
fn prune(value: &mut Value) {
    if let Value::Object(members) = value {
        members.retain(|_, member| !member.is_null());
        members.values_mut().for_each(prune);
    }
}

/// A schema of a few fields, two levels deep.
fn schema(depth: u32) -> BoxedStrategy<Value> {
    let kinds = proptest::sample::select(vec![
        json!("string"),
        json!("integer"),
        json!("number"),
        json!(["string", "null"]),
        Value::Null,
    ]);
    let values = proptest::option::of(proptest::sample::subsequence(vec!["k", "l", "m"], 1..3));
    let leaf = (kinds, values, proptest::option::of(0..3u8), proptest::option::of(0..3u8)).prop_map(
        |(kind, values, least, most)| {
            let mut leaf = json!({ "type": kind, "enum": values, "minLength": least, "maxLength": most });
            prune(&mut leaf);
            leaf
        },
    );
    if depth == 0 {
        return leaf.boxed();
    }
    let names = proptest::sample::subsequence(
        vec!["error", "code", "message", "legacy_error", "service_contract_version"],
        0..5,
    );
    let fields = names.prop_flat_map(move |names| {
        let schemas = proptest::collection::vec(schema(depth - 1), names.len());
        let required = proptest::sample::subsequence(names.clone(), 0..=names.len());
        (Just(names), schemas, required, any::<bool>())
    });
    let object = fields.prop_map(|(names, schemas, required, open)| {
        let properties: serde_json::Map<String, Value> = names.into_iter().map(str::to_owned).zip(schemas).collect();
        json!({ "type": "object", "required": required, "properties": properties, "additionalProperties": open })
    });
    prop_oneof![3 => object, 1 => leaf].boxed()
}

/// An OpenAPI file of one or two operations.
fn openapi() -> impl Strategy<Value = Value> {
    let statuses =
        proptest::collection::btree_map(proptest::sample::select(vec!["200", "400", "500"]), schema(3), 0..3);
    let operation = (statuses, proptest::option::of(schema(2))).prop_map(|(statuses, body)| {
        let content = |schema: Value| json!({ "application/json": { "schema": schema } });
        let responses: serde_json::Map<String, Value> = statuses
            .into_iter()
            .map(|(status, schema)| (status.to_owned(), json!({ "description": "x", "content": content(schema) })))
            .collect();
        let mut operation = json!({ "responses": responses });
        if let Some(body) = body {
            operation["requestBody"] = json!({ "content": content(body) });
        }
        operation
    });
    let paths = proptest::collection::btree_map(proptest::sample::select(vec!["/a", "/b"]), operation, 0..3);
    (paths, version("service.v")).prop_map(|(paths, version)| {
        let items: serde_json::Map<String, Value> =
            paths.into_iter().map(|(path, post)| (path.to_owned(), json!({ "post": post }))).collect();
        json!({ "openapi": "3.1.0", "info": { "version": version.unwrap_or_else(|| "1.0".into()) }, "paths": items })
    })
}

fn assert_symmetric(old: &Value, new: &Value) {
    let (old, new) = (format!("{old:#}"), format!("{new:#}"));
    let (forth, back) = (compared(&old, &new, embedded()), compared(&new, &old, embedded()));
    assert_mirrored(&forth, &back);
    assert_eq!(forth.class == Class::NeedsGates, back.class == Class::NeedsGates);
    assert_eq!(forth.class == Class::None, back.class == Class::None);
    // Nothing passes unnoticed, and nothing is noticed that is not there.
    assert_eq!(forth.changes.is_empty(), old == new);
    let itself = compared(&new, &new, embedded());
    assert!(itself.changes.is_empty() && itself.class == Class::None);
}

fn cases(count: u32) -> ProptestConfig {
    ProptestConfig { cases: count, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn manifests_are_compared_alike_in_both_directions(old in manifest(), new in manifest()) {
        assert_symmetric(&old, &new);
    }

    /// One change at a time is found for what it is; what is added is never breaking, what goes always.
    #[test]
    fn a_code_more_is_additive_and_a_code_less_is_breaking(manifest in manifest(), code in "[a-z]{3}_[a-z]{3}", at in any::<prop::sample::Index>()) {
        let mut more = manifest.clone();
        let Some(codes) = more.get_mut("error_code_enum").and_then(Value::as_array_mut) else { return Ok(()) };
        codes.insert(at.index(codes.len() + 1), json!(code));
        let (less, more) = (format!("{manifest:#}"), format!("{more:#}"));
        let (added, removed) = (compared(&less, &more, embedded()), compared(&more, &less, embedded()));
        prop_assert_eq!(super::short(&added), [format!("additive error-code-added {code}")]);
        prop_assert_eq!(super::short(&removed), [format!("breaking error-code-removed {code}")]);
        prop_assert!(added.notice.is_some() && removed.notice.is_none());
    }

    #[test]
    fn no_bytes_panic(old in proptest::collection::vec(any::<u8>(), 0..200), new in proptest::collection::vec(any::<u8>(), 0..200)) {
        let pair = Pair { old: Some(Given { name: "old", bytes: &old }), new: Some(Given { name: "new", bytes: &new }) };
        prop_assert!(change::compare(&[pair], embedded()).is_err());
    }

    /// Cut, doubled or overwritten at any place, a document is compared or refused.
    #[test]
    fn no_change_of_a_text_panics(at in any::<prop::sample::Index>(), length in 0..40usize, with in "[ -~\n]{0,12}", openapi in any::<bool>()) {
        let old = if openapi { EXAMPLE.1.clone() } else { EXAMPLE.0.clone() };
        let start = at.index(old.len());
        let end = (start + length).min(old.len());
        let new = [&old.as_bytes()[..start], with.as_bytes(), &old.as_bytes()[end..]].concat();
        let pair = |old, new| Pair { old: Some(Given { name: "old", bytes: old }), new: Some(Given { name: "new", bytes: new }) };
        if let Ok(comparison) = change::compare(&[pair(old.as_bytes(), &new)], embedded()) {
            super::assert_sound(&comparison);
            prop_assert_eq!(comparison.changes.is_empty(), old.as_bytes() == new);
        }
    }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn openapi_files_are_compared_alike_in_both_directions(old in openapi(), new in openapi()) {
        assert_symmetric(&old, &new);
    }
}

/// The example's manifest and OpenAPI file.
static EXAMPLE: std::sync::LazyLock<(String, String)> = std::sync::LazyLock::new(|| {
    let folder = lockstep_tests::workspace().join("examples/producer");
    let openapi = std::fs::read_to_string(folder.join("openapi/openapi.yaml")).expect("the example");
    (super::manifest::manifest(), openapi)
});
