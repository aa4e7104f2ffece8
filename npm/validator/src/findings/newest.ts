// Work of which only the newest answer counts.

/**
 * Returns a function that asks for work. At most one piece is under way; of what is asked meanwhile, only the last is
 * done, and an answer to what is no longer asked is dropped.
 */
export function newestWins<Given, Value, Failure>(
  work: (given: Given) => Promise<Value>, took: (value: Value, given: Given) => void, failed: (error: Failure, given: Given) => void,
): (given: Given) => void {
  let busy = false;
  let waiting: { given: Given } | undefined;

  async function run(given: Given): Promise<void> {
    busy = true;
    for (let next: { given: Given } | undefined = { given }; next !== undefined; next = waiting) {
      waiting = undefined;
      const asked: Given = next.given;
      const tell = await work(asked).then((value) => () => took(value, asked), (error: Failure) => () => failed(error, asked));
      if (waiting === undefined) tell();
    }
    busy = false;
  }

  return (given) => {
    if (busy) waiting = { given };
    else void run(given);
  };
}
