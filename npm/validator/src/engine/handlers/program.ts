// Every command of the program, over files in memory.
import * as lockstep from 'lockstep-contracts';
import type { RunInput, RunOutcome } from 'lockstep-contracts';
import { program as loaded } from '../modules.ts';
import type { Context } from '../protocol.ts';

/** What the worker does with files in memory. */
export const program = {
  async run(_: Context, words: string[], input: RunInput): Promise<RunOutcome> {
    await loaded();
    return lockstep.runProgram(words, input);
  },
};
