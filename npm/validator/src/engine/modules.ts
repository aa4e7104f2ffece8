// The modules that judge, each loaded when it is first needed.
import * as lockstep from 'lockstep-contracts';
import { loading } from './assets.ts';

/** Loads what judges documents. */
export const engine = loading('engine.wasm', lockstep.init);
/** Loads what judges answers. */
export const classifier = loading('classifier.wasm', lockstep.initClassifier);
/** Loads what runs every command. */
export const program = loading('program.wasm', lockstep.initProgram);
/** Loads the pages of the rules. */
export const pages = loading('pages.json', lockstep.initPages);
