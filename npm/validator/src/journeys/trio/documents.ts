// The documents of the trio and what they are judged with, while the page is open.
import { batch, computed, signal } from '@preact/signals';
import { Content } from '../../documents/content.ts';
import { todayInUtc } from '../../documents/day.ts';
import type { Found } from '../../documents/intake.ts';

/** The three documents, in the order of the report. */
export const roles = ['pin', 'matrix', 'manifest'] as const;
/** Which document of the trio. */
export type Role = (typeof roles)[number];

/** A document: its name in findings, what it holds now, and what it held as it came. */
export interface Held {
  name: string;
  content: Content;
  /** Null where it was begun in the page. */
  original: Content | null;
}

/** A document of the trio, which may be missing under its name. */
export type Slotted = Held | { name: string; content: null; original: null };

/** What each document is to people. */
export const about: Record<Role, { title: string; what: string; path: string; language: 'json' | 'markdown' }> = {
  pin: { title: 'Pin', what: 'the release that the consumer is pinned to', path: 'config/memorykernel-integration-pin.json', language: 'json' },
  matrix: { title: 'Matrix', what: 'the version pairs that are approved', path: 'docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md', language: 'markdown' },
  manifest: { title: 'Manifest', what: "the mirror of the producer's manifest, byte for byte", path: 'config/memorykernel-producer-manifest.json', language: 'json' },
};

/** The three documents. */
export type Trio = Record<Role, Slotted>;

/** A document that is missing where the program looks for it. */
export const missing = (role: Role, name = about[role].path): Slotted => ({ name, content: null, original: null });

const none: Trio = { pin: missing('pin'), matrix: missing('matrix'), manifest: missing('manifest') };

/** The documents as they are now. */
export const trio = signal<Trio>(none);

/** A policy in place of the embedded one. */
export const policy = signal<Held | null>(null);

/** The day as of which is judged; empty where rules about dates are to be skipped. */
export const today = signal(todayInUtc());

/** The other files of the repository that the trio came with; empty where it came alone. */
export const rest = signal<readonly Found[]>([]);

/** Whether the whole repository is judged, and not the trio alone. */
export const whole = signal(false);

/** Whether somebody wants to paste or type, with nothing there yet. */
export const typing = signal(false);

/** Whether a link was opened: what it carries is judged, even where all of it is missing. */
export const linked = signal(false);

/** Whether there is anything to judge. */
export const begun = computed(() => linked.value || policy.value !== null || roles.some((role) => trio.value[role].content !== null));

/** What was done to the documents last, in words; empty as soon as somebody does something else. */
export const done = signal('');

/** What was put away last, so that it can be brought back. */
const away = signal<(() => void) | undefined>(undefined);

/** Which document of a trio findings call so. */
export function roleNamed(documents: Trio, name: string): Role | undefined {
  return roles.find((role) => documents[role].name === name);
}

/** Puts a document in a slot, as it was given. */
export function hold(role: Role, name: string, content: Content): void {
  trio.value = { ...trio.value, [role]: { name, content, original: content } };
}

/** Takes an edit of a document; one that was begun here and is emptied again is missing. */
export function edit(role: Role, content: Content): void {
  const { name, original } = trio.value[role];
  const isMissing = original === null && content.bytes.length === 0;
  trio.value = { ...trio.value, [role]: isMissing ? missing(role, name) : { name, original, content } };
  typing.value = true;
  done.value = '';
}

/** Puts everything away. */
export function startOver(): void {
  const put = { trio: trio.peek(), policy: policy.peek(), rest: rest.peek(), whole: whole.peek(), today: today.peek() };
  const restore = () => batch(() => {
    trio.value = put.trio;
    policy.value = put.policy;
    rest.value = put.rest;
    whole.value = put.whole;
    today.value = put.today;
    away.value = undefined;
  });
  batch(() => {
    away.value = begun.peek() ? restore : undefined;
    trio.value = none;
    policy.value = null;
    rest.value = [];
    whole.value = false;
    typing.value = false;
    linked.value = false;
    done.value = '';
    today.value = todayInUtc();
  });
}

/** Brings back what was put away last; undefined where nothing was. */
export const bringBack = computed(() => away.value);
