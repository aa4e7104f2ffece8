// What a journey is to the frame around it.
import type { ComponentType } from 'preact';
import type { Found } from '../documents/intake.ts';
import type { Carried, JourneyName } from '../home/offer.ts';

export type { JourneyName };

/** A journey: its view, and what it does with files and links that arrive. */
export interface Journey {
  View: ComponentType;
  /** Takes files that were dropped or pasted anywhere on the page. */
  take(files: readonly Found[]): Promise<void>;
  /** Whether it can use files of any kind now, such as evidence that a document of its names. */
  takesAny?(): boolean;
  /** Takes what a link carried. */
  restore(carried: Carried): void;
}
