// What a journey gives to take home.
import type { Content } from '../documents/content.ts';

/** A file that is made when somebody asks for it. */
export interface Offer {
  /** What it is, as on a button below its group: `SARIF`. */
  title: string;
  /** What it belongs to, such as `Report`; without one, it stands among the files. */
  group?: string;
  /** The name under which it is saved. */
  name: string;
  /** Its media type. */
  type: string;
  make(): Promise<string | Uint8Array<ArrayBuffer>>;
}

/** A document that was changed in the page. */
export interface Change {
  /** Its path in the repository, as far as it is known. */
  name: string;
  /** What it was when it came in; null where there was none. */
  before: Content | null;
  after: Content;
}

/** What a link carries: a journey with its documents and settings. */
export interface Carried {
  journey: JourneyName;
  /** The documents by their place in the journey, such as `pin`; without bytes, one that is missing under its name. */
  documents: Record<string, { name: string; bytes: Uint8Array<ArrayBuffer> | null }>;
  /** What else was chosen, such as `today`. */
  settings: Record<string, string>;
  /** What a link leaves out, in words, such as `the 12 other files of the repository`. */
  without?: string;
}

/** The journeys, as the page's address names them. */
export type JourneyName = 'trio' | 'envelopes' | 'change' | 'handoff';
