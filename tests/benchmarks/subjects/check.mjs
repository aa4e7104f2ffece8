// One repository, judged by the native program as a whole process.
import { build, median, ratio, timeProcesses } from '../measure.mjs';

export default function measure() {
  const native = build('native');
  const { program, floor } = timeProcesses(2200, {
    program: { command: [native('lockstep'), 'check'] },
    floor: { command: [native('check_floor')] },
  });
  return [
    {
      what: '`lockstep check`, whole process',
      value: median(program.milliseconds),
      unit: 'ms',
      floor: 'read three files, hash one',
      ratio: ratio(program.milliseconds, floor.milliseconds),
      ratioTarget: 1.5,
    },
    {
      what: '`lockstep check`, peak memory',
      value: program.peak / 1024,
      unit: 'MiB',
      floor: `${(floor.peak / 1024).toFixed(2)} MiB`,
      target: 4,
    },
  ];
}
