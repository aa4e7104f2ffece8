//! Answers that are no success: the codes of the contract, the status of each, and the envelope.

use axum::{
    Json,
    extract::rejection::{JsonRejection, PathRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use crate::{SERVICE_CONTRACT_VERSION, store::StoreError};

/// The error codes of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    InvalidJson,
    ValidationError,
    ContextPackageNotFound,
    WriteConflict,
    WriteFailed,
    SchemaUnavailable,
    MigrationFailed,
    QueryFailed,
    ContextLookupFailed,
    InternalError,
}

impl Code {
    /// What the code is called, and the status that it comes with.
    fn stated(self) -> (&'static str, StatusCode) {
        match self {
            Self::InvalidJson => ("invalid_json", StatusCode::BAD_REQUEST),
            Self::ValidationError => ("validation_error", StatusCode::BAD_REQUEST),
            Self::ContextPackageNotFound => ("context_package_not_found", StatusCode::NOT_FOUND),
            Self::WriteConflict => ("write_conflict", StatusCode::CONFLICT),
            Self::WriteFailed => ("write_failed", StatusCode::INTERNAL_SERVER_ERROR),
            Self::SchemaUnavailable => ("schema_unavailable", StatusCode::SERVICE_UNAVAILABLE),
            Self::MigrationFailed => ("migration_failed", StatusCode::INTERNAL_SERVER_ERROR),
            Self::QueryFailed => ("query_failed", StatusCode::INTERNAL_SERVER_ERROR),
            Self::ContextLookupFailed => ("context_lookup_failed", StatusCode::INTERNAL_SERVER_ERROR),
            Self::InternalError => ("internal_error", StatusCode::INTERNAL_SERVER_ERROR),
        }
    }
}

/// An answer that is no success.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    code: Code,
    /// In place of the code's own.
    status: Option<StatusCode>,
    message: String,
    details: Option<Value>,
}

impl Failure {
    pub(crate) fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, status: None, message: message.into(), details: None }
    }

    pub(crate) fn with_details(self, details: Value) -> Self {
        Self { details: Some(details), ..self }
    }

    /// What the store says; `otherwise` where it has no better reason.
    pub(crate) fn of_store(error: StoreError, otherwise: Code) -> Self {
        let (code, message) = match error {
            StoreError::NoPackage(message) => (Code::ContextPackageNotFound, message),
            StoreError::Conflict(message) => (Code::WriteConflict, message),
            StoreError::Unavailable(message) => (Code::SchemaUnavailable, message),
            StoreError::Failed(message) => (otherwise, message),
        };
        Self::new(code, message)
    }
}

impl From<JsonRejection> for Failure {
    /// The framework's status is kept: 400 for syntax, 413 for size, 415 for the content type, 422 for the shape.
    fn from(rejection: JsonRejection) -> Self {
        let failure = Self::new(Code::InvalidJson, rejection.body_text());
        Self { status: Some(rejection.status()), ..failure }
    }
}

impl From<PathRejection> for Failure {
    fn from(rejection: PathRejection) -> Self {
        Self::new(Code::ValidationError, rejection.body_text())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (code, status) = self.code.stated();
        let mut error = json!({ "code": code, "message": self.message });
        if let Some(details) = self.details {
            error["details"] = details;
        }
        let body = json!({ "service_contract_version": SERVICE_CONTRACT_VERSION, "error": error });
        (self.status.unwrap_or(status), Json(body)).into_response()
    }
}
