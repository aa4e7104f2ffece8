//! A local HTTP service that answers what an actor may do, from what it remembers.
//!
//! The contract is stated in `openapi/openapi.yaml` and `docs/spec/service-contract.md`; the tests hold every answer to
//! it with `lockstep_core::assert_conforms!`.

mod benchmark;
mod failure;
mod store;
#[cfg(test)]
mod tests;

use std::{error::Error, net::SocketAddr, process::ExitCode, sync::Arc};

use axum::{
    Json, Router,
    extract::{
        Path, State,
        rejection::{JsonRejection, PathRejection},
    },
    http::{Method, Uri},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use clap::Parser;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    failure::{Code, Failure},
    store::{Constraint, InMemory, Question, Recall, SchemaStatus, Store, StoreError},
};

const SERVICE_CONTRACT_VERSION: &str = "service.v3";
const API_CONTRACT_VERSION: &str = "api.v1";
const OPENAPI: &str = include_str!("../../../openapi/openapi.yaml");

#[derive(Debug, Parser)]
#[command(about = "A local service that answers what an actor may do")]
struct Arguments {
    /// The address to listen on; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:4010")]
    bind: SocketAddr,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Measures the store against the thresholds of the SLO policy.
    Benchmark(benchmark::Arguments),
}

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments = Arguments::parse();
    if let Some(Command::Benchmark(arguments)) = arguments.command {
        return benchmark::run(&arguments);
    }
    let listener = tokio::net::TcpListener::bind(arguments.bind).await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, app(Arc::new(InMemory::default()))).await?;
    Ok(ExitCode::SUCCESS)
}

type Shared = Arc<dyn Store>;
type Answer = Result<Success, Failure>;

fn app(store: Shared) -> Router {
    Router::new()
        .route("/v1/health", get(health))
        .route("/v1/ready", get(ready))
        .route("/v1/openapi", get(openapi))
        .route("/v1/db/schema-version", post(schema_version))
        .route("/v1/db/migrate", post(migrate))
        .route("/v1/memory/add/constraint", post(add_constraint))
        .route("/v1/query/ask", post(ask))
        .route("/v1/query/recall", post(recall))
        .route("/v1/context/{context_package_id}", get(context))
        .fallback(no_endpoint)
        .method_not_allowed_fallback(no_endpoint)
        .with_state(store)
}

/// The data of an answer with status 200.
struct Success(Value);

impl IntoResponse for Success {
    fn into_response(self) -> Response {
        Json(json!({
            "service_contract_version": SERVICE_CONTRACT_VERSION,
            "api_contract_version": API_CONTRACT_VERSION,
            "data": self.0,
        }))
        .into_response()
    }
}

/// Does something that may take its time; what fails without a better reason fails by `code`.
async fn work<T: Serialize + Send + 'static>(
    store: Shared,
    code: Code,
    operation: impl FnOnce(&dyn Store) -> Result<T, StoreError> + Send + 'static,
) -> Answer {
    let done = tokio::task::spawn_blocking(move || operation(&*store).map(|data| json!(data))).await;
    match done {
        Ok(Ok(data)) => Ok(Success(data)),
        Ok(Err(error)) => Err(Failure::of_store(error, code)),
        Err(panicked) => Err(Failure::new(Code::InternalError, panicked.to_string())),
    }
}

/// Refuses texts that the OpenAPI demands to be there and that are not.
fn stated<const N: usize>(texts: [(&str, &str); N]) -> Result<(), Failure> {
    match texts.iter().find(|(_, text)| text.is_empty()) {
        Some((name, _)) => Err(Failure::new(Code::ValidationError, format!("{name} must not be empty"))),
        None => Ok(()),
    }
}

async fn health() -> Success {
    Success(json!({ "status": "ok" }))
}

async fn ready(State(store): State<Shared>) -> Answer {
    let Success(schema) = schema_version(State(store)).await?;
    if schema["pending_versions"] != json!([]) {
        let failure = Failure::new(Code::SchemaUnavailable, "migrations are pending: POST /v1/db/migrate applies them");
        return Err(failure.with_details(schema));
    }
    Ok(Success(json!({ "status": "ready", "checks": schema })))
}

async fn openapi() -> impl IntoResponse {
    ([("content-type", "application/yaml; charset=utf-8")], OPENAPI)
}

async fn schema_version(State(store): State<Shared>) -> Answer {
    work(store, Code::SchemaUnavailable, |store| store.schema()).await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Migration {
    dry_run: bool,
}

async fn migrate(State(store): State<Shared>, body: Result<Json<Migration>, JsonRejection>) -> Answer {
    let Json(Migration { dry_run }) = body?;
    work(store, Code::MigrationFailed, move |store| {
        let before: SchemaStatus = store.migrate(dry_run)?;
        Ok(json!({ "dry_run": dry_run, "before": before, "after": store.schema()? }))
    })
    .await
}

async fn add_constraint(State(store): State<Shared>, body: Result<Json<Constraint>, JsonRejection>) -> Answer {
    let Json(constraint) = body?;
    stated([
        ("memory_id", &constraint.memory_id),
        ("actor", &constraint.actor),
        ("action", &constraint.action),
        ("resource", &constraint.resource),
        ("writer", &constraint.writer),
        ("justification", &constraint.justification),
    ])?;
    work(store, Code::WriteFailed, |store| store.add(constraint)).await
}

async fn ask(State(store): State<Shared>, body: Result<Json<Question>, JsonRejection>) -> Answer {
    let Json(question) = body?;
    stated([
        ("text", &question.text),
        ("actor", &question.actor),
        ("action", &question.action),
        ("resource", &question.resource),
    ])?;
    work(store, Code::QueryFailed, |store| store.ask(question)).await
}

async fn recall(State(store): State<Shared>, body: Result<Json<Recall>, JsonRejection>) -> Answer {
    let Json(recall) = body?;
    stated([("text", &recall.text)])?;
    work(store, Code::QueryFailed, |store| store.recall(recall)).await
}

async fn context(State(store): State<Shared>, id: Result<Path<String>, PathRejection>) -> Answer {
    let Path(id) = id?;
    work(store, Code::ContextLookupFailed, move |store| store.package(&id)).await
}

/// The contract has no code for an unknown path, and an answer without an envelope would break it.
async fn no_endpoint(method: Method, uri: Uri) -> Failure {
    Failure::new(Code::ValidationError, format!("there is no endpoint {method} {}", uri.path()))
}
