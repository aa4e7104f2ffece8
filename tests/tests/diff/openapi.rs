//! OpenAPI files: errors, answers, requests, statuses and operations.

use super::{assert_changes, compared, embedded, replaced, short};
use lockstep_core::change::Party;
use lockstep_tests::workspace;

const OPENAPI: &str = r##"openapi: 3.1.0
info: { title: A service, version: service.v2 }
paths:
  /v1/ask:
    post:
      summary: Asks
      parameters:
        - { in: query, name: limit, required: false, schema: { type: integer, maximum: 9 } }
      requestBody:
        required: true
        content:
          application/json: { schema: { $ref: "#/components/schemas/Ask" } }
      responses:
        "200":
          description: An answer
          content:
            application/json: { schema: { $ref: "#/components/schemas/Answer" } }
        "400": { $ref: "#/components/responses/Error" }
        "500":
          description: Broken
          content:
            application/json:
              schema:
                type: object
                required: [error]
                properties:
                  error: { type: object, properties: { code: { enum: [query_failed, internal_error] } } }
  /v1/health:
    get:
      responses:
        "200":
          description: An answer
          content:
            application/json: { schema: { $ref: "#/components/schemas/Answer" } }
components:
  responses:
    Error:
      description: An error
      content:
        application/json: { schema: { $ref: "#/components/schemas/Error" } }
  schemas:
    Ask:
      type: object
      additionalProperties: false
      required: [text, actor]
      properties:
        text: { type: string, minLength: 1 }
        actor: { type: string, enum: [human, robot] }
        as_of: { type: [string, "null"] }
    Answer:
      type: object
      required: [service_contract_version, api_contract_version, data]
      properties:
        service_contract_version: { const: service.v2 }
        api_contract_version: { const: api.v1 }
        data:
          type: object
          properties:
            items: { type: array, items: { type: object, required: [id], properties: { id: { type: string } } } }
            state: { enum: [new, old] }
            choice: { oneOf: [{ type: string }, { $ref: "#/components/schemas/Named" }] }
    Named: { type: object, description: A name, properties: { description: { type: string } } }
    Error:
      type: object
      additionalProperties: false
      required: [service_contract_version, error, legacy_error]
      properties:
        service_contract_version: { const: service.v2 }
        error:
          type: object
          additionalProperties: false
          required: [code, message]
          properties:
            code: { type: string, enum: [invalid_json, validation_error] }
            message: { type: string }
            details: { type: object }
        legacy_error: { type: [string, "null"] }
"##;

#[test]
fn each_statement_has_its_class_by_whom_it_harms() {
    let cases: &[(&str, &str, &[&str])] = &[
        // Errors, which consumers read.
        ("validation_error] }", "validation_error, timeout] }", &["additive error-code-added timeout"]),
        ("[invalid_json, validation_error]", "[invalid_json]", &["breaking error-code-removed validation_error"]),
        (
            "[invalid_json, validation_error]",
            "[invalid_json, validation_failed]",
            &["breaking error-code-renamed validation_failed"],
        ),
        (
            "[invalid_json, validation_error]",
            "[validation_error, invalid_json]",
            &["none error-codes-reordered `error.code`"],
        ),
        // A code that is known at another status only comes with this one, too.
        (
            "validation_error] }",
            "validation_error, query_failed] }",
            &["additive error-code-status-added query_failed"],
        ),
        ("[query_failed, internal_error]", "[internal_error]", &["breaking error-code-removed query_failed"]),
        (
            "code: { type: string, enum: [invalid_json, validation_error] }",
            "code: { type: string }",
            &["breaking error-codes-opened error.code"],
        ),
        (", legacy_error]", "]", &["breaking error-field-made-optional legacy_error"]),
        ("        legacy_error: { type: [string, \"null\"] }\n", "", &[]),
        (
            "details: { type: object }",
            "details: { type: [object, \"null\"] }",
            &["breaking error-type-widened error.details"],
        ),
        (
            "            message: { type: string }\n",
            "            message: { type: string, pattern: a }\n",
            &["breaking error-schema-changed error.message pattern"],
        ),
        (
            "            message: { type: string }\n",
            "            message: { type: string, minLength: 1 }\n",
            &["additive error-type-narrowed error.message minLength"],
        ),
        ("            details: { type: object }\n", "", &["breaking error-field-removed error.details"]),
        // Versions.
        (
            "version: service.v2 }",
            "version: service.v3 }",
            &["needs-gates service-contract-changed service_contract_version"],
        ),
        (
            "api_contract_version: { const: api.v1 }",
            "api_contract_version: { const: api.v2 }",
            &["breaking api-contract-changed api_contract_version"],
        ),
        ("openapi: 3.1.0", "openapi: 3.1.1", &["none document-rewritten OpenAPI file"]),
        // Answers, which consumers read, too.
        ("required: [id], ", "", &["breaking answer-field-made-optional data.items[].id"]),
        ("[new, old]", "[new, old, lost]", &["additive answer-value-added data.state"]),
        (
            "{ id: { type: string } }",
            "{ id: { type: string }, name: {} }",
            &["additive answer-field-added data.items[].name"],
        ),
        ("[{ type: string }, {", "[{ type: integer }, {", &["breaking answer-schema-changed data.choice oneOf"]),
        (
            "{ description: { type: string } } }",
            "{ description: { type: number } } }",
            &["breaking answer-schema-changed data.choice oneOf"],
        ),
        ("description: A name", "description: Any name", &["none document-rewritten OpenAPI file"]),
        // Requests, which consumers write.
        ("[text, actor]", "[text, actor, as_of]", &["breaking request-field-made-required as_of"]),
        ("[text, actor]", "[text]", &["additive request-field-made-optional actor"]),
        (
            "        as_of: {",
            "        page: { type: integer }\n        as_of: {",
            &["additive request-field-added page"],
        ),
        ("        as_of: { type: [string, \"null\"] }\n", "", &["breaking request-field-removed as_of"]),
        ("[human, robot]", "[human]", &["breaking request-value-removed actor"]),
        ("[human, robot]", "[human, robot, crowd]", &["additive request-value-added actor"]),
        ("as_of: { type: [string, \"null\"] }", "as_of: { type: string }", &["breaking request-type-narrowed as_of"]),
        ("minLength: 1", "minLength: 2", &["breaking request-type-narrowed text minLength"]),
        ("maximum: 9", "maximum: 10", &["additive request-type-widened query.limit maximum"]),
        ("required: false,", "required: true,", &["breaking request-field-made-required query.limit"]),
        (
            "        - { in: query, name: limit,",
            "        - { in: header, name: page }\n        - { in: query, name: limit,",
            &["additive request-field-added header.page"],
        ),
        ("        required: true\n        content", "        content", &["additive request-field-made-optional body"]),
        // Keys that nobody declared: whoever refuses them loses a promise, whoever sends them is refused.
        (
            "          additionalProperties: false\n          required: [code, message]",
            "          required: [code, message]",
            &["breaking error-type-widened error"],
        ),
        (
            "      additionalProperties: false\n      required: [text, actor]",
            "      required: [text, actor]",
            &["additive request-type-widened body"],
        ),
        // Operations and statuses.
        (
            "  /v1/health:\n    get:",
            "  /v1/health:\n    post: { responses: {} }\n    get:",
            &["additive operation-added POST /v1/health"],
        ),
        (
            "  /v1/health:\n",
            "  /v1/alive:\n",
            &["breaking operation-removed GET /v1/health", "additive operation-added GET /v1/alive"],
        ),
        (
            "        \"400\": { $ref: \"#/components/responses/Error\" }\n",
            "        \"4XX\": { $ref: \"#/components/responses/Error\" }\n",
            &["breaking answer-status-removed 400", "additive answer-status-added 4XX"],
        ),
        // What is not evaluated is not passed over.
        (
            "      summary: Asks\n",
            "      summary: Asks\n      security: [{ key: [] }]\n",
            &["additive field-added POST /v1/ask security"],
        ),
        (
            "      description: An error\n",
            "      description: An error\n      headers: {}\n",
            &["additive field-added POST /v1/ask 400 headers"],
        ),
        ("paths:\n", "x-any: 1\npaths:\n", &["none document-rewritten OpenAPI file"]),
        ("paths:\n", "servers: []\npaths:\n", &["additive field-added servers"]),
        (
            "summary: Asks\n",
            "summary: Asks\n      deprecated: true\n",
            &["none wording-changed POST /v1/ask deprecated"],
        ),
        (
            "id: { type: string }",
            "id: { type: string, format: uuid }",
            &["breaking answer-schema-changed data.items[].id format"],
        ),
        ("summary: Asks", "summary: Asks much", &["none document-rewritten OpenAPI file"]),
    ];
    for (was, is, expected) in cases {
        // A field that is required and not declared is still required.
        let expected = if expected.is_empty() { &["breaking error-type-widened legacy_error"][..] } else { expected };
        assert_changes(OPENAPI, &replaced(OPENAPI, was, is), embedded(), expected);
    }
}

#[test]
fn one_change_in_a_shared_schema_is_one_change_wherever_it_is_used() {
    let old = std::fs::read_to_string(workspace().join("examples/producer/openapi/openapi.yaml")).expect("the example");
    let new = replaced(
        &old,
        "                - internal_error\n",
        "                - internal_error\n                - rate_limited\n",
    );
    let comparison = compared(&old, &new, embedded());
    assert_eq!(short(&comparison), ["additive error-code-added rate_limited"]);
    let change = &comparison.changes[0];
    assert_eq!(change.new.places.len(), 1);
    assert!(change.uses.len() > 20 && change.uses.contains(&"POST /v1/query/ask 500".into()), "{:?}", change.uses);
    assert!(!change.uses.iter().any(|of| of.ends_with("200")), "{:?}", change.uses);
    assert!(comparison.notice.is_some());
}

#[test]
fn the_cutover_says_who_loses_legacy_error() {
    let new = OPENAPI.replace("service.v2", "service.v3").replace(", legacy_error]", "]");
    let new = replaced(&new, "        legacy_error: { type: [string, \"null\"] }\n", "");
    let expected =
        ["needs-gates service-contract-changed service_contract_version", "breaking error-field-removed legacy_error"];
    assert_changes(OPENAPI, &new, embedded(), &expected);
    let comparison = compared(OPENAPI, &new, embedded());
    let [bump, removal] = comparison.changes.as_slice() else { panic!("two changes") };
    // The file's version and every body that states it are one change.
    assert_eq!((bump.old.places.len(), bump.new.places.len()), (3, 3));
    assert_eq!(removal.harms[0].party, Party::LegacyErrorConsumer);
    assert!(removal.producer.starts_with("it comes with the new service contract version"), "{}", removal.producer);
    // Without the other contract it is not lawful at all.
    let new =
        replaced(&OPENAPI.replace(", legacy_error]", "]"), "        legacy_error: { type: [string, \"null\"] }\n", "");
    let removal = &compared(OPENAPI, &new, embedded()).changes[0];
    assert!(removal.producer.starts_with("keep `legacy_error` in service.v2"), "{}", removal.producer);
}

#[test]
fn the_same_file_written_in_another_way_has_no_change() {
    // References that are followed, other names of schemas, another order, JSON.
    let inline = replaced(
        OPENAPI,
        "        \"400\": { $ref: \"#/components/responses/Error\" }\n",
        "        \"400\":\n          description: Other words\n          content:\n            application/json: { schema: { $ref: \"#/components/schemas/Error\" } }\n",
    );
    assert_changes(OPENAPI, &inline, embedded(), &["none document-rewritten OpenAPI file"]);
    let renamed = OPENAPI.replace("schemas/Answer\"", "schemas/Reply\"").replace("    Answer:\n", "    Reply:\n");
    assert_changes(OPENAPI, &renamed, embedded(), &["none document-rewritten OpenAPI file"]);
    let split = replaced(
        OPENAPI,
        "            details: { type: object }\n",
        "          allOf: [{ properties: { details: { type: object } } }]\n",
    );
    assert_changes(OPENAPI, &split, embedded(), &["none document-rewritten OpenAPI file"]);
}

#[test]
fn a_schema_that_holds_itself_ends() {
    let recursive = |more: &str| {
        let tree = format!(
            "    Named: {{ type: object, properties: {{ of: {{ $ref: \"#/components/schemas/Named\" }}{more} }} }}\n"
        );
        replaced(
            OPENAPI,
            "    Named: { type: object, description: A name, properties: { description: { type: string } } }\n",
            &tree,
        )
        .replace(
            "choice: { oneOf: [{ type: string }, { $ref: \"#/components/schemas/Named\" }] }",
            "choice: { $ref: \"#/components/schemas/Named\" }",
        )
    };
    let (old, new) = (recursive(""), recursive(", x: {}"));
    assert_changes(
        &old,
        &old.replace("A service", "The service"),
        embedded(),
        &["none document-rewritten OpenAPI file"],
    );
    assert_changes(&old, &new, embedded(), &["additive answer-field-added data.choice.x"]);
}

#[test]
fn openapi_3_0_says_null_in_its_own_way() {
    let old = OPENAPI.replace("3.1.0", "3.0.3").replace("type: [string, \"null\"]", "type: string, nullable: true");
    let new = old.replace("as_of: { type: string, nullable: true }", "as_of: { type: string }");
    assert_changes(&old, &new, embedded(), &["breaking request-type-narrowed as_of"]);
    assert_changes(&old, OPENAPI, embedded(), &["breaking document-form-changed openapi"]);
}
