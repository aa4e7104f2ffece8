// Judging the trio by the library.
import * as lockstep from 'lockstep-contracts';
import type { CheckInput, Format, Report } from 'lockstep-contracts';
import { engine, pages } from '../modules.ts';
import type { Context } from '../protocol.ts';

/** Which lockstep judges, and by which policy unless another one is given. */
export interface About {
  version: string;
  policy: string;
}

/** What the worker does with the trio. */
export const documents = {
  async about(_: Context): Promise<About> {
    await engine();
    return { version: lockstep.version(), policy: (JSON.parse(lockstep.policy()) as { name: string }).name };
  },

  async check(_: Context, input: CheckInput): Promise<Report> {
    await engine();
    return lockstep.check(input);
  },

  async render(_: Context, input: CheckInput, format: Format): Promise<string> {
    await engine();
    return lockstep.render(input, format);
  },

  async explain(_: Context, rule: string): Promise<string | null> {
    await pages();
    return lockstep.explain(rule);
  },
};
