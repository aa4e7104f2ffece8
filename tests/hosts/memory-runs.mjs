// Runs of the program over files in memory, in any host that has the library; bytes are texts in Latin-1 here.

const bytes = (text) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const latin1 = (bytes) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

/** What of some files another state of them has that they have not, and which of them it lacks. */
export function changes(before, after) {
  const written = Object.fromEntries(Object.entries(after).filter(([path, text]) => before[path] !== text).sort());
  return { written, removed: Object.keys(before).filter((path) => !(path in after)).sort() };
}

/** Each list of commands over the same files, one command after another; how each ended, and what it changed. */
export function outcomes({ runProgram }, files, cases) {
  return cases.map(({ commands, environment, stdin = '' }) => {
    let held = new Map(Object.entries(files).map(([path, text]) => [path, bytes(text)]));
    const runs = commands.map((words) => {
      const { exitCode, stdout, stderr, written, removed } = runProgram(words, { files: Object.fromEntries(held), environment, stdin });
      held = new Map([...held, ...Object.entries(written)].filter(([path]) => !removed.includes(path)));
      return { words: words.join(' '), exitCode, stdout, stderr };
    });
    return { runs, ...changes(files, Object.fromEntries([...held].map(([path, content]) => [path, latin1(content)]))) };
  });
}
