// Where the worker has its modules from: beside itself, or out of its own text.

/** An asset's bytes in the page of one file; undefined where the package fetches what lies beside it. */
export function asset(name: string): Promise<Uint8Array> | undefined {
  return ONE_FILE ? unpacked(EMBEDDED[name] ?? '') : undefined;
}

async function unpacked(text: string): Promise<Uint8Array> {
  const packed = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
