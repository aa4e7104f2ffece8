// Where an answer to a ticket begins. It knows the adapter and no service.

/**
 * The notes that a draft is written from, and what the user is told.
 *
 * @param {ReturnType<typeof import('./memorykernel.mjs').createMemoryKernel>} memoryKernel
 * @param {string} question
 * @param {string} [notes]
 */
export async function draftNotes(memoryKernel, question, notes) {
  return memoryKernel.enrichNotes(question, notes);
}
