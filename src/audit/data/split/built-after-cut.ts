/** Preference data that was gathered after evaluation began. A LIS leaks it on purpose; a model aligned on it leaks by accident. */
import { isoTime } from '../../../data/moment.ts';
import { instant, isNumeric } from '../../../specfile/moments.ts';
import type { Check, Found, NotChecked } from '../check.ts';

const NAME = 'preference data and vectors built after the cut';

export const builtAfterCut: Check = {
  name: NAME,
  codes: ['built-after-cut'],
  run: async ({ spec, data }) => {
    const found: Found[] = [];
    const notChecked: NotChecked[] = [];
    const from = data.timeline?.evaluateFrom;
    let looked = 0;
    const untold = (target: string, why: string) => notChecked.push({ check: NAME, target, why });
    for (const [index, source] of spec.sources.entries()) {
      if (source.kind !== 'pairs' && source.kind !== 'embeddings' && source.kind !== 'clusters') continue;
      const { name, observed, time } = source;
      if (from === undefined) untold(name, 'the spec names no time column');
      else if (observed === undefined && time === undefined)
        untold(name, 'its file says not from when it is; declare `observed`, or name its `time`');
      else if (observed !== undefined) {
        const [, to = ''] = observed.split('..');
        const end = isNumeric(to) ? undefined : instant(to);
        if (end === undefined) untold(name, '`observed` holds numbers, and the log is dated');
        else {
          looked++;
          if (end >= from) found.push(late(name, observed, from, ['sources', index, 'observed']));
        }
      } else looked++; // A file with times is cut slice by slice: no honest arm reads what is later.
    }
    for (const { name } of spec.models)
      untold(name, 'its file says not which preference data the model was aligned on');
    return { found, looked, notChecked };
  },
};

function late(name: string, observed: string, from: number, specPath: (string | number)[]): Found {
  return {
    code: 'built-after-cut',
    severity: 'warning',
    about: 'source',
    target: name,
    message: `\`${name}\` was observed in ${observed}, and evaluation begins at ${isoTime(from)}.`,
    evidence: [
      { name: 'observed', value: observed },
      { name: 'evaluation begins', value: isoTime(from) },
    ],
    why: 'Its LIS is an upper bound with the evaluated events in it, as meant. A model that is aligned on the same data has seen them too, and its AIS is then no honest gain.',
    remedy: 'Align on the part before the cut, and declare that part as a source of its own.',
    specPath,
  };
}
