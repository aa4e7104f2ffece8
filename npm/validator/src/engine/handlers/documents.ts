// Judging the trio by the library.
import * as lockstep from 'lockstep-contracts';
import type { CheckInput, Format, Report } from 'lockstep-contracts';
import { asset } from '../assets.ts';
import type { Context } from '../protocol.ts';

const loaded = () => lockstep.init(asset('engine.wasm'));

/** Which lockstep judges, and by which policy unless another one is given. */
export interface About {
  version: string;
  policy: string;
}

/** What the worker does with the trio. */
export const documents = {
  async about(_: Context): Promise<About> {
    await loaded();
    return { version: lockstep.version(), policy: (JSON.parse(lockstep.policy()) as { name: string }).name };
  },

  async check(_: Context, input: CheckInput): Promise<Report> {
    await loaded();
    return lockstep.check(input);
  },

  async render(_: Context, input: CheckInput, format: Format): Promise<string> {
    await loaded();
    return lockstep.render(input, format);
  },

  async explain(_: Context, rule: string): Promise<string | null> {
    await lockstep.initPages(asset('pages.json'));
    return lockstep.explain(rule);
  },
};
