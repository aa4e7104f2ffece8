//! The lockstep program as a resumable session: every command is straight-line code that asks its
//! host for files, environment variables and the date, and ends with what to print.
//!
//! The library does no I/O of its own (`clippy.toml` bans it), so arguments, messages and exit
//! codes are the same whether the native host, the addon or a WASM module fulfils the requests.
//!
//! # Example: a host in a loop
//!
//! ```
//! use lockstep_cli::{Reply, Session, Start, Step};
//!
//! let start = Start { arguments: vec!["--version".into()], ..Start::default() };
//! let mut session = Session::new(start);
//! let mut replies = Vec::new();
//! let outcome = loop {
//!     match session.resume(replies) {
//!         Step::Need(requests) => replies = requests.iter().map(|_| Reply::Missing).collect(),
//!         Step::Done(outcome) => break outcome,
//!     }
//! };
//! assert_eq!(outcome.exit_code, 0);
//! assert!(outcome.stdout.starts_with(b"lockstep "));
//! ```
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    warn(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic)
)]

mod arguments;
mod base;
mod cause;
mod color;
mod command;
mod configuration;
mod evidence;
mod failure;
mod file;
mod fleet;
mod gather;
mod github;
mod help;
mod history;
mod holidays;
mod outcome;
mod output;
mod past;
mod recovery;
mod relative_path;
mod repository;
mod request;
mod scope;
mod session;
mod settings;
mod suggestion;
mod task;
mod transaction;
mod trio;
mod waivers;

pub use base::{AtomicMode, AtomicSettings};
pub use cause::cause;
pub use command::classify::{
    Batch, Block, CLASSIFY_SCHEMA, ClassifyDocument, Closing, Example, Feed, Judging, LONG_INPUT, Place, Summary,
    no_progress, progress,
};
pub use command::rollback::{REHEARSAL_SCHEMA, Rehearsal};
pub use configuration::{
    Api, CONFIGURATION_FILE, Configuration, ContractDocumentSettings, Documents, EvidenceSettings, GateSettings,
    HandoffSettings, Holiday, NamedHoliday, NoticeSettings, PinMatchSetting, ProducerAlignment, ProducerBundle,
    ProducerChangelog, ProducerComponents, ProducerGenerate, ProducerHandoff, ProducerNotice, ProducerParity,
    ProducerRecords, ProducerRehearsal, ProducerSchemas, ProducerSettings, ProducerSlo, RemoteSettings, RoleSetting,
    UtcOffset,
};
pub use evidence::{
    Checks, Consumer, ContractEvidence, EvidenceMode, ExpectedContracts, GateRun, HandoffBaseline, HandoffEvidence,
    JudgedDocument, PinnedRelease, RanCommand, Status, Tools, Verification, Written,
};
pub use failure::{ERROR_SCHEMA, ErrorDocument, ErrorPlace};
pub use fleet::{Line, Tally, check_repository};
pub use outcome::Outcome;
pub use recovery::{FreezeSettings, RehearsalSettings, RollbackSettings};
pub use relative_path::RelativePath;
pub use request::{ANSWER_HEADERS, Captured, Headers, Reply, Request, Stopped, Unanswered};
pub use session::{Session, Start, Step, WireStep};
pub use settings::{OutputFormat, Settings};
pub use task::{Host, Progress, Task};
