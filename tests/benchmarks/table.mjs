// Numbers and tables as the benchmarks print them.

/** A number with three digits that matter. */
export function digits(number) {
  return number >= 100 ? Math.round(number).toLocaleString('en') : number.toPrecision(3);
}

/** A ratio with its range, or nothing where there is none. */
export function times(ratio) {
  return ratio ? `**${ratio.value.toFixed(2)}** [${ratio.low.toFixed(2)}-${ratio.high.toFixed(2)}]` : '';
}

/** A table in Markdown; `sides` has a letter a column: `>` for numbers, `:` for words. */
export function markdown(head, sides, rows) {
  const lines = [head, [...sides].map((side) => (side === '>' ? '--:' : '---')), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}
