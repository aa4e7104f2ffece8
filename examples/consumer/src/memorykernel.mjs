// The application's only door to MemoryKernel. It sends requests and keeps time; what an answer means is decided by
// lockstep. Whatever the service does, a question ends within its timeout and the draft goes on.
import { enrichment, preflight } from 'lockstep-contracts';

/** The most that one question may take, whatever pin and environment say; in milliseconds. */
const LONGEST = 30_000;

/** More of an answer is not read; in bytes. */
const LARGEST = 16 * 1024 * 1024;

/** What Node calls a connection that did not come about. */
const UNCONNECTED = new Set(['EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND']);

/** @typedef {import('lockstep-contracts').Exchange} Exchange */
/** @typedef {import('lockstep-contracts').PreflightResult} PreflightResult */
/** @typedef {import('lockstep-contracts').Enrichment} Enrichment */
/** @typedef {import('lockstep-contracts').EnrichmentStep} EnrichmentStep */

/**
 * The adapter for the release that `pin` names, the text of the pin; `environment` holds the application's variables.
 * Throws where the pin cannot be loaded; nothing is asked yet.
 *
 * @param {{ pin: string, environment?: Record<string, string | undefined> }} settings
 */
export function createMemoryKernel({ pin, environment }) {
  const settings = { pin, environment };
  preflight(settings);

  /** Asks what the preflight wants to know. One timeout holds for all requests: it is what a user waits. */
  async function check() {
    const exchanges = /** @type {Exchange[]} */ ([]);
    let deadline = AbortSignal.abort();
    for (;;) {
      const { next, result } = preflight({ ...settings, exchanges });
      if (next === null) return { exchanges, deadline, status: /** @type {PreflightResult} */ (result) };
      if (exchanges.length === 0) deadline = AbortSignal.timeout(Math.min(next.timeout_ms, LONGEST));
      exchanges.push(await send(next.method, next.url, deadline));
    }
  }

  /**
   * @param {string} userInput
   * @param {string} [notes]
   * @returns {Promise<EnrichmentStep>}
   */
  async function ask(userInput, notes) {
    const text = userInput.trim();
    if (text === '') throw new TypeError('user_input cannot be empty');
    const { exchanges, deadline, status } = await check();
    const body = JSON.stringify({ text, actor: 'support_agent', action: 'resolve', resource: 'support_ticket' });
    const question = status.ready ? await send('POST', `${status.base_url}/v1/query/ask`, deadline, body) : null;
    return enrichment({ ...settings, exchanges, question, notes });
  }

  return {
    /** Whether MemoryKernel can be asked now, and if not, why. */
    async preflightStatus() {
      const { status } = await check();
      return status;
    },

    /**
     * What MemoryKernel knows about the user's input, or why nothing comes from it. Rejects only where the input is
     * blank: trouble with the service is a fallback.
     *
     * @param {string} userInput
     * @returns {Promise<Enrichment>}
     */
    async queryAsk(userInput) {
      const { enrichment: result } = await ask(userInput);
      return result;
    },

    /**
     * The notes that a draft is written from, and what the user is told. Never rejects; where nothing is gained, the
     * notes stay as they were.
     *
     * @param {string} userInput
     * @param {string} [notes]
     */
    async enrichNotes(userInput, notes) {
      try {
        return await ask(userInput, notes);
      } catch (error) {
        return enrichment({ ...settings, notes, error: String(error) });
      }
    },
  };
}

/**
 * Sends a request and reads the whole answer, until `deadline`. Never rejects.
 *
 * @param {string} method
 * @param {string} url
 * @param {AbortSignal} deadline
 * @param {string} [body]
 * @returns {Promise<Exchange>}
 */
async function send(method, url, deadline, body) {
  const headers = body === undefined ? undefined : { 'content-type': 'application/json' };
  let failure = /** @type {'body' | 'connect' | 'other' | 'request'} */ ('other');
  try {
    const answer = await fetch(url, { method, headers, body, redirect: 'manual', signal: deadline });
    failure = 'body';
    return { status: answer.status, body: await read(answer) };
  } catch (error) {
    if (deadline.aborted) return { failure: 'timeout', text: `no whole answer from ${url} in time` };
    const { message, cause } = /** @type {Error & { cause?: { code?: string } }} */ (error);
    const code = cause?.code;
    if (failure === 'other' && code !== undefined) failure = UNCONNECTED.has(code) ? 'connect' : 'request';
    return { failure, text: code === undefined ? message : `${message} (${code})` };
  }
}

/**
 * The body as text. Rejects where it is too large or no UTF-8.
 *
 * @param {Response} answer
 */
async function read(answer) {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const reader = answer.body?.getReader();
  let text = '';
  for (let size = 0; reader !== undefined; ) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > LARGEST) {
      await reader.cancel();
      throw new RangeError('the answer is too large');
    }
    text += decoder.decode(value, { stream: true });
  }
  return text + decoder.decode();
}
