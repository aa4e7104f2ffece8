// Where the worker has its modules from: beside itself, or, in the page of one file, from the page's own text.
import type { Answer } from './protocol.ts';
import { bytesOfCharacters } from '../documents/bytes.ts';

const asked = new Map<string, (text: string) => void>();

/** Takes an asset that was asked for. */
export function receive(name: string, text: string): void {
  asked.get(name)?.(text);
  asked.delete(name);
}

/** An asset's bytes in the page of one file, where it stands after gzip in base64. */
async function unpacked(name: string): Promise<Uint8Array> {
  const text = await new Promise<string>((resolve) => {
    asked.set(name, resolve);
    self.postMessage({ kind: 'asset', name } satisfies Answer);
  });
  const stream = new Blob([bytesOfCharacters(atob(text))]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** What loads a module, once; where that fails, the next call tries again. */
export function loading(name: string, init: (source?: Promise<Uint8Array>) => Promise<void>): () => Promise<void> {
  let loaded: Promise<void> | undefined;
  return () => {
    // Without a source, the package fetches what lies beside it.
    loaded ??= init(ONE_FILE ? unpacked(name) : undefined).catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
}
