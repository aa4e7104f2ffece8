// Work of which only the newest answer counts.

/** What somebody asked for, and how many asked before. */
interface Asked<Given> {
  given: Given | undefined;
  number: number;
}

/**
 * Returns a function that asks for work, which begins when nothing else was asked for `rest` milliseconds. At most one piece
 * is under way; of what is asked meanwhile, only the last is done, and an answer to what is no longer asked is dropped.
 * Asking for undefined asks for nothing any more.
 */
export function newestWins<Given, Value, Failure>(
  work: (given: Given) => Promise<Value>, took: (value: Value, given: Given) => void, failed: (error: Failure, given: Given) => void, rest = 0,
): (given: Given | undefined) => void {
  let newest = 0;
  let busy = false;
  let waiting: Asked<Given> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function run(first: Asked<Given>): Promise<void> {
    busy = true;
    try {
      for (let next: Asked<Given> | undefined = first; next !== undefined; next = waiting) {
        waiting = undefined;
        const { given, number }: Asked<Given> = next;
        if (given === undefined) continue;
        const tell = await work(given).then((value) => () => took(value, given), (error: Failure) => () => failed(error, given));
        if (number === newest) tell();
      }
    } finally {
      // Also where telling failed, or nothing would be done any more.
      busy = false;
    }
  }

  function begin(asked: Asked<Given>): void {
    if (busy) waiting = asked;
    else void run(asked);
  }

  return (given) => {
    clearTimeout(timer);
    const asked = { given, number: ++newest };
    if (rest === 0 || given === undefined) begin(asked);
    else timer = setTimeout(begin, rest, asked);
  };
}
