// Where the focus goes when what had it is gone.

/** Puts the focus on what the page shows, from its beginning, as a new page would: the frame around it stays in view. */
export function focusMain(): void {
  document.getElementById('main')?.focus({ preventScroll: true });
  scrollTo(0, 0);
}
