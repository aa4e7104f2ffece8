//! What kinds of changes there are.

use serde::Serialize;

use super::Class;

macro_rules! kinds {
    ($($(#[doc = $doc:literal])* $name:ident = $id:literal, $class:ident, mirrors [$($mirror:ident),+];)+) => {
        /// What changed; its class follows from it alone.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum ChangeKind {
            $($(#[doc = $doc])* #[serde(rename = $id)] $name,)+
        }

        impl ChangeKind {
            /// Every kind, in the order in which they are documented.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The id, in kebab case; an id is never used for anything else.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $id),+ }
            }

            /// How grave it is.
            pub fn class(self) -> Class {
                match self { $(Self::$name => Class::$class),+ }
            }

            /// What the same change is for whoever reads it backwards.
            pub fn mirrors(self) -> &'static [Self] {
                match self { $(Self::$name => &[$(Self::$mirror),+]),+ }
            }
        }
    };
}

kinds! {
    /// Another service contract version.
    ServiceContractChanged = "service-contract-changed", NeedsGates, mirrors [ServiceContractChanged];
    /// Another API contract version.
    ApiContractChanged = "api-contract-changed", Breaking, mirrors [ApiContractChanged];
    /// Another integration baseline.
    IntegrationBaselineChanged = "integration-baseline-changed", Breaking, mirrors [IntegrationBaselineChanged];
    /// The document's own form has another version.
    DocumentFormChanged = "document-form-changed", Breaking, mirrors [DocumentFormChanged];
    /// Another release tag; nothing that is promised follows from it.
    ReleaseTagChanged = "release-tag-changed", None, mirrors [ReleaseTagChanged];
    /// Another commit; nothing that is promised follows from it.
    CommitChanged = "commit-changed", None, mirrors [CommitChanged];

    /// An error code that did not exist.
    ErrorCodeAdded = "error-code-added", Additive, mirrors [ErrorCodeRemoved];
    /// An error code that no longer exists.
    ErrorCodeRemoved = "error-code-removed", Breaking, mirrors [ErrorCodeAdded];
    /// An error code has another name.
    ErrorCodeRenamed = "error-code-renamed", Breaking, mirrors [ErrorCodeRenamed];
    /// The same error codes in another order.
    ErrorCodesReordered = "error-codes-reordered", None, mirrors [ErrorCodesReordered];
    /// A known error code comes with one more HTTP status.
    ErrorCodeStatusAdded = "error-code-status-added", Additive, mirrors [ErrorCodeStatusRemoved];
    /// A known error code no longer comes with an HTTP status.
    ErrorCodeStatusRemoved = "error-code-status-removed", Breaking, mirrors [ErrorCodeStatusAdded];
    /// Error codes are no longer limited to those that are listed.
    ErrorCodesOpened = "error-codes-opened", Breaking, mirrors [ErrorCodesClosed];
    /// Error codes are limited to those that are listed.
    ErrorCodesClosed = "error-codes-closed", Additive, mirrors [ErrorCodesOpened];

    /// A shorter stability window.
    StabilityWindowShortened = "stability-window-shortened", Breaking, mirrors [StabilityWindowLengthened];
    /// A longer stability window.
    StabilityWindowLengthened = "stability-window-lengthened", Additive, mirrors [StabilityWindowShortened];
    /// A shorter notice.
    NoticeShortened = "notice-shortened", Breaking, mirrors [NoticeLengthened];
    /// A longer notice.
    NoticeLengthened = "notice-lengthened", Additive, mirrors [NoticeShortened];
    /// An emergency no longer demands documents, specification and tests on the same day.
    SameDayDemandDropped = "same-day-demand-dropped", Breaking, mirrors [SameDayDemandAdded];
    /// An emergency demands documents, specification and tests on the same day.
    SameDayDemandAdded = "same-day-demand-added", Additive, mirrors [SameDayDemandDropped];
    /// A flag of the transition guard no longer holds.
    TransitionGuardWeakened = "transition-guard-weakened", Breaking, mirrors [TransitionGuardStrengthened];
    /// A flag of the transition guard holds.
    TransitionGuardStrengthened = "transition-guard-strengthened", Additive, mirrors [TransitionGuardWeakened];

    /// An operation that did not exist.
    OperationAdded = "operation-added", Additive, mirrors [OperationRemoved];
    /// An operation that no longer exists.
    OperationRemoved = "operation-removed", Breaking, mirrors [OperationAdded];
    /// An operation answers with one more HTTP status.
    AnswerStatusAdded = "answer-status-added", Additive, mirrors [AnswerStatusRemoved];
    /// An operation no longer answers with an HTTP status.
    AnswerStatusRemoved = "answer-status-removed", Breaking, mirrors [AnswerStatusAdded];

    /// An error has a field that it had not.
    ErrorFieldAdded = "error-field-added", Additive, mirrors [ErrorFieldRemoved];
    /// An error no longer has a field.
    ErrorFieldRemoved = "error-field-removed", Breaking, mirrors [ErrorFieldAdded];
    /// A field of an error is always there.
    ErrorFieldRequired = "error-field-made-required", Additive, mirrors [ErrorFieldOptional];
    /// A field of an error may be missing.
    ErrorFieldOptional = "error-field-made-optional", Breaking, mirrors [ErrorFieldRequired];
    /// A field of an error has one more of its listed values.
    ErrorValueAdded = "error-value-added", Additive, mirrors [ErrorValueRemoved];
    /// A field of an error no longer has one of its listed values.
    ErrorValueRemoved = "error-value-removed", Breaking, mirrors [ErrorValueAdded];
    /// A field of an error may hold what it could not.
    ErrorTypeWidened = "error-type-widened", Breaking, mirrors [ErrorTypeNarrowed];
    /// A field of an error can no longer hold what it could.
    ErrorTypeNarrowed = "error-type-narrowed", Additive, mirrors [ErrorTypeWidened];
    /// A field of an error has a schema of which it cannot be told which side allows more.
    ErrorSchemaChanged = "error-schema-changed", Breaking, mirrors [ErrorSchemaChanged];

    /// An answer with a 2xx status has a field that it had not.
    AnswerFieldAdded = "answer-field-added", Additive, mirrors [AnswerFieldRemoved];
    /// An answer with a 2xx status no longer has a field.
    AnswerFieldRemoved = "answer-field-removed", Breaking, mirrors [AnswerFieldAdded];
    /// A field of an answer is always there.
    AnswerFieldRequired = "answer-field-made-required", Additive, mirrors [AnswerFieldOptional];
    /// A field of an answer may be missing.
    AnswerFieldOptional = "answer-field-made-optional", Breaking, mirrors [AnswerFieldRequired];
    /// A field of an answer has one more of its listed values.
    AnswerValueAdded = "answer-value-added", Additive, mirrors [AnswerValueRemoved];
    /// A field of an answer no longer has one of its listed values.
    AnswerValueRemoved = "answer-value-removed", Breaking, mirrors [AnswerValueAdded];
    /// A field of an answer may hold what it could not.
    AnswerTypeWidened = "answer-type-widened", Breaking, mirrors [AnswerTypeNarrowed];
    /// A field of an answer can no longer hold what it could.
    AnswerTypeNarrowed = "answer-type-narrowed", Additive, mirrors [AnswerTypeWidened];
    /// A field of an answer has a schema of which it cannot be told which side allows more.
    AnswerSchemaChanged = "answer-schema-changed", Breaking, mirrors [AnswerSchemaChanged];

    /// A request may have a field that it could not.
    RequestFieldAdded = "request-field-added", Additive, mirrors [RequestFieldRemoved];
    /// A request must have a field that it could not.
    RequestFieldDemanded = "request-field-demanded", Breaking, mirrors [RequestFieldRemoved];
    /// A request can no longer have a field.
    RequestFieldRemoved = "request-field-removed", Breaking, mirrors [RequestFieldAdded, RequestFieldDemanded];
    /// A request must have a field that could be missing.
    RequestFieldRequired = "request-field-made-required", Breaking, mirrors [RequestFieldOptional];
    /// A request may lack a field that had to be there.
    RequestFieldOptional = "request-field-made-optional", Additive, mirrors [RequestFieldRequired];
    /// A field of a request may have one more of its listed values.
    RequestValueAdded = "request-value-added", Additive, mirrors [RequestValueRemoved];
    /// A field of a request can no longer have one of its listed values.
    RequestValueRemoved = "request-value-removed", Breaking, mirrors [RequestValueAdded];
    /// A field of a request may hold what it could not.
    RequestTypeWidened = "request-type-widened", Additive, mirrors [RequestTypeNarrowed];
    /// A field of a request can no longer hold what it could.
    RequestTypeNarrowed = "request-type-narrowed", Breaking, mirrors [RequestTypeWidened];
    /// A field of a request has a schema of which it cannot be told which side allows more.
    RequestSchemaChanged = "request-schema-changed", Breaking, mirrors [RequestSchemaChanged];

    /// A key that lockstep does not know stands there.
    FieldAdded = "field-added", Additive, mirrors [FieldRemoved];
    /// A key that lockstep does not know no longer stands there.
    FieldRemoved = "field-removed", Breaking, mirrors [FieldAdded];
    /// A key that lockstep does not know has another value.
    FieldChanged = "field-changed", Breaking, mirrors [FieldChanged];

    /// A policy knows one more contract version.
    KnownVersionAdded = "known-version-added", Additive, mirrors [KnownVersionRemoved];
    /// A policy no longer knows a contract version.
    KnownVersionRemoved = "known-version-removed", Breaking, mirrors [KnownVersionAdded];
    /// A policy takes a rule more seriously.
    SeverityRaised = "severity-raised", Additive, mirrors [SeverityLowered];
    /// A policy takes a rule less seriously.
    SeverityLowered = "severity-lowered", Breaking, mirrors [SeverityRaised];
    /// A policy allows more.
    LimitLoosened = "limit-loosened", Additive, mirrors [LimitTightened];
    /// A policy allows less.
    LimitTightened = "limit-tightened", Breaking, mirrors [LimitLoosened];
    /// A setting of a policy has another value, of which neither is the stronger.
    SettingChanged = "setting-changed", Breaking, mirrors [SettingChanged];
    /// A text for people.
    WordingChanged = "wording-changed", None, mirrors [WordingChanged];

    /// A document that did not exist.
    DocumentAdded = "document-added", Additive, mirrors [DocumentRemoved];
    /// A document that no longer exists.
    DocumentRemoved = "document-removed", Breaking, mirrors [DocumentAdded];
    /// The same contract, written in another way: layout, order of keys, descriptions, extensions of OpenAPI.
    DocumentRewritten = "document-rewritten", None, mirrors [DocumentRewritten];
}
