import type { Journey } from '../journey.ts';

function View() {
  return <p class="panel panel-body">envelopes</p>;
}

export const journey: Journey = { View, take: async () => {}, restore: () => {} };
