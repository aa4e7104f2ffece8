// The day as of which something is judged where nobody says another.

/** The day in UTC as `YYYY-MM-DD`, which is the program's, too. */
export const todayInUtc = (): string => new Date().toISOString().slice(0, 10);
