// One repository, judged by the native program as a whole process: its documents alone, and every check there is.
import { build, documents, gate, median, ratio, timeProcesses } from '../measure.mjs';

function rows(what, repository, ratioTarget) {
  const native = build('native');
  const { program, floor } = timeProcesses(2200, repository, {
    program: { command: [native('lockstep'), 'check'] },
    floor: { command: [native('check_floor')] },
  });
  return [
    {
      what: `\`lockstep check\` of ${what}, whole process`,
      value: median(program.milliseconds),
      unit: 'ms',
      floor: 'read three files, hash one',
      ratio: ratio(program.milliseconds, floor.milliseconds),
      ratioTarget,
    },
    {
      what: `\`lockstep check\` of ${what}, peak memory`,
      value: program.peak / 1024,
      unit: 'MiB',
      floor: `${(floor.peak / 1024).toFixed(2)} MiB`,
      target: 4,
    },
  ];
}

export default function measure() {
  return [...rows('three documents', documents, 1.5), ...rows('the whole gate', gate, 2)];
}
