// How many answers have which class, under each state of the contract: bars, with the numbers beside them.
import { counted, shareInWords } from '../../documents/amounts.ts';
import type { Counts } from '../../engine/handlers/envelopes.ts';
import { states } from './states.ts';

/** The counts that are drawn. */
export interface ChartProperties {
  counts: Counts;
  names: readonly string[];
  /** Shows the answers of a class under a state; not there while counting goes on. */
  onChoose?(contract: number, number: number): void;
}

/** A bar whose full length is 100. */
function Bar({ parts }: { parts: readonly { share: number; look: string }[] }) {
  let at = 0;
  return (
    <svg class="envelopes-chart-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      {parts.map(({ share, look }) => {
        const x = at;
        at += 100 * share;
        return <rect key={look} class={`envelopes-part-${look}`} x={x} y="0" height="10" width={Math.max(share > 0 ? 0.5 : 0, 100 * share)} />;
      })}
    </svg>
  );
}

/** A bar a state for what conforms, and a row a class. */
export function Chart({ counts: { total, classes }, names, onChoose }: ChartProperties) {
  const count = (contract: number, number: number) => classes[contract]?.[number] ?? 0;
  const share = (contract: number, number: number) => (total === 0 ? 0 : count(contract, number) / total);
  const present = names.map((_, number) => number).filter((number) => states.some((_, contract) => count(contract, number) > 0));
  return (
    <div class="envelopes-chart">
      <div class="envelopes-shares">
        {states.map(({ title }, contract) => (
          <p class="envelopes-share" key={title}>
            <strong>{title}</strong>
            <Bar parts={[{ share: share(contract, 0), look: 'pass' }, { share: 1 - share(contract, 0), look: 'fail' }]} />
            <span>{shareInWords(count(contract, 0), total)} conforming</span>
          </p>
        ))}
      </div>
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Answers by class and contract state">
        <table class="envelopes-counts">
          <thead><tr><th scope="col">Class</th>{states.map(({ title }) => <th scope="col" key={title}>{title}</th>)}</tr></thead>
          <tbody>
            {present.map((number) => (
              <tr key={number}>
                <th scope="row"><code>{names[number]}</code></th>
                {states.map(({ title }, contract) => (
                  <td key={title}>
                    <span class="envelopes-count">
                      {onChoose === undefined || count(contract, number) === 0 ? <span>{counted(count(contract, number))}</span> : (
                        <button type="button" class="button button-plain" aria-label={`${counted(count(contract, number))} of the class ${names[number]} under ${title}: show them`} onClick={() => onChoose(contract, number)}>
                          {counted(count(contract, number))}
                        </button>
                      )}
                      <Bar parts={[{ share: share(contract, number), look: number === 0 ? 'pass' : 'fail' }]} />
                    </span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
