// Measures how fast lockstep is and prints Markdown tables; README.md says what each number means.
// Usage: node tests/benchmarks/run.mjs [check] [producer] [bin] [library] [fleet] [size] [classify]; all by default.
// For `classify` there are --quick, --only ENGINE,... and --json FILE.
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { digits, markdown, times } from './table.mjs';

const names = ['check', 'producer', 'bin', 'library', 'fleet', 'size', 'classify'];

/** One line of the table; a benchmark has a `target` for what it measured, or a `ratioTarget`. */
function row({ what, value, unit, floor = '', ratio, target, ratioTarget }) {
  const line = [what, `${digits(value)} ${unit}`, floor, times(ratio)];
  if (target !== undefined) return [...line, `${target.toLocaleString('en')} ${unit}`, value <= target ? 'yes' : 'NO'];
  if (ratioTarget !== undefined) return [...line, `ratio ${ratioTarget}`, ratio.value <= ratioTarget ? 'yes' : 'NO'];
  return [...line, '', ''];
}

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean' }, only: { type: 'string' }, json: { type: 'string' } },
});
const wanted = positionals.length > 0 ? positionals : names;
const unknown = wanted.find((name) => !names.includes(name));
if (unknown || !existsSync('/dev/null')) {
  console.error(unknown ? `no benchmark is named ${unknown}; there are ${names.join(', ')}` : 'the timer needs a Unix');
  process.exit(2);
}
const rows = [];
const tables = [];
for (const name of wanted) {
  console.error(`${name} ...`);
  const { default: measure } = await import(join(import.meta.dirname, 'subjects', `${name}.mjs`));
  const measured = measure(options);
  if (Array.isArray(measured)) rows.push(...measured);
  else tables.push(measured);
}
if (rows.length > 0) {
  tables.unshift(markdown(['what', 'measured', 'against', 'ratio [range]', 'at most', 'met'], ':>:>>:', rows.map(row)));
}
console.log(`${cpus().length} x ${cpus()[0].model.trim()}, Node ${process.versions.node}, ${process.platform} ${process.arch}\n`);
console.log(tables.join('\n'));
