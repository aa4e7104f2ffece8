//! What the front end calls. In a Tauri application each of the first two is a command whose state is the [`Backend`];
//! the README shows it.

use lockstep_core::adapter::{self, Enrichment, Notes, PreflightStatus};

use crate::backend::Backend;

/// Whether MemoryKernel can be asked now.
pub fn get_memory_kernel_preflight_status(backend: &Backend) -> PreflightStatus {
    backend.preflight()
}

/// What MemoryKernel knows about the user's input, or why nothing comes from it.
///
/// # Errors
///
/// Where the input is blank: there is nothing to ask. Trouble with the service is no error but a fallback.
pub fn memory_kernel_query_ask(backend: &Backend, user_input: &str) -> Result<Enrichment, String> {
    match user_input.trim() {
        "" => Err("user_input cannot be empty".into()),
        text => Ok(backend.ask(text)),
    }
}

/// The notes that a draft is written from, and what the user is told. There are always some to go on with: whatever
/// happens, the notes that were there stay.
pub fn draft_notes(backend: &Backend, user_input: &str, notes: Option<&str>) -> Notes {
    let enrichment = memory_kernel_query_ask(backend, user_input).unwrap_or_else(|reason| backend.refused(&reason));
    adapter::notes(notes, &enrichment)
}
