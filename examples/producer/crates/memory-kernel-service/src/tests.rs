//! Every answer of the service, held to its contract by lockstep and to the OpenAPI by its schemas.

use std::{collections::BTreeSet, iter};

use axum::{body::Body, http::Request};
use lockstep_core::{
    assert::whole,
    assert_conforms,
    envelope::{Answer as Question, Kind},
};
use tower::ServiceExt as _;

use super::*;

type Response = axum::http::Response<Vec<u8>>;

const MANIFEST: &str = include_str!("../../../contracts/integration/v1/producer-contract-manifest.json");

const QUESTION: &str =
    r#"{"text":"Can I use a USB drive?","actor":"support_agent","action":"resolve","resource":"support_ticket"}"#;
const CONSTRAINT: &str = r#"{"memory_id":"usb","version":1,"actor":"support_agent","action":"resolve",
    "resource":"support_ticket","effect":"deny","writer":"security","justification":"policy 7"}"#;

/// A store that answers nothing, or only how far its schema is.
struct Faulty {
    error: fn() -> StoreError,
    schema: Option<SchemaStatus>,
}

impl Faulty {
    fn with(error: fn() -> StoreError) -> Shared {
        Arc::new(Self { error, schema: None })
    }
}

impl Store for Faulty {
    fn schema(&self) -> Result<SchemaStatus, StoreError> {
        self.schema.clone().ok_or_else(self.error)
    }

    fn migrate(&self, _: bool) -> Result<SchemaStatus, StoreError> {
        Err((self.error)())
    }

    fn add(&self, _: Constraint) -> Result<Value, StoreError> {
        Err((self.error)())
    }

    fn ask(&self, _: store::Question) -> Result<Value, StoreError> {
        Err((self.error)())
    }

    fn recall(&self, _: Recall) -> Result<Value, StoreError> {
        Err((self.error)())
    }

    fn package(&self, _: &str) -> Result<Value, StoreError> {
        Err((self.error)())
    }
}

fn empty() -> Shared {
    Arc::new(InMemory::default())
}

fn get(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).unwrap()
}

fn post(path: &str, body: impl Into<Body>) -> Request<Body> {
    Request::post(path).header("content-type", "application/json").body(body.into()).unwrap()
}

/// What the service answers, after its OpenAPI was found to declare it.
async fn declared(store: &Shared, request: Request<Body>) -> Response {
    let method = request.method().as_str().to_lowercase();
    let path = match request.uri().path() {
        path if path.starts_with("/v1/context/") => "/v1/context/{context_package_id}",
        path => path,
    }
    .to_owned();
    let response = answer(store, request).await;
    let document: Value = serde_saphyr::from_str(OPENAPI).unwrap();
    let stated = &document["paths"][&path][method]["responses"][response.status().as_str()];
    let name = stated["$ref"].as_str().unwrap_or_default().trim_start_matches("#/components/responses/");
    let schema = &document["components"]["responses"][name]["content"]["application/json"]["schema"]["$ref"];
    let status = response.status();
    assert!(schema.is_string(), "the OpenAPI declares no envelope for {status} of {path}");
    let schema = json!({ "$ref": schema, "components": document["components"] });
    let body: Value = serde_json::from_slice(response.body()).unwrap();
    if let Err(error) = jsonschema::validate(&schema, &body) {
        panic!("the answer {status} of {path} is not what the OpenAPI declares: {error}, at {}", error.instance_path());
    }
    response
}

/// What the service answers.
async fn answer(store: &Shared, request: Request<Body>) -> Response {
    whole(app(store.clone()).oneshot(request).await.unwrap()).await.unwrap()
}

#[tokio::test]
async fn every_success_keeps_the_contract() {
    let store = empty();
    let requests = [
        (get("/v1/health"), Question::Health),
        (get("/v1/ready"), Question::Readiness),
        (post("/v1/db/schema-version", ""), Question::SchemaVersion),
        (Request::post("/v1/db/schema-version").body(Body::empty()).unwrap(), Question::SchemaVersion),
        (post("/v1/db/migrate", r#"{"dry_run":true}"#), Question::Any),
        (post("/v1/memory/add/constraint", CONSTRAINT), Question::Any),
        (post("/v1/query/ask", QUESTION), Question::Any),
        (post("/v1/query/ask", QUESTION.replace('}', r#","as_of":null}"#)), Question::Any),
        (post("/v1/query/ask", QUESTION.replace('}', r#","as_of":"2026-02-08T12:00:00Z"}"#)), Question::Any),
        (post("/v1/query/recall", r#"{"text":"USB","record_types":["constraint"]}"#), Question::Any),
        (get("/v1/context/ctx_4"), Question::Any),
    ];
    for (request, question) in requests {
        let response = declared(&store, request).await;
        assert_conforms!(response, contract = SERVICE_CONTRACT_VERSION, answer = question, status = 200);
    }
}

#[tokio::test]
async fn a_constraint_decides_and_the_answer_is_kept() {
    let store = empty();
    let result = async |store: &Shared| {
        let body: Value =
            serde_json::from_slice(declared(store, post("/v1/query/ask", QUESTION)).await.body()).unwrap();
        (body["data"]["answer"]["result"].clone(), body["data"]["context_package_id"].clone())
    };
    assert_eq!(result(&store).await, (json!("inconclusive"), json!("ctx_1")));
    declared(&store, post("/v1/memory/add/constraint", CONSTRAINT)).await;
    assert_eq!(result(&store).await, (json!("deny"), json!("ctx_2")));
    let kept: Value = serde_json::from_slice(declared(&store, get("/v1/context/ctx_2")).await.body()).unwrap();
    assert_eq!(kept["data"]["selected_items"][0]["memory_id"], "usb");
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_invalid_json() {
    let ask = |body: String| post("/v1/query/ask", body);
    let without_type = Request::post("/v1/query/ask").body(Body::from(QUESTION)).unwrap();
    let requests = [
        (400, ask("{".into())),
        (413, ask("[".repeat(3 << 20))),
        (415, without_type),
        (422, ask("{}".into())),
        (422, ask(QUESTION.replace("text", "texts"))),
        (422, ask(QUESTION.replace('}', r#","as_of":"yesterday"}"#))),
        (422, post("/v1/query/recall", r#"{"text":"USB","record_types":["rumour"]}"#)),
        (422, post("/v1/memory/add/constraint", CONSTRAINT.replace("deny", "maybe"))),
        (422, post("/v1/db/migrate", "{}")),
    ];
    for (status, request) in requests {
        let response = declared(&empty(), request).await;
        assert_conforms!(response, contract = SERVICE_CONTRACT_VERSION, status = status, code = "invalid_json");
    }
}

#[tokio::test]
async fn what_is_refused_is_a_validation_error() {
    let requests = [
        post("/v1/query/ask", QUESTION.replace("support_agent", "")),
        post("/v1/query/recall", r#"{"text":"","record_types":[]}"#),
        post("/v1/memory/add/constraint", CONSTRAINT.replace("security", "")),
        get("/v1/context/%ff"),
    ];
    for request in requests {
        let response = declared(&empty(), request).await;
        assert_conforms!(response, contract = SERVICE_CONTRACT_VERSION, status = 400, code = "validation_error");
    }
    for request in [get("/"), get("/v1/query/ask"), post("/v1/health", ""), get("/v1/context/")] {
        let response = answer(&empty(), request).await;
        assert_conforms!(response, contract = SERVICE_CONTRACT_VERSION, status = 400, code = "validation_error");
    }
}

#[tokio::test]
async fn what_is_not_there_and_what_is_there_already() {
    let store = empty();
    let missing = declared(&store, get("/v1/context/ctx_9")).await;
    assert_conforms!(missing, contract = SERVICE_CONTRACT_VERSION, status = 404, code = "context_package_not_found");
    declared(&store, post("/v1/memory/add/constraint", CONSTRAINT)).await;
    let again = declared(&store, post("/v1/memory/add/constraint", CONSTRAINT)).await;
    assert_conforms!(again, contract = SERVICE_CONTRACT_VERSION, status = 409, code = "write_conflict");
}

/// Every request that reaches the store, and the code by which it fails.
fn operations() -> [(&'static str, Request<Body>); 6] {
    [
        ("schema_unavailable", post("/v1/db/schema-version", "")),
        ("migration_failed", post("/v1/db/migrate", r#"{"dry_run":false}"#)),
        ("write_failed", post("/v1/memory/add/constraint", CONSTRAINT)),
        ("query_failed", post("/v1/query/ask", QUESTION)),
        ("query_failed", post("/v1/query/recall", r#"{"text":"USB","record_types":[]}"#)),
        ("context_lookup_failed", get("/v1/context/ctx_1")),
    ]
}

#[tokio::test]
async fn a_store_that_fails_has_a_code_for_every_request() {
    let failing = Faulty::with(|| StoreError::Failed("no disk".into()));
    for (code, request) in operations() {
        let response = declared(&failing, request).await;
        assert_conforms!(response, contract = SERVICE_CONTRACT_VERSION, code = code);
    }
    let away = Faulty::with(|| StoreError::Unavailable("no such file".into()));
    let panicking = Faulty::with(|| panic!("a fault of the store"));
    for (code, store, status) in [("schema_unavailable", away, 503), ("internal_error", panicking, 500)] {
        for request in operations().map(|(_, request)| request).into_iter().chain([get("/v1/ready")]) {
            let response = declared(&store, request).await;
            assert_conforms!(response, contract = SERVICE_CONTRACT_VERSION, status = status, code = code);
        }
    }
}

#[tokio::test]
async fn pending_migrations_are_no_readiness() {
    let schema =
        SchemaStatus { current_version: 1, target_version: 2, pending_versions: vec![2], inferred_from_legacy: false };
    let pending: Shared = Arc::new(Faulty { error: || StoreError::Failed("never asked".into()), schema: Some(schema) });
    let response = declared(&pending, get("/v1/ready")).await;
    assert_conforms!(response, contract = SERVICE_CONTRACT_VERSION, status = 503, code = "schema_unavailable");
    let response = declared(&pending, post("/v1/db/schema-version", "")).await;
    assert_conforms!(response, answer = Question::SchemaVersion, status = 200);
}

#[tokio::test]
async fn every_code_of_the_manifest_is_answered_and_no_other() {
    let stores = [
        empty(),
        Faulty::with(|| StoreError::Failed("no disk".into())),
        Faulty::with(|| panic!("a fault of the store")),
    ];
    let mut codes = BTreeSet::new();
    for store in &stores {
        let conflict = iter::repeat_with(|| post("/v1/memory/add/constraint", CONSTRAINT)).take(2);
        let refused = [post("/v1/query/ask", "{"), post("/v1/query/ask", QUESTION.replace("support_agent", ""))];
        let operations = operations().map(|(_, request)| request);
        for request in operations.into_iter().chain(conflict).chain(refused).chain([get("/v1/context/none")]) {
            let answer = assert_conforms!(declared(store, request).await, contract = SERVICE_CONTRACT_VERSION);
            codes.extend(answer.code.map(|code| code.text).filter(|_| answer.kind == Kind::Error));
        }
    }
    let manifest: Value = serde_json::from_str(MANIFEST).unwrap();
    let stated: BTreeSet<String> = serde_json::from_value(manifest["error_code_enum"].clone()).unwrap();
    assert_eq!(codes, stated);
    assert_eq!(manifest["expected_service_contract_version"], SERVICE_CONTRACT_VERSION);
    assert_eq!(manifest["expected_api_contract_version"], API_CONTRACT_VERSION);
}

#[tokio::test]
async fn the_openapi_is_served_as_it_is() {
    let response = answer(&empty(), get("/v1/openapi")).await;
    assert_eq!(response.headers()["content-type"], "application/yaml; charset=utf-8");
    assert_eq!(response.body(), OPENAPI.as_bytes());
}

/// What a producer sees whose service still sends what the contract of the next version forbids.
#[tokio::test]
async fn a_broken_envelope_is_shown_with_its_place_and_what_to_do() {
    let response = answer(&empty(), get("/v1/context/ctx_9")).await;
    let text = str::from_utf8(response.body()).unwrap();
    let broken = (response.status(), text.replacen('{', r#"{"legacy_error":"not found","#, 1));
    let panic = std::panic::catch_unwind(|| assert_conforms!(broken, contract = SERVICE_CONTRACT_VERSION)).unwrap_err();
    let message = panic.downcast_ref::<String>().unwrap();
    for part in [
        "the answer with status 404 does not conform to `service.v3`",
        "error[envelope-forbidden-field]: `legacy_error` is there",
        " --> answer:1:2\n",
        "1 | {\"legacy_error\":\"not found\",",
        "  |  ^^^^^^^^^^^^^^",
        "  = path: `$.legacy_error`",
        "  = expected: no `legacy_error`, which `service.v3` forbids",
        "  = actual: a string as its value",
        "  = help: the producer must not send it under this contract",
    ] {
        assert!(message.contains(part), "{part}\n{message}");
    }
}
