//! The rules: each reads the facts and says what is wrong.
//!
//! One rule a file, `rules/<group>/<id with underscores>.rs`; this list is the only place that
//! names them all, and a test compares it with the folder (`BLESS=1` rewrites it).

mod artifacts;
mod blocks;
mod change;
mod codes;
mod dissent;
mod fields;
mod forms;
mod gaps;
mod group;
mod holders;
mod instants;
mod mismatch;
mod names;
mod notices;
mod packs;
mod payload;
mod phrases;
mod producer;
mod records;
mod rehearsed;
mod shell;
mod statements;

use alloc::string::String;

pub use group::Group;

use crate::{
    facts::{BaselineValue, Facts, Fault, ManifestFacts, MatrixFacts, PinFacts, stated},
    finding::{Severity, Sink},
    inquiry::{Inquiry, Role},
    policy::Policy,
    source::{DocumentKind, Sources},
    text::{Spanned, quoted},
    waiver::Application,
};

/// What a rule needs before it can run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: it is about whether the documents can be read at all.
    Nothing,
    /// At least one of these documents.
    OneOf(&'static [DocumentKind]),
    /// Each of these documents; where a pin is named, a producer's repository needs its manifest.
    Each(&'static [DocumentKind]),
    /// At least two of these documents.
    TwoOf(&'static [DocumentKind]),
    /// Each of these documents and today's date.
    EachAndToday(&'static [DocumentKind]),
}

/// One rule: what it is called, how much it weighs, what it needs, how it is explained, and the
/// function that checks it.
#[derive(Debug)]
pub struct Rule {
    /// Its public, stable name in kebab case; the file's name with hyphens.
    pub id: &'static str,
    /// What it is about.
    pub group: Group,
    /// How much its findings weigh, unless the policy says otherwise.
    pub severity: Severity,
    /// What it needs before it can run.
    pub needs: Needs,
    /// What it demands: one sentence, lower case, no full stop.
    pub summary: &'static str,
    /// Its page, in Markdown: what, why, a bad and a good example, how to fix; empty without the feature `pages`.
    pub documentation: &'static str,
    /// Reports what is wrong.
    pub check: Check,
}

/// What reports the findings of a rule.
pub type Check = fn(&Context<'_>, &mut Sink);

/// The check of a rule that looks beyond the three documents; without the feature `inquiry` it is not linked, and whoever
/// asks for it gets no verdict.
pub(crate) const fn asked(check: Check) -> Check {
    if cfg!(feature = "inquiry") { check } else { |_, sink| sink.skip("this engine judges the three documents alone") }
}

/// The text of a rule's page; empty without the feature `pages`, so that the text is not linked.
pub(crate) const fn page(text: &'static str) -> &'static str {
    if cfg!(feature = "pages") { text } else { "" }
}

/// Why a rule about the pinned pair cannot run.
const NO_PAIR: &str = "the pin does not state release tag and commit";

/// What a rule may look at.
#[derive(Debug)]
pub struct Context<'a> {
    /// The policy.
    pub policy: &'a Policy,
    /// The documents' bytes, for rules about bytes.
    pub sources: &'a Sources<'a>,
    /// What the documents say.
    pub facts: &'a Facts<'a>,
    /// What else is judged, and what the host found out for it.
    pub inquiry: &'a Inquiry<'a>,
    /// What became of the waivers; empty until the rules of all other groups have run.
    pub waivers: &'a [Application<'a>],
}

impl<'a> Context<'a> {
    /// The faults of the documents that the inquiry concerns, in the order of findings.
    pub fn faults(&self) -> impl Iterator<Item = (DocumentKind, &'a Fault)> {
        self.facts.faults().filter(|(kind, _)| self.inquiry.concerns(*kind))
    }

    /// Whose repository is judged.
    pub fn role(&self) -> Role {
        self.inquiry.role
    }

    /// The text that fits the role: what a consumer is told to ask the producer for, a producer is told to do.
    pub(crate) fn by_role<T>(&self, consumer: T, producer: T) -> T {
        match self.role() {
            Role::Consumer => consumer,
            Role::Producer => producer,
        }
    }

    /// What pin or manifest states; see [`Facts::baseline`].
    pub fn baseline(&self, value: BaselineValue) -> Option<Spanned<&'a str>> {
        self.facts.baseline(value)
    }

    /// What the pin says, if it could be read.
    pub fn pin(&self) -> Option<&'a PinFacts<'a>> {
        self.facts.pin.facts.as_ref()
    }

    /// What the matrix says, if it could be read.
    pub fn matrix(&self) -> Option<&'a MatrixFacts<'a>> {
        self.facts.matrix.facts.as_ref()
    }

    /// What the manifest says, if it could be read.
    pub fn manifest(&self) -> Option<&'a ManifestFacts<'a>> {
        self.facts.manifest.facts.as_ref()
    }

    /// The pinned release tag and commit, without white space around them.
    pub fn pinned_pair(&self) -> Option<(Spanned<&'a str>, Spanned<&'a str>)> {
        let pin = self.pin()?;
        let trimmed = |text: Spanned<&'a str>| Spanned { value: text.value.trim(), span: text.span };
        Some((trimmed(stated(&pin.release_tag)?), trimmed(stated(&pin.commit_sha)?)))
    }

    /// The name findings give a document, quoted.
    pub fn name(&self, kind: DocumentKind) -> String {
        quoted(&self.sources.get(kind).name)
    }
}

// The list below is rewritten from the folders by `BLESS=1 cargo test -p lockstep-tests --test rules`.
// BEGIN LIST
mod document {
    pub(super) mod document_encoding;
    pub(super) mod document_missing;
    pub(super) mod document_not_regular;
    pub(super) mod document_too_large;
    pub(super) mod json_byte_order_mark;
    pub(super) mod json_duplicate_key;
    pub(super) mod json_lone_surrogate;
    pub(super) mod json_nesting;
    pub(super) mod json_syntax;
    pub(super) mod json_top_level;
}
mod release {
    pub(super) mod commit_format;
    pub(super) mod contract_version_token;
    pub(super) mod release_tag_format;
}
mod pin {
    pub(super) mod base_url;
    pub(super) mod base_url_loopback;
    pub(super) mod manifest_hash_format;
    pub(super) mod pin_field;
    pub(super) mod repository_url;
    pub(super) mod timeout_range;
}
mod manifest {
    pub(super) mod error_code_entry;
    pub(super) mod error_code_taxonomy;
    pub(super) mod manifest_contract_version;
    pub(super) mod manifest_field;
    pub(super) mod notice_policy;
    pub(super) mod stability_window;
    pub(super) mod transition_guard;
}
mod matrix {
    pub(super) mod matrix_approved_row;
    pub(super) mod matrix_baseline_contradiction;
    pub(super) mod matrix_baseline_item;
    pub(super) mod matrix_row_consumer;
    pub(super) mod matrix_row_contradiction;
    pub(super) mod matrix_row_status;
    pub(super) mod matrix_section;
    pub(super) mod matrix_table;
    pub(super) mod matrix_updated;
    pub(super) mod matrix_updated_future;
}
mod agreement {
    pub(super) mod api_contract_agreement;
    pub(super) mod commit_agreement;
    pub(super) mod integration_baseline_agreement;
    pub(super) mod manifest_hash;
    pub(super) mod manifest_hash_agreement;
    pub(super) mod release_tag_agreement;
    pub(super) mod repository_agreement;
    pub(super) mod service_contract_agreement;
}
mod atomic {
    pub(super) mod atomic_baseline_change;
    pub(super) mod atomic_files;
    pub(super) mod baseline_freeze;
    pub(super) mod freeze_record;
}
mod remote {
    pub(super) mod remote_commit_missing;
    pub(super) mod remote_manifest_hash;
    pub(super) mod remote_manifest_missing;
    pub(super) mod remote_pinned_commit;
    pub(super) mod remote_tag_missing;
    pub(super) mod remote_tag_moved;
}
mod handoff {
    pub(super) mod handoff_active_baseline;
    pub(super) mod handoff_baseline;
    pub(super) mod handoff_candidate;
    pub(super) mod handoff_commands;
    pub(super) mod handoff_envelope_policy;
    pub(super) mod handoff_error_codes;
    pub(super) mod handoff_field;
    pub(super) mod handoff_generated_at;
    pub(super) mod handoff_manifest_version;
    pub(super) mod handoff_mode;
}
mod cutover {
    pub(super) mod cutover_contract;
    pub(super) mod cutover_contradiction;
    pub(super) mod cutover_decision;
    pub(super) mod cutover_fixed_value;
    pub(super) mod cutover_phrase;
}
mod governance {
    pub(super) mod governance_command;
    pub(super) mod governance_contract;
    pub(super) mod governance_contradiction;
    pub(super) mod governance_phrase;
    pub(super) mod governance_statement;
    pub(super) mod governance_updated;
}
mod boundary {
    pub(super) mod boundary_adapter;
    pub(super) mod boundary_caller;
    pub(super) mod boundary_endpoint_leak;
}
mod alignment {
    pub(super) mod alignment_api_contract;
    pub(super) mod alignment_contract_source;
    pub(super) mod alignment_error_code;
    pub(super) mod alignment_error_envelope;
    pub(super) mod alignment_error_response;
    pub(super) mod alignment_error_status;
    pub(super) mod alignment_integration_baseline;
    pub(super) mod alignment_openapi;
    pub(super) mod alignment_runtime_constant;
    pub(super) mod alignment_service_contract;
}
mod parity {
    pub(super) mod parity_content;
    pub(super) mod parity_file_additional;
    pub(super) mod parity_file_missing;
    pub(super) mod parity_pack;
}
mod components {
    pub(super) mod component_baseline;
    pub(super) mod component_field;
    pub(super) mod component_names;
    pub(super) mod component_value;
}
mod schemas {
    pub(super) mod schema_dialect;
    pub(super) mod schema_empty_key;
    pub(super) mod schema_fixture;
    pub(super) mod schema_id;
}
mod rehearsal {
    pub(super) mod rehearsal_baseline;
    pub(super) mod rehearsal_candidate;
    pub(super) mod rehearsal_commands;
    pub(super) mod rehearsal_cutover;
    pub(super) mod rehearsal_date;
    pub(super) mod rehearsal_envelope_policy;
    pub(super) mod rehearsal_error_codes;
    pub(super) mod rehearsal_field;
    pub(super) mod rehearsal_overlap;
    pub(super) mod rehearsal_rollback;
    pub(super) mod rehearsal_version;
}
mod bundle {
    pub(super) mod bundle_artifact;
    pub(super) mod bundle_assertions;
    pub(super) mod bundle_baseline;
    pub(super) mod bundle_commands;
    pub(super) mod bundle_digest;
    pub(super) mod bundle_field;
    pub(super) mod bundle_generated_at;
    pub(super) mod bundle_handoff_mode;
    pub(super) mod bundle_required;
    pub(super) mod bundle_version;
}
mod slo {
    pub(super) mod slo_document;
    pub(super) mod slo_error_code;
    pub(super) mod slo_field;
    pub(super) mod slo_range;
    pub(super) mod slo_version;
    pub(super) mod slo_workflow;
}
mod notice {
    pub(super) mod error_code_removed;
    pub(super) mod notice_emergency;
    pub(super) mod notice_incomplete_change;
    pub(super) mod notice_missing;
    pub(super) mod notice_record;
    pub(super) mod notice_too_early;
}
mod changelog {
    pub(super) mod changelog_entry;
    pub(super) mod changelog_impact;
}
mod waiver {
    pub(super) mod waiver_expired;
    pub(super) mod waiver_reason;
    pub(super) mod waiver_too_wide;
    pub(super) mod waiver_unused;
}

/// Every rule, in the order in which they run and are listed.
pub static ALL: &[&Rule] = &[
    &document::document_encoding::RULE,
    &document::document_missing::RULE,
    &document::document_not_regular::RULE,
    &document::document_too_large::RULE,
    &document::json_byte_order_mark::RULE,
    &document::json_duplicate_key::RULE,
    &document::json_lone_surrogate::RULE,
    &document::json_nesting::RULE,
    &document::json_syntax::RULE,
    &document::json_top_level::RULE,
    &release::commit_format::RULE,
    &release::contract_version_token::RULE,
    &release::release_tag_format::RULE,
    &pin::base_url::RULE,
    &pin::base_url_loopback::RULE,
    &pin::manifest_hash_format::RULE,
    &pin::pin_field::RULE,
    &pin::repository_url::RULE,
    &pin::timeout_range::RULE,
    &manifest::error_code_entry::RULE,
    &manifest::error_code_taxonomy::RULE,
    &manifest::manifest_contract_version::RULE,
    &manifest::manifest_field::RULE,
    &manifest::notice_policy::RULE,
    &manifest::stability_window::RULE,
    &manifest::transition_guard::RULE,
    &matrix::matrix_approved_row::RULE,
    &matrix::matrix_baseline_contradiction::RULE,
    &matrix::matrix_baseline_item::RULE,
    &matrix::matrix_row_consumer::RULE,
    &matrix::matrix_row_contradiction::RULE,
    &matrix::matrix_row_status::RULE,
    &matrix::matrix_section::RULE,
    &matrix::matrix_table::RULE,
    &matrix::matrix_updated::RULE,
    &matrix::matrix_updated_future::RULE,
    &agreement::api_contract_agreement::RULE,
    &agreement::commit_agreement::RULE,
    &agreement::integration_baseline_agreement::RULE,
    &agreement::manifest_hash::RULE,
    &agreement::manifest_hash_agreement::RULE,
    &agreement::release_tag_agreement::RULE,
    &agreement::repository_agreement::RULE,
    &agreement::service_contract_agreement::RULE,
    &atomic::atomic_baseline_change::RULE,
    &atomic::atomic_files::RULE,
    &atomic::baseline_freeze::RULE,
    &atomic::freeze_record::RULE,
    &remote::remote_commit_missing::RULE,
    &remote::remote_manifest_hash::RULE,
    &remote::remote_manifest_missing::RULE,
    &remote::remote_pinned_commit::RULE,
    &remote::remote_tag_missing::RULE,
    &remote::remote_tag_moved::RULE,
    &handoff::handoff_active_baseline::RULE,
    &handoff::handoff_baseline::RULE,
    &handoff::handoff_candidate::RULE,
    &handoff::handoff_commands::RULE,
    &handoff::handoff_envelope_policy::RULE,
    &handoff::handoff_error_codes::RULE,
    &handoff::handoff_field::RULE,
    &handoff::handoff_generated_at::RULE,
    &handoff::handoff_manifest_version::RULE,
    &handoff::handoff_mode::RULE,
    &cutover::cutover_contract::RULE,
    &cutover::cutover_contradiction::RULE,
    &cutover::cutover_decision::RULE,
    &cutover::cutover_fixed_value::RULE,
    &cutover::cutover_phrase::RULE,
    &governance::governance_command::RULE,
    &governance::governance_contract::RULE,
    &governance::governance_contradiction::RULE,
    &governance::governance_phrase::RULE,
    &governance::governance_statement::RULE,
    &governance::governance_updated::RULE,
    &boundary::boundary_adapter::RULE,
    &boundary::boundary_caller::RULE,
    &boundary::boundary_endpoint_leak::RULE,
    &alignment::alignment_api_contract::RULE,
    &alignment::alignment_contract_source::RULE,
    &alignment::alignment_error_code::RULE,
    &alignment::alignment_error_envelope::RULE,
    &alignment::alignment_error_response::RULE,
    &alignment::alignment_error_status::RULE,
    &alignment::alignment_integration_baseline::RULE,
    &alignment::alignment_openapi::RULE,
    &alignment::alignment_runtime_constant::RULE,
    &alignment::alignment_service_contract::RULE,
    &parity::parity_content::RULE,
    &parity::parity_file_additional::RULE,
    &parity::parity_file_missing::RULE,
    &parity::parity_pack::RULE,
    &components::component_baseline::RULE,
    &components::component_field::RULE,
    &components::component_names::RULE,
    &components::component_value::RULE,
    &schemas::schema_dialect::RULE,
    &schemas::schema_empty_key::RULE,
    &schemas::schema_fixture::RULE,
    &schemas::schema_id::RULE,
    &rehearsal::rehearsal_baseline::RULE,
    &rehearsal::rehearsal_candidate::RULE,
    &rehearsal::rehearsal_commands::RULE,
    &rehearsal::rehearsal_cutover::RULE,
    &rehearsal::rehearsal_date::RULE,
    &rehearsal::rehearsal_envelope_policy::RULE,
    &rehearsal::rehearsal_error_codes::RULE,
    &rehearsal::rehearsal_field::RULE,
    &rehearsal::rehearsal_overlap::RULE,
    &rehearsal::rehearsal_rollback::RULE,
    &rehearsal::rehearsal_version::RULE,
    &bundle::bundle_artifact::RULE,
    &bundle::bundle_assertions::RULE,
    &bundle::bundle_baseline::RULE,
    &bundle::bundle_commands::RULE,
    &bundle::bundle_digest::RULE,
    &bundle::bundle_field::RULE,
    &bundle::bundle_generated_at::RULE,
    &bundle::bundle_handoff_mode::RULE,
    &bundle::bundle_required::RULE,
    &bundle::bundle_version::RULE,
    &slo::slo_document::RULE,
    &slo::slo_error_code::RULE,
    &slo::slo_field::RULE,
    &slo::slo_range::RULE,
    &slo::slo_version::RULE,
    &slo::slo_workflow::RULE,
    &notice::error_code_removed::RULE,
    &notice::notice_emergency::RULE,
    &notice::notice_incomplete_change::RULE,
    &notice::notice_missing::RULE,
    &notice::notice_record::RULE,
    &notice::notice_too_early::RULE,
    &changelog::changelog_entry::RULE,
    &changelog::changelog_impact::RULE,
    &waiver::waiver_expired::RULE,
    &waiver::waiver_reason::RULE,
    &waiver::waiver_too_wide::RULE,
    &waiver::waiver_unused::RULE,
];
// END LIST

/// Ids that rules once had; they are never given to another rule.
pub const RETIRED: &[&str] = &[];

/// The id of every rule, in the same order; unlike [`ALL`] it does not link the rules' checks.
#[expect(clippy::indexing_slicing, reason = "the compiler computes it")]
pub const IDS: [&str; ALL.len()] = {
    let mut ids = [""; ALL.len()];
    let mut number = 0;
    while number < ids.len() {
        ids[number] = ALL[number].id;
        number += 1;
    }
    ids
};

/// The rule with that id.
pub fn find(id: &str) -> Option<&'static Rule> {
    ALL.iter().find(|rule| rule.id == id).copied()
}
