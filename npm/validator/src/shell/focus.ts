// Where the focus goes when what had it is gone.

/** Puts the focus on what is shown, as a new page would. */
export function focusMain(): void {
  document.getElementById('main')?.focus();
}
