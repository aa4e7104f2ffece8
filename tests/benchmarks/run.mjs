// Measures how fast lockstep is and prints one Markdown table; README.md says what each number means.
// Usage: node tests/benchmarks/run.mjs [check] [bin] [library] [fleet] [size]; all by default.
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

const names = ['check', 'bin', 'library', 'fleet', 'size'];

/** A number with three digits that matter. */
function digits(number) {
  return number >= 100 ? Math.round(number).toLocaleString('en') : number.toPrecision(3);
}

/** One line of the table; a benchmark has a `target` for what it measured, or a `ratioTarget`. */
function row({ what, value, unit, floor = '', ratio, target, ratioTarget }) {
  const times = ratio ? `**${ratio.value.toFixed(2)}** [${ratio.low.toFixed(2)}-${ratio.high.toFixed(2)}]` : '';
  const line = [what, `${digits(value)} ${unit}`, floor, times];
  if (target !== undefined) return [...line, `${target.toLocaleString('en')} ${unit}`, value <= target ? 'yes' : 'NO'];
  if (ratioTarget !== undefined) return [...line, `ratio ${ratioTarget}`, ratio.value <= ratioTarget ? 'yes' : 'NO'];
  return [...line, '', ''];
}

function table(rows) {
  const head = ['what', 'measured', 'against', 'ratio [range]', 'at most', 'met'];
  const lines = [head, ['---', '--:', '---', '--:', '--:', '---'], ...rows.map(row)];
  return lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

const wanted = process.argv.length > 2 ? process.argv.slice(2) : names;
const unknown = wanted.find((name) => !names.includes(name));
if (unknown || !existsSync('/dev/null')) {
  console.error(unknown ? `no benchmark is named ${unknown}; there are ${names.join(', ')}` : 'the timer needs a Unix');
  process.exit(2);
}
const rows = [];
for (const name of wanted) {
  console.error(`${name} ...`);
  const { default: measure } = await import(join(import.meta.dirname, 'subjects', `${name}.mjs`));
  rows.push(...measure());
}
console.log(`${cpus().length} x ${cpus()[0].model.trim()}, Node ${process.versions.node}, ${process.platform} ${process.arch}\n`);
console.log(table(rows));
