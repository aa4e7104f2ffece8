// Judges cases through a library and compares; runs in Node and in browsers.

function bytes(hexadecimal) {
  return Uint8Array.from(hexadecimal.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
}

function document({ name, bytes: content }) {
  return { name, content: content === null ? null : bytes(content) };
}

/** The ids of the rules for which the library gives another page than `pages`, which has one for every rule. */
export function differentPages(library, pages) {
  const ids = new Set([...Object.keys(pages), ...library.rules().map(({ id }) => id)]);
  return [...ids].filter((id) => library.explain(id) !== pages[id]);
}

/** The names of the cases on which the library does not give the expected bytes, with the kind of output. */
export function differences(library, cases) {
  const found = [];
  for (const { name, today, pin, matrix, manifest, json, colored, ...texts } of cases) {
    const input = { pin: document(pin), matrix: document(matrix), manifest: document(manifest), today };
    for (const [format, text] of Object.entries({ json, ...texts })) {
      if (library.render(input, format) !== text) found.push(`${format}: ${name}`);
    }
    if (library.render(input, 'human', { color: true }) !== colored) found.push(`colored: ${name}`);
    if (JSON.stringify(library.check(input)) !== JSON.stringify(JSON.parse(json))) found.push(`check: ${name}`);
  }
  return found;
}
