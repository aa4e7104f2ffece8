// The documents that are compared, each in its old and its new state.
import type { Content } from '../../documents/content.ts';

/** The two states. */
export const sides = ['old', 'new'] as const;
/** Which of the two states. */
export type Side = (typeof sides)[number];

/** What kinds of documents have changes. */
export const forms = ['manifest', 'contract-source', 'openapi', 'policy'] as const;
/** What kind of document. */
export type Form = (typeof forms)[number];

/** A document as somebody gave it. */
export interface Given {
  /** The path or name that it came with. */
  path: string;
  content: Content;
}

/** A document in its two states, of which one may be missing. */
export interface Pair {
  form: Form;
  old?: Given;
  new?: Given;
}

/** Everything that is compared. */
export interface Documents {
  /** At least one. */
  pairs: readonly Pair[];
  /** Whether whole trees are compared, so that a document that one of them lacks was added or removed. */
  trees: boolean;
  /** A policy to judge by in place of the embedded one. */
  policy?: Given;
}

/** Nothing given yet. */
export const nothing: Documents = { pairs: [{ form: 'manifest' }], trees: false };

/** Where the program looks for each document of a tree. */
export const places: Record<Form, string> = {
  manifest: 'contracts/integration/v1/producer-contract-manifest.json',
  'contract-source': 'contracts/integration/v1/service-contract-source-of-truth.json',
  openapi: 'openapi/openapi.yaml',
  policy: 'lockstep.policy.json',
};

/** Whether a pair can be compared. */
export function isComplete(pair: Pair, trees: boolean): boolean {
  return trees ? pair.old !== undefined || pair.new !== undefined : pair.old !== undefined && pair.new !== undefined;
}

/** What came of files that were given: the documents, and what is to be said about it. */
export interface Taken {
  documents: Documents;
  said: string;
}
